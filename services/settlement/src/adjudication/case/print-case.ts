import type { Step } from '../domain/types.js';
import type { CaseExplanation } from './adjudicate-case.js';

const FUND_NAMES: Readonly<Record<string, string>> = {
  '310100': '职工基本医疗保险统筹基金',
  '390100': '城乡居民基本医疗保险基金',
  '330100': '职工大额医疗费用补助',
  '390200': '城乡居民大病保险',
  '320100': '公务员医疗补助',
};
const CLASS_NAMES: Readonly<Record<string, string>> = { '01': '甲', '02': '乙', '03': '丙' };

/** The explanation as plain text: the bill, each step with its source, and who pays. */
export function printCase(explanation: CaseExplanation): string {
  return [
    ...headLines(explanation),
    ...explanation.lines.map(feeLine),
    '计算过程',
    ...explanation.steps.map(stepLine),
    '支付',
    ...payerLines(explanation),
    '',
  ].join('\n');
}

function headLines({ title, policy, amounts }: CaseExplanation): string[] {
  return [
    ...(title === '' ? [] : [title]),
    `参保地 ${policy.region}，政策日期 ${policy.date}，政策表 ${policy.files.join('、')}`,
    `总费用 ${amounts.total} = 范围内 ${amounts.inScope} + 先行自付 ${amounts.classBPrepay} + 超限价 ${amounts.overLimit} + 自费 ${amounts.selfPay}`,
  ];
}

const feeLine = (line: CaseExplanation['lines'][number]): string =>
  `  ${line.code} ${line.name} ${CLASS_NAMES[line.class] ?? line.class} ${line.total}：` +
  `范围内 ${line.inScope}，先行自付 ${line.classBPrepay}，超限价 ${line.overLimit}，自费 ${line.selfPay}`;

const stepLine = (step: Step): string =>
  `  ${step.name} ${step.amount}：${step.formula}${step.source === null ? '' : `；依据 ${step.source}`} [${step.rule}]`;

function payerLines(explanation: CaseExplanation): string[] {
  return [
    ...explanation.funds.map(({ code, amount }) => `  ${code} ${FUND_NAMES[code] ?? '其他基金'} ${amount}`),
    `  个人账户 ${explanation.accountPaid}`,
    `  医院负担 ${explanation.hospitalBorne}`,
    `  个人现金 ${explanation.cash}`,
  ];
}
