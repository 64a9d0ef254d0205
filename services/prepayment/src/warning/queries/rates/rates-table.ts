import { clearingUnit, unitShortName } from '#kernel';
import type { UseLevel } from '../../domain/use-rate.js';
import type { RateLine } from './rates.js';

export interface RateTableRow {
  readonly receiver: string;
  readonly name: string;
  readonly advance: string;
  readonly cleared: string;
  readonly ratePercent: string | null;
  readonly level: UseLevel;
}

const LEVEL_NAMES: Readonly<Record<UseLevel, string>> = {
  none: '',
  yellow: '黄色预警',
  red: '红色预警',
  'no-advance': '无预付金',
};
const HEAD = ['就医地代码', '就医地', '预付金(元)', '清算金额(元)', '使用率(%)', '预警'];

/** 预付金使用率表: one line per place of care in the official order. */
export const rateTable = (lines: readonly RateLine[]): readonly RateTableRow[] =>
  lines
    .filter(({ payer }) => payer === null)
    .map(({ receiver, advance, cleared, ratePercent, level }) => ({
      ...{ receiver, name: unitShortName(clearingUnit(receiver)) },
      ...{ advance, cleared, ratePercent, level },
    }));

/** The same as CSV: codes, names and figures only, so that no member needs quotes. */
export function rateTableCsv(rows: readonly RateTableRow[]): string {
  const lines = rows.map(({ receiver, name, advance, cleared, ratePercent, level }) => [
    ...[receiver, name, advance, cleared],
    ...[ratePercent ?? '', LEVEL_NAMES[level]],
  ]);
  return [HEAD, ...lines].map((line) => `${line.join(',')}\n`).join('');
}
