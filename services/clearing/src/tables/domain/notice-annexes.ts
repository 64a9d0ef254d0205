import { CLEARING_UNITS, clearingUnit, Money, unitName, unitShortName } from '#kernel';
import type { NoticeLine } from '../../notice/domain/notice.js';
import type { Table } from './table.js';

interface NoticeOf {
  readonly month: string;
  readonly unit: string;
  readonly lines: readonly NoticeLine[];
}

const ORDER = new Map<string, number>(CLEARING_UNITS.map(({ code }, index) => [code, index]));
const rank = ({ unit, returned }: NoticeLine): number => (ORDER.get(unit) ?? 0) * 2 + (returned ? 1 : 0);

const TITLES = { '15': '跨省异地就医费用付款通知书', '16': '跨省异地就医费用收款通知书' } as const;
export type NoticeAnnex = keyof typeof TITLES;

/** 附件15 and 16: the other units in the official order, "*" before a name where the money goes back (CLR-05, CLR-08). */
export function noticeAnnex(annex: NoticeAnnex, { month, unit, lines }: NoticeOf): Table {
  const sorted = [...lines].sort((a, b) => rank(a) - rank(b));
  const rows = sorted.map((line) => [
    `${line.returned ? '*' : ''}${unitShortName(clearingUnit(line.unit))}`,
    Money.of(line.amount).toString(),
  ]);
  const total = Money.sum(lines.map(({ amount }) => Money.of(amount))).toString();
  return {
    ...{ annex, title: `${unitName(clearingUnit(unit))}${TITLES[annex]}`, month, unit },
    columns: ['地区', '金额'],
    rows: [...rows, ['合计', total]],
  };
}
