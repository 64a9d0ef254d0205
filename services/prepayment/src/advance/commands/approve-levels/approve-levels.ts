import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, type Decision, type EventMetadata, type IdempotencyKey, type WriteOutcome } from '#event-store';
import { CLEARING_UNITS, type BusinessDate } from '#kernel';
import { EVENT_STORE } from '#service';
import { decideApproveLevels, levelsProposalRef } from '../../domain/levels-proposal.js';
import { decideLevels, levelStreams, type LevelsAnswer } from '../set-levels/decide-levels.js';

export type ApprovedAnswer = LevelsAnswer & { readonly state: 'approved' };

/** 复核额度 by a second person: the levels come into force on the day of the approval (PRE-02, SEC-04). */
export class ApproveLevelsCommand extends Command<WriteOutcome<ApprovedAnswer>> {
  constructor(
    readonly approval: { readonly year: number; readonly proposalNo: number },
    readonly act: { readonly metadata: EventMetadata; readonly idempotency: IdempotencyKey },
  ) {
    super();
  }
}

@CommandHandler(ApproveLevelsCommand)
export class ApproveLevelsHandler implements ICommandHandler<ApproveLevelsCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  execute({ approval, act }: ApproveLevelsCommand): Promise<WriteOutcome<ApprovedAnswer>> {
    const { metadata, idempotency } = act;
    const { year } = approval;
    const proposal = levelsProposalRef(year);
    const on = metadata.businessDate as BusinessDate;
    return this.store.write<ApprovedAnswer>({
      ...{ streams: [proposal, ...levelStreams(CLEARING_UNITS.map(({ code }) => code))], idempotency, metadata },
      decide: (states): Decision<ApprovedAnswer> => {
        const approved = decideApproveLevels({ ...approval, on, by: metadata.actor }, states.of(proposal));
        if (!approved.ok) return { kind: 'refused', rejection: approved.rejection };
        const { event, both, pairs } = approved.value;
        const decided = decideLevels({ year, on, pairs, both }, states);
        if (!decided.ok) return { kind: 'refused', rejection: decided.rejection };
        const { events, answer } = decided.value;
        return {
          kind: 'accepted',
          events: [{ streamId: proposal.id, event }, ...events],
          answer: { ...answer, state: 'approved' },
        };
      },
    });
  }
}
