import { Money, unwrap } from '#kernel';
import { adjudicate } from '../domain/adjudicate.js';
import type { Adjudication, AdjudicationInput } from '../domain/types.js';

export const settle = (input: AdjudicationInput): Adjudication => unwrap(adjudicate(input));

/** What one fund pays, as text; zero when it does not pay. */
export const fund = (result: Adjudication, code = '310100'): string =>
  Money.sum(result.funds.filter((payment) => payment.code === code).map((payment) => payment.amount)).toString();
