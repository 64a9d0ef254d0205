export { Sm4FieldCipher } from './field-cipher.js';
export {
  developmentKeyRing,
  type FieldKey,
  isDevelopmentKeyRing,
  type KeyRing,
  KeyRingRefused,
  parseKeyRing,
} from './key-ring.js';
export { maskIdNumber, maskName, maskPhone, maskText } from './mask.js';
export { areOfDifferentTexts } from './search-hash.js';
export { SealBroken } from './seal-broken.js';
export type * from './types.js';
