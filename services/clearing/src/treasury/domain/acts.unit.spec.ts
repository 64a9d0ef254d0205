import { describe, expect, it } from '@jest/globals';
import { unwrap } from '#kernel';
import { decideApprove, decideMatches, decidePropose, decideWithdraw, type ActFacts, type PartFacts } from './acts.js';
import { evolveSpecialAccount, specialAccountRef, type SpecialAccount, type TreasuryAct } from './special-account.js';

const none = specialAccountRef('32').definition.initialState();
const part = (amount: string, over: Partial<PartFacts> = {}): PartFacts => ({
  ...{ amount, direction: 'out', booked: false, ...over },
});
const facts: ActFacts = {
  lines: new Map([
    ...[['l5', part('5.00')] as const, ['l7', part('7.00')] as const, ['l12', part('12.00')] as const],
    ...[['in5', part('5.00', { direction: 'in' })] as const, ['fee', part('5.01')] as const],
  ]),
  items: new Map([
    ...[['i5', part('5.00')] as const, ['i7', part('7.00')] as const, ['i12', part('12.00')] as const],
    ['paid5', part('5.00', { booked: true })],
  ]),
};
const match = (lineIds: string[], itemIds: string[]): TreasuryAct => ({ kind: 'match', lineIds, itemIds });
const propose = (act: TreasuryAct, state = none, by = 'user:wang') =>
  decidePropose({ unit: '32', act, reason: '核对', by, on: '2025-10-31', facts }, state);
const approve = (state: SpecialAccount, by = 'user:li', proposalId = 'P000001') =>
  decideApprove({ unit: '32', proposalId, by, on: '2025-10-31', facts }, state);
const after = (decided: ReturnType<typeof propose>, from = none): SpecialAccount =>
  unwrap(decided).reduce(evolveSpecialAccount, from);
const done = (act: TreasuryAct, from = none): SpecialAccount => {
  const proposed = after(propose(act, from), from);
  return after(approve(proposed, 'user:li', `P${String(proposed.proposalCount).padStart(6, '0')}`), proposed);
};

describe('acts of two persons on a special account', () => {
  it('SEC-04: one proposes, another approves, both are named in the event', () => {
    const proposed = after(propose(match(['l5'], ['i5'])));
    expect(approve(proposed, 'user:wang')).toMatchObject({ rejection: { code: 'four-eyes.same-person' } });
    expect(approve(none)).toMatchObject({ rejection: { code: 'four-eyes.nothing-proposed' } });
    expect(approve(proposed)).toMatchObject({
      value: [
        {
          type: 'TreasuryActApproved',
          data: { matchId: 'M000001', proposedBy: 'user:wang', approvedBy: 'user:li', reason: '核对' },
        },
      ],
    });
  });

  it('SEC-04: the same proposal again changes nothing; what was taken back cannot be approved', () => {
    const proposed = after(propose(match(['l5'], ['i5'])));
    expect(propose(match(['l5'], ['i5']), proposed, 'user:zhao')).toEqual({ ok: true, value: [] });
    const review = { unit: '32', proposalId: 'P000001', by: 'user:zhao', on: '2025-10-31' };
    const withdrawn = after(decideWithdraw(review, proposed), proposed);
    expect(approve(withdrawn)).toMatchObject({ rejection: { code: 'four-eyes.nothing-proposed' } });
    expect(decideWithdraw(review, withdrawn)).toEqual({ ok: true, value: [] });
    expect(after(propose(match(['l5'], ['i5']), withdrawn), withdrawn).proposals.has('P000002')).toBe(true);
  });

  it('SEC-04: a proposal that comes back from the database with its names in another order is the same', () => {
    const act: TreasuryAct = { kind: 'close-item', itemId: 'paid5', as: 'not-executed' };
    const stored: TreasuryAct = { as: 'not-executed', kind: 'close-item', itemId: 'paid5' };
    expect(propose(act, after(propose(stored)))).toEqual({ ok: true, value: [] });
    const pair: TreasuryAct = { itemIds: ['i12'], lineIds: ['l5', 'l7'], kind: 'match' };
    expect(propose(match(['l5', 'l7'], ['i12']), after(propose(pair)))).toEqual({ ok: true, value: [] });
    expect(propose(match(['l12'], ['i12']), after(propose(match(['l12'], ['i5', 'i7']))))).toMatchObject({
      ok: true,
      value: [{}],
    });
  });

  it.each([
    ['match.amount', match(['fee'], ['i5'])],
    ['match.amount', match(['l5', 'l7'], ['i5'])],
    ['match.direction', match(['in5'], ['i5'])],
    ['match.many-to-many', match(['l5', 'l7'], ['i5', 'i7'])],
    ['match.twice', match(['l5', 'l5'], ['i5'])],
    ['treasury.unknown', match(['x'], ['i5'])],
    ['treasury.unknown', { kind: 'close-line', lineId: 'i5', as: 'suspense' } as const],
    ['match.unknown', { kind: 'undo-match', matchId: 'M000001' } as const],
    ['closing.unknown', { kind: 'reopen', id: 'l5' } as const],
    ['closing.not-booked', { kind: 'close-item', itemId: 'i5', as: 'not-executed' } as const],
  ])('CLR-13, SEC-05: refuses as %s what does not add up', (code, act) => {
    expect(propose(act)).toMatchObject({ rejection: { code } });
  });

  it('CLR-13: one to one, one to many, many to one; each line and item ends once', () => {
    for (const act of [match(['l5'], ['i5']), match(['l12'], ['i5', 'i7']), match(['l5', 'l7'], ['i12'])]) {
      const state = done(act);
      expect(propose(act, state)).toMatchObject({ rejection: { code: 'treasury.ended' } });
      const undone = done({ kind: 'undo-match', matchId: 'M000001' }, state);
      expect(propose(act, undone).ok).toBe(true);
      expect(
        after(approve(after(propose(act, undone), undone), 'user:li', 'P000003'), undone).matches.has('M000002'),
      ).toBe(true);
    }
  });

  it('SEC-04: what ended between proposal and approval is not ended twice', () => {
    const both = after(propose(match(['l5'], ['i5'])));
    const closing = after(propose({ kind: 'close-line', lineId: 'l5', as: 'suspense' }, both), both);
    const matched = after(approve(closing), closing);
    expect(approve(matched, 'user:li', 'P000002')).toMatchObject({ rejection: { code: 'treasury.ended' } });
  });

  it('CLR-13: a closing can be taken back, a match cannot by the same act; what was not executed stands open', () => {
    const closed = done({ kind: 'close-line', lineId: 'l5', as: 'bank-fee' });
    expect(propose({ kind: 'close-line', lineId: 'l5', as: 'penalty' }, closed).ok).toBe(false);
    expect(done({ kind: 'reopen', id: 'l5' }, closed).ended.size).toBe(0);
    expect(propose({ kind: 'reopen', id: 'l5' }, done(match(['l5'], ['i5'])))).toMatchObject({
      rejection: { code: 'closing.unknown' },
    });
    expect(done({ kind: 'close-item', itemId: 'paid5', as: 'not-executed' }).ended.size).toBe(0);
    expect(done({ kind: 'close-item', itemId: 'i5', as: 'before-opening' }).ended.get('i5')).toBe('before-opening');
  });
});

