import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, type AppendedEvent, type Decision, type StreamStates, type WriteOutcome } from '#event-store';
import { Money, clearingUnit, ok, secondPerson, type BusinessDate, type Result } from '#kernel';
import { EVENT_STORE } from '#service';
import { advanceRef } from '../../../advance/domain/advance.js';
import { decideRaise } from '../../../advance/domain/set-levels.js';
import { decideGrant } from '../../domain/decisions.js';
import { increaseRef, partsOfIncreaseId } from '../../domain/increase.js';
import { answerFrom, type IncreaseAct, type IncreaseAnswer } from '../increase-writer.js';

/** 复核紧急调增 (PRE-06, SEC-04), by a second person of the nation. */
export class GrantIncreaseCommand extends Command<WriteOutcome<IncreaseAnswer>> {
  constructor(readonly act: IncreaseAct) {
    super();
  }
}

@CommandHandler(GrantIncreaseCommand)
export class GrantIncreaseHandler implements ICommandHandler<GrantIncreaseCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  execute({ act }: GrantIncreaseCommand): Promise<WriteOutcome<IncreaseAnswer>> {
    const { increaseId, metadata, idempotency } = act;
    const receiver = partsOfIncreaseId(increaseId)?.receiver ?? '';
    return this.store.write<IncreaseAnswer>({
      streams: [increaseRef(increaseId), advanceRef(receiver)],
      idempotency,
      metadata,
      decide: (states): Decision<IncreaseAnswer> => {
        const decided = grant({ increaseId, on: metadata.businessDate as BusinessDate, by: metadata.actor }, states);
        if (!decided.ok) return { kind: 'refused', rejection: decided.rejection };
        return { kind: 'accepted', ...decided.value };
      },
    });
  }
}

interface Grant {
  readonly increaseId: string;
  readonly on: BusinessDate;
  readonly by: string;
}

/** The grant and the higher level stand or fall together. */
function grant(
  { increaseId, on, by }: Grant,
  states: StreamStates,
): Result<{ readonly answer: IncreaseAnswer; readonly events: readonly AppendedEvent[] }> {
  const increase = increaseRef(increaseId);
  const state = states.of(increase);
  const granted = decideGrant({ on, by }, state);
  if (!granted.ok) return granted;
  const receiver = clearingUnit(state.requested?.receiver ?? '');
  const payer = clearingUnit(state.requested?.payer ?? '');
  const advance = advanceRef(receiver);
  const raises = granted.value.flatMap((event) => (event.type === 'IncreaseGranted' ? [event.data.amount] : []));
  const raise = Money.sum(raises.map((text) => Money.of(text)));
  const both = secondPerson(state.proposed, by);
  const raised = decideRaise(
    { receiver, payer, increaseId, raise, on, both: both.ok ? both.value : null },
    states.of(advance),
  );
  if (!raised.ok) return raised;
  const events = [
    ...granted.value.map((event) => ({ streamId: increase.id, event })),
    ...raised.value.map((event) => ({ streamId: advance.id, event })),
  ];
  return ok({ answer: answerFrom(increaseId, granted.value), events });
}
