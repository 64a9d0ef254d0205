/** Injection token of the policy tables. */
export const POLICY_BOOK = Symbol('POLICY_BOOK');
