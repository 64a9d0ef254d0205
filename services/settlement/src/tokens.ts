/** Injection tokens of settlement's own parts. */
export const POLICY_BOOK = Symbol('POLICY_BOOK');
export const CATALOGUE = Symbol('CATALOGUE');
