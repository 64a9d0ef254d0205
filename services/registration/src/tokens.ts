/** Injection token of the policy tables. */
export const POLICY_BOOK = Symbol('POLICY_BOOK');
/** Injection token of where the bytes of papers are kept. */
export const DOCUMENT_STORAGE = Symbol('DOCUMENT_STORAGE');
