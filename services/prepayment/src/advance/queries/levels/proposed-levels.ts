import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { EventStore } from '#event-store';
import { Money, ok, reject, type Result } from '#kernel';
import { EVENT_STORE } from '#service';
import { byOfficialOrder } from '../../domain/official-order.js';
import { annualLevel, levelMonths } from '../../domain/level-rule.js';

export interface ProposedLevels {
  readonly year: number;
  readonly months: readonly string[];
  readonly total: string;
  readonly pairs: readonly { readonly payer: string; readonly receiver: string; readonly amount: string }[];
}

/** 额度测算: what the rule of PRE-01 gives for a year, in the shape in which the nation sets it: every pair that cleared or holds an advance. */
export class ProposedLevelsQuery extends Query<Result<ProposedLevels>> {
  constructor(readonly year: number) {
    super();
  }
}

interface PairRow {
  readonly payer: string;
  readonly receiver: string;
  readonly first: string;
  readonly second: string;
  readonly third: string;
}

@QueryHandler(ProposedLevelsQuery)
export class ProposedLevelsHandler implements IQueryHandler<ProposedLevelsQuery> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async execute({ year }: ProposedLevelsQuery): Promise<Result<ProposedLevels>> {
    const months = levelMonths(year);
    const known = await this.store.database.read<{ month: string }>(
      'select month from clearing_table where month = any($1)',
      [months],
    );
    if (known.length < months.length) {
      return reject('levels.quarter-incomplete', 'PRE-01', `${year - 1}年第四季度的清算表不全，不能测算`, ['year']);
    }
    const pairs = (await this.quartersByPair(months))
      .map(({ payer, receiver, first, second, third }) => {
        const level = annualLevel([Money.of(first), Money.of(second), Money.of(third)]);
        return { payer, receiver, amount: level.toString() };
      })
      .sort((a, b) => byOfficialOrder(a.receiver, b.receiver) || byOfficialOrder(a.payer, b.payer));
    const total = Money.sum(pairs.map(({ amount }) => Money.of(amount))).toString();
    return ok({ year, months, total, pairs });
  }

  /** What each pair cleared in the quarter; one that only holds an advance cleared nothing, and its advance goes back (PRE-02). */
  private quartersByPair(months: readonly string[]): Promise<readonly PairRow[]> {
    const sumOf = (place: number): string =>
      `coalesce(sum(cleared) filter (where month = $${place}), 0)::numeric(18, 2)::text`;
    return this.store.database.read<PairRow>(
      `with held as (
         select distinct on (receiver, payer) receiver, payer, amount from read_levels.level
          order by receiver, payer, version desc)
       select payer, receiver, ${sumOf(1)} as first, ${sumOf(2)} as second, ${sumOf(3)} as third
         from (select payer, receiver, month, cleared from clearing_cell where month in ($1, $2, $3)
               union all select payer, receiver, null, 0 from held where amount > 0) q
        group by payer, receiver`,
      months,
    );
  }
}
