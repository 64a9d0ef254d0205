import type { EventStore } from '#event-store';
import { Money, businessDate } from '#kernel';
import {
  cellsIn,
  figuresOf,
  settledDaysOf,
  checkChains,
  checkInvariants,
  checkReadModels,
  type Check,
  type Invariant,
  type ServiceContext,
} from '#service';
import { advanceRef, levelOn } from './advance/domain/advance.js';
import { deviationsFrom, omittedFrom } from './advance/domain/deviations.js';
import type { PairToSet } from './advance/domain/set-levels.js';
import { readRuleLevels } from './advance/queries/levels/rule-levels.js';
import { LEDGER_INVARIANTS, movementFigures } from './transfer/verify-ledger.js';
import { ratePercent, useLevel } from './warning/domain/use-rate.js';

/** Invariants of prepayment for `kuasheng verify`. */
export async function verifyPrepayment({ store }: ServiceContext): Promise<readonly Check[]> {
  return [
    ...[
      await checkChains(store),
      await checkReadModels(store),
      await ratesOfCells(store),
      await ratesAsShown(store),
      await levelsOfEvents(store),
      await deviationsAsShown(store),
    ],
    ...(await checkInvariants(store, [TABLE_TOTALS, ...LEDGER_INVARIANTS])),
  ];
}

/** Of the tables as they were received: what a table says it comes to is the sum of its cells. */
const TABLE_TOTALS: Invariant = {
  name: '收到的清算表合计等于各格之和',
  rule: 'CLR-15',
  sql: `select count(*) filter (where total <> cleared) as broken, count(*) as seen,
               (array_agg(month order by month) filter (where total <> cleared))[1:5] as places
          from (select t.month, t.total, coalesce(sum(c.cleared), 0) as cleared
                  from clearing_table t left join clearing_cell c using (month) group by t.month, t.total) s`,
};

/** What was settled on each day, as the forecast counts it (PRE-09). */
const SETTLED = settledDaysOf('select settled_on::text, payer, receiver, amount from settled_day');

/** 签章 as it was received: from it the days of PRE-06 count. */
const SIGNED = `select 'signed ' || month as name, signed_on::text as value from clearing_signature`;

/** What clearing and settlement must agree on once every table, claim and movement has been delivered. */
export async function prepaymentFigures({ store }: ServiceContext): Promise<Readonly<Record<string, string>>> {
  const [figures] = await store.database.read<Record<string, string>>(
    `select coalesce(sum(cleared), 0)::numeric(18, 2)::text as cleared from clearing_cell`,
  );
  const { read } = store.database;
  return {
    ...figures,
    ...(await figuresOf(read, cellsIn('clearing_cell'))),
    ...(await figuresOf(read, SETTLED)),
    ...(await figuresOf(read, SIGNED)),
    ...(await movementFigures(store)),
  };
}

/** Cleared amounts behind the rates are those of the clearing tables, for every pair and for every place of care. */
async function ratesOfCells(store: EventStore): Promise<Check> {
  const wrong = await store.database.read<{ month: string; receiver: string; payer: string }>(
    `with pair as (
       select month, receiver, payer, sum(cleared) as cleared from clearing_cell group by month, receiver, payer
     ), expected as (
       select * from pair where cleared <> 0
       union all select month, receiver, '', sum(cleared) from pair group by month, receiver
     )
     select month, receiver, payer from expected e full join read_rates.rate r using (month, receiver, payer)
      where coalesce(e.cleared, 0) <> coalesce(r.cleared, 0)
      order by 1, 2, 3`,
  );
  const [counted] = await store.database.read<{ months: number; total: string }>(
    `select count(*)::integer as months, coalesce(sum(total), 0)::numeric(18, 2)::text as total from clearing_table`,
  );
  const detail = wrong.length === 0 ? `${counted?.months}个月，清算合计${counted?.total}元` : listed(wrong);
  return { name: '使用率的清算金额与清算表一致', rule: 'PRE-05', ok: wrong.length === 0, detail };
}

interface ShownRate {
  readonly month: string;
  readonly receiver: string;
  readonly payer: string;
  readonly cleared: string;
  readonly advance: string;
  readonly rate_percent: string | null;
  readonly level: string;
  readonly pairs: string;
}

/** Rate and level follow from the amounts shown, and the place of care's advance is the sum of its pairs'. */
async function ratesAsShown(store: EventStore): Promise<Check> {
  const rows = await store.database.read<ShownRate>(
    `select month, receiver, payer, cleared::text, advance::text, rate_percent, level,
            (case when payer = '' then (select coalesce(sum(p.advance), 0) from read_rates.rate p
               where p.month = r.month and p.receiver = r.receiver and p.payer <> '') else advance end)::numeric(18, 2)::text as pairs
       from read_rates.rate r order by month, receiver, payer`,
  );
  const wrong = rows.filter((row) => !isSound(row));
  const detail = wrong.length === 0 ? `${rows.length}个使用率` : listed(wrong);
  return { name: '使用率与预警等级可复算', rule: 'PRE-05', ok: wrong.length === 0, detail };
}

