import type { DomainEvent, StreamDefinition, StreamRef } from '#event-store';
import { Money, changedProposal, ok, secondPerson, type FourEyes, type Proposal, type Result } from '#kernel';
import type { Deviation } from './deviations.js';
import type { PairToSet } from './set-levels.js';

export type LevelsProposalEvent =
  | DomainEvent<
      'LevelsProposed',
      {
        readonly year: number;
        readonly on: string;
        readonly proposedBy: string;
        readonly reason: string;
        readonly pairs: readonly { readonly payer: string; readonly receiver: string; readonly amount: string }[];
        /** Where the list differs from PRE-01; left out while the quarter was not complete, and before it was shown. */
        readonly deviations?: readonly Deviation[];
        /** Pairs that PRE-01 gives a level and the list and the year leave without; left out as `deviations` are. */
        readonly omitted?: readonly Deviation[];
      }
    >
  | DomainEvent<'LevelsApproved', FourEyes & { readonly year: number; readonly on: string }>;

/** 额度核定 of a year that one person has proposed and another must approve (SEC-04). */
export interface LevelsProposal {
  /** How many lists were proposed for the year: the number of the last. */
  readonly proposalNo: number;
  readonly proposal:
    | (Proposal & {
        readonly pairs: readonly PairToSet[];
        readonly reason: string;
        /** 与测算不同的额度 (PRE-01); null where nobody could say what the rule gives. */
        readonly deviations: readonly Deviation[] | null;
      })
    | null;
}

export function evolveLevelsProposal({ proposalNo }: LevelsProposal, event: LevelsProposalEvent): LevelsProposal {
  switch (event.type) {
    case 'LevelsProposed': {
      const { proposedBy, on: proposedOn, pairs, reason, deviations: listed, omitted = [] } = event.data;
      const deviations = listed === undefined ? null : [...listed, ...omitted];
      return { proposalNo: proposalNo + 1, proposal: { proposedBy, proposedOn, pairs, reason, deviations } };
    }
    case 'LevelsApproved':
      return { proposalNo, proposal: null };
    default:
      return event satisfies never;
  }
}

/** The list that waits for a second person, with the number its approval names (SEC-04). */
export type WaitingList = NonNullable<LevelsProposal['proposal']> & {
  readonly proposalNo: number;
  /** Sum of the levels proposed. */
  readonly total: string;
};

export function waitingList({ proposal, proposalNo }: LevelsProposal): WaitingList | null {
  if (proposal === null) return null;
  return { proposalNo, total: Money.sum(proposal.pairs.map(({ amount }) => Money.of(amount))).toString(), ...proposal };
}

const definition: StreamDefinition<LevelsProposal, LevelsProposalEvent> = {
  category: 'levels',
  initialState: () => ({ proposalNo: 0, proposal: null }),
  evolve: evolveLevelsProposal,
};

export const levelsProposalRef = (year: number): StreamRef<LevelsProposal> => ({ id: `levels-${year}`, definition });

export interface ProposeLevels {
  readonly year: number;
  readonly on: string;
  readonly by: string;
  readonly reason: string;
  readonly pairs: readonly PairToSet[];
  readonly deviations: readonly Deviation[] | null;
}

type Content = Pick<ProposeLevels, 'pairs' | 'deviations'>;

const textOf = (pairs: readonly PairToSet[]): string =>
  pairs.map(({ payer, receiver, amount }) => `${receiver}/${payer}/${amount}`).join();

const shownIn = ({ deviations }: Content): string | undefined =>
  deviations?.map(({ payer, receiver, amount, rule }) => `${receiver}/${payer}/${amount}/${rule}`).join();

/** What a list differs in follows from it once the quarter is complete; shown for the first time, it is another proposal. */
const isSame = (before: Content, list: Content): boolean =>
  textOf(before.pairs) === textOf(list.pairs) && shownIn(before) === shownIn(list);

/** Levels that differ, and pairs that have none. */
const apart = (deviations: readonly Deviation[]): Record<'deviations' | 'omitted', readonly Deviation[]> => ({
  deviations: deviations.filter(({ amount }) => amount !== null),
  omitted: deviations.filter(({ amount }) => amount === null),
});

/** 提请核定: a new list takes the place of one that waits; the same list by the same person changes nothing. */
export function decideProposeLevels(
  { year, on, by, reason, pairs, deviations }: ProposeLevels,
  { proposal }: LevelsProposal,
): readonly LevelsProposalEvent[] {
  if (proposal?.proposedBy === by && isSame(proposal, { pairs, deviations })) return [];
  const lines = pairs.map(({ payer, receiver, amount }) => ({ payer, receiver, amount }));
  const shown = deviations === null ? {} : apart(deviations);
  return [{ type: 'LevelsProposed', data: { year, on, proposedBy: by, reason, pairs: lines, ...shown } }];
}

export interface ApproveLevels extends Pick<ProposeLevels, 'year' | 'on' | 'by'> {
  /** The list the approver has seen. */
  readonly proposalNo: number;
}

/** 复核 by another person: the list that comes into force, which is the one it names (SEC-04). */
export function decideApproveLevels(
  { year, on, by, proposalNo }: ApproveLevels,
  { proposal, proposalNo: waiting }: LevelsProposal,
): Result<{ readonly event: LevelsProposalEvent; readonly both: FourEyes; readonly pairs: readonly PairToSet[] }> {
  const both = secondPerson(proposal, by);
  if (!both.ok) return both;
  if (proposalNo !== waiting) return changedProposal('proposalNo');
  const event: LevelsProposalEvent = { type: 'LevelsApproved', data: { year, on, ...both.value } };
  return ok({ event, both: both.value, pairs: proposal?.pairs ?? [] });
}
