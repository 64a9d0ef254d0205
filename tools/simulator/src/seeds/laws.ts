import { Money } from '#kernel';
import type { AdvanceBooks } from './advance-books.js';
import type { Books } from './books.js';
import type { SeedPlatform, SimulatedService } from './platform.js';
import type { RecomputedCell, RecomputedMonth } from './recomputation.js';
import {
  brokenBalances,
  brokenMovements,
  NOTICE_ITEMS,
  REPORTED_MOVEMENTS,
  takenLines,
  wrongMatches,
  type KnownTreasury,
} from './treasury-laws.js';

export interface Known extends KnownTreasury {
  readonly movements: ReadonlySet<string>;
  readonly books: Books;
  readonly advances: AdvanceBooks;
  readonly months: ReadonlyMap<string, RecomputedMonth>;
}

/** One law: what the platform shows, line by line, against what the books come to. */
interface Law {
  readonly name: string;
  readonly rule: string;
  readonly service: SimulatedService;
  /** One column `line`. */
  readonly sql: string;
  expected(known: Known): readonly string[];
}

const cellsOf = ({ months }: Known): readonly (readonly [string, string, RecomputedCell])[] =>
  [...months].flatMap(([month, { cells }]) => [...(cells ?? [])].map(([key, cell]) => [month, key, cell] as const));
const sumOf = ({ funds }: RecomputedCell, name: 'payable' | 'deducted'): Money =>
  Money.sum([...funds.values()].map((fund) => fund[name]));

/** Cleared by pair of units, both schemes together, of the months whose notices are out. */
function clearedByPair({ months }: Known, published: ReadonlySet<string>): ReadonlyMap<string, Money> {
  const pairs = new Map<string, Money>();
  for (const [month, { cells }] of months) {
    if (!published.has(month)) continue;
    for (const [key, cell] of cells ?? []) {
      const pair = `${month} ${key.split('/').slice(0, 2).join(' ')}`;
      const cleared = sumOf(cell, 'payable').minus(sumOf(cell, 'deducted'));
      pairs.set(pair, (pairs.get(pair) ?? Money.zero).plus(cleared));
    }
  }
  return pairs;
}

