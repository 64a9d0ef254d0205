import { CLEARING_UNITS, clearingUnit, Decimal, Money, unitShortName } from '#kernel';
import type { WorldLink, YearOutcome } from '#simulator';
import { cellsOf, readAs, type Cell, type Table } from './month-figures.js';

export interface ClearedMonth {
  readonly month: string;
  readonly cleared: string;
  readonly pairs: number;
  /** Pairs whose money flows back (CLR-08). */
  readonly returned: number;
  readonly deducted: string;
  readonly waiting: number;
  /** Claims past a limit of CLR-02, by name. */
  readonly overdue: readonly string[];
  readonly endOfMarch: readonly string[];
  readonly yellow: number;
  readonly red: number;
  readonly publishedOn: string | null;
  readonly notices: number;
  readonly reported: number;
  readonly late: number;
}

interface IncreaseLine {
  readonly increaseId: string;
  readonly granted: string | null;
  readonly grantedOn: string | null;
  readonly paidOn: string | null;
  readonly receivedOn: string | null;
}

/** What the platform shows of a year, read as its users would. Yuan as text. */
export interface YearFigures {
  readonly months: readonly ClearedMonth[];
  /** Levels in force of the year, increases included, and those of the next. */
  readonly levels: string;
  readonly nextLevels: string;
  /** What the rule of PRE-01 gives for the next year from the published tables. */
  readonly nextLevelsOfTables: string;
  readonly transfers: { readonly due: number; readonly received: number; readonly returned: number };
  readonly increases: readonly IncreaseLine[];
  /** Amount that stands with "*" in annex 15 of the place of care and in annex 16 of the place of insurance. */
  readonly returned: { readonly payment: string | null; readonly collection: string | null };
  /** Payable of all claims that were told, of those in tables, and of those in none. */
  readonly payable: { readonly told: string; readonly tabled: string; readonly waiting: string };
}

const END_OF_MARCH = '跨年费用未在3月底前清算';
const QUARTER = ['10', '11', '12'];

export async function yearFigures(link: WorldLink, outcome: YearOutcome): Promise<YearFigures> {
  const months: ClearedMonth[] = [];
  for (const month of outcome.cleared) months.push(await clearedMonth(link, month));
  const year = Number(outcome.cleared[0]?.slice(0, 4));
  const [levels, nextLevels] = await Promise.all([levelsOf(link, year), levelsOf(link, year + 1)]);
  const increases = await Promise.all(
    outcome.cleared.map((month) =>
      readAs<{ increases: readonly IncreaseLine[] }>(
        link,
        `${link.urls.prepayment}/prepayment/increases?month=${month}`,
      ),
    ),
  );
  return {
    ...{ months, levels, nextLevels, nextLevelsOfTables: await levelsOfTables(link, year) },
    ...{ transfers: await transfersOf(link, [year, year + 1]), increases: increases.flatMap((each) => each.increases) },
    returned: await returnedOf(link, outcome),
    payable: await payableOf(link, months),
  };
}

const tableOf = (link: WorldLink, month: string, path: string): Promise<Table> =>
  readAs<Table>(link, `${link.urls.clearing}/clearing/periods/${month}/tables/${path}`);

async function clearedMonth(link: WorldLink, month: string): Promise<ClearedMonth> {
  const { urls } = link;
  const [national, waiting, overdue] = await Promise.all([
    tableOf(link, month, '14'),
    tableOf(link, month, 'waiting'),
    tableOf(link, month, 'overdue'),
  ]);
  const cells = cellsOf(national);
  const period = await readAs<{ publishedOn: string | null }>(link, `${urls.clearing}/clearing/periods/${month}`);
  const idsOf = (rows: Table['rows']): readonly string[] => rows.map(([claimId = '']) => claimId);
  return {
    ...{ month, cleared: national.rows.at(-1)?.at(-1) ?? '0.00', pairs: cells.length },
    returned: cells.filter(({ amount }) => Money.of(amount).isNegative()).length,
    ...{ deducted: await deductedOf(link, month), waiting: waiting.rows.length },
    overdue: idsOf(overdue.rows),
    endOfMarch: idsOf(overdue.rows.filter((row) => row.includes(END_OF_MARCH))),
    ...(await warningsOf(link, month)),
    publishedOn: period.publishedOn,
    ...(await noticesOf(link, month)),
  };
}

