import { performance } from 'node:perf_hooks';
import { databaseUrl, inWritingTransaction, openDatabase, type Database } from '#event-store';
import { clearingMonth, dayIn, nextMonth, shiftMonth, type ClearingMonth } from '#kernel';
import { request } from '../commands/shared.js';
import { withTemporaryPlatform } from '../platform/temporary.js';
import { time, type Figure } from './figures.js';
import { peakOf } from './peak.js';
import { plantMonth } from './planted-month.js';

/** A clearing month of the nation at the level of the first quarter of 2025. */
export const CLOSED_CLAIMS = 23_600_000;
const MONTH = clearingMonth('2025-08');
const MONTHS_OF_HISTORY = 24;
const MOST_CLAIMS_OF_HISTORY = 100_000;

/** What the table is proved to be, by its claims: every fund column of every pair and scheme. */
const GROUP_BY = `
  select payer, receiver, scheme, count(*), sum(pool), sum(account), sum(large_amount), sum(supplementary), sum(civil_servant),
         sum(disabled), sum(assistance), sum(other), sum(basic), sum(catastrophic)
    from claim where period = $1 group by payer, receiver, scheme`;

interface Closed {
  readonly cutOffMs: number;
  readonly tableMs: number;
  readonly closedMs: number;
  readonly groupedMs: number;
}

interface Place {
  readonly url: string;
  readonly databaseUrl: string;
  readonly database: Database;
}

/**
 * 关账 Two years of months, each closed by its cut-off and its table as the service does it, then one month of `claims`:
 * how long until its table is published and proved, beside one GROUP BY over the same rows before and after it, and whether
 * months take longer with history behind them. A cent more in one claim of that month must be found first. Clearing runs in a
 * process of its own, the other three are stopped.
 */
export async function measureClose(claims: number): Promise<readonly Figure[]> {
  return withTemporaryPlatform({ separate: true }, async ({ children, layout }) => {
    if (layout === null) throw new Error('the platform did not start');
    const clearing = children.find(({ name }) => name === 'clearing');
    await Promise.all(children.filter((child) => child !== clearing).map((child) => child.stop()));
    const url = databaseUrl(layout.environment['KUASHENG_DATABASE_URL'] ?? '', 'kuasheng_clearing');
    const place = { url: layout.urls.clearing, databaseUrl: url, database: openDatabase(url, { connections: 1 }) };
    try {
      const small = Math.min(Math.ceil(claims / MONTHS_OF_HISTORY), MOST_CLAIMS_OF_HISTORY);
      const history: Closed[] = [];
      for (let back = MONTHS_OF_HISTORY; back > 0; back -= 1) {
        history.push(await closed(place, shiftMonth(MONTH, -back), small));
      }
      const whole = await closed(place, MONTH, claims, () => expectCentFound(place));
      return [...figuresOf(claims, whole), ...historyOf(small, history), ...(await peakOf('clearing', clearing?.pid))];
    } finally {
      await place.database.close();
    }
  });
}

function figuresOf(claims: number, { cutOffMs, tableMs, closedMs, groupedMs }: Closed): readonly Figure[] {
  const limit = { what: 'one GROUP BY over the same rows', value: groupedMs };
  return [
    time({ name: `month of ${claims} claims closed`, value: closedMs, limit }),
    time({ name: 'of it the cut-off', value: cutOffMs, limit }),
    time({ name: 'of it the table, proved', value: tableMs, limit }),
  ];
}

/** Of three months each, the middle one: one alone says more of the machine than of the program. */
function historyOf(claims: number, history: readonly Closed[]): readonly Figure[] {
  const middle = (months: readonly Closed[]): number =>
    months.map(({ closedMs }) => closedMs).sort((a, b) => a - b)[1] ?? 0;
  const limit = { what: 'the first months, with nothing behind them', value: middle(history.slice(0, 3)) };
  return [time({ name: `month of ${claims} claims, two years behind it`, value: middle(history.slice(-3)), limit })];
}

