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
  /** 紧急调增 of whatever level there was: none that was set for the year. */
  readonly isRaise?: true;
}

/** 预付金 Advances one place of care holds: for every payer the levels in the order in which they came into force. */
export interface Advance {
  readonly levels: ReadonlyMap<string, readonly Level[]>;
}

const initialAdvance = (): Advance => ({ levels: new Map() });

export function evolveAdvance(advance: Advance, event: AdvanceEvent): Advance {
  switch (event.type) {
    case 'AdvanceLevelsSet':
      return withLevels(advance, ofYear(event.data), event.data.levels);
    case 'AdvanceLevelRaised':
      return withLevels(advance, { ...ofYear(event.data), isRaise: true }, [event.data]);
    default:
      return event satisfies never;
  }
}

const ofYear = ({ year, effectiveOn }: Pick<Level, 'year' | 'effectiveOn'>): Omit<Level, 'amount'> => ({
  year,
  effectiveOn,
});

function withLevels(advance: Advance, of: Omit<Level, 'amount'>, set: readonly LevelSet[]): Advance {
  const levels = new Map(advance.levels);
  for (const { payer, amount } of set) levels.set(payer, [...(levels.get(payer) ?? []), { ...of, amount }]);
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

/** Whether a level of this year was set; an increase of last year's is none (PRE-02). */
export const hasLevelOf = (advance: Advance, payer: string, year: number): boolean =>
  (advance.levels.get(payer) ?? []).some((level) => level.year === year && level.isRaise !== true);
