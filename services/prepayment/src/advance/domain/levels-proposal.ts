import type { DomainEvent, StreamDefinition, StreamRef } from '#event-store';
import { ok, secondPerson, type FourEyes, type Proposal, type Result } from '#kernel';
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
      }
    >
  | DomainEvent<'LevelsApproved', FourEyes & { readonly year: number; readonly on: string }>;

/** 额度核定 of a year that one person has proposed and another must approve (SEC-04). */
export interface LevelsProposal {
  readonly proposal: (Proposal & { readonly pairs: readonly PairToSet[]; readonly reason: string }) | null;
}

export function evolveLevelsProposal(_state: LevelsProposal, event: LevelsProposalEvent): LevelsProposal {
  switch (event.type) {
    case 'LevelsProposed': {
      const { proposedBy, on: proposedOn, pairs, reason } = event.data;
      return { proposal: { proposedBy, proposedOn, pairs, reason } };
    }
    case 'LevelsApproved':
      return { proposal: null };
    default:
      return event satisfies never;
  }
}

const definition: StreamDefinition<LevelsProposal, LevelsProposalEvent> = {
  category: 'levels',
  initialState: () => ({ proposal: null }),
  evolve: evolveLevelsProposal,
};

export const levelsProposalRef = (year: number): StreamRef<LevelsProposal> => ({ id: `levels-${year}`, definition });

export interface ProposeLevels {
  readonly year: number;
  readonly on: string;
  readonly by: string;
  readonly reason: string;
  readonly pairs: readonly PairToSet[];
}

const textOf = (pairs: readonly PairToSet[]): string =>
  pairs.map(({ payer, receiver, amount }) => `${receiver}/${payer}/${amount}`).join();

/** 提请核定: a new list takes the place of one that waits; the same list by the same person changes nothing. */
export function decideProposeLevels(
  { year, on, by, reason, pairs }: ProposeLevels,
  { proposal }: LevelsProposal,
): readonly LevelsProposalEvent[] {
  if (proposal?.proposedBy === by && textOf(proposal.pairs) === textOf(pairs)) return [];
  const lines = pairs.map(({ payer, receiver, amount }) => ({ payer, receiver, amount }));
  return [{ type: 'LevelsProposed', data: { year, on, proposedBy: by, reason, pairs: lines } }];
}

/** 复核 by another person: the list that comes into force (SEC-04). */
export function decideApproveLevels(
  { year, on, by }: Pick<ProposeLevels, 'year' | 'on' | 'by'>,
  { proposal }: LevelsProposal,
): Result<{ readonly event: LevelsProposalEvent; readonly both: FourEyes; readonly pairs: readonly PairToSet[] }> {
  const both = secondPerson(proposal, by);
  if (!both.ok) return both;
  const event: LevelsProposalEvent = { type: 'LevelsApproved', data: { year, on, ...both.value } };
  return ok({ event, both: both.value, pairs: proposal?.pairs ?? [] });
}