describe('a slip that was taken back', () => {
  const withdraw = (state: SpecialAccount, itemId = 'i5'): SpecialAccount =>
    evolveSpecialAccount(state, { type: 'ItemWithdrawn', data: { unit: '32', itemId, on: '2025-10-31' } });

  it('PRE-07, CLR-13: frees what it was matched to, for the machine too, and is never open again', () => {
    const freed = withdraw(done(match(['l12'], ['i5', 'i7'])));
    expect([...freed.ended]).toEqual([['i5', 'withdrawn']]);
    expect([freed.matches.size, freed.byHand.size]).toEqual([0, 0]);
    expect(withdraw(freed)).toEqual(freed);
    expect(propose(match(['l5'], ['i5']), freed)).toMatchObject({ rejection: { code: 'treasury.ended' } });
    expect(propose({ kind: 'reopen', id: 'i5' }, freed)).toMatchObject({ rejection: { code: 'closing.unknown' } });
    const closed = done({ kind: 'close-item', itemId: 'i5', as: 'before-opening' });
    expect(withdraw(closed).ended.get('i5')).toBe('withdrawn');
  });

  it('SEC-04: what people had taken apart before stays for people', () => {
    const undone = done({ kind: 'undo-match', matchId: 'M000001' }, done(match(['l5'], ['i5'])));
    expect([...withdraw(undone).byHand]).toEqual(['l5']);
  });
});

describe('matches of the machine', () => {
  const found = [
    { lineIds: ['l5'], itemIds: ['i5'], by: 'serial' as const },
    { lineIds: ['l12'], itemIds: ['i12'], by: 'counterparty' as const },
  ];
  const decide = (state: SpecialAccount) => decideMatches({ unit: '32', on: '2025-10-31', found }, state);

  it('CLR-13: what ended meanwhile is left out; the same again changes nothing', () => {
    const state = done(match(['l5'], ['i5']));
    expect(decide(state)).toMatchObject({ value: [{ data: { matches: [{ lineIds: ['l12'], matchId: 'M000002' }] } }] });
    expect(decide(after(decide(state), state))).toEqual({ ok: true, value: [] });
  });

  it('SEC-04: what two persons have taken apart the machine does not put together again', () => {
    const undone = done({ kind: 'undo-match', matchId: 'M000001' }, after(decide(none)));
    expect(decide(undone)).toEqual({ ok: true, value: [] });
  });
});
