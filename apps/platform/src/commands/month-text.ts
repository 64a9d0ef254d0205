import type { Check } from './checks.js';
import type { MonthReport } from './month.js';

const WIDTH = 14;
const NAME = { employee: '职工', resident: '居民' } as const;

/** Yuan with a comma at every third digit. */
export const yuan = (text: string): string => text.replace(/\B(?=(\d{3})+(?=\.))/g, ',');
export const checkLine = ({ ok, name, detail }: Check): string => `${ok ? '✓' : '✗'} ${name}：${detail}`;
const listed = (items: readonly string[]): string => (items.length === 0 ? '无' : items.join('、'));

/** The summary a person reads at the end of a month. */
export function monthText(report: MonthReport): string {
  return [claimsText(report), moneyText(report), provincesText(report), checksText(report)].flat().join('\n');
}

function claimsText({ outcome, figures, seed }: MonthReport): readonly string[] {
  const refused = Object.entries(outcome.refusedClaims);
  return [
    `跨省异地就医 ${figures.month} 清算月（种子 ${seed}）`,
    '',
    `结算    ${outcome.settled} 笔，退费 ${outcome.refunded} 笔，报文 ${outcome.messages} 条，回放真实报文 ${outcome.replayedSamples.length} 份`,
    `拒付    ${refused.reduce((sum, [, count]) => sum + count, 0)} 笔`,
    ...refused.sort(([, a], [, b]) => b - a).map(([reason, count]) => `        ${count} × ${reason}`),
  ];
}

function moneyText({ figures }: MonthReport): readonly string[] {
  return [
    '',
    `清算金额 ${yuan(figures.clearedTotal)} 元，${figures.pairs} 对，审核扣款 ${yuan(figures.deducted)} 元，未进入清算 ${figures.waiting} 笔`,
    ...figures.funds.map(
      ({ scheme, title, amount }) => `        ${yuan(amount).padStart(WIDTH)}  ${NAME[scheme]} ${title}`,
    ),
    '最大的清算格（参保地 → 就医地）',
    ...figures.largestCells.map(
      ({ payer, receiver, amount }) => `        ${yuan(amount).padStart(WIDTH)}  ${payer} → ${receiver}`,
    ),
  ];
}

function provincesText({ figures, outcome }: MonthReport): readonly string[] {
  const { holds, notices, differences } = figures;
  return [
    '',
    `审核暂缓  ${holds.opened} 笔，放行 ${holds.released}，费用协查 ${holds.investigated}`,
    `预付金    70%黄色预警：${listed(figures.yellow)}`,
    `          90%红色预警：${listed(figures.red)}`,
    `通知书    发布 ${notices.published} 份，已反馈 ${notices.reported}，逾期 ${notices.late}`,
    `对账差异  埋入 ${outcome.planted.differences}，发现 ${differences.found}，未关闭 ${differences.open}；总额不平 埋入 ${outcome.planted.statements}，发现 ${outcome.found.statements}`,
  ];
}

function checksText({ checks, ok, seconds, settledPerSecond, tables, outcome }: MonthReport): readonly string[] {
  const first = outcome.firstSettledMs === null ? '' : `，首笔结算 ${outcome.firstSettledMs.toFixed(0)} 毫秒`;
  return [
    '',
    ...checks.map(checkLine),
    '',
    `用时 ${seconds} 秒，每秒结算 ${settledPerSecond} 笔${first}`,
    `公布的表 ${tables.files} 份：${tables.folder}`,
    ok ? '全部通过' : '未通过',
  ];
}