const LAWS: readonly Law[] = [
  {
    ...{ name: '每笔费用只在一个清算期，或等待，或不予清算', rule: 'CLR-02', service: 'clearing' },
    // Before its month is cut off a claim's period says where it will be.
    sql: `select concat_ws(' ', c.claim_id, coalesce(m.month, '-'), c.payable) as line
            from claim c left join read_periods.period m on m.month = c.period and m.cut_off_on is not null`,
    expected: ({ books }) =>
      [...books.claims.values()].map(({ claim, period }) => {
        const payable = Money.sum(claim.funds.map(({ amount }) => Money.of(amount)));
        return `${claim.claimId} ${period ?? '-'} ${payable}`;
      }),
  },
  {
    ...{ name: '审核暂缓', rule: 'AUD-02', service: 'clearing' },
    sql: `select claim_id || ' ' || status as line from read_holds.hold`,
    expected: ({ books }) => [...books.holds].map(([claimId, { status }]) => `${claimId} ${status}`),
  },
  {
    ...{ name: '审核扣款及其所入的表', rule: 'CLR-09', service: 'clearing' },
    sql: `select concat_ws(' ', claim_id, fund_column, amount, coalesce(effective_on::text, '-'), coalesce(period, '-')) as line
            from read_deductions.deduction`,
    expected: ({ books }) =>
      books.deductions.map(({ claimId, column, amount, from, period }) =>
        [claimId, column, amount, from ?? '-', period ?? '-'].join(' '),
      ),
  },
  {
    ...{ name: '截止时等待的费用', rule: 'CLR-02', service: 'clearing' },
    sql: `select concat_ws(' ', month, reason, claims) as line from read_periods.waiting`,
    expected: ({ months }) =>
      [...months].flatMap(([month, { waiting }]) => {
        const reasons = [...waiting.values()].map(({ reason }) => reason);
        return [...new Set(reasons)].map(
          (reason) => `${month} ${reason} ${reasons.filter((each) => each === reason).length}`,
        );
      }),
  },
  {
    ...{ name: '超过时限的费用逐笔列名', rule: 'CLR-02', service: 'clearing' },
    sql: `select concat_ws(' ', month, claim_id, reason, "limit") as line from read_periods.overdue`,
    expected: ({ months }) =>
      [...months].flatMap(([month, { waiting }]) =>
        [...waiting].flatMap(([claimId, { reason, limit }]) =>
          limit === null ? [] : [`${month} ${claimId} ${reason} ${limit}`],
        ),
      ),
  },
  {
    ...{ name: '清算表各格', rule: 'CLR-03', service: 'clearing' },
    sql: `select concat_ws(' ', month, payer || '/' || receiver || '/' || scheme, claims, payable, deducted, cleared) as line
            from read_periods.cell`,
    expected: (known) =>
      cellsOf(known).map(([month, key, cell]) => {
        const [payable, deducted] = [sumOf(cell, 'payable'), sumOf(cell, 'deducted')];
        return [month, key, cell.claims, payable, deducted, payable.minus(deducted)].join(' ');
      }),
  },
  {
    ...{ name: '清算表各基金列', rule: 'CLR-14', service: 'clearing' },
    sql: `select concat_ws(' ', month, payer || '/' || receiver || '/' || scheme, fund_column, payable, deducted) as line
            from read_periods.fund`,
    expected: (known) =>
      cellsOf(known).flatMap(([month, key, { funds }]) =>
        [...funds].flatMap(([column, { payable, deducted }]) =>
          payable.isZero() && deducted.isZero() ? [] : [[month, key, column, payable, deducted].join(' ')],
        ),
      ),
  },
  {
    ...{ name: '使用率', rule: 'PRE-05', service: 'prepayment' },
    sql: `select concat_ws(' ', month, receiver || '/' || payer, cleared, advance, level) as line from read_rates.rate`,
    expected: ({ advances }) =>
      [...advances.months].flatMap(([month, { rates }]) =>
        [...rates].map(([line, { cleared, advance, level }]) => [month, line, cleared, advance, level].join(' ')),
      ),
  },
];

const WARNINGS = `select concat_ws(' ', month, receiver || '/' || payer, level) as line from read_rates.warning`;

async function linesOf(platform: SeedPlatform, service: SimulatedService, sql: string): Promise<readonly string[]> {
  return (await platform.read<{ line: string }>(service, sql)).map(({ line }) => line);
}

/** Lines that only one side has, however often the other has them. */
function differences(expected: readonly string[], actual: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const line of expected) counts.set(line, (counts.get(line) ?? 0) + 1);
  for (const line of actual) counts.set(line, (counts.get(line) ?? 0) - 1);
  return [...counts].filter(([, count]) => count !== 0).map(([line, count]) => `${count > 0 ? '缺' : '多'} ${line}`);
}

/** Every law that does not hold now, with the lines that break it; empty if all hold. */
export async function brokenLaws(platform: SeedPlatform, known: Known): Promise<readonly string[]> {
  const broken: string[] = [];
  const compare = (name: string, expected: readonly string[], actual: readonly string[]): void => {
    for (const line of differences(expected, actual)) broken.push(`${name}：${line}`);
  };
  for (const { name, rule, service, sql, expected } of LAWS) {
    compare(`${name} (${rule})`, expected(known), await linesOf(platform, service, sql));
  }
  const [notices, published] = await noticeLines(platform, known);
  compare('通知书逐笔 (CLR-05, CLR-08)', notices, published);
  compare('通知书记入专户账 (CLR-13)', notices, await linesOf(platform, 'clearing', NOTICE_ITEMS));
  compare('银行流水 (CLR-13)', ...(await takenLines(platform, known)));
  if (!known.advances.isOutOfOrder) {
    const expected = known.advances.warnings().map(({ month, line, level }) => `${month} ${line} ${level}`);
    compare('每次越线预警一次 (PRE-05)', expected, await linesOf(platform, 'prepayment', WARNINGS));
  }
  return [
    ...broken,
    ...(await brokenSums(platform, known)),
    ...(await repeatedSteps(platform)),
    ...(await brokenBalances(platform, known)),
    ...(await brokenMovements(platform)),
    ...(await wrongMatches(platform, known)),
  ];
}

