import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { clearingMonth, Money, ok, reject, type Result } from '#kernel';
import {
  accepted,
  after,
  answer,
  claimId,
  file,
  filed,
  held,
  HELD_FROM,
  initial,
  opened,
} from '../../../test/holds.js';
import { decideConfirmAnswer, decideDisputeAnswer } from './answer.js';
import { isHeldClaim, type Hold, type HoldEvent } from './hold.js';
import { decideList } from './investigate.js';
import {
  decideApproveRelease,
  decideOpenHold,
  decideRelease,
  decideReleaseAtCutOff,
  decideReleaseOfRefunded,
  type CutOffOfHold,
} from './release.js';

const secondPersonFrom = Money.of('100000.00');
const unasked: CutOffOfHold['unasked'] = ok({ isReleased: true, by: '全国政策' });
const CUT_OFF = { on: '2025-09-21', cutOffOn: '2025-09-20' };
const LIMIT = { on: '2025-11-20', cutOffOn: '2025-11-20' };

describe('audit hold', () => {
  it.each([
    ['30000.00', 'inpatient', true],
    ['29999.99', 'inpatient', false],
    ['30000.00', 'outpatient', false],
    ['99999.00', 'chronic', false],
  ] as const)('AUD-01: %s of %s is held: %s', (total, visitKind, isHeld) => {
    expect(isHeldClaim({ total, visitKind, refundOf: null }, HELD_FROM)).toBe(isHeld);
    expect(isHeldClaim({ total, visitKind, refundOf: 'C0' }, HELD_FROM)).toBe(false);
  });

  it('AUD-02: the amount is that of the policy, to the cent, and stands in the event', () => {
    const open = (total: string) => decideOpenHold(held(total), Money.of('20000.00'), initial());
    expect(open('19999.99')).toEqual([]);
    expect(open('20000.00')).toMatchObject([{ type: 'HoldOpened', data: { heldFrom: '20000.00' } }]);
  });

  it('AUD-01: opens once however often the claim is told', () => {
    expect(decideOpenHold(held('30000.00'), HELD_FROM, opened())).toEqual([]);
  });

  it('AUD-02: a reviewer releases it once, and not while an investigation runs', () => {
    const release = (hold: Hold) =>
      decideRelease({ claimId, on: '2025-08-21', note: '合理', by: 'user:wang', secondPersonFrom }, hold);
    expect(release(initial())).toMatchObject({ ok: false, rejection: { rule: 'AUD-01' } });
    expect(release(filed())).toMatchObject({ ok: false, rejection: { rule: 'AUD-02' } });
    const released = after(opened(), accepted(release(opened())));
    expect(released.status).toBe('released');
    expect(accepted(release(released))).toEqual([]);
  });

  it('SEC-04: from the limit of the nation on a release is proposed by one and approved by another, a cent below it needs one', () => {
    const large = (total: string): Hold => after(initial(), decideOpenHold(held(total), HELD_FROM, initial()));
    const release = (hold: Hold) =>
      decideRelease({ claimId, on: '2025-08-21', note: '合理', by: 'user:wang', secondPersonFrom }, hold);
    const approve = (hold: Hold, by: string) => decideApproveRelease({ claimId, on: '2025-08-22', by }, hold);
    expect(after(large('99999.99'), accepted(release(large('99999.99')))).status).toBe('released');
    expect(approve(large('100000.00'), 'user:li')).toMatchObject({ rejection: { code: 'four-eyes.nothing-proposed' } });
    const proposed = after(large('100000.00'), accepted(release(large('100000.00'))));
    expect(proposed).toMatchObject({ status: 'held', proposed: { proposedBy: 'user:wang' } });
    expect(accepted(release(proposed))).toEqual([]);
    expect(approve(proposed, 'user:wang')).toMatchObject({
      rejection: { code: 'four-eyes.same-person', rule: 'SEC-04' },
    });
    expect(approve(proposed, 'user:li')).toMatchObject({
      value: [{ data: { cause: 'reviewed', note: '合理', proposedBy: 'user:wang', approvedBy: 'user:li' } }],
    });
    expect(accepted(approve(after(proposed, accepted(approve(proposed, 'user:li'))), 'user:li'))).toEqual([]);
  });

  it('SEC-04: an investigation filed meanwhile ends the proposal', () => {
    const large = after(initial(), decideOpenHold(held('100000.00'), HELD_FROM, initial()));
    const proposed = after(
      large,
      accepted(decideRelease({ claimId, on: '2025-08-21', note: 'x', by: 'user:a', secondPersonFrom }, large)),
    );
    const asked = after(proposed, accepted(file(proposed)));
    expect(asked.proposed).toBeNull();
    expect(decideApproveRelease({ claimId, on: '2025-08-22', by: 'user:b' }, asked)).toMatchObject({
      rejection: { code: 'hold.under-investigation' },
    });
  });

  it('AUD-02: the cut-off ends what nobody asked about, and everything at the time limit', () => {
    const cutOff = (hold: Hold, overdue: boolean) =>
      accepted(decideReleaseAtCutOff({ claimId, ...CUT_OFF, overdue, unasked }, hold)).map(
        (event) => (event.data as { cause?: string }).cause,
      );
    expect(cutOff(opened(), false)).toEqual(['no-request']);
    expect(cutOff(filed(), false)).toEqual([]);
    expect(cutOff(filed(), true)).toEqual(['time-limit']);
    expect(cutOff(initial(), true)).toEqual([]);
  });

  it('AUD-02, CLR-15: what was asked on the 20th keeps the claim out whenever the cut-off runs; what was asked later does not, and goes on', () => {
    const cutOff = (hold: Hold, on: string) =>
      after(hold, accepted(decideReleaseAtCutOff({ claimId, ...CUT_OFF, on, overdue: false, unasked }, hold)));
    const asked = (hold: Hold, requestedOn: string): Hold => ({ ...after(hold, accepted(file(hold))), requestedOn });
    // As the 20th begins, and again when it is over; or once, days later.
    const onTime = (acts: (hold: Hold) => Hold) => cutOff(acts(cutOff(opened(), '2025-09-20')), '2025-09-21');
    const late = (acts: (hold: Hold) => Hold) => cutOff(acts(opened()), '2025-09-28');
    for (const run of [onTime, late]) {
      expect(run((hold) => asked(hold, '2025-09-20'))).toMatchObject({ status: 'held', investigation: 'filed' });
      expect(run((hold) => hold)).toMatchObject({ status: 'released', investigation: 'none' });
    }
    expect(late((hold) => asked(hold, '2025-09-21'))).toMatchObject({ status: 'released', investigation: 'filed' });
    expect(onTime((hold) => asked(hold, '2025-09-21'))).toMatchObject({ status: 'released', investigation: 'filed' });
  });

  it('AUD-02: says by what policy; where there is another one a hold nobody asked about waits, up to the time limit', () => {
    const cutOff = (hold: Hold, overdue: boolean, policy: CutOffOfHold['unasked']) =>
      decideReleaseAtCutOff({ claimId, ...CUT_OFF, overdue, unasked: policy }, hold);
    const waits = ok({ isReleased: false, by: '江苏省政策' });
    expect(cutOff(opened(), false, unasked)).toMatchObject({
      value: [{ data: { note: '截止日未提出费用协查，按全国政策放行' } }],
    });
    expect(accepted(cutOff(opened(), false, waits))).toEqual([]);
    expect(cutOff(opened(), true, waits)).toMatchObject({ value: [{ data: { cause: 'time-limit' } }] });
    const missing = reject('policy.incomplete', 'SET-01', '没有生效的政策参数', ['audit.releaseUnasked']);
    expect(cutOff(opened(), false, missing)).toBe(missing);
    expect(accepted(cutOff(filed(), false, missing))).toEqual([]);
    expect(accepted(cutOff(opened(), true, missing))).toHaveLength(1);
  });

  it('AUD-02: a refunded claim has nothing left to hold back', () => {
    expect(decideReleaseOfRefunded(claimId, '2025-08-12', opened())).toMatchObject([{ data: { cause: 'refunded' } }]);
    expect(decideReleaseOfRefunded(claimId, '2025-08-12', initial())).toEqual([]);
  });
});

