import { describe, expect, it } from '@jest/globals';
import { clearingUnit } from '#kernel';
import {
  decideApproveOverride,
  decideConfirm,
  decideDispute,
  decideDisputeOutcome,
  decideProposeOverride,
  unconfirmedUnits,
  waitingOverrides,
} from './confirmation.js';
import { evolvePeriod, periodRef, type Period, type PeriodEvent } from './period.js';

const month = '2025-08';
const unit = clearingUnit('32');
const act = { month, unit, on: '2025-09-26' };
const after = (events: readonly PeriodEvent[], period: Period): Period => events.reduce(evolvePeriod, period);
const tabled = after(
  [{ type: 'TableGenerated', data: { month, generatedOn: '2025-09-21', cells: [], total: '0.00', deductionIds: [] } }],
  periodRef(month).definition.initialState(),
);
const chased = after([{ type: 'ConfirmationsChased', data: { month, on: '2025-09-25', unconfirmed: ['32'] } }], tabled);

function accepted(decided: ReturnType<typeof decideConfirm>): readonly PeriodEvent[] {
  if (!decided.ok) throw new Error(decided.rejection.message);
  return decided.value;
}
const dispute = (period: Period, claimIds: readonly string[]): Period =>
  after(accepted(decideDispute({ ...act, claimIds, reason: '重复结算' }, period)), period);

describe('dispute of a table', () => {
  const outcome = (period: Period, changes: Partial<Parameters<typeof decideDisputeOutcome>[0]> = {}) =>
    decideDisputeOutcome({ ...act, outcome: 'upheld', reason: '属实', deductedClaims: ['C1'], ...changes }, period);

  it('CLR-04: whoever disputes does not confirm until the nation has decided', () => {
    const disputed = dispute(tabled, ['C1', 'C2']);
    expect(decideConfirm(act, disputed)).toMatchObject({ rejection: { code: 'period.disputed', rule: 'CLR-04' } });
    const decided = after(accepted(outcome(disputed)), disputed);
    expect(decideConfirm(act, decided)).toMatchObject({ value: [{ type: 'ProvinceConfirmed' }] });
  });

  it('CLR-04: what was decided is not disputed again, and after the 25th nothing more is by whom it was decided for', () => {
    const raise = (period: Period, claimIds: readonly string[], on = act.on) =>
      decideDispute({ ...act, on, claimIds, reason: '重复结算' }, period);
    const open = dispute(tabled, ['C1', 'C2']);
    const rejected = accepted(outcome(open, { outcome: 'rejected', deductedClaims: [] }));
    const decided = after(rejected, open);
    expect(raise(decided, ['C3', 'C2'])).toMatchObject({
      rejection: { code: 'dispute.decided', rule: 'CLR-04', fields: ['claimIds'] },
    });
    expect(raise(decided, ['C3'], '2025-09-25').ok).toBe(true);
    expect(raise(decided, ['C3'], '2025-09-26')).toMatchObject({ rejection: { code: 'dispute.late', rule: 'CLR-04' } });
    // Who has been silent so far may still say what is wrong, once.
    expect(raise(tabled, ['C3'], '2025-09-26').ok).toBe(true);
    expect(decideDispute({ ...act, unit: clearingUnit('33'), claimIds: ['C1'], reason: '重复结算' }, decided).ok).toBe(
      true,
    );
  });

  it('CLR-04: only what is in dispute is decided and deducted from, and a rejected dispute takes nothing', () => {
    const disputed = dispute(dispute(tabled, ['C1']), ['C2']);
    expect(outcome(tabled)).toMatchObject({ rejection: { code: 'dispute.none' } });
    expect(outcome(disputed, { deductedClaims: ['C1', 'C2'] }).ok).toBe(true);
    expect(outcome(disputed, { deductedClaims: ['C3'] })).toMatchObject({
      rejection: { code: 'dispute.other-claims' },
    });
    expect(outcome(disputed, { outcome: 'rejected' })).toMatchObject({ rejection: { code: 'dispute.rejected' } });
    expect(outcome(disputed, { outcome: 'rejected', deductedClaims: [] }).ok).toBe(true);
  });
});

describe('confirmation in a province’s stead', () => {
  const propose = (period: Period, by = 'user:wang', on = act.on) =>
    decideProposeOverride({ ...act, on, reason: '多次催办未确认', by }, period);
  const approve = (period: Period, by: string, on = act.on) => decideApproveOverride({ ...act, on, by }, period);

  it('SEC-04: is proposed by one person and approved by another, both named with the reason', () => {
    expect(approve(chased, 'user:li')).toMatchObject({ rejection: { code: 'four-eyes.nothing-proposed' } });
    const proposed = after(accepted(propose(chased)), chased);
    expect(waitingOverrides(proposed)).toEqual([
      { unit: '32', proposedBy: 'user:wang', proposedOn: '2025-09-26', reason: '多次催办未确认' },
    ]);
    expect(unconfirmedUnits(proposed)).toContain('32');
    expect(accepted(propose(proposed, 'user:li'))).toEqual([]);
    expect(approve(proposed, 'user:wang')).toMatchObject({ rejection: { code: 'four-eyes.same-person' } });
    expect(approve(proposed, 'user:li')).toMatchObject({
      value: [{ data: { deemed: { proposedBy: 'user:wang', approvedBy: 'user:li', reason: '多次催办未确认' } } }],
    });
    const done = after(accepted(approve(proposed, 'user:li')), proposed);
    expect(waitingOverrides(done)).toEqual([]);
    expect(unconfirmedUnits(done)).not.toContain('32');
    expect(accepted(approve(done, 'user:li'))).toEqual([]);
  });

  it('CLR-04: not before the chase of the 25th, and not over an open dispute', () => {
    expect(propose(tabled)).toMatchObject({ rejection: { code: 'override.too-early' } });
    expect(propose(dispute(chased, ['C1']))).toMatchObject({ rejection: { code: 'period.disputed' } });
    const proposed = after(accepted(propose(chased)), chased);
    expect(approve(dispute(proposed, ['C1']), 'user:li')).toMatchObject({ rejection: { code: 'period.disputed' } });
  });

  it('CLR-04: not while the 25th is not over: the province confirms by it', () => {
    const refused = { rejection: { code: 'override.too-early', rule: 'CLR-04', fields: ['month'] } };
    expect(propose(chased, 'user:wang', '2025-09-25')).toMatchObject(refused);
    const proposed = after(accepted(propose(chased, 'user:wang', '2025-09-26')), chased);
    expect(approve(proposed, 'user:li', '2025-09-25')).toMatchObject(refused);
    expect(approve(proposed, 'user:li', '2025-09-26').ok).toBe(true);
  });

  it('CLR-04: a province that confirms itself meanwhile ends the proposal', () => {
    const proposed = after(accepted(propose(chased)), chased);
    const confirmed = after(accepted(decideConfirm(act, proposed)), proposed);
    expect(confirmed.overrides.size).toBe(0);
    expect(accepted(approve(confirmed, 'user:li'))).toEqual([]);
  });
});
