import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, type Decision, type WriteOutcome } from '#event-store';
import { EVENT_STORE } from '#service';
import { deductionsRef, type DeductionLine } from '../../domain/deduction.js';
import { holdRef } from '../../domain/hold.js';
import { decideRecordDeduction, type DeductedClaim, type DeductionNature } from '../../domain/record-deduction.js';
import type { HoldAct } from '../hold-writer.js';

export interface CareAudit {
  readonly nature: DeductionNature;
  readonly lines: readonly DeductionLine[];
  readonly reason: string;
}

export type DeductionAnswer = { readonly claimId: string; readonly deductionId: string };

/** 审核扣款 the place of care found by its own audit (AUD-07, CLR-09). */
export class RecordDeductionCommand extends Command<WriteOutcome<DeductionAnswer>> {
  constructor(
    readonly act: HoldAct,
    readonly audit: CareAudit,
    readonly claim: DeductedClaim,
  ) {
    super();
  }
}

@CommandHandler(RecordDeductionCommand)
export class RecordDeductionHandler implements ICommandHandler<RecordDeductionCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  execute({ act, audit, claim }: RecordDeductionCommand): Promise<WriteOutcome<DeductionAnswer>> {
    const { claimId, metadata, idempotency } = act;
    const [deductions, hold] = [deductionsRef(claimId), holdRef(claimId)];
    const command = {
      ...{ claim, source: 'care-audit' as const, reference: null, ...audit, on: metadata.businessDate },
    };
    return this.store.write<DeductionAnswer>({
      ...{ streams: [deductions, hold], metadata, idempotency },
      decide: (states): Decision<DeductionAnswer> => {
        const decided = decideRecordDeduction(command, states.of(deductions), states.of(hold));
        if (!decided.ok) return { kind: 'refused', rejection: decided.rejection };
        const deductionId = decided.value[0]?.data.deductionId ?? '';
        return {
          kind: 'accepted',
          answer: { claimId, deductionId },
          events: decided.value.map((event) => ({ streamId: deductions.id, event })),
        };
      },
    });
  }
}