async function closed(
  place: Place,
  month: ClearingMonth,
  claims: number,
  beforeTable = (): Promise<void> => Promise.resolve(),
): Promise<Closed> {
  const planting = performance.now();
  await plantMonth(place.databaseUrl, { month, claims });
  const plantedMs = performance.now() - planting;
  const before = await timed(() => place.database.read(GROUP_BY, [month]));
  const cutOffMs = await timed(() => run(place, 'cut-off', month, 20));
  await beforeTable();
  const tableMs = await timed(() => run(place, 'table', month, 21));
  await expectProved(place.database, month);
  const groupedMs = (before + (await timed(() => place.database.read(GROUP_BY, [month])))) / 2;
  process.stderr.write(
    `${month}: ${claims} claims planted in ${seconds(plantedMs)}, cut off ${seconds(cutOffMs)}, table ${seconds(tableMs)}, GROUP BY ${seconds(groupedMs)}\n`,
  );
  return { cutOffMs, tableMs, closedMs: cutOffMs + tableMs, groupedMs };
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;

interface Report {
  readonly ran?: string;
  readonly refused?: string;
}

async function fire({ url }: Place, job: string, month: ClearingMonth, day: number): Promise<Report> {
  const asOf = dayIn(nextMonth(month), day);
  await request('POST', `${url}/ops/clock`, { body: { date: asOf } });
  return request<Report>('POST', `${url}/ops/jobs/${job}/runs`, { body: { asOf } });
}

async function run(place: Place, job: string, month: ClearingMonth, day: number): Promise<void> {
  const report = await fire(place, job, month, day);
  if (report.ran !== `${job} ${month}`) throw new Error(`${job} of ${month}: ${JSON.stringify(report)}`);
}

/** A claim of the month that owes a cent more than was summed keeps its table back; the cent is taken away again. */
async function expectCentFound(place: Place): Promise<void> {
  const [claim] = await place.database.read<{ claim_id: string; pair: string }>(
    `select claim_id, concat_ws('/', payer, receiver, scheme) as pair from claim where period = $1 limit 1`,
    [MONTH],
  );
  if (claim === undefined) throw new Error(`${MONTH} has no claims`);
  const change = (cent: string): Promise<unknown> =>
    inWritingTransaction(place.database, (tx) =>
      tx.query('update claim set pool = pool + $1, payable = payable + $1 where claim_id = $2', [cent, claim.claim_id]),
    );
  await change('0.01');
  const { refused } = await fire(place, 'table', MONTH, 21);
  if (refused?.includes(claim.pair) !== true)
    throw new Error(`a cent in ${claim.pair} was not found: ${refused ?? ''}`);
  await change('-0.01');
}

/** The table is there with all the month's claims, nothing more, less what was deducted, and what had to wait waits. */
async function expectProved(database: Database, month: ClearingMonth): Promise<void> {
  const [row] = await database.read<{ agrees: boolean; pairs: number }>(
    `select p.claims = c.claims and p.total = c.payable - t.deducted and t.claims = c.claims and t.payable = c.payable
            and not exists (select from claim w where w.period is null and to_char(w.settled_on, 'YYYY-MM') = $1 and exists (
              select from read_holds.hold h where h.claim_id = w.claim_id and h.status = 'held')) as agrees, t.pairs
       from read_periods.period p,
            (select sum(claims) as claims, sum(payable) as payable, sum(deducted) as deducted,
                    count(distinct (payer, receiver))::integer as pairs from read_periods.cell where month = $1) t,
            (select count(*) as claims, sum(payable) as payable from claim where period = $1) c
      where p.month = $1`,
    [month],
  );
  if (row?.agrees !== true) throw new Error(`the table of ${month} does not agree with its claims`);
  if (row.pairs !== PAIRS) throw new Error(`the table of ${month} has ${row.pairs} pairs, not ${PAIRS}`);
}

const PAIRS = 992;

async function timed(task: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await task();
  return performance.now() - begun;
}