function isSound(row: ShownRate): boolean {
  const cleared = Money.of(row.cleared);
  const advance = Money.of(row.advance);
  const rate = ratePercent(cleared, advance) === row.rate_percent;
  return rate && useLevel(cleared, advance) === row.level && advance.eq(Money.of(row.pairs));
}

/** Levels of the read model, by place of care, are those of its stream on the last day any came into force. */
async function levelsOfEvents(store: EventStore): Promise<Check> {
  const rows = await store.database.read<{ receiver: string; on: string; total: string }>(
    `select receiver, max(effective_on)::text as "on", sum(amount)::numeric(18, 2)::text as total
       from (select distinct on (receiver, payer) * from read_levels.level order by receiver, payer, version desc) l
      group by receiver order by receiver`,
  );
  const totals = await Promise.all(rows.map((row) => totalOf(store, row)));
  const wrong = rows.filter(({ total }, index) => totals[index]?.eq(Money.of(total)) !== true);
  const gaps = await gapsInLevels(store);
  const sum = Money.sum(rows.map(({ total }) => Money.of(total)));
  const ok = wrong.length === 0 && gaps.length === 0;
  const detail = ok ? `${rows.length}个就医地，预付金合计${sum}元` : listed([...wrong, ...gaps]);
  return { name: '预付金额度与事件一致、前后相接', rule: 'PRE-02', ok, detail };
}

interface ShownList {
  readonly year: number;
  readonly pairs: readonly PairToSet[];
  readonly deviations: readonly object[];
  /** Not in lists proposed before it was shown. */
  readonly omitted?: readonly object[];
}

/** Where a list of levels differs from PRE-01, the two who set it were shown what the tables of the quarter give. */
async function deviationsAsShown(store: EventStore): Promise<Check> {
  const lists = await store.database.read<{ data: ShownList; place: string }>(
    `select data, global_position::text as place from events where type = 'LevelsProposed' and data ? 'deviations' order by global_position`,
  );
  const wrong: string[] = [];
  for (const { data, place } of lists) {
    const rule = (await readRuleLevels(store.database, data.year)) ?? [];
    const expected = linesOf(deviationsFrom(rule, data.pairs));
    const set = await pairsSetBefore(store, data.year, place);
    const omitted = linesOf(omittedFrom(rule, data.pairs, ({ receiver, payer }) => set.has(`${receiver}/${payer}`)));
    const isAsShown = data.omitted === undefined || omitted.join() === linesOf(data.omitted).join();
    if (expected.join() !== linesOf(data.deviations).join() || !isAsShown) wrong.push(String(data.year));
  }
  const shown = lists.flatMap(({ data }) => [...data.deviations, ...(data.omitted ?? [])]).length;
  const detail = wrong.length === 0 ? `${lists.length}次提请，与测算不同${shown}笔` : `不符：${wrong.join('、')}年`;
  return { name: '额度与测算的差异如提请时所示', rule: 'PRE-01', ok: wrong.length === 0, detail };
}

/** Pairs for which a level of a year had been set when a list was proposed. */
async function pairsSetBefore(store: EventStore, year: number, place: string): Promise<ReadonlySet<string>> {
  const rows = await store.database.read<{ pair: string }>(
    `select data ->> 'receiver' || '/' || (l ->> 'payer') as pair
       from events cross join lateral jsonb_array_elements(data -> 'levels') l
      where type = 'AdvanceLevelsSet' and (data ->> 'year')::integer = $1 and global_position < $2`,
    [year, place],
  );
  return new Set(rows.map(({ pair }) => pair));
}

/** Members in one order: a log keeps objects in another. */
const linesOf = (lines: readonly object[]): readonly string[] =>
  lines.map((line) => JSON.stringify(Object.entries(line).sort()));

async function totalOf(store: EventStore, { receiver, on }: { receiver: string; on: string }): Promise<Money> {
  const { state } = await store.load(advanceRef(receiver));
  return Money.sum([...state.levels.keys()].map((payer) => levelOn(state, payer, businessDate(on))));
}

/** Every level names as `previous` the one before it: differences paid add up to the level held. */
function gapsInLevels(store: EventStore): Promise<readonly Place[]> {
  return store.database.read<Place>(
    `select receiver, payer from (
       select receiver, payer, version, previous,
              coalesce(lag(amount) over (partition by receiver, payer order by version), 0) as before
         from read_levels.level) l
      where previous <> before order by 1, 2`,
  );
}

interface Place {
  readonly month?: string;
  readonly receiver: string;
  readonly payer?: string;
}

const LISTED = 5;
const listed = (places: readonly Place[]): string =>
  `${places.length}处不符：${places
    .slice(0, LISTED)
    .map(({ month, receiver, payer }) => [month, receiver, payer].filter((part) => part).join('/'))
    .join('、')}`;
