import { clearingUnit, unitName } from '#kernel';
import { columnsOf, padColumns } from './columns.js';

/** 未达账项 as clearing tells them. Yuan as text. */
export interface OpenParts {
  readonly unit: string;
  readonly on: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly parts: readonly {
    readonly id: string;
    readonly class: string;
    readonly amount: string;
    readonly counterparty: string | null;
    readonly serialNumber: string | null;
    readonly since: string;
    readonly ageDays: number;
  }[];
  readonly candidates: readonly { readonly lineIds: readonly string[]; readonly itemIds: readonly string[] }[];
}

/** 余额调节表 as clearing tells it. Yuan as text. */
export interface Reconciliation {
  readonly unit: string;
  readonly on: string;
  readonly bankBalance: string;
  readonly booksBalance: string;
  readonly sums: Readonly<Record<string, string>>;
  readonly adjusted: { readonly bank: string; readonly books: string };
  readonly agrees: boolean;
  readonly accounts: readonly { readonly account: string; readonly to: string; readonly closing: string }[];
}

const CLASS_NAMES: Readonly<Record<string, string>> = {
  'bank-in-not-books': '银行已收、企业未收',
  'bank-out-not-books': '银行已付、企业未付',
  'books-in-not-bank': '企业已收、银行未收',
  'books-out-not-bank': '企业已付、银行未付',
  ...{ receivable: '应收未收', payable: '应付未付' },
};
const nameOf = (kind: string): string => CLASS_NAMES[kind] ?? kind;

/** Candidates that are printed; the rest is counted. */
const SHOWN_CANDIDATES = 20;
const WIDTHS = [22, 20, 12, 8, 20] as const;
const rowOf = (cells: readonly string[]): string =>
  cells
    .map((cell, index) => padColumns(cell, WIDTHS[index] ?? 0))
    .join(' ')
    .trimEnd();

/** 未达账项, the oldest first, and what may belong together. */
export function openText({ unit, on, counts, parts, candidates }: OpenParts): string {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const sums = Object.entries(counts).map(([kind, count]) => `${nameOf(kind)}${count}笔`);
  const head = `${unitName(clearingUnit(unit))} 财政专户 ${on} 未达账项 ${total} 笔`;
  if (total === 0) return head;
  return [
    `${head}：${sums.join('，')}`,
    rowOf(['类别', '金额（元）', '日期', '账龄', '对方', '编号']),
    ...parts.map((part) =>
      rowOf([...[nameOf(part.class), part.amount, part.since, `${part.ageDays}天`, part.counterparty ?? '-', part.id]]),
    ),
    ...(parts.length < total ? [`……其余${total - parts.length}笔见 --json 与接口`] : []),
    ...candidatesText(candidates),
  ].join('\n');
}

function candidatesText(candidates: OpenParts['candidates']): readonly string[] {
  if (candidates.length === 0) return [];
  const shown = candidates.slice(0, SHOWN_CANDIDATES);
  return [
    `可能的对应 ${candidates.length} 组，须由两人核对后手工勾对 (SEC-04)：`,
    ...shown.map(({ lineIds, itemIds }) => `  流水 ${lineIds.join('+')} = 账项 ${itemIds.join('+')}`),
    ...(shown.length < candidates.length ? [`  ……其余${candidates.length - shown.length}组`] : []),
  ];
}

const SIDE_COLUMNS = 30;

/** 余额调节表 in two columns: the bank's side and the books' side. */
export function reconciliationText(table: Reconciliation): string {
  const { unit, on, bankBalance, booksBalance, sums, adjusted, agrees, accounts } = table;
  const side = (name: string, amount: string): string => `${padColumns(name, SIDE_COLUMNS)}${amount.padStart(20)}`;
  const sum = (kind: string): string => sums[kind] ?? '0.00';
  const rows = [
    [side('银行对账单余额', bankBalance), side('单位账面余额', booksBalance)],
    [
      side('加：企业已收、银行未收', sum('books-in-not-bank')),
      side('加：银行已收、企业未收', sum('bank-in-not-books')),
    ],
    [
      side('减：企业已付、银行未付', sum('books-out-not-bank')),
      side('减：银行已付、企业未付', sum('bank-out-not-books')),
    ],
    [side('调节后余额', adjusted.bank), side('调节后余额', adjusted.books)],
  ];
  return [
    `${unitName(clearingUnit(unit))} 财政专户 银行存款余额调节表 ${on}`,
    ...accounts.map(({ account, to, closing }) => `账号尾号 ${account.slice(-4)}：对账单至 ${to}，余额 ${closing} 元`),
    '-'.repeat(columnsOf(rows[0]?.join('  │ ') ?? '')),
    ...rows.map((both) => both.join('  │ ')),
    agrees ? '✓ 调节后余额相符' : '✗ 调节后余额不符',
  ].join('\n');
}
