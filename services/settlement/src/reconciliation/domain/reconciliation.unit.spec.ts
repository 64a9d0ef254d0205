import { describe, expect, it } from '@jest/globals';
import { unwrap } from '#kernel';
import {
  dayRef,
  decideClose,
  decideCompared,
  differenceOf,
  evolveDay,
  type ComparedDifference,
  type DayEvent,
} from './day.js';
import { decideStatement, evolveStatement, type CompareStatement, type StatementTotals } from './statement.js';

const EMPTY = dayRef('2025-08-01').definition.initialState();
const dayAfter = (...events: readonly DayEvent[]) => events.reduce(evolveDay, EMPTY);

const difference = (claimId: string, owner = '31'): ComparedDifference => ({
  ...{ differenceId: `2025-08-01/care/${owner}/${claimId}`, claimId, businessDate: '2025-08-01' },
  ...{ class: 'amount', side: 'care', owner, detail: '总费用1.00/2.00' },
});
const types = (events: readonly DayEvent[]): readonly string[] => events.map(({ type }) => type);

describe('one day of reconciliation', () => {
  const found = decideCompared([difference('C1'), difference('C2')], EMPTY, '2025-08-01');
  const day = dayAfter(...found);
  const close = (changes: object = {}, state = day) =>
    decideClose(
      { differenceId: '2025-08-01/care/31/C1', owner: '31', on: '2025-08-02', reason: '已核实', ...changes },
      state,
    );

  it('REC-01: records what is new; the same comparison again changes nothing', () => {
    expect(types(found)).toEqual(['DifferenceFound', 'DifferenceFound']);
    expect(decideCompared([difference('C1'), difference('C2')], day, '2025-08-02')).toEqual([]);
  });

  it('REC-01: what a corrected ledger no longer shows is closed with that reason', () => {
    expect(decideCompared([difference('C2')], day, '2025-08-02')).toEqual([
      {
        type: 'DifferenceClosed',
        data: expect.objectContaining({ claimId: 'C1', closedOn: '2025-08-02', reason: '重新报送后三方相符' }),
      },
    ]);
  });

  it('REC-01: what a corrected ledger closed and the next one shows again is found again', () => {
    const corrected = [...found, ...decideCompared([difference('C2')], day, '2025-08-02')];
    const again = decideCompared([difference('C1'), difference('C2')], dayAfter(...corrected), '2025-08-03');
    expect(again).toEqual([{ type: 'DifferenceFound', data: difference('C1') }]);
    expect(differenceOf(dayAfter(...corrected, ...again), '2025-08-01/care/31/C1')?.closedOn).toBeNull();
  });

  it('REC-01: what its owner closed with a reason is not found again', () => {
    const closed = dayAfter(...found, ...unwrap(close()));
    expect(decideCompared([difference('C1'), difference('C2')], closed, '2025-08-03')).toEqual([]);
  });

  it.each([
    ['class', { class: 'state' as const }],
    ['detail', { detail: '总费用1.00/3.00' }],
  ])('REC-01: what has another %s is found again, open or closed with a reason, and once', (_which, changes) => {
    const other = { ...difference('C1'), ...changes };
    const closed = [...found, ...unwrap(close())];
    for (const before of [found, closed]) {
      const again = decideCompared([other, difference('C2')], dayAfter(...before), '2025-08-03');
      expect(again).toEqual([{ type: 'DifferenceFound', data: other }]);
      const after = dayAfter(...before, ...again);
      expect(differenceOf(after, other.differenceId)).toMatchObject({ ...changes, closedOn: null, reason: null });
      expect(decideCompared([other, difference('C2')], after, '2025-08-04')).toEqual([]);
    }
  });

  it('REC-01: is closed with a reason, once; an unknown one is not', () => {
    const closed = unwrap(close());
    expect(types(closed)).toEqual(['DifferenceClosed']);
    expect(unwrap(close({}, dayAfter(...found, ...closed)))).toEqual([]);
    expect(close({ reason: '  ' })).toMatchObject({ ok: false, rejection: { rule: 'REC-01', fields: ['reason'] } });
    expect(close({ differenceId: 'x' })).toMatchObject({ ok: false, rejection: { code: 'difference.unknown' } });
  });

  it('SEC-01: is closed by its owner only', () => {
    expect(close({ owner: '33' })).toMatchObject({ ok: false, rejection: { rule: 'SEC-01' } });
  });
});

describe('the statement of a hospital', () => {
  const ours: StatementTotals = { settlements: '2', total: '300.00', fundTotal: '200.00', accountTotal: '10.00' };
  const EVERY = ['settlements', 'total', 'fundTotal', 'accountTotal'] as const;
  const compare = (
    theirs: Partial<StatementTotals> = {},
    claimIds: readonly string[] = ['C1', 'C2'],
  ): CompareStatement => ({
    ...{ institutionCode: 'H1', receiver: '31', insuranceType: '310', clearingCategory: '11' },
    ...{ from: '2025-08-01', to: '2025-08-31', on: '2025-09-03', ours, claimIds },
    theirs: { ...ours, ...theirs } as StatementTotals,
  });
  const nothing = { confirmed: new Set<string>() };

  it('REC-03: equal to the cent and to the claim confirms the claims behind it', () => {
    expect(decideStatement(compare(), nothing)).toMatchObject([
      { type: 'StatementBalanced', data: { confirmedOn: '2025-09-03', claimIds: ['C1', 'C2'] } },
    ]);
  });

  it.each(EVERY)('REC-03: %s that differs by the least confirms nothing and is recorded with both sides', (name) => {
    const off = { [name]: name === 'settlements' ? '3' : ours[name]?.replace(/0$/, '1') } as Partial<StatementTotals>;
    expect(decideStatement(compare(off), nothing)).toEqual([
      expect.objectContaining({ type: 'StatementUnbalanced', data: expect.objectContaining({ ours }) }),
    ]);
  });

  it('REC-03: a claim is confirmed once; a later statement confirms what came since', () => {
    const first = decideStatement(compare(), nothing).reduce(evolveStatement, nothing);
    expect(decideStatement(compare(), first)).toEqual([]);
    expect(decideStatement(compare({}, ['C1', 'C2', 'C3']), first)).toMatchObject([{ data: { claimIds: ['C3'] } }]);
  });

  it('REC-03: an unbalanced statement takes back no confirmation', () => {
    const first = decideStatement(compare(), nothing).reduce(evolveStatement, nothing);
    const then = decideStatement(compare({ total: '300.01' }), first).reduce(evolveStatement, first);
    expect([...then.confirmed]).toEqual(['C1', 'C2']);
  });
});
