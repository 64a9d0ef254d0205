/** Names an object: words of letters and digits with slashes between, so that no key leads out of its folder. */
const KEY = /^[A-Za-z0-9]+(?:\/[A-Za-z0-9]+)*$/;
const LONGEST_KEY = 200;

/** The storage did not do what it was asked; nothing is said of where it is or of what was to be kept. */
export class StorageUnavailable extends Error {
  override readonly name = 'StorageUnavailable';
}

/**
 * 材料存储 Where the bytes of papers are kept. It gets them sealed (SEC-02) and knows neither their type nor whose they are.
 * Every method throws `StorageUnavailable` when the storage fails, and `RangeError` for a key that is none.
 */
export interface DocumentStorage {
  /** Once it returns the bytes survive a power cut. What stood under the key is replaced as a whole, never in part. */
  put(key: string, bytes: Buffer): Promise<void>;
  /** The bytes as they were put, or null where there are none. */
  get(key: string): Promise<Buffer | null>;
  /** Afterwards nothing stands under the key; nothing to delete is no failure. */
  delete(key: string): Promise<void>;
  /** Returns when bytes could be kept now. */
  health(): Promise<void>;
  close(): void;
}

export function checkKey(key: string): string {
  if (key.length > LONGEST_KEY || !KEY.test(key)) throw new RangeError('存储编号只能是以斜杠分隔的字母和数字');
  return key;
}
