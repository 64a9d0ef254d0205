import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CLEARING_UNITS, clearingMonth, Money, previousMonth } from '#kernel';
import { cellsOf, proveSums, type Deduction, type PairFund } from './cells.js';
import { evolvePeriod, periodRef, type Period, type PeriodEvent } from './period.js';
import { decideConfirm, decideDispute } from './confirmation.js';
import { lastClearingMonth, limitBroken } from './limits.js';
import {
  decideApprovePublication,
  decideChase,
  decideCompleteCutOff,
  decideCutOff,
  decideNotices,
  decideProposePublication,
  decideTable,
  refuseEarlier,
} from './steps.js';
import { dueOn, investigationListDueOn, PERIOD_STEPS } from './timetable.js';

const month = '2025-08';
const initial = (): Period => periodRef(month).definition.initialState();
const after = (events: readonly PeriodEvent[], period = initial()): Period => events.reduce(evolvePeriod, period);

function accepted(decided: ReturnType<typeof decideCutOff>): readonly PeriodEvent[] {
  if (!decided.ok) throw new Error(decided.rejection.message);
  return decided.value;
}

const pool = (amount: string, payer = '32', receiver = '31'): PairFund => ({
  ...{ payer, receiver, scheme: 'employee', claims: 1, payable: [{ column: 'pool', amount }] },
});

const cutOff = (period: Period) =>
  decideCutOff({ month, on: '2025-09-20', claims: 1, payable: '5.00', waiting: [], overdue: [], breaches: [] }, period);
const table = (period: Period, pairs = [pool('5.00')], proof = '5.00') =>
  decideTable({ month, on: '2025-09-21', cells: cellsOf(pairs, []), proof: Money.of(proof), deductionIds: [] }, period);
const confirmed = (period: Period): Period =>
  CLEARING_UNITS.reduce(
    (now, { code: unit }) => after(accepted(decideConfirm({ month, unit, on: '2025-09-22' }, now)), now),
    period,
  );
const approved = (period: Period): Period => {
  const proposed = after(
    accepted(decideProposePublication({ month, on: '2025-09-26', by: 'user:wang' }, period)),
    period,
  );
  return after(accepted(decideApprovePublication({ month, on: '2025-09-26', by: 'user:li' }, proposed)), proposed);
};
const notices = (period: Period) => decideNotices({ month, on: '2025-09-30', payments: 1, collections: 1 }, period);

describe('timetable of a clearing month', () => {
  it.each([
    ['2025-08', ['2025-09-20', '2025-09-21', '2025-09-25', '2025-09-30']],
    ['2025-12', ['2026-01-20', '2026-01-21', '2026-01-25', '2026-01-31']],
    ['2024-01', ['2024-02-20', '2024-02-21', '2024-02-25', '2024-02-29']],
  ])('CLR-02 … CLR-05, section 10 item 5: the steps of %s are due on calendar days of the next month', (of, days) => {
    expect(PERIOD_STEPS.map((step) => dueOn(step, clearingMonth(of)))).toEqual(days);
  });

  it('AUD-04: the list of a month is frozen on its 26th', () => {
    expect(investigationListDueOn(clearingMonth('2025-09'))).toBe('2025-09-26');
  });

  it.each([
    ['2025-01', '2025-03'],
    ['2025-11', '2026-01'],
    ['2025-12', '2026-02'],
    ['2026-12', '2027-02'],
  ])('CLR-02, section 10 item 4: a claim of %s must be in the table of %s at the latest', (settled, last) => {
    expect(lastClearingMonth(clearingMonth(settled))).toBe(last);
    // The table of the month before the last is still in time.
    expect(previousMonth(clearingMonth(last)) >= settled).toBe(true);
  });
});

describe('limits of delay', () => {
  it.each([
    ['2025-08', '2025-09', null],
    ['2025-08', '2025-10', 'two-months'],
    ['2025-11', '2026-01', 'two-months'],
    ['2025-11', '2026-02', 'end-of-march'],
    ['2025-12', '2026-01', null],
    ['2025-12', '2026-02', 'end-of-march'],
    ['2026-01', '2026-02', null],
  ])('CLR-02: a claim of %s that still waits at the cut-off of %s breaks: %s', (settled, of, limit) => {
    expect(limitBroken(clearingMonth(settled), clearingMonth(of))).toBe(limit);
  });
});