/** PRE-07, CLR-13: once everything was delivered, the special accounts know every movement of advances that was reported. */
export async function unreported(platform: SeedPlatform, { movements }: Known): Promise<readonly string[]> {
  const known = await linesOf(platform, 'clearing', REPORTED_MOVEMENTS);
  return differences([...movements], known).map((line) => `预付金记入专户账 (PRE-07)：${line}`);
}

/** CLR-05, CLR-08: what one side pays the other collects, on the right side with "*" where a pair has turned round. */
async function noticeLines(
  platform: SeedPlatform,
  known: Known,
): Promise<readonly [readonly string[], readonly string[]]> {
  const published = await linesOf(
    platform,
    'clearing',
    `select month as line from read_periods.period where published_on is not null`,
  );
  const expected = [...clearedByPair(known, new Set(published))].flatMap(([pair, cleared]) => {
    const [month, payer, receiver] = pair.split(' ');
    if (cleared.isZero()) return [];
    const [from, to, mark] = cleared.isNegative() ? [receiver, payer, '*'] : [payer, receiver, ''];
    return [`${month} ${from} 15 ${to}${mark} ${cleared.abs()}`, `${month} ${to} 16 ${from}${mark} ${cleared.abs()}`];
  });
  const sql = `select concat_ws(' ', month, unit, annex, counterparty || case when returned then '*' else '' end, amount) as line
                 from read_notices.line`;
  return [expected, await linesOf(platform, 'clearing', sql)];
}

/** Money is conserved: what was settled less what was refunded stands in tables, waits, or is not cleared at all. */
async function brokenSums(platform: SeedPlatform, { books }: Known): Promise<readonly string[]> {
  const told = Money.sum([...books.claims.values()].flatMap(({ claim }) => claim.funds.map((f) => Money.of(f.amount))));
  const [sums] = await platform.read<Readonly<Record<'tabled' | 'untabled' | 'cleared' | 'deducted', string>>>(
    'clearing',
    `select (select coalesce(sum(payable), 0) from read_periods.cell)::numeric(18, 2)::text as tabled,
            (select coalesce(sum(cleared), 0) from read_periods.cell)::numeric(18, 2)::text as cleared,
            (select coalesce(sum(deducted), 0) from read_periods.cell)::numeric(18, 2)::text as deducted,
            (select coalesce(sum(payable), 0) from claim c where c.period is null or not exists (
               select from read_periods.period p where p.month = c.period and p.generated_on is not null))::numeric(18, 2)::text as untabled`,
  );
  const of = (name: 'tabled' | 'untabled' | 'cleared' | 'deducted'): Money => Money.of(sums?.[name] ?? '0.00');
  const broken: string[] = [];
  if (!of('tabled').plus(of('untabled')).eq(told)) {
    broken.push(`资金守恒 (CLR-15)：结算减退费${told}，表内${of('tabled')}，表外${of('untabled')}`);
  }
  if (!of('cleared').plus(of('deducted')).eq(of('tabled'))) {
    broken.push(`资金守恒 (CLR-09)：应付${of('tabled')}，清算${of('cleared')}，扣款${of('deducted')}`);
  }
  return broken;
}

/** CLR-15: every step of a month stands in the log once. */
async function repeatedSteps(platform: SeedPlatform): Promise<readonly string[]> {
  const lines = await linesOf(
    platform,
    'clearing',
    `select stream_id || ' ' || type as line from events
      where type in ('PeriodCutOff', 'TableGenerated', 'ConfirmationsChased', 'NoticesPublished', 'InvestigationListFrozen')
      group by stream_id, type having count(*) > 1`,
  );
  return lines.map((line) => `步骤重复 (CLR-15)：${line}`);
}
