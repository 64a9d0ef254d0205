import { Money } from '#kernel';
import type { Treatment } from '#policy';
import type { Computation } from './computation.js';
import { bandSteps, plainStep, policyStep, reductionText } from './trace.js';
import type { Step } from './types.js';

const TREATMENT_NAMES: Readonly<Record<Treatment, string>> = {
  'retiree-resettled': '异地安置退休',
  'long-term-resident': '异地长期居住',
  'posted-worker': '常驻异地工作',
  referred: '异地转诊',
  emergency: '异地急诊抢救',
  'other-temporary': '其他临时外出',
  unfiled: '未备案',
};

/** The steps of a claim in words, with the policy value, its source and the rule of each (kept for disputes). */
export function explain(computed: Computation): readonly Step[] {
  return [
    ...scopeSteps(computed),
    reductionStep(computed),
    ...basicSteps(computed),
    ...largeSteps(computed),
    ...civilSteps(computed),
    ...personalSteps(computed),
  ];
}

function scopeSteps({ input }: Computation): Step[] {
  const { total, inScope, classBPrepay, overLimit, selfPay } = input.amounts;
  const formula = `${total}−先行自付${classBPrepay}−超限价${overLimit}−自费${selfPay}`;
  return [plainStep('符合政策范围', inScope, formula, 'SET-05')];
}

function reductionStep({ benefit, treatment, reduction, input }: Computation): Step {
  return policyStep(benefit, {
    name: `异地待遇（${TREATMENT_NAMES[treatment]}）`,
    amount: Money.zero,
    formula: reductionText(reduction),
    policyValue: reductionText(reduction),
    from: `reduction.${input.visit.kind}.${treatment}`,
    rule: 'SET-06',
  });
}

function basicSteps({ benefit, basic, input, treatment, reduction }: Computation): Step[] {
  const own = reduction.deductible !== undefined;
  const deductible = policyStep(benefit, {
    name: '起付标准',
    amount: basic.deductibleCharged,
    formula:
      input.visit.kind === 'inpatient' ? `本年第${input.visit.stayNumberOfYear}次住院` : '本年度未用完的起付标准',
    policyValue: basic.deductibleCharged.toString(),
    from: own ? `reduction.${input.visit.kind}.${treatment}` : basic.used.deductible,
    rule: 'SET-01',
  });
  const bands = bandSteps(benefit, basic.parts, { name: '统筹支付', from: basic.used.ratio, rule: 'SET-01' });
  const rounded = policyStep(benefit, {
    name: '统筹基金支付',
    amount: basic.paid,
    formula: basic.beyondCap.isPositive() ? `限额内可支付${basic.limitLeft ?? ''}` : '各段合计，四舍五入到分',
    policyValue: basic.limitLeft === null ? '不设限额' : `限额尚余${basic.limitLeft}`,
    from: basic.used.cap,
    rule: 'SET-20',
  });
  return [deductible, ...bands, rounded];
}

function largeSteps({ benefit, large }: Computation): Step[] {
  if (!large.paid.isPositive()) return [];
  const bands = bandSteps(benefit, large.parts, { name: '大额、大病支付', from: 'large', rule: 'SET-20' });
  const rounded = policyStep(benefit, {
    name: '大额、大病基金支付',
    amount: large.paid,
    formula: `基数${large.base}，各段合计，四舍五入到分`,
    policyValue: large.limitLeft === null ? '不设限额' : `限额尚余${large.limitLeft}`,
    from: 'large',
    rule: 'SET-20',
  });
  return [...bands, rounded];
}

function civilSteps({ benefit, civil }: Computation): Step[] {
  if (!civil.paid.isPositive()) return [];
  return bandSteps(benefit, civil.parts, { name: '公务员医疗补助', from: 'civilServant', rule: 'SET-20' });
}

function personalSteps({ hospitalBorne, accountPaid, cash }: Computation): Step[] {
  return [
    plainStep('医院负担', hospitalBorne, '由医疗机构承担', 'SET-05'),
    plainStep('个人账户支付', accountPaid, '个人负担中由账户支付', 'SET-20'),
    plainStep('个人现金支付', cash, '总费用−基金−医院负担−个人账户', 'SET-05'),
  ];
}
