import { DEMONSTRATION_MARK } from '../domain/trace.js';
import type { Step } from '../domain/types.js';
import type { CaseExplanation, CheckedClaim } from './adjudicate-case.js';
import type { CaseCheck } from './checks.js';

const FUND_NAMES: Readonly<Record<string, string>> = {
  '310100': '职工基本医疗保险统筹基金',
  '390100': '城乡居民基本医疗保险基金',
  '330100': '职工大额医疗费用补助',
  '390200': '城乡居民大病保险',
  '320100': '公务员医疗补助',
  '350100': '一至六级残疾军人医疗补助',
  '370100': '企业补充医疗保险',
  '610100': '医疗救助',
  '610102': '医疗再救助',
  '999997': '其他基金',
};
const CLASS_NAMES: Readonly<Record<string, string>> = { '01': '甲', '02': '乙', '03': '丙' };

/** The explanation as plain text: every claim with its bill, each step with its source, who pays, and what was to be checked. */
export function printCase({ then, ...first }: CaseExplanation): string {
  return [first, ...then].map((claim, index) => printClaim(claim, index, then.length > 0)).join('\n');
}

function printClaim(claim: CheckedClaim, index: number, isOneOfMany: boolean): string {
  return [
    ...(isOneOfMany ? [`第${index + 1}次结算（${claim.settledOn}）`] : []),
    ...headLines(claim),
    ...claim.lines.map(feeLine),
    '计算过程',
    ...claim.steps.map(stepLine),
    ...demonstrationNote(claim),
    '支付',
    ...payerLines(claim),
    ...yearLines(claim),
    ...(claim.checks.length === 0 ? [] : ['核对', ...claim.checks.map(checkLine)]),
    '',
  ].join('\n');
}

/** A value of a demonstration table is nobody's rule: whoever writes a table has to hear that it took part. */
const demonstrationNote = ({ steps }: CheckedClaim): string[] =>
  steps.some(({ source }) => source?.includes(DEMONSTRATION_MARK) === true)
    ? ['  注意：依据里标明“演示”的取自演示表，不是当地规定；当地没有的层写kind: none，没有限额的写none']
    : [];

function headLines({ title, policy, amounts }: CheckedClaim): string[] {
  return [
    ...(title === '' ? [] : [title]),
    `参保地 ${policy.region}，政策日期 ${policy.date}，政策表 ${policy.files.join('、')}`,
    `总费用 ${amounts.total} = 范围内 ${amounts.inScope} + 先行自付 ${amounts.classBPrepay} + 超限价 ${amounts.overLimit} + 自费 ${amounts.selfPay}`,
  ];
}

const feeLine = (line: CheckedClaim['lines'][number]): string =>
  `  ${line.code === '' ? '' : `${line.code} `}${line.name} ${CLASS_NAMES[line.class] ?? line.class} ${line.total}：` +
  `范围内 ${line.inScope}，先行自付 ${line.classBPrepay}，超限价 ${line.overLimit}，自费 ${line.selfPay}`;

function stepLine({ name, amount, formula, policyValue, source, rule }: Step): string {
  const value = policyValue === null || policyValue === formula ? '' : `；政策值 ${policyValue}`;
  return `  ${name} ${amount}：${formula}${value}${source === null ? '' : `；依据 ${source}`} [${rule}]`;
}

function payerLines(claim: CheckedClaim): string[] {
  return [
    ...claim.funds.map(({ code, amount }) => `  ${code} ${FUND_NAMES[code] ?? '其他基金'} ${amount}`),
    `  个人账户 ${claim.accountPaid}${claim.familyPaid === '0.00' ? '' : `（其中家庭共济 ${claim.familyPaid}）`}`,
    `  医院负担 ${claim.hospitalBorne}`,
    `  个人现金 ${claim.cash}`,
  ];
}

/** Only where a stay belongs to several medical years: otherwise the year is that of the settlement. */
const yearLines = ({ uses }: CheckedClaim): string[] =>
  uses.length < 2
    ? []
    : uses.map(({ year, delta }) => `  ${year}年度计入：起付 ${delta.deductiblePaid}，基金支付 ${delta.fundPaid}`);

function checkLine({ at, expected, computed, agrees, why }: CaseCheck): string {
  if (why !== null) return `  ${agrees ? '原文有误' : '不符'} ${at}：原文 ${expected}，应为 ${computed}；${why}`;
  return agrees ? `  相符 ${at} ${computed}` : `  不符 ${at}：应为 ${expected}，算得 ${computed}`;
}
