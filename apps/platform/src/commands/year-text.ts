import type { ClearedMonth } from './year-figures.js';
import { checkLine, yuan } from './month-text.js';
import type { YearReport } from './year.js';

const WIDTH = 16;

/** The summary a person reads at the end of a year. */
export function yearText(report: YearReport): string {
  const { outcome, figures, seed, year, checks, tables, seconds, ok } = report;
  const refused = Object.values(outcome.refusedClaims).reduce((sum, count) => sum + count, 0);
  return [
    `跨省异地就医 ${year} 年（种子 ${seed}），清算至次年3月底`,
    `结算 ${outcome.settled} 笔，退费 ${outcome.refunded} 笔，拒付 ${refused} 笔，报文 ${outcome.messages} 条`,
    '',
    '清算月          清算金额     对  回流  审核扣款     未入  逾期  黄  红  通知书',
    ...figures.months.map(monthLine),
    '',
    `预付金    年初额度 ${yuan(outcome.levels)}，加紧急调增后 ${yuan(figures.levels)}，次年额度 ${yuan(figures.nextLevels)}`,
    `          划拨 ${figures.transfers.due} 笔，到账 ${figures.transfers.received}，其中退回“*” ${figures.transfers.returned}`,
    '',
    ...checks.map(checkLine),
    '',
    `用时 ${seconds} 秒`,
    `公布的表与预付金表单 ${tables.files} 份：${tables.folder}`,
    ok ? '全部通过' : '未通过',
  ].join('\n');
}

const monthLine = (month: ClearedMonth): string =>
  [
    month.month,
    yuan(month.cleared).padStart(WIDTH),
    String(month.pairs).padStart(6),
    String(month.returned).padStart(5),
    yuan(month.deducted).padStart(WIDTH - 4),
    ...[month.waiting, month.overdue.length].map((count) => String(count).padStart(6)),
    ...[month.yellow, month.red].map((count) => String(count).padStart(4)),
    String(month.notices).padStart(6),
  ].join('');
