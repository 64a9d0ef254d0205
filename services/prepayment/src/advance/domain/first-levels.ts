import type { DomainEvent, StreamDefinition, StreamRef } from '#event-store';
import { ok, reject, type ClearingUnit, type Result } from '#kernel';
import type { Advance } from './advance.js';
import type { PairLevel } from './set-levels.js';

export type FirstLevelsEvent = DomainEvent<
  'FirstLevelsReported',
  {
    readonly receiver: string;
    readonly year: number;
    readonly on: string;
    readonly pairs: readonly { readonly payer: string; readonly amount: string }[];
  }
>;

type Lines = readonly { readonly payer: string; readonly amount: string }[];

/** 首次额度 as one place of care reported it; of a year the last report counts until the nation has set levels (PRE-01). */
export interface FirstLevels {
  readonly byYear: ReadonlyMap<number, Lines>;
}

export const evolveFirstLevels = ({ byYear }: FirstLevels, { data }: FirstLevelsEvent): FirstLevels => ({
  byYear: new Map([...byYear, [data.year, data.pairs]]),
});

const definition: StreamDefinition<FirstLevels, FirstLevelsEvent> = {
  category: 'first-levels',
  initialState: () => ({ byYear: new Map() }),
  evolve: evolveFirstLevels,
};

export const firstLevelsRef = (receiver: string): StreamRef<FirstLevels> => ({
  id: `first-levels-${receiver}`,
  definition,
});

export interface ReportFirstLevels {
  readonly receiver: ClearingUnit;
  readonly year: number;
  readonly on: string;
  readonly pairs: readonly PairLevel[];
}

/** 首次报送 (PRE-01): only for pairs that have no level yet; from then on last year's clearing sets it. */
export function decideFirstLevels(
  { receiver, year, on, pairs }: ReportFirstLevels,
  advance: Advance,
  before: FirstLevels,
): Result<readonly FirstLevelsEvent[]> {
  const known = pairs.find(({ payer }) => (advance.levels.get(payer) ?? []).length > 0);
  if (known !== undefined) {
    return reject('first-levels.known', 'PRE-01', '该参保地已有核定额度，按上年第四季度清算测算，不再报送', ['pairs']);
  }
  const lines = pairs.map(({ payer, amount }) => ({ payer, amount: amount.toString() }));
  if (JSON.stringify(lines) === JSON.stringify(before.byYear.get(year))) return ok([]);
  return ok([{ type: 'FirstLevelsReported', data: { receiver, year, on, pairs: lines } }]);
}
