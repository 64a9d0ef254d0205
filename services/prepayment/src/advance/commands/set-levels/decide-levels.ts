import type { AppendedEvent, StreamRef, StreamStates } from '#event-store';
import { Money, ok, type BusinessDate, type ClearingUnit, type FourEyes, type Result } from '#kernel';
import { decideTransfers } from '../../../transfer/domain/decisions.js';
import { transfersRef } from '../../../transfer/domain/transfer.js';
import { advanceRef } from '../../domain/advance.js';
import { decideSetLevels, readPairs, type PairLevel, type PairToSet } from '../../domain/set-levels.js';

export type LevelsAnswer = {
  readonly year: number;
  readonly effectiveOn: string;
  readonly pairs: number;
  readonly changed: number;
  /** Sum of the levels handed in. */
  readonly total: string;
};

export interface LevelsToSet {
  readonly year: number;
  readonly on: BusinessDate;
  readonly pairs: readonly PairToSet[];
  /** Null while it is only looked at whether the list would stand. */
  readonly both: FourEyes | null;
}

export const levelStreams = (receivers: readonly ClearingUnit[]): readonly StreamRef[] => [
  ...receivers.map(advanceRef),
  ...receivers.map(transfersRef),
];

export interface DecidedLevels {
  readonly events: readonly AppendedEvent[];
  readonly answer: LevelsAnswer;
}

/** The list stands or falls as one: new levels and what must be paid or returned for them (PRE-01, PRE-02). */
export function decideLevels({ year, on, pairs, both }: LevelsToSet, states: StreamStates): Result<DecidedLevels> {
  const read = readPairs(pairs);
  if (!read.ok) return read;
  const events: AppendedEvent[] = [];
  let changed = 0;
  for (const [receiver, levels] of read.value) {
    const decided = decideReceiver({ receiver, levels }, { year, on, pairs, both }, states);
    if (!decided.ok) return decided;
    events.push(...decided.value.events);
    changed += decided.value.changed;
  }
  const total = Money.sum([...read.value.values()].flat().map(({ amount }) => amount)).toString();
  return ok({ events, answer: { year, effectiveOn: on, pairs: pairs.length, changed, total } });
}

function decideReceiver(
  { receiver, levels }: { readonly receiver: ClearingUnit; readonly levels: readonly PairLevel[] },
  { year, on, both }: LevelsToSet,
  states: StreamStates,
): Result<{ readonly events: readonly AppendedEvent[]; readonly changed: number }> {
  const [advance, transfers] = [advanceRef(receiver), transfersRef(receiver)];
  const decided = decideSetLevels({ receiver, year, on, pairs: levels, both }, states.of(advance));
  if (!decided.ok) return decided;
  const set = decided.value.flatMap((event) => (event.type === 'AdvanceLevelsSet' ? event.data.levels : []));
  const due = decideTransfers({ receiver, year, on, levels: set }, states.of(transfers));
  if (!due.ok) return due;
  const events = [
    ...decided.value.map((event) => ({ streamId: advance.id, event })),
    ...due.value.map((event) => ({ streamId: transfers.id, event })),
  ];
  return ok({ events, changed: set.length });
}
