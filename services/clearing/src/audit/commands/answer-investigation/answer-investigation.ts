import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, type Decision, type WriteOutcome } from '#event-store';
import { businessDate } from '#kernel';
import { EVENT_STORE } from '#service';
import type { ClaimFacts } from '../../../claims/claim-facts.js';
import { decideAnswer } from '../../domain/answer.js';
import { deductionsRef, type DeductionLine } from '../../domain/deduction.js';
import { holdRef } from '../../domain/hold.js';
import type { HoldAct } from '../hold-writer.js';

export interface InvestigationAnswer {
  readonly result: 'correct' | 'wrong';
  readonly reason: string;
  readonly deductions: readonly DeductionLine[];
  readonly excluded: boolean;
}

/** 反馈协查结果 by the place of care (AUD-05). */
export class AnswerInvestigationCommand extends Command<WriteOutcome<string>> {
  constructor(
    readonly act: HoldAct,
    readonly answer: InvestigationAnswer,
    readonly claim: ClaimFacts,
  ) {
    super();
  }
}

@CommandHandler(AnswerInvestigationCommand)
export class AnswerInvestigationHandler implements ICommandHandler<AnswerInvestigationCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  /** Under the lock of the claim's other deductions too: together they stay within what the funds paid. */
  execute({ act, answer, claim }: AnswerInvestigationCommand): Promise<WriteOutcome<string>> {
    const { claimId, metadata, idempotency } = act;
    const [hold, deductions] = [holdRef(claimId), deductionsRef(claimId)];
    return this.store.write<string>({
      ...{ streams: [hold, deductions], metadata, idempotency },
      decide: (states): Decision<string> => {
        const { taken } = states.of(deductions);
        const command = { claimId, on: businessDate(metadata.businessDate), ...answer, paid: claim.paid, taken };
        const decided = decideAnswer(command, states.of(hold));
        if (!decided.ok) return { kind: 'refused', rejection: decided.rejection };
        return {
          kind: 'accepted',
          answer: claimId,
          events: decided.value.map((event) => ({ streamId: hold.id, event })),
        };
      },
    });
  }
}
