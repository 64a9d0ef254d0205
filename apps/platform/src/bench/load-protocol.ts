/** What the load process is asked to do. Ports of 127.0.0.1 share its connections; rates are arrivals a second. */
export type LoadOrder =
  /** Sessions one after another from so many clients at once, for so many seconds. */
  | { readonly kind: 'sessions'; readonly ports: readonly number[]; readonly clients: number; readonly seconds: number }
  /** So many sessions, however long it takes. */
  | { readonly kind: 'sessions'; readonly ports: readonly number[]; readonly clients: number; readonly count: number }
  /** Sessions that begin at their own times, whether or not the earlier ones have ended. */
  | { readonly kind: 'sessions'; readonly ports: readonly number[]; readonly rate: number; readonly seconds: number }
  /** So many sessions up to their last message, which is kept for `settle`. */
  | { readonly kind: 'prepare'; readonly ports: readonly number[]; readonly clients: number; readonly count: number }
  /** What was prepared, `count` of it, from so many clients or at a rate. */
  | { readonly kind: 'settle'; readonly ports: readonly number[]; readonly clients: number; readonly count: number }
  | { readonly kind: 'settle'; readonly ports: readonly number[]; readonly rate: number; readonly count: number }
  /** Settle messages to a service that answers with a bare transaction. */
  | { readonly kind: 'bare'; readonly ports: readonly number[]; readonly clients: number; readonly seconds: number }
  | { readonly kind: 'bare'; readonly ports: readonly number[]; readonly rate: number; readonly seconds: number };

/** What came of it. */
export interface LoadReport {
  /** Sessions ended, or single messages answered. */
  readonly done: number;
  readonly seconds: number;
  /** Milliseconds of every message: from when it was due, or sent, to its answer. */
  readonly p50: number;
  readonly p99: number;
  /** Sentences of answers that were not the expected ones, and how often. */
  readonly unexpected: readonly (readonly [sentence: string, times: number])[];
}
