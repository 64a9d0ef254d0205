/** Text that stands encrypted wherever it is kept: `sm4:<key id>:<base64url of iv, ciphertext and HMAC-SM3 tag>` (SEC-02). */
export type Sealed = string & { readonly __sealed: unique symbol };

/** Keyed hash for search: `hs3:<key id>:<hex HMAC-SM3>`, equal for equal text of one kind, useless without the key. */
export type SearchHash = string & { readonly __searchHash: unique symbol };

export type PersonalField = 'name' | 'id-number' | 'phone' | 'bank-account' | 'credential';

/** SM4-CTR with encrypt-then-MAC (HMAC-SM3) under a ring of keys: the newest seals, all open. */
export interface FieldCipher {
  seal(field: PersonalField, text: string): Sealed;
  /** Throws `SealBroken` if the tag is wrong or the key is not in the ring; the error never shows the text. */
  open(field: PersonalField, sealed: string): string;
  /** Under the ring's search key; it never rotates without a rebuild of the search columns. */
  searchHash(field: PersonalField, text: string): SearchHash;
  /** True if the value was sealed by a key that is no longer the newest. */
  needsRotation(sealed: string): boolean;
  /** The same text under the newest key; unchanged if it already is. Throws as `open`. */
  rotate(field: PersonalField, sealed: string): Sealed;
  /**
   * A file's content under the newest key: `sm4b:<key id>:` in ASCII, then iv, ciphertext and HMAC-SM3 tag. `owner` is the
   * id of the record the bytes belong to; bytes put in another's place do not open.
   */
  sealBytes(owner: string, bytes: Buffer): Buffer;
  /** Throws `SealBroken` like `open`. */
  openBytes(owner: string, sealed: Buffer): Buffer;
}
