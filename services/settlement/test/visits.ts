import { businessDate, Money, unwrap, type Result } from '#kernel';
import type { EffectivePolicy, FilingKind } from '#policy';
import { NO_USE, type Accumulators } from '../src/adjudication/domain/index.js';
import { policyWith } from '../src/adjudication/testing/inputs.js';
import { NO_MARKS } from '../src/visit/domain/marks.js';
import type { RecordedLine, VisitEvent, VisitFacts } from '../src/visit/domain/events.js';
import { decideRecordLines } from '../src/visit/domain/fee-lines.js';
import { decideOpenVisit, type OpenVisit } from '../src/visit/domain/open-visit.js';
import { decideSettle, type SettleClaim, type Settled } from '../src/visit/domain/settle.js';
import { evolveVisit, initialVisit, type Visit } from '../src/visit/domain/visit.js';

/** The person P1 in the hospital H1; whoever else asks is refused. */
export const CALLER = { psnNo: 'P1', institutionCode: 'H1' } as const;
export { NO_MARKS };

export const WUXI_EMPLOYEE: EffectivePolicy = policyWith('employee', {}, '320200');

const facts = (inpatient: boolean): VisitFacts => ({
  ...{ visitId: 'V1', ...CALLER, insuranceType: '310', insuredRegion: '320200', careRegion: '310115' },
  ...{ settlementLevel: '3', hospitalNumber: 'N1', inpatient, openedOn: '2025-08-01' },
});

export const opening = (inpatient = false, marks = NO_MARKS): OpenVisit => ({
  ...{ facts: facts(inpatient), medType: inpatient ? '21' : '11', marks },
  visitKind: inpatient ? 'inpatient' : 'outpatient',
});

export const happened = (visit: Visit, events: readonly VisitEvent[]): Visit => events.reduce(evolveVisit, visit);

/** The visit after a decision that must be granted. */
export const after = (visit: Visit, decided: Result<readonly VisitEvent[]>): Visit => happened(visit, unwrap(decided));

export const openedVisit = (inpatient = false, marks = NO_MARKS): Visit =>
  after(initialVisit(), decideOpenVisit(opening(inpatient, marks), initialVisit()));

/** A fee line of class B with 5% borne first: 100.00 splits into 95.00 in scope and 5.00 first. */
export function feeLine(sequence: string, total = '100.00', batch = 'B1'): RecordedLine {
  const classBPrepay = Money.of(total).share('0.05');
  return {
    ...{ sequence, batch, listCode: 'X', hospitalCode: 'h', category: '09', itemClass: '02', selfPayRatio: '0.05' },
    ...{ priceCeiling: '', quantity: '1', price: total, occurredOn: '2025-08-01', total },
    inScope: Money.of(total).minus(classBPrepay).toString(),
    classBPrepay: classBPrepay.toString(),
    overLimit: '0.00',
    selfPay: '0.00',
  };
}

export const withLines = (visit: Visit, ...lines: readonly RecordedLine[]): Visit =>
  after(visit, decideRecordLines({ ...CALLER, lines }, visit));

/** A settlement of batch B1 by a long-term filer on 1 August; changed as asked. */
export const settlement = (total: string, changes: Partial<SettleClaim> = {}): SettleClaim => ({
  ...{ ...CALLER, claimId: 'C1', messageId: 'M1', batch: 'B1', total: Money.of(total), split: null, useAccount: false },
  ...{ dischargedOn: null, interim: false, invoiceNumber: null, clearingCategory: '11' },
  ...{ settledOn: businessDate('2025-08-01'), settledAt: '2025-08-01 10:00:00', personType: '11', civilServant: false },
  ...{ filing: 'long-term-resident' satisfies FilingKind, policy: WUXI_EMPLOYEE, benefitStream: 'benefit-P1-310-2025' },
  ...changes,
});

export interface Standing {
  readonly year?: Accumulators;
  readonly accountBalance?: Money;
  readonly familyBalances?: readonly Money[];
  readonly earlierYears?: readonly Accumulators[];
}

export const settle = (command: SettleClaim, visit: Visit, standing: Standing = {}): Result<Settled> =>
  decideSettle(command, {
    visit,
    year: standing.year ?? NO_USE,
    accountBalance: standing.accountBalance ?? Money.zero,
    familyBalances: standing.familyBalances,
    ...(standing.earlierYears ? { earlierYears: standing.earlierYears } : {}),
  });

export const refusal = (result: Result<unknown>): { readonly code: string; readonly rule: string } | null =>
  result.ok ? null : { code: result.rejection.code, rule: result.rejection.rule };
