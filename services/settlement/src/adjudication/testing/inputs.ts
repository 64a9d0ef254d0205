import { fileURLToPath } from 'node:url';
import { Money, RegionCode, businessDate, unwrap } from '#kernel';
import { effectivePolicy, loadPolicyTables, policyTableOf } from '#policy';
import type { EffectivePolicy, FilingKind, PolicyTable, Scheme } from '#policy';
import { NO_USE } from '../domain/accumulators.js';
import type { AdjudicationInput, Amounts, Visit } from '../domain/types.js';

/** The policy tables of the project. */
export const TABLES: readonly PolicyTable[] = loadPolicyTables(
  fileURLToPath(new URL('../../../../../policies', import.meta.url)),
);
const DATE = businessDate('2025-08-10');

const hasVariants = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && 'variants' in value;

/**
 * A policy in force for tests: the tables of the project, and values of the test before them, each as it stands in a file
 * or as `{ value, variants }`.
 */
export function policyWith(
  scheme: Scheme,
  values: Readonly<Record<string, unknown>> = {},
  region = '510100',
): EffectivePolicy {
  const section = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      hasVariants(value) ? { ...value, source: 'T' } : { value, source: 'T' },
    ]),
  );
  const own = policyTableOf(
    {
      region,
      name: '测试',
      status: 'published',
      effectiveFrom: '2025-01-01',
      sources: { T: { text: '测试参数', grade: 'C' } },
      [scheme]: section,
    },
    'test',
  );
  return unwrap(effectivePolicy([...TABLES, own], RegionCode.of(region), scheme, DATE));
}

/** A bill with everything in scope unless said otherwise; the total is the sum of the parts. */
export function bill(inScope: string, classBPrepay = '0', selfPay = '0', overLimit = '0'): Amounts {
  const parts = [inScope, classBPrepay, selfPay, overLimit].map((text) => Money.of(text));
  const [scope = Money.zero, prepay = Money.zero, own = Money.zero, over = Money.zero] = parts;
  return { total: Money.sum(parts), inScope: scope, classBPrepay: prepay, overLimit: over, selfPay: own };
}

type Changes = Partial<Omit<AdjudicationInput, 'visit'>> & { readonly visit?: Partial<Visit> };

/** An active employee, filed as long-term resident, first stay in a level-3 hospital, no account; changed as given. */
export function claimOf(policy: EffectivePolicy, amounts: Amounts, changes: Changes = {}): AdjudicationInput {
  const status = policy.scheme === 'resident' ? 'resident' : 'active';
  const visit: Visit = { kind: 'inpatient', settlementLevel: '3', stayNumberOfYear: 1, emergency: false, date: DATE };
  return {
    policy,
    person: { scheme: policy.scheme, status, civilServant: false },
    filing: 'long-term-resident' satisfies FilingKind,
    amounts,
    accumulators: NO_USE,
    account: { balance: Money.zero, mayUse: false },
    ...changes,
    visit: { ...visit, ...changes.visit },
  };
}
