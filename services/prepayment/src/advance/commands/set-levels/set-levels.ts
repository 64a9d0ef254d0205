import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, type AppendedEvent, type Decision, type EventMetadata } from '#event-store';
import type { IdempotencyKey, StreamStates, WriteOutcome } from '#event-store';
import { Money, type BusinessDate, type ClearingUnit } from '#kernel';
import { EVENT_STORE } from '#service';
import { advanceRef } from '../../domain/advance.js';
import { decideSetLevels, readPairs, type PairLevel, type PairToSet } from '../../domain/set-levels.js';

export interface SetLevelsRequest {
  readonly year: number;
  readonly pairs: readonly PairToSet[];
  readonly metadata: EventMetadata;
  readonly idempotency: IdempotencyKey;
}

export type LevelsAnswer = {
  readonly year: number;
  readonly effectiveOn: string;
  readonly pairs: number;
  readonly changed: number;
  /** Sum of the levels handed in. */
  readonly total: string;
};

/** 核定年度预付金额度 (PRE-01, PRE-02): the list stands or falls as one. */
export class SetLevelsCommand extends Command<WriteOutcome<LevelsAnswer>> {
  constructor(readonly request: SetLevelsRequest) {
    super();
  }
}

@CommandHandler(SetLevelsCommand)
export class SetLevelsHandler implements ICommandHandler<SetLevelsCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async execute({ request }: SetLevelsCommand): Promise<WriteOutcome<LevelsAnswer>> {
    const read = readPairs(request.pairs);
    if (!read.ok) return { kind: 'refused', rejection: read.rejection, replayed: false };
    return this.store.write<LevelsAnswer>({
      streams: [...read.value.keys()].map(advanceRef),
      idempotency: request.idempotency,
      metadata: request.metadata,
      decide: (states) => decideAll(request, read.value, states),
    });
  }
}

function decideAll(
  { year, metadata }: SetLevelsRequest,
  byReceiver: ReadonlyMap<ClearingUnit, readonly PairLevel[]>,
  states: StreamStates,
): Decision<LevelsAnswer> {
  const on = metadata.businessDate as BusinessDate;
  const events: AppendedEvent[] = [];
  let changed = 0;
  for (const [receiver, pairs] of byReceiver) {
    const ref = advanceRef(receiver);
    const decided = decideSetLevels({ receiver, year, on, pairs }, states.of(ref));
    if (!decided.ok) return { kind: 'refused', rejection: decided.rejection };
    for (const event of decided.value) {
      events.push({ streamId: ref.id, event });
      changed += event.type === 'AdvanceLevelsSet' ? event.data.levels.length : 0;
    }
  }
  const all = [...byReceiver.values()].flat();
  const total = Money.sum(all.map(({ amount }) => amount)).toString();
  return { kind: 'accepted', events, answer: { year, effectiveOn: on, pairs: all.length, changed, total } };
}