describe('steps of a period', () => {
  it('CLR-15: run in their order and once', () => {
    expect(table(initial())).toMatchObject({ ok: false, rejection: { rule: 'CLR-15', code: 'period.out-of-order' } });
    const cut = after(accepted(cutOff(initial())));
    expect(accepted(cutOff(cut))).toEqual([]);
    const drawn = after(accepted(table(cut)), cut);
    expect(accepted(table(drawn))).toEqual([]);
    expect(notices(drawn)).toMatchObject({ ok: false, rejection: { code: 'period.out-of-order' } });
  });

  it.each([
    ['cut-off', '2025-08尚未截止'],
    ['table', '2025-08清算表尚未生成'],
  ] as const)('CLR-15: the %s of a month waits for that of every earlier one and names it', (step, message) => {
    expect(refuseEarlier(step, '2025-08')).toMatchObject({
      rejection: { code: 'period.out-of-order', rule: 'CLR-15', message: expect.stringContaining(message) },
    });
    expect(refuseEarlier(step, null).ok).toBe(true);
  });

  it('CLR-02, CLR-15: a month is complete once, after its cut-off and before its table', () => {
    const data = { month, on: '2025-09-21', claims: 2, payable: '7.00', entered: ['C2'] };
    const complete = (period: Period) => decideCompleteCutOff(data, period);
    expect(complete(initial())).toMatchObject({ rejection: { code: 'period.out-of-order' } });
    const cut = after(accepted(cutOff(initial())));
    expect(accepted(complete(cut))).toEqual([{ type: 'CutOffCompleted', data }]);
    expect(accepted(complete(after(accepted(complete(cut)), cut)))).toEqual([]);
    // A table of before was drawn without it.
    expect(accepted(complete(after(accepted(table(cut)), cut)))).toEqual([]);
  });

  it('CLR-15: a table that does not add up to the cent is not published', () => {
    const cut = after(accepted(cutOff(initial())));
    expect(table(cut, [pool('5.00')], '5.01')).toMatchObject({ ok: false, rejection: { code: 'table.sums' } });
    expect(table(cut, [pool('5.00')], '5.00').ok).toBe(true);
  });

  it('CLR-01: a table in which a unit owes itself, or takes back from itself, is not published and names it', () => {
    const cut = after(accepted(cutOff(initial())));
    const back = [{ payer: '33', receiver: '33', scheme: 'employee', column: 'pool', amount: '30.00' }] as const;
    const cells = cellsOf([pool('5.00')], back);
    const command = { month, on: '2025-09-21', cells, proof: Money.of('-25.00'), deductionIds: [] };
    expect(decideTable(command, cut)).toMatchObject({
      rejection: { code: 'table.same-unit', rule: 'CLR-01', message: expect.stringContaining('浙江省') },
    });
    expect(table(cut, [pool('5.00', '32', '33'), pool('0.00', '33', '32')]).ok).toBe(true);
  });

  it('CLR-15: early sums that differ from the claims in a column, a count or a pair are named and not published', () => {
    const early = [pool('5.00'), pool('7.00', '33')];
    expect(proveSums(early, [...early].reverse())).toEqual({ ok: true, value: null });
    const one = early[0] as PairFund;
    const other = [{ column: 'account' as const, amount: '5.00' }];
    for (const wrong of [pool('5.01'), { ...one, claims: 2 }, { ...one, payable: other }]) {
      expect(proveSums(early, [wrong, pool('7.00', '33')])).toMatchObject({
        rejection: { code: 'table.proof', rule: 'CLR-15', fields: ['32/31/employee'] },
      });
    }
    expect(proveSums(early, [one])).toMatchObject({ rejection: { fields: ['33/31/employee'] } });
    expect(proveSums([one], early)).toMatchObject({ rejection: { fields: ['33/31/employee'] } });
  });

  it('CLR-04: a table is confirmed or disputed after it is there, and not disputed once confirmed', () => {
    const cut = after(accepted(cutOff(initial())));
    const unit = CLEARING_UNITS[0]?.code as (typeof CLEARING_UNITS)[number]['code'];
    const confirm = (period: Period) => decideConfirm({ month, unit, on: '2025-09-22' }, period);
    const dispute = (period: Period, claimIds: string[] = ['C1']) =>
      decideDispute({ month, unit, on: '2025-09-22', claimIds, reason: '重复' }, period);
    expect(confirm(cut)).toMatchObject({ ok: false, rejection: { rule: 'CLR-04' } });
    const drawn = after(accepted(table(cut)), cut);
    expect(dispute(drawn, [])).toMatchObject({ ok: false, rejection: { fields: ['claimIds'] } });
    expect(dispute(drawn).ok).toBe(true);
    const confirmedOne = after(accepted(confirm(drawn)), drawn);
    expect(accepted(confirm(confirmedOne))).toEqual([]);
    expect(dispute(confirmedOne)).toMatchObject({ ok: false, rejection: { code: 'period.confirmed' } });
    const chased = accepted(decideChase({ month, on: '2025-09-25' }, confirmedOne));
    expect(chased).toMatchObject([{ type: 'ConfirmationsChased', data: { unconfirmed: { length: 31 } } }]);
  });

  it('CLR-05: notices are published when all 32 have confirmed, not when one is missing', () => {
    const cut = after(accepted(cutOff(initial())));
    const drawn = after(accepted(table(cut)), cut);
    const chased = after(accepted(decideChase({ month, on: '2025-09-25' }, drawn)), drawn);
    expect(notices(chased)).toMatchObject({ ok: false, rejection: { rule: 'CLR-05' } });
    expect(decideProposePublication({ month, on: '2025-09-26', by: 'user:wang' }, chased)).toMatchObject({
      rejection: { code: 'notices.unconfirmed' },
    });
    expect(accepted(notices(approved(confirmed(chased))))).toMatchObject([{ data: { total: '5.00' } }]);
  });

  it('SEC-04: notices go out when one person has proposed it and another approved, and both are named', () => {
    const cut = after(accepted(cutOff(initial())));
    const drawn = after(accepted(table(cut)), cut);
    const ready = confirmed(after(accepted(decideChase({ month, on: '2025-09-25' }, drawn)), drawn));
    expect(notices(ready)).toMatchObject({ rejection: { code: 'notices.unapproved', rule: 'SEC-04' } });
    const approve = (period: Period, by: string) => decideApprovePublication({ month, on: '2025-09-26', by }, period);
    expect(approve(ready, 'user:li')).toMatchObject({ rejection: { code: 'four-eyes.nothing-proposed' } });
    const proposed = after(
      accepted(decideProposePublication({ month, on: '2025-09-26', by: 'user:wang' }, ready)),
      ready,
    );
    expect(notices(proposed)).toMatchObject({ rejection: { code: 'notices.unapproved' } });
    expect(approve(proposed, 'user:wang')).toMatchObject({ rejection: { code: 'four-eyes.same-person' } });
    const both = after(accepted(approve(proposed, 'user:li')), proposed);
    expect(accepted(approve(both, 'user:li'))).toEqual([]);
    expect(accepted(decideProposePublication({ month, on: '2025-09-27', by: 'user:wang' }, both))).toEqual([]);
    expect(accepted(notices(both))).toMatchObject([{ data: { proposedBy: 'user:wang', approvedBy: 'user:li' } }]);
  });
});

