import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, type AppendedEvent, type Decision, type StreamStates, type WriteOutcome } from '#event-store';
import { Money, clearingUnit, ok, type BusinessDate, type Result } from '#kernel';
import { EVENT_STORE } from '#service';
import { advanceRef } from '../../../advance/domain/advance.js';
import { decideRaise } from '../../../advance/domain/set-levels.js';
import { decideGrant, type ApproveGrant } from '../../domain/decisions.js';
import { increaseRef, partsOfIncreaseId } from '../../domain/increase.js';
import { answerFrom, type IncreaseAct, type IncreaseAnswer } from '../increase-writer.js';

/** 复核紧急调增 (PRE-06, SEC-04), by a second person of the nation. */
export class GrantIncreaseCommand extends Command<WriteOutcome<IncreaseAnswer>> {
  constructor(
    readonly act: IncreaseAct,
    /** What the approver has seen proposed. */
    readonly amount: Money,
  ) {
    super();
  }
}

@CommandHandler(GrantIncreaseCommand)
export class GrantIncreaseHandler implements ICommandHandler<GrantIncreaseCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  execute({ act, amount }: GrantIncreaseCommand): Promise<WriteOutcome<IncreaseAnswer>> {
    const { increaseId, metadata, idempotency } = act;
    const receiver = partsOfIncreaseId(increaseId)?.receiver ?? '';
    return this.store.write<IncreaseAnswer>({
      streams: [increaseRef(increaseId), advanceRef(receiver)],
      idempotency,
      metadata,
      decide: (states): Decision<IncreaseAnswer> => {
        const on = metadata.businessDate as BusinessDate;
        const decided = grant({ increaseId, amount, on, by: metadata.actor }, states);
        if (!decided.ok) return { kind: 'refused', rejection: decided.rejection };
        return { kind: 'accepted', ...decided.value };
      },
    });
  }
}

interface Grant extends ApproveGrant {
  readonly increaseId: string;
}

/** The grant and the higher level stand or fall together. */
function grant(
  { increaseId, amount, on, by }: Grant,
  states: StreamStates,
): Result<{ readonly answer: IncreaseAnswer; readonly events: readonly AppendedEvent[] }> {
  const increase = increaseRef(increaseId);
  const state = states.of(increase);
  const granted = decideGrant({ amount, on, by }, state);
  if (!granted.ok) return granted;
  const receiver = clearingUnit(state.requested?.receiver ?? '');
  const payer = clearingUnit(state.requested?.payer ?? '');
  const advance = advanceRef(receiver);
  const [{ data }] = granted.value;
  const { proposedBy, approvedBy } = data;
  const raise = { raise: Money.of(data.amount), on, both: { proposedBy, approvedBy } };
  const raised = decideRaise({ receiver, payer, increaseId, ...raise }, states.of(advance));
  if (!raised.ok) return raised;
  const events = [
    ...granted.value.map((event) => ({ streamId: increase.id, event })),
    ...raised.value.map((event) => ({ streamId: advance.id, event })),
  ];
  return ok({ answer: answerFrom(increaseId, granted.value), events });
}
