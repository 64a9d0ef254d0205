import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { EventStore } from '#event-store';
import { lastDayOf, clearingMonth, Money } from '#kernel';
import { EVENT_STORE } from '#service';
import { byOfficialOrder } from '../../domain/official-order.js';
import { paperColumn } from '../../domain/paper-unit.js';

export interface LevelLine {
  readonly receiver: string;
  readonly payer: string;
  /** Year whose notice the level comes from: an earlier one until the new notice is published. */
  readonly year: number;
  readonly effectiveOn: string;
  /** Yuan; `wan` is what a paper prints. */
  readonly amount: string;
  readonly wan: string;
  readonly previous: string;
  /** Difference to the level before; negative is returned, marked "*" (PRE-02). */
  readonly adjustment: string;
  readonly mark: '' | '*';
  /** The emergency increase it comes from. */
  readonly increaseId: string | null;
}

export interface Levels {
  readonly year: number;
  readonly total: string;
  /** Sum of the printed lines, 万元. */
  readonly totalWan: string;
  readonly levels: readonly LevelLine[];
}

/** Levels in force at the end of a year, or now if it has not ended; of one unit's pairs or of all. */
export class LevelsQuery extends Query<Levels> {
  constructor(
    readonly year: number,
    readonly unit: string | null,
  ) {
    super();
  }
}

interface LevelRow {
  readonly receiver: string;
  readonly payer: string;
  readonly year: number;
  readonly effective_on: string;
  readonly previous: string;
  readonly amount: string;
  readonly increase_id: string | null;
}

@QueryHandler(LevelsQuery)
export class LevelsHandler implements IQueryHandler<LevelsQuery> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async execute({ year, unit }: LevelsQuery): Promise<Levels> {
    const rows = await this.store.database.read<LevelRow>(
      `select distinct on (receiver, payer) receiver, payer, year, effective_on::text, previous::text, amount::text,
              increase_id
         from read_levels.level where effective_on <= $1 and ($2::text is null or $2 in (receiver, payer))
        order by receiver, payer, version desc`,
      [lastDayOf(clearingMonth(`${year}-12`)), unit],
    );
    const sorted = [...rows].sort(
      (a, b) => byOfficialOrder(a.receiver, b.receiver) || byOfficialOrder(a.payer, b.payer),
    );
    const amounts = sorted.map(({ amount }) => Money.of(amount));
    const paper = paperColumn(amounts);
    const levels = sorted.map((row, index) => lineOf(row, paper.lines[index] ?? ''));
    return { year, total: Money.sum(amounts).toString(), totalWan: paper.total, levels };
  }
}

function lineOf(row: LevelRow, wan: string): LevelLine {
  const { receiver, payer, year, amount, previous } = row;
  const adjustment = Money.of(amount).minus(Money.of(previous));
  return {
    ...{ receiver, payer, year, effectiveOn: row.effective_on, amount, wan, previous },
    adjustment: adjustment.toString(),
    mark: adjustment.isNegative() ? '*' : '',
    increaseId: row.increase_id,
  };
}
