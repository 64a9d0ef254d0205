import { FUND_COLUMNS, SCHEMES, type Scheme, type WarningRaised } from '#contracts';
import type { Role } from '#http';
import { CLEARING_UNITS, Money } from '#kernel';
import type { WorldLink } from '#simulator';
import { patiently } from './world-link.js';

/** A published table as the platform gives it. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** One directed pair of annex 14, by short names. */
export interface Cell {
  readonly payer: string;
  readonly receiver: string;
  readonly amount: string;
}

/** What the summary of a month shows, read from the platform as its users would. Yuan as text. */
export interface MonthFigures {
  readonly month: string;
  readonly clearedTotal: string;
  readonly funds: readonly { readonly scheme: Scheme; readonly title: string; readonly amount: string }[];
  readonly largestCells: readonly Cell[];
  readonly pairs: number;
  readonly holds: { readonly opened: number; readonly released: number; readonly investigated: number };
  readonly deducted: string;
  readonly waiting: number;
  readonly yellow: readonly string[];
  readonly red: readonly string[];
  readonly notices: { readonly published: number; readonly reported: number; readonly late: number };
  readonly differences: { readonly found: number; readonly open: number };
}

const LARGEST = 8;
const SCHEME_ANNEX: Readonly<Record<Scheme, string>> = { employee: '14-2', resident: '14-3' };

export async function monthFigures(link: WorldLink, month: string): Promise<MonthFigures> {
  const tables = `${link.urls.clearing}/clearing/periods/${month}/tables`;
  const table = (path: string): Promise<Table> => readAs<Table>(link, `${tables}/${path}`);
  const national = await table('14');
  const holds = await table('holds');
  const waiting = await table('waiting');
  const cells = cellsOf(national);
  return {
    month,
    clearedTotal: national.rows.at(-1)?.at(-1) ?? '0.00',
    funds: await fundTotals(table),
    largestCells: cells.slice(0, LARGEST),
    pairs: cells.length,
    holds: {
      opened: holds.rows.length,
      released: countFilled(holds, '放行日期'),
      investigated: countFilled(holds, '费用协查'),
    },
    deducted: await deductedTotal(table),
    waiting: waiting.rows.length,
    ...(await warningsOf(link, month)),
    notices: await noticesOf(link, month),
    differences: await differencesOf(link),
  };
}

/** What a user of the nation reads at an address of the platform. */
export async function readAs<T>(link: WorldLink, url: string, role: Role = 'national-agency'): Promise<T> {
  const token = await link.tokenFor(role, 'nation');
  return patiently(async () => {
    const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
    if (!response.ok) throw new Error(`${url}: HTTP ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  });
}

/** Pairs of annex 14 that are not zero, the largest first. */
export function cellsOf({ columns, rows }: Table): readonly Cell[] {
  const cells = rows.slice(0, -1).flatMap(([receiver = '', ...amounts]) =>
    amounts.slice(0, -1).flatMap((amount, index) => {
      const payer = columns[index + 1] ?? '';
      return amount === '—' || Money.of(amount).isZero() ? [] : [{ payer, receiver, amount }];
    }),
  );
  return cells.sort((a, b) => Money.of(b.amount).compare(Money.of(a.amount)));
}

function countFilled({ columns, rows }: Table, title: string): number {
  const index = columns.indexOf(title);
  return rows.filter((row) => row[index] !== '').length;
}

type ReadTable = (path: string) => Promise<Table>;

async function fundTotals(table: ReadTable): Promise<MonthFigures['funds']> {
  const totals: { scheme: Scheme; title: string; amount: string }[] = [];
  for (const scheme of SCHEMES) {
    const annexes = await Promise.all(CLEARING_UNITS.map(({ code }) => table(`${SCHEME_ANNEX[scheme]}?unit=${code}`)));
    for (const [index, { title }] of FUND_COLUMNS[scheme].entries()) {
      const amount = Money.sum(annexes.map(({ rows }) => Money.of(rows.at(-1)?.[index + 1] ?? '0.00')));
      if (!amount.isZero()) totals.push({ scheme, title, amount: amount.toString() });
    }
  }
  return totals;
}

async function deductedTotal(table: ReadTable): Promise<string> {
  const annexes = await Promise.all(CLEARING_UNITS.map(({ code }) => table(`14-4?unit=${code}`)));
  return Money.sum(annexes.map(({ rows }) => Money.of(rows.at(-1)?.[1] ?? '0.00'))).toString();
}

async function warningsOf(link: WorldLink, month: string): Promise<Pick<MonthFigures, 'yellow' | 'red'>> {
  const url = `${link.urls.prepayment}/prepayment/warnings?month=${month}`;
  const { warnings } = await readAs<{ warnings: readonly WarningRaised[] }>(link, url);
  const names = new Map<string, string>(CLEARING_UNITS.map(({ code, shortName }) => [code, shortName]));
  const at = (level: WarningRaised['level']): readonly string[] =>
    warnings
      .filter((warning) => warning.level === level && warning.payer === null)
      .map(({ receiver, ratePercent }) => `${names.get(receiver)} ${ratePercent}%`);
  return { yellow: at('yellow'), red: at('red') };
}

async function noticesOf(link: WorldLink, month: string): Promise<MonthFigures['notices']> {
  const url = `${link.urls.clearing}/clearing/notices/${month}`;
  const { notices } = await readAs<{ notices: readonly { step: string; late: readonly string[] }[] }>(link, url);
  return {
    published: notices.length,
    reported: notices.filter(({ step }) => step === 'reported').length,
    late: notices.filter(({ late }) => late.length > 0).length,
  };
}

async function differencesOf(link: WorldLink): Promise<MonthFigures['differences']> {
  const rows = await readAs<readonly { closedOn: string | null }[]>(
    link,
    `${link.urls.settlement}/settlement/reconciliation/differences`,
  );
  return { found: rows.length, open: rows.filter(({ closedOn }) => closedOn === null).length };
}
