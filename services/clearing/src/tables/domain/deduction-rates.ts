import { CLEARING_UNITS, Decimal, Money } from '#kernel';
import type { TableCell } from '../../period/domain/period.js';
import { shareOf, shown } from './percent.js';
import type { Table } from './table.js';

export interface LocalFigures {
  readonly unit: string;
  readonly audited: string;
  readonly deducted: string;
}

interface RatesOf {
  readonly month: string;
  /** The place of care; null for all. */
  readonly unit: string | null;
  readonly cells: readonly TableCell[];
  readonly locals: readonly LocalFigures[];
}

const NONE = '—';

/** 扣款率 in percent, half up to two decimals; null where nothing was paid. */
const rateOf = (deducted: Money, paid: Money): string | null =>
  paid.isPositive() ? shown(shareOf(deducted.exact(), paid.exact())) : null;

/** Of the rates as they are printed. */
const differenceOf = (away: string | null, here: string | null): string | null =>
  away === null || here === null ? null : shown(new Decimal(away).minus(here));

/** 审核扣款率比对表 by place of care: out-of-area claims of the table beside its own insured (AUD-07). */
export function deductionRatesTable({ month, unit, cells, locals }: RatesOf): Table {
  const units = CLEARING_UNITS.filter(({ code }) => unit === null || code === unit);
  return {
    ...{ annex: 'deduction-rates', title: '跨省异地就医审核扣款率比对表', month, unit },
    columns: [
      '就医地',
      '异地应付',
      '异地扣款',
      '异地扣款率(%)',
      '本地审核费用',
      '本地扣款',
      '本地扣款率(%)',
      '差(百分点)',
    ],
    rows: units.map(({ code, shortName }) => {
      const own = cells.filter(({ receiver }) => receiver === code);
      const payable = Money.sum(own.map((cell) => Money.of(cell.payable)));
      const deducted = Money.sum(own.map((cell) => Money.of(cell.deducted)));
      const local = locals.find((figures) => figures.unit === code);
      return [shortName, payable.toString(), deducted.toString(), ...ratesOf(rateOf(deducted, payable), local)];
    }),
  };
}

function ratesOf(away: string | null, local: LocalFigures | undefined): readonly string[] {
  if (local === undefined) return [away ?? NONE, NONE, NONE, NONE, NONE];
  const here = rateOf(Money.of(local.deducted), Money.of(local.audited));
  return [away ?? NONE, local.audited, local.deducted, here ?? NONE, differenceOf(away, here) ?? NONE];
}
