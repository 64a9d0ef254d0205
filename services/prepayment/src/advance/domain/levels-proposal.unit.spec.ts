import { describe, expect, it } from '@jest/globals';
import { deviationsFrom, omittedFrom } from './deviations.js';
import {
  decideApproveLevels,
  decideProposeLevels,
  evolveLevelsProposal,
  levelsProposalRef,
  waitingList,
  type LevelsProposal,
} from './levels-proposal.js';

const none = levelsProposalRef(2026).definition.initialState();
const pairs = [{ payer: '32', receiver: '31', amount: '1000.00' }];
const proposeWith = (
  state: LevelsProposal,
  { by = 'user:wang', amount = '1000.00', rule = null as typeof pairs | null },
) => {
  const list = pairs.map((pair) => ({ ...pair, amount }));
  const deviations = rule === null ? null : deviationsFrom(rule, list);
  const command = { year: 2026, on: '2026-01-20', by, reason: '年度核定', pairs: list, deviations };
  return decideProposeLevels(command, state);
};
const propose = (state: LevelsProposal, by = 'user:wang', amount = '1000.00') => proposeWith(state, { by, amount });
const approve = (state: LevelsProposal, by: string, proposalNo = state.proposalNo) =>
  decideApproveLevels({ year: 2026, on: '2026-01-21', by, proposalNo }, state);
const proposed = propose(none).reduce(evolveLevelsProposal, none);

describe('levels by two persons', () => {
  it('SEC-04: what one proposed comes into force when another approves it, and not before', () => {
    expect(approve(none, 'user:li')).toMatchObject({
      rejection: { code: 'four-eyes.nothing-proposed', rule: 'SEC-04' },
    });
    expect(approve(proposed, 'user:wang')).toMatchObject({ rejection: { code: 'four-eyes.same-person' } });
    expect(approve(proposed, 'user:li')).toMatchObject({
      value: { pairs, both: { proposedBy: 'user:wang', approvedBy: 'user:li' } },
    });
  });

  it('SEC-04: the same proposal again changes nothing, another one takes its place with its own proposer', () => {
    expect(propose(proposed)).toEqual([]);
    const changed = propose(proposed, 'user:li', '900.00').reduce(evolveLevelsProposal, proposed);
    expect(approve(changed, 'user:li')).toMatchObject({ rejection: { code: 'four-eyes.same-person' } });
    expect(approve(changed, 'user:wang')).toMatchObject({ value: { pairs: [{ amount: '900.00' }] } });
  });

  it('SEC-04: a list that took the place of the one the approver has seen is not approved unseen', () => {
    const changed = propose(proposed, 'user:wang', '900.00').reduce(evolveLevelsProposal, proposed);
    expect(approve(changed, 'user:li', proposed.proposalNo)).toMatchObject({
      rejection: { code: 'four-eyes.changed', rule: 'SEC-04', fields: ['proposalNo'] },
    });
    const back = propose(changed, 'user:wang').reduce(evolveLevelsProposal, changed);
    expect(approve(back, 'user:li', proposed.proposalNo).ok).toBe(false);
    expect(approve(back, 'user:li')).toMatchObject({ value: { pairs } });
  });

  it('SEC-04: the list that waits is shown with its number, its sum and who proposed it why, until it is approved', () => {
    const shown = { proposalNo: 1, total: '1000.00', proposedBy: 'user:wang', proposedOn: '2026-01-20' };
    expect(waitingList(proposed)).toEqual({ ...shown, reason: '年度核定', pairs, deviations: null });
    expect(waitingList(none)).toBeNull();
  });

  it('PRE-01: a level that is not the rule’s is shown with the rule’s amount and the difference, and not refused', () => {
    const rule = [{ payer: '32', receiver: '31', amount: '900.01' }];
    const listed = proposeWith(proposed, { rule });
    const [deviation] = [{ ...pairs[0], rule: '900.01', difference: '99.99' }];
    expect(listed).toMatchObject([{ type: 'LevelsProposed', data: { pairs, deviations: [deviation] } }]);
    const waiting = listed.reduce(evolveLevelsProposal, proposed);
    expect(waitingList(waiting)).toMatchObject({ proposalNo: 2, deviations: [deviation] });
    expect(proposeWith(waiting, { rule })).toEqual([]);
    expect(proposeWith(none, { rule, amount: '900.01' })).toMatchObject([{ data: { deviations: [] } }]);
    // Nothing cleared in the quarter: the rule gives nothing.
    expect(deviationsFrom([], pairs)).toMatchObject([{ rule: '0.00', difference: '1000.00' }]);
  });

  it('PRE-01, SEC-04: the same list is another proposal once it shows whom it leaves out', () => {
    const rule = [
      { payer: '33', receiver: '31', amount: '0.01' },
      { payer: '44', receiver: '31', amount: '0.00' },
      ...pairs,
    ];
    const left = omittedFrom(rule, pairs, () => false);
    expect(left).toEqual([{ payer: '33', receiver: '31', amount: null, rule: '0.01', difference: '-0.01' }]);
    expect(omittedFrom(rule, pairs, () => true)).toEqual([]);
    const again = (deviations: typeof left, state: LevelsProposal) =>
      decideProposeLevels(
        { year: 2026, on: '2026-01-20', by: 'user:wang', reason: '年度核定', pairs, deviations },
        state,
      );
    const unseen = again([], none).reduce(evolveLevelsProposal, none);
    const shown = again(left, unseen);
    expect(shown).toMatchObject([{ data: { deviations: [], omitted: left } }]);
    expect(again(left, shown.reduce(evolveLevelsProposal, unseen))).toEqual([]);
  });

  it('SEC-04: what was approved cannot be approved again', () => {
    const approved = approve(proposed, 'user:li');
    const after = approved.ok ? evolveLevelsProposal(proposed, approved.value.event) : proposed;
    expect(approve(after, 'user:li')).toMatchObject({ rejection: { code: 'four-eyes.nothing-proposed' } });
  });
});
