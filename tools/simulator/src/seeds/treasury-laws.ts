import { Money } from '#kernel';
import type { BankLine, SeedBank } from './bank.js';
import type { SeedPlatform } from './platform.js';

export interface KnownTreasury {
  readonly banks: ReadonlyMap<string, SeedBank>;
}

interface Sum {
  readonly unit: string;
  readonly amount: string;
}

const sumsOf = (rows: readonly Sum[]): ReadonlyMap<string, Money> =>
  new Map(rows.map(({ unit, amount }) => [unit, Money.of(amount)]));
const lineText = (unit: string, { on, change, serial }: BankLine): string =>
  [unit, on, change.isNegative() ? 'out' : 'in', change.abs(), serial].join(' ');

/** 流水 as the banks wrote them and the platform took them, each once (CLR-13). */
export async function takenLines(
  platform: SeedPlatform,
  { banks }: KnownTreasury,
): Promise<readonly [readonly string[], readonly string[]]> {
  const rows = await platform.read<{ line: string }>(
    'clearing',
    `select concat_ws(' ', unit, booked_on, direction, amount, serial_number) as line from read_treasury.line`,
  );
  const expected = [...banks].flatMap(([unit, { taken }]) => [...taken].map((line) => lineText(unit, line)));
  return [expected, rows.map(({ line }) => line)];
}

const SIGNED = `case direction when 'in' then amount else -amount end`;
const OPEN = 'match_id is null and closed_as is null';

/** 账款相符 (CLR-13): at any moment the bank less its open lines is the books less their open slips, and the bank is as it says itself. */
export async function brokenBalances(platform: SeedPlatform, { banks }: KnownTreasury): Promise<readonly string[]> {
  const sums = async (sql: string): Promise<ReadonlyMap<string, Money>> =>
    sumsOf(await platform.read<Sum>('clearing', `${sql} group by unit`));
  const text = (what: string): string => `coalesce(sum(${what}), 0)::numeric(18, 2)::text as amount`;
  const books = await sums(
    `select unit, ${text('debit - credit')} from read_treasury.entry where account = 'special-account'`,
  );
  const openLines = await sums(`select unit, ${text(SIGNED)} from read_treasury.line where ${OPEN}`);
  const openSlips = await sums(
    `select unit, ${text(SIGNED)} from read_treasury.item where ${OPEN} and booked_on is not null`,
  );
  return [...banks].flatMap(([unit, bank]) => {
    const of = (map: ReadonlyMap<string, Money>): Money => map.get(unit) ?? Money.zero;
    const balance = bank.takenTo === null ? Money.zero : bank.takenClosing;
    const [atBank, inBooks] = [balance.minus(of(openLines)), of(books).minus(of(openSlips))];
    if (atBank.eq(inBooks)) return [];
    return [`账款相符 (CLR-13)：${unit} 银行${balance}减未达${of(openLines)}，账面${of(books)}减未达${of(openSlips)}`];
  });
}

/** 借贷相等 (CLR-13): every movement of the books has two lines of one amount. */
export async function brokenMovements(platform: SeedPlatform): Promise<readonly string[]> {
  const rows = await platform.read<{ unit: string; movement_id: string; debit: string; credit: string }>(
    'clearing',
    `select unit, movement_id, debit::text, credit::text from read_treasury.entry`,
  );
  const sums = new Map<string, { debit: Money; credit: Money; lines: number }>();
  for (const { unit, movement_id: movementId, debit, credit } of rows) {
    const known = sums.get(`${unit} ${movementId}`) ?? { debit: Money.zero, credit: Money.zero, lines: 0 };
    const both = { debit: known.debit.plus(Money.of(debit)), credit: known.credit.plus(Money.of(credit)) };
    sums.set(`${unit} ${movementId}`, { ...both, lines: known.lines + 1 });
  }
  return [...sums].flatMap(([movement, { debit, credit, lines }]) =>
    debit.eq(credit) && lines === 2 ? [] : [`借贷相等 (CLR-13)：${movement} 借${debit} 贷${credit}，${lines}行`],
  );
}

/** 自动勾对 (CLR-13): what the platform put together by itself is truly of one item, and nothing that came back is among it. */
export async function wrongMatches(platform: SeedPlatform, { banks }: KnownTreasury): Promise<readonly string[]> {
  const rows = await platform.read<{ unit: string; match_id: string; line: string; items: readonly string[] }>(
    'clearing',
    `select l.unit, l.match_id, concat_ws(' ', l.unit, l.booked_on, l.direction, l.amount, l.serial_number) as line,
            array(select i.item_id from read_treasury.item i where i.unit = l.unit and i.match_id = l.match_id) as items
       from read_treasury.line l join read_treasury.match m using (unit, match_id) where m.by <> 'hand'`,
  );
  const truth = new Map(
    [...banks].flatMap(([unit, { taken }]) => [...taken].map((line) => [lineText(unit, line), line.item] as const)),
  );
  return rows.flatMap(({ unit, match_id: matchId, line, items }) =>
    items.includes(truth.get(line) ?? '')
      ? []
      : [`自动勾对 (CLR-13)：${unit} ${matchId} ${line} 不是 ${items.join('+')}`],
  );
}

/** 账项 of advances as they were reported, each once (PRE-07, CLR-13). Holds once everything was delivered. */
export const REPORTED_MOVEMENTS = `
  select concat_ws(' ', unit, item_id, direction, amount) as line from read_treasury.item
   where kind in ('advance-paid', 'temporary-receipt')`;

/** 账项 of notices (CLR-05): as `noticeLines` of the laws writes them. */
export const NOTICE_ITEMS = `
  select concat_ws(' ', month, unit, case kind when 'payment' then '15' else '16' end,
                   counterparty || case when returned then '*' else '' end, amount) as line
    from read_treasury.item where kind in ('payment', 'collection')`;