describe('any sequence of acts on one hold', () => {
  type Act = (hold: Hold) => readonly HoldEvent[];
  const acts: Readonly<Record<string, Act>> = {
    open: (hold) => decideOpenHold(held('30000.00'), HELD_FROM, hold),
    release: (hold) =>
      valueOf(decideRelease({ claimId, on: '2025-08-21', note: 'x', by: 'user:wang', secondPersonFrom }, hold)),
    file: (hold) => valueOf(file(hold)),
    list: (hold) => decideList(claimId, clearingMonth('2025-08'), hold),
    answer: (hold) => valueOf(answer(hold)),
    approve: (hold) => valueOf(decideApproveRelease({ claimId, on: '2025-08-22', by: 'user:li' }, hold)),
    dispute: (hold) => valueOf(decideDisputeAnswer({ claimId, on: '2025-09-12', reason: 'x' }, hold)),
    exclude: (hold) => valueOf(answer(hold, { result: 'wrong', reason: 'x', excluded: true })),
    confirm: (hold) => valueOf(decideConfirmAnswer({ claimId, on: '2025-09-12' }, hold)),
    cutOff: (hold) => valueOf(decideReleaseAtCutOff({ claimId, ...CUT_OFF, overdue: false, unasked }, hold)),
    limit: (hold) => valueOf(decideReleaseAtCutOff({ claimId, ...LIMIT, overdue: true, unasked }, hold)),
    refund: (hold) => decideReleaseOfRefunded(claimId, '2025-08-12', hold),
  };
  const valueOf = (decided: Result<readonly HoldEvent[]>): readonly HoldEvent[] => (decided.ok ? decided.value : []);

  it('AUD-02: opens and ends it at most once, and never leaves how it ended', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...Object.keys(acts)), { maxLength: 25 }), (names) => {
        let hold = initial();
        const types: string[] = [];
        for (const name of names) {
          const events = acts[name]?.(hold) ?? [];
          types.push(...events.map(({ type }) => type));
          const next = after(hold, events);
          if (hold.status === 'released' || hold.status === 'excluded') expect(next.status).toBe(hold.status);
          hold = next;
        }
        for (const once of ['HoldOpened', 'HoldReleased', 'ClaimExcluded', 'InvestigationFiled', 'AnswerConfirmed']) {
          expect(types.filter((type) => type === once).length).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});
