import { FUND_COLUMNS, type FundColumn, type Scheme } from '#contracts';
import { CLEARING_UNITS, clearingUnit, Money, unitName } from '#kernel';
import type { TableCell } from '../../period/domain/period.js';
import type { Table } from './table.js';

export interface AnnexOf {
  readonly month: string;
  readonly unit: string;
  readonly cells: readonly TableCell[];
}

const TOTAL = '合计';
const NONE = '—';

type Amount = (cell: TableCell) => Money;
type Side = 'payer' | 'receiver';

const cleared: Amount = ({ cleared: amount }) => Money.of(amount);
const payable: Amount = ({ payable: amount }) => Money.of(amount);
const deducted: Amount = ({ deducted: amount }) => Money.of(amount);
const ofScheme =
  (amount: Amount, scheme: Scheme): Amount =>
  (cell) =>
    cell.scheme === scheme ? amount(cell) : Money.zero;
const ofFund =
  (name: 'payable' | 'deducted', scheme: Scheme, column: FundColumn): Amount =>
  (cell) =>
    cell.scheme === scheme
      ? Money.sum(cell.funds.filter((fund) => fund.column === column).map((fund) => Money.of(fund[name])))
      : Money.zero;

const sum = (cells: readonly TableCell[], amount: Amount): Money => Money.sum(cells.map(amount));

/** 附件14 全国跨省异地就医费用清算表: a line for each 收款省, a column for each 付款省, net of deductions (CLR-03). */
export function annex14({ month, cells }: Omit<AnnexOf, 'unit'>): Table {
  const amounts = new Map<string, Money>();
  for (const cell of cells) {
    const key = `${cell.payer}/${cell.receiver}`;
    amounts.set(key, (amounts.get(key) ?? Money.zero).plus(cleared(cell)));
  }
  const at = (payer: string, receiver: string): Money => amounts.get(`${payer}/${receiver}`) ?? Money.zero;
  const codes = CLEARING_UNITS.map(({ code }) => code);
  const lines = CLEARING_UNITS.map(({ code: receiver, shortName }) => [
    shortName,
    ...codes.map((payer) => (payer === receiver ? NONE : at(payer, receiver).toString())),
    Money.sum(codes.map((payer) => at(payer, receiver))).toString(),
  ]);
  const totals = codes.map((payer) => Money.sum(codes.map((receiver) => at(payer, receiver))));
  const last = [TOTAL, ...totals.map(String), Money.sum(totals).toString()];
  const columns = ['收款省＼付款省', ...CLEARING_UNITS.map(({ shortName }) => shortName), TOTAL];
  return {
    ...{ annex: '14', title: '全国跨省异地就医费用清算表', month, unit: null },
    columns,
    rows: [...lines, last],
  };
}

interface Column {
  readonly title: string;
  readonly amount: Amount;
}

/** A line for every other unit in the official order and one for their sum. */
function byCounterparty({ unit, cells }: AnnexOf, side: Side, columns: readonly Column[]): Table['rows'] {
  const other: Side = side === 'payer' ? 'receiver' : 'payer';
  const own = cells.filter((cell) => cell[side] === unit);
  const line = (name: string, of: readonly TableCell[]): readonly string[] => [
    name,
    ...columns.map(({ amount }) => sum(of, amount).toString()),
  ];
  const lines = CLEARING_UNITS.filter(({ code }) => code !== unit).map(({ code, shortName }) =>
    line(
      shortName,
      own.filter((cell) => cell[other] === code),
    ),
  );
  return [...lines, line(TOTAL, own)];
}

interface Shape {
  readonly title: string;
  readonly side: Side;
  readonly columns: readonly Column[];
}

const bySchemes = (amount: Amount): readonly Column[] => [
  { title: TOTAL, amount },
  { title: '职工医保', amount: ofScheme(amount, 'employee') },
  { title: '居民医保', amount: ofScheme(amount, 'resident') },
];

const byFunds = (name: 'payable' | 'deducted', scheme: Scheme): readonly Column[] => [
  ...FUND_COLUMNS[scheme].map(({ column, title }) => ({ title, amount: ofFund(name, scheme, column) })),
  { title: TOTAL, amount: ofScheme(name === 'payable' ? payable : deducted, scheme) },
];

/** 附件14-1 … 14-7 of one unit (CLR-03); titles as the source prints them, after the name of the unit. */
const SHAPES: Readonly<Record<string, Shape>> = {
  '14-1': { title: '跨省异地就医应付医疗费用清算表', side: 'payer', columns: bySchemes(payable) },
  '14-2': { title: '跨省异地就医职工医保基金应付明细表', side: 'payer', columns: byFunds('payable', 'employee') },
  '14-3': { title: '跨省异地就医居民医保基金应付明细表', side: 'payer', columns: byFunds('payable', 'resident') },
  '14-4': { title: '跨省异地就医医保基金审核扣款明细表', side: 'payer', columns: bySchemes(deducted) },
  '14-5': { title: '跨省异地就医职工医保基金审核扣款明细表', side: 'payer', columns: byFunds('deducted', 'employee') },
  '14-6': { title: '跨省异地就医居民医保基金审核扣款明细表', side: 'payer', columns: byFunds('deducted', 'resident') },
  '14-7': { title: '跨省异地就医应收医疗费用清算表', side: 'receiver', columns: bySchemes(cleared) },
};

export const UNIT_ANNEXES: readonly string[] = Object.keys(SHAPES);

/** One of annexes 14-1 … 14-7. Throws RangeError for another number. */
export function unitAnnex(annex: string, of: AnnexOf): Table {
  const shape = SHAPES[annex];
  if (shape === undefined) throw new RangeError(`annex ${annex}`);
  return {
    ...{ annex, title: `${unitName(clearingUnit(of.unit))}${shape.title}`, month: of.month, unit: of.unit },
    columns: ['地区', ...shape.columns.map(({ title }) => title)],
    rows: byCounterparty(of, shape.side, shape.columns),
  };
}
