import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { EventStore } from '#event-store';
import { businessDate, lastDayOf, Money, type BusinessDate, type ClearingMonth } from '#kernel';
import { EVENT_STORE } from '#service';
import { byOfficialOrder } from '../../advance/domain/official-order.js';
import { forecastOf, type Crossing } from '../domain/forecast.js';

export interface ForecastLine {
  readonly receiver: string;
  /** Null: all advances the place of care holds. */
  readonly payer: string | null;
  readonly advance: string;
  /** Settled so far in the month, less refunds. */
  readonly settled: string;
  readonly projected: string;
  readonly projectedPercent: string | null;
  readonly yellow: Crossing | null;
  readonly red: Crossing | null;
}

export interface ForecastAnswer {
  readonly month: string;
  readonly asOf: string;
  /** 预测: not the rate of PRE-05, which comes with the clearing table. */
  readonly forecast: true;
  readonly lines: readonly ForecastLine[];
}

/** 预付金使用预测 of a month as of a day, of one unit's pairs or of all (PRE-09). */
export class ForecastQuery extends Query<ForecastAnswer> {
  constructor(
    readonly month: ClearingMonth,
    readonly unit: string | null,
    readonly today: BusinessDate,
  ) {
    super();
  }
}

interface Row {
  readonly receiver: string;
  readonly payer: string;
  readonly advance: string;
  readonly days: readonly { readonly day: string; readonly amount: string }[];
}

@QueryHandler(ForecastQuery)
export class ForecastHandler implements IQueryHandler<ForecastQuery> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async execute({ month, unit, today }: ForecastQuery): Promise<ForecastAnswer> {
    const last = lastDayOf(month);
    const asOf = today < last ? today : last;
    const rows = asOf.startsWith(month) ? await this.rows(`${month}-01`, asOf) : [];
    const lines = linesOf(rows, asOf).filter(
      ({ receiver, payer }) => unit === null || receiver === unit || payer === unit,
    );
    return { month, asOf, forecast: true, lines };
  }

  private rows(from: string, to: string): Promise<readonly Row[]> {
    return this.store.database.read<Row>(
      `with level as (
         select distinct on (receiver, payer) receiver, payer, amount from read_levels.level
          where effective_on <= $2 order by receiver, payer, version desc),
       day as (
         select receiver, payer, jsonb_agg(jsonb_build_object('day', settled_on, 'amount', amount::text) order by settled_on) as days
           from settled_day where settled_on between $1 and $2 group by receiver, payer)
       select receiver, payer, coalesce(level.amount, 0)::numeric(18, 2)::text as advance, coalesce(day.days, '[]') as days
         from level full join day using (receiver, payer)`,
      [from, to],
    );
  }
}

function linesOf(rows: readonly Row[], asOf: BusinessDate): readonly ForecastLine[] {
  const receivers = [...new Set(rows.map(({ receiver }) => receiver))].sort(byOfficialOrder);
  return receivers.flatMap((receiver) => {
    const own = rows.filter((row) => row.receiver === receiver).sort((a, b) => byOfficialOrder(a.payer, b.payer));
    return [lineOf(receiver, null, own, asOf), ...own.map((row) => lineOf(receiver, row.payer, [row], asOf))];
  });
}

function lineOf(receiver: string, payer: string | null, rows: readonly Row[], asOf: BusinessDate): ForecastLine {
  const byDay = new Map<string, Money>();
  for (const { day, amount } of rows.flatMap(({ days }) => days)) {
    byDay.set(day, (byDay.get(day) ?? Money.zero).plus(Money.of(amount)));
  }
  const settled = [...byDay]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([day, amount]) => ({ day: businessDate(day), amount }));
  const advance = Money.sum(rows.map((row) => Money.of(row.advance)));
  const forecast = forecastOf({ asOf, advance, settled });
  return {
    ...{ receiver, payer, advance: advance.toString(), settled: forecast.settled.toString() },
    ...{ projected: forecast.projected.toString(), projectedPercent: forecast.projectedPercent },
    ...{ yellow: forecast.yellow, red: forecast.red },
  };
}
