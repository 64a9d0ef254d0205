/** 业务拒绝 Rejection: an expected refusal. It is a value, never an exception. */
export type Rejection = {
  /** Stable machine code such as `money.malformed`. */
  readonly code: string;
  /** Id of the rule it rests on (`SET-05`), so that a clerk can be shown the sentence. */
  readonly rule: string;
  /** Short plain Chinese for people; never contains a name, an id number or an account. */
  readonly message: string;
  /** The input fields it is about, most important first. */
  readonly fields: readonly string[];
};

export type Accepted<T> = { readonly ok: true; readonly value: T };
export type Refused = { readonly ok: false; readonly rejection: Rejection };

/** Outcome of a pure decision: the value, or the one rejection that comes first by precedence. */
export type Result<T> = Accepted<T> | Refused;

/** Wraps an accepted value. Never fails. */
export const ok = <T>(value: T): Accepted<T> => ({ ok: true, value });

/** Builds the failed result directly: `return reject('filing.locked', 'REG-08', '…', ['filingId'])`. */
export const reject = (code: string, rule: string, message: string, fields: readonly string[] = []): Refused => ({
  ok: false,
  rejection: { code, rule, message, fields },
});

/** Gives the value of an accepted result; throws on a rejection. For programs whose input was checked before. */
export const unwrap = <T>(result: Result<T>): T => {
  if (result.ok) return result.value;
  const { code, rule, message } = result.rejection;
  throw new RangeError(`${message} [${code}, ${rule}]`);
};
