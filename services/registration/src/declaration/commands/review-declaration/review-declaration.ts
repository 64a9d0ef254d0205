import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, type Decision, type EventMetadata, type IdempotencyKey, type WriteOutcome } from '#event-store';
import { EVENT_STORE } from '#service';
import { declarationRef, decideReview, type ReviewDeclaration } from '../../domain/declaration.js';

export type Reviewed = { readonly declarationNo: string; readonly outcome: string; readonly reviewedOn: string };

/** 审核待遇申报 (REG-05). */
export class ReviewDeclarationCommand extends Command<WriteOutcome<Reviewed>> {
  constructor(
    readonly review: Omit<ReviewDeclaration, 'on'>,
    readonly facts: { readonly metadata: EventMetadata; readonly idempotency: IdempotencyKey },
  ) {
    super();
  }
}

@CommandHandler(ReviewDeclarationCommand)
export class ReviewDeclarationHandler implements ICommandHandler<ReviewDeclarationCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  execute({ review, facts }: ReviewDeclarationCommand): Promise<WriteOutcome<Reviewed>> {
    const ref = declarationRef(review.declarationNo);
    const on = facts.metadata.businessDate;
    return this.store.write<Reviewed>({
      ...{ streams: [ref], ...facts },
      decide: (states): Decision<Reviewed> => {
        const decided = decideReview({ ...review, on }, states.of(ref));
        if (!decided.ok) return { kind: 'refused', rejection: decided.rejection };
        const { declarationNo, outcome } = review;
        const events = decided.value.map((event) => ({ streamId: ref.id, event }));
        return { kind: 'accepted', answer: { declarationNo, outcome, reviewedOn: on }, events };
      },
    });
  }
}