async function noticesOf(link: WorldLink, month: string): Promise<Pick<ClearedMonth, 'notices' | 'reported' | 'late'>> {
  const url = `${link.urls.clearing}/clearing/notices/${month}`;
  const { notices } = await readAs<{ notices: readonly { step: string; late: readonly string[] }[] }>(link, url);
  return {
    notices: notices.length,
    reported: notices.filter(({ step }) => step === 'reported').length,
    late: notices.filter(({ late }) => late.length > 0).length,
  };
}

async function deductedOf(link: WorldLink, month: string): Promise<string> {
  const annexes = await Promise.all(CLEARING_UNITS.map(({ code }) => tableOf(link, month, `14-4?unit=${code}`)));
  return Money.sum(annexes.map(({ rows }) => Money.of(rows.at(-1)?.[1] ?? '0.00'))).toString();
}

async function warningsOf(link: WorldLink, month: string): Promise<Pick<ClearedMonth, 'yellow' | 'red'>> {
  const url = `${link.urls.prepayment}/prepayment/warnings?month=${month}`;
  const { warnings } = await readAs<{ warnings: readonly { level: string; payer: string | null }[] }>(link, url);
  const count = (level: string): number =>
    warnings.filter((warning) => warning.payer === null && warning.level === level).length;
  return { yellow: count('yellow'), red: count('red') };
}

const levelsOf = async (link: WorldLink, year: number): Promise<string> =>
  (await readAs<{ total: string }>(link, `${link.urls.prepayment}/prepayment/levels/${year}`)).total;

/** Twice the monthly mean of the fourth quarter, pair by pair, never below zero (PRE-01). */
async function levelsOfTables(link: WorldLink, year: number): Promise<string> {
  const tables = await Promise.all(QUARTER.map((month) => tableOf(link, `${year}-${month}`, '14')));
  const sums = new Map<string, Money>();
  for (const { payer, receiver, amount } of tables.flatMap(cellsOf) as readonly Cell[]) {
    const pair = `${payer}/${receiver}`;
    sums.set(pair, (sums.get(pair) ?? Money.zero).plus(Money.of(amount)));
  }
  const thirds = new Decimal(QUARTER.length);
  const levels = [...sums.values()].map((sum) => Money.roundHalfUp(sum.exact().times(2).div(thirds)).max(Money.zero));
  return Money.sum(levels).toString();
}

async function transfersOf(link: WorldLink, years: readonly number[]): Promise<YearFigures['transfers']> {
  const lists = await Promise.all(
    years.map((year) =>
      readAs<{ transfers: readonly { mark: string; receivedOn: string | null }[] }>(
        link,
        `${link.urls.prepayment}/prepayment/transfers?year=${year}`,
      ),
    ),
  );
  const transfers = lists.flatMap((list) => list.transfers);
  const count = (test: (one: { mark: string; receivedOn: string | null }) => boolean): number =>
    transfers.filter(test).length;
  return {
    due: transfers.length,
    received: count(({ receivedOn }) => receivedOn !== null),
    returned: count(({ mark }) => mark === '*'),
  };
}

async function returnedOf(link: WorldLink, { returned }: YearOutcome): Promise<YearFigures['returned']> {
  if (returned === null) return { payment: null, collection: null };
  const { month, payer, receiver } = returned;
  const line = async (annex: string, unit: string, other: string): Promise<string | null> => {
    const { rows } = await tableOf(link, month, `${annex}?unit=${unit}`);
    return rows.find(([name]) => name === `*${unitShortName(clearingUnit(other))}`)?.[1] ?? null;
  };
  return { payment: await line('15', receiver, payer), collection: await line('16', payer, receiver) };
}

async function payableOf(link: WorldLink, months: readonly ClearedMonth[]): Promise<YearFigures['payable']> {
  const { payable: told = '0.00' } = await readAs<Readonly<Record<string, string>>>(
    link,
    `${link.urls.settlement}/ops/figures`,
    'operations',
  );
  const waiting = await tableOf(link, months.at(-1)?.month ?? '', 'waiting');
  const tabled = months.flatMap(({ cleared, deducted }) => [Money.of(cleared), Money.of(deducted)]);
  return {
    told,
    tabled: Money.sum(tabled).toString(),
    waiting: Money.sum(waiting.rows.map((row) => Money.of(row[4] ?? '0.00'))).toString(),
  };
}
