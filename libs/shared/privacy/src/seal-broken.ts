/** A sealed value was changed, belongs to another kind of field, or its key is gone. Never shows what was inside. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';
}
