import type { DomainEvent, StreamDefinition, StreamRef } from '#event-store';
import { Money, type BusinessDate, type FourEyes } from '#kernel';

export type LevelSet = { readonly payer: string; readonly previous: string; readonly amount: string };

export type AdvanceEvent =
  | DomainEvent<
      'AdvanceLevelsSet',
      {
        readonly receiver: string;
        readonly year: number;
        readonly effectiveOn: string;
        readonly levels: readonly LevelSet[];
      } & Partial<FourEyes>
    >
  | DomainEvent<
      'AdvanceLevelRaised',
      LevelSet & {
        readonly receiver: string;
        readonly year: number;
        readonly effectiveOn: string;
        readonly increaseId: string;
        readonly raise: string;
      } & Partial<FourEyes>
    >;

export interface Level {
  readonly year: number;
  readonly effectiveOn: string;
  readonly amount: string;
}

/** 预付金 Advances one place of care holds: for every payer the levels in the order in which they came into force. */
export interface Advance {
  readonly levels: ReadonlyMap<string, readonly Level[]>;
}

const initialAdvance = (): Advance => ({ levels: new Map() });

export function evolveAdvance(advance: Advance, event: AdvanceEvent): Advance {
  switch (event.type) {
    case 'AdvanceLevelsSet':
      return withLevels(advance, event.data, event.data.levels);
    case 'AdvanceLevelRaised':
      return withLevels(advance, event.data, [event.data]);
    default:
      return event satisfies never;
  }
}

function withLevels(
  advance: Advance,
  { year, effectiveOn }: Pick<Level, 'year' | 'effectiveOn'>,
  set: readonly LevelSet[],
): Advance {
  const levels = new Map(advance.levels);
  for (const { payer, amount } of set) levels.set(payer, [...(levels.get(payer) ?? []), { year, effectiveOn, amount }]);
  return { levels };
}

const definition: StreamDefinition<Advance, AdvanceEvent> = {
  category: 'advance',
  initialState: initialAdvance,
  evolve: evolveAdvance,
};

/** All years of one place of care in one stream: last year's level counts until the new one (rulebook section 10 item 3). */
export const advanceRef = (receiver: string): StreamRef<Advance> => ({ id: `advance-${receiver}`, definition });

/** The level in force on a day: the last one that came into force on it or before. Nothing before the first. */
export function levelOn(advance: Advance, payer: string, day: BusinessDate): Money {
  const level = advance.levels.get(payer)?.findLast(({ effectiveOn }) => effectiveOn <= day);
  return level === undefined ? Money.zero : Money.of(level.amount);
}
