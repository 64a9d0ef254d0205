import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, type Decision, type EventMetadata, type IdempotencyKey, type WriteOutcome } from '#event-store';
import type { BusinessDate, ClearingMonth, ClearingUnit, Money } from '#kernel';
import { EVENT_STORE } from '#service';
import { warningRef } from '../../../warning/domain/warning.js';
import { decideRequest } from '../../domain/decisions.js';
import { increaseIdOf, increaseRef } from '../../domain/increase.js';
import { answerFrom, type IncreaseAnswer } from '../increase-writer.js';

export interface IncreaseRequest {
  readonly month: ClearingMonth;
  readonly receiver: ClearingUnit;
  readonly payer: ClearingUnit;
  readonly amount: Money;
  readonly reason: string;
  readonly metadata: EventMetadata;
  readonly idempotency: IdempotencyKey;
}

/** 紧急调增申请 (PRE-06), by the place of care. */
export class RequestIncreaseCommand extends Command<WriteOutcome<IncreaseAnswer>> {
  constructor(readonly request: IncreaseRequest) {
    super();
  }
}

@CommandHandler(RequestIncreaseCommand)
export class RequestIncreaseHandler implements ICommandHandler<RequestIncreaseCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async execute({ request }: RequestIncreaseCommand): Promise<WriteOutcome<IncreaseAnswer>> {
    const { month, receiver, payer, metadata, idempotency } = request;
    const increaseId = increaseIdOf(month, receiver, payer);
    const increase = increaseRef(increaseId);
    const warnings = warningRef(receiver);
    const command = { ...request, on: metadata.businessDate as BusinessDate, signedOn: await this.signedOn(month) };
    return this.store.write<IncreaseAnswer>({
      streams: [increase, warnings],
      idempotency,
      metadata,
      decide: (states): Decision<IncreaseAnswer> => {
        const rates = states.of(warnings).months.get(month) ?? null;
        const decided = decideRequest(command, states.of(increase), rates);
        if (!decided.ok) return { kind: 'refused', rejection: decided.rejection };
        const events = decided.value.map((event) => ({ streamId: increase.id, event }));
        return { kind: 'accepted', answer: answerFrom(increaseId, decided.value), events };
      },
    });
  }

  private async signedOn(month: string): Promise<BusinessDate | null> {
    const [row] = await this.store.database.read<{ signed_on: BusinessDate }>(
      'select signed_on::text from clearing_signature where month = $1',
      [month],
    );
    return row?.signed_on ?? null;
  }
}
