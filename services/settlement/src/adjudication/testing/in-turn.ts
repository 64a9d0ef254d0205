import { NO_USE, addAccumulators } from '../domain/accumulators.js';
import type { Accumulators, Adjudication, Amounts } from '../domain/types.js';
import { fund, settle } from './answers.js';
import { bill, claimOf, policyWith } from './inputs.js';

export type Values = Readonly<Record<string, unknown>>;
type Changes = NonNullable<Parameters<typeof claimOf>[2]>;
/** What a claim says otherwise than that of an active employee in a level-3 hospital with 1,000.00 in scope. */
export type Claim = Changes & { readonly amounts?: Amounts };
/** Half of outpatient and 80% of inpatient cost, nothing deducted, no cap. */
const PLAIN: Values = {
  'inpatient.deductible': '0',
  'inpatient.ratio.3': '0.80',
  'outpatient.deductible': '0',
  'outpatient.ratio.3': '0.50',
  'outpatient.cap': 'none',
  'chronic.deductible': '0',
  'chronic.ratio.3': '0.50',
  'basic.cap': 'none',
  large: { kind: 'none' },
};
/** Claims of one person in turn, each with what the earlier ones used of the year. */
export function inTurn(values: Values, claims: readonly Claim[]): readonly Adjudication[] {
  const policy = policyWith('employee', { ...PLAIN, ...values });
  let year: Accumulators = NO_USE;
  return claims.map(({ amounts = bill('1000'), ...changes }) => {
    const visit = { stayNumberOfYear: year.stays + 1, ...changes.visit };
    const result = settle(claimOf(policy, amounts, { ...changes, accumulators: year, visit }));
    year = addAccumulators(year, result.delta);
    return result;
  });
}
export const one = (values: Values, claim: Claim = {}): Adjudication => inTurn(values, [claim])[0] as Adjudication;
export const charged = (results: readonly Adjudication[]): string[] =>
  results.map(({ deductibleCharged }) => deductibleCharged.toString());
export const funds = (results: readonly Adjudication[]): string[] => results.map((result) => fund(result));