const amount = fc.integer({ min: -500_000, max: 900_000 }).map((fen) => Money.of((fen / 100).toFixed(2)).toString());
const positive = fc.integer({ min: 1, max: 90_000 }).map((fen) => Money.of((fen / 100).toFixed(2)).toString());
const unit = fc.constantFrom('11', '31', '32', '66');
const pairOf = fc
  .record({ payer: unit, receiver: unit, scheme: fc.constantFrom('employee' as const, 'resident' as const) })
  .filter(({ payer, receiver }) => payer !== receiver);
const columnOf = (scheme: 'employee' | 'resident') =>
  scheme === 'employee' ? fc.constantFrom('pool' as const, 'account' as const) : fc.constantFrom('basic' as const);
const pair: fc.Arbitrary<PairFund> = pairOf.chain((of) =>
  fc
    .record({ column: columnOf(of.scheme), amount, claims: fc.nat(9) })
    .map(({ column, amount: owed, claims }) => ({ ...of, claims, payable: [{ column, amount: owed }] })),
);
const deduction: fc.Arbitrary<Deduction> = pairOf.chain((of) =>
  fc.record({ column: columnOf(of.scheme), amount: positive }).map((one) => ({ ...of, ...one })),
);
const byPair = (pairs: readonly PairFund[]): readonly PairFund[] => [
  ...new Map(pairs.map((one) => [`${one.payer}${one.receiver}${one.scheme}`, one])).values(),
];

describe('cells of annex 14', () => {
  it('CLR-03, CLR-09: whatever is owed and deducted, the cells add up to it and none is lost', () => {
    fc.assert(
      fc.property(fc.array(pair), fc.array(deduction), (drawn, deductions) => {
        const pairs = byPair(drawn);
        const cells = cellsOf(pairs, deductions);
        const total = (values: readonly string[]): string =>
          Money.sum(values.map((value) => Money.of(value))).toString();
        const owed = total(pairs.flatMap(({ payable }) => payable.map((one) => one.amount)));
        const taken = total(deductions.map((one) => one.amount));
        expect(total(cells.map(({ payable }) => payable))).toBe(owed);
        expect(total(cells.map(({ deducted }) => deducted))).toBe(taken);
        expect(total(cells.map(({ cleared }) => cleared))).toBe(Money.of(owed).minus(Money.of(taken)).toString());
        for (const { funds, payable } of cells) expect(total(funds.map((fund) => fund.payable))).toBe(payable);
      }),
    );
  });

  it('CLR-15: do not depend on the order in which pairs and deductions come', () => {
    fc.assert(
      fc.property(fc.array(pair), fc.array(deduction), (drawn, deductions) => {
        const pairs = byPair(drawn);
        const forth = cellsOf(pairs, deductions).map(({ funds: _funds, ...cell }) => cell);
        const back = cellsOf([...pairs].reverse(), [...deductions].reverse()).map(({ funds: _funds, ...cell }) => cell);
        expect(back).toEqual(forth);
      }),
    );
  });
});
