import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, type Decision, type EventMetadata, type IdempotencyKey, type WriteOutcome } from '#event-store';
import { CLEARING_UNITS, type BusinessDate } from '#kernel';
import { EVENT_STORE } from '#service';
import { advanceRef, hasLevelOf } from '../../domain/advance.js';
import { deviationsFrom, omittedFrom, type Deviation } from '../../domain/deviations.js';
import { decideProposeLevels, evolveLevelsProposal, levelsProposalRef } from '../../domain/levels-proposal.js';
import { readPairs, type PairToSet } from '../../domain/set-levels.js';
import { readRuleLevels } from '../../queries/levels/rule-levels.js';
import { decideLevels, levelStreams, type LevelsAnswer } from './decide-levels.js';

export interface SetLevelsRequest {
  readonly year: number;
  readonly pairs: readonly PairToSet[];
  readonly metadata: EventMetadata;
  readonly idempotency: IdempotencyKey;
}

export type ProposedAnswer = LevelsAnswer & {
  readonly state: 'proposed';
  /** What the approval names (SEC-04). */
  readonly proposalNo: number;
  /** Levels that are not what PRE-01 gives, by how much, and pairs left without one; null while the quarter is not complete. */
  readonly deviations: readonly Deviation[] | null;
};

/** 提请核定年度预付金额度 (PRE-01, PRE-02): refused as a whole where it could not be approved (SEC-04). */
export class SetLevelsCommand extends Command<WriteOutcome<ProposedAnswer>> {
  constructor(readonly request: SetLevelsRequest) {
    super();
  }
}

@CommandHandler(SetLevelsCommand)
export class SetLevelsHandler implements ICommandHandler<SetLevelsCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async execute({ request }: SetLevelsCommand): Promise<WriteOutcome<ProposedAnswer>> {
    const { year, pairs, metadata, idempotency } = request;
    const read = readPairs(pairs);
    if (!read.ok) return { kind: 'refused', rejection: read.rejection, replayed: false };
    const rule = await readRuleLevels(this.store.database, year);
    const proposal = levelsProposalRef(year);
    const on = metadata.businessDate as BusinessDate;
    return this.store.write<ProposedAnswer>({
      ...{ streams: [proposal, ...levelStreams(CLEARING_UNITS.map(({ code }) => code))], idempotency, metadata },
      decide: (states): Decision<ProposedAnswer> => {
        const would = decideLevels({ year, on, pairs, both: null }, states);
        if (!would.ok) return { kind: 'refused', rejection: would.rejection };
        const isSet = ({ receiver, payer }: PairToSet): boolean =>
          hasLevelOf(states.of(advanceRef(receiver)), payer, year);
        const deviations = rule === null ? null : [...deviationsFrom(rule, pairs), ...omittedFrom(rule, pairs, isSet)];
        const command = { year, on, by: metadata.actor, reason: metadata.reason, pairs, deviations };
        const events = decideProposeLevels(command, states.of(proposal));
        const { proposalNo } = events.reduce(evolveLevelsProposal, states.of(proposal));
        return {
          kind: 'accepted',
          events: events.map((event) => ({ streamId: proposal.id, event })),
          answer: { ...would.value.answer, state: 'proposed', proposalNo, deviations },
        };
      },
    });
  }
}
