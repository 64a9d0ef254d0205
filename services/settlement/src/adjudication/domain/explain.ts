import { Money } from '#kernel';
import type { Treatment } from '#policy';
import { adjustmentText } from './adjustments.js';
import type { Borne, FundsPaid } from './computation.js';
import { itemSteps, limitSteps } from './explain-scope.js';
import { bandSteps, deductibleText, percent, plainStep, policyStep, reductionText } from './trace.js';
import type { Step } from './types.js';
import { HOSPITAL_FUND } from './upper-funds.js';
import type { LayerAnswer } from './upper-funds.js';

const TREATMENT_NAMES: Readonly<Record<Treatment, string>> = {
  'retiree-resettled': '异地安置退休',
  'long-term-resident': '异地长期居住',
  'posted-worker': '常驻异地工作',
  referred: '异地转诊',
  emergency: '异地急诊抢救',
  'other-temporary': '其他临时外出',
  unfiled: '未备案',
  home: '参保地就医',
  'home-promise': '承诺备案未补齐材料，在参保地就医',
};

/** The steps of a claim up to the last fund in words, with the policy value, its source and the rule of each (for disputes). */
export function explainFunds(paid: FundsPaid): readonly Step[] {
  return [
    ...scopeSteps(paid),
    ...reductionSteps(paid),
    ...adjustmentSteps(paid),
    ...itemSteps(paid),
    ...limitSteps(paid),
    ...basicSteps(paid),
    ...paid.layers.flatMap((layer) => layerSteps(paid, layer)),
  ];
}

function scopeSteps({ input }: FundsPaid): Step[] {
  const { total, inScope, classBPrepay, overLimit, selfPay } = input.amounts;
  const formula = `${total}−先行自付${classBPrepay}−超限价${overLimit}−自费${selfPay}`;
  return [plainStep('符合政策范围', inScope, formula, 'SET-05')];
}

function reductionSteps({ benefit, treatment, reductions, basic, input }: FundsPaid): Step[] {
  const { kind } = input.visit;
  return reductions.map((reduction, index) =>
    policyStep(benefit, {
      name: index === 0 ? `异地待遇（${TREATMENT_NAMES[treatment]}）` : '未直接结算的扣减',
      // What is borne first is an amount; points and bands of their own show in the ratios below.
      amount: reduction.kind === 'first-bear' ? basic.firstBorne : Money.zero,
      formula: reductionText(reduction),
      policyValue: reductionText(reduction),
      from: index === 0 ? `reduction.${kind}.${treatment}` : 'penalty.indirect',
      rule: 'SET-06',
    }),
  );
}

const adjustmentSteps = ({ benefit, adjustments }: FundsPaid): Step[] =>
  adjustments.map((adjustment) =>
    policyStep(benefit, {
      name: '待遇调整',
      amount: Money.zero,
      formula: adjustmentText(adjustment),
      policyValue: adjustmentText(adjustment),
      from: 'adjustments',
      rule: 'SET-01',
    }),
  );

function basicSteps(paid: FundsPaid): Step[] {
  if (paid.basicIsGiven) return [plainStep('统筹基金支付', paid.basic.paid, '由结算输入给定，不再计算', 'SET-20')];
  return [deductibleStep(paid), ...ratioSteps(paid), ...minimumSteps(paid), basicStep(paid)];
}

function deductibleStep({ benefit, basic, input, reductions }: FundsPaid): Step {
  const { kind, stayNumberOfYear } = input.visit;
  const own = reductions.find(({ deductible }) => deductible !== undefined)?.deductible;
  const kindOf = kind === 'pharmacy' ? 'outpatient' : kind;
  const elsewhere = input.deductibleElsewhere === true;
  const ordinary = kind === 'inpatient' ? `本年第${stayNumberOfYear}次住院` : '本年度未用完的起付标准';
  return policyStep(benefit, {
    name: '起付标准',
    amount: basic.deductibleCharged,
    formula: elsewhere ? '本次住院的起付标准计入另一年度' : ordinary,
    policyValue: deductibleText(own ?? benefit.values[`${kindOf}.deductible`]),
    from: basic.used.deductible,
    rule: 'SET-01',
  });
}

const ratioSteps = ({ benefit, basic }: FundsPaid): Step[] =>
  bandSteps(benefit, basic.parts, { name: '统筹支付', from: basic.used.ratio, rule: 'SET-01' });

function minimumSteps({ benefit, minimumAdded }: FundsPaid): Step[] {
  const rule = benefit.values.minimum;
  if (rule.kind === 'none' || minimumAdded.isZero()) return [];
  const text = `保底比例${percent(rule.ratio)}`;
  const step = { name: '保底补足', amount: minimumAdded, formula: text, policyValue: percent(rule.ratio) } as const;
  return [policyStep(benefit, { ...step, from: 'minimum', rule: 'SET-01' })];
}

function basicStep({ benefit, basic }: FundsPaid): Step {
  const { tightest, limitLeft } = basic;
  const isCapped = basic.isLimited && tightest !== null && basic.paid.gte(tightest.left);
  return policyStep(benefit, {
    name: '统筹基金支付',
    amount: basic.paid,
    formula: isCapped ? `${tightest.name}内可支付${tightest.left}` : '各段合计，四舍五入到分',
    policyValue: limitLeft === null ? '不设限额' : `限额尚余${limitLeft}`,
    from: basic.used.cap,
    rule: 'SET-20',
  });
}

/** A layer that pays nothing is shown where its base is not empty: a patient asks why it did not pay. */
function layerSteps({ benefit }: FundsPaid, layer: LayerAnswer): Step[] {
  const { name, from, base, paid, parts } = layer;
  if (!base.isPositive() && !paid.isPositive()) return [];
  if (layer.isGiven) return [plainStep(`${name}支付`, paid, '由结算输入给定，不再计算', 'SET-20')];
  const bands = bandSteps(benefit, parts, { name: `${name}分段`, from, rule: 'SET-20' });
  const total = policyStep(benefit, {
    name: layer.code === HOSPITAL_FUND ? `${name}（医院负担）` : `${name}支付`,
    amount: paid,
    formula: parts.length === 0 ? `基数${base}，累计未超过起付标准` : `基数${base}，各段合计，四舍五入到分`,
    policyValue: layerLimit(layer),
    from,
    rule: 'SET-20',
  });
  return [...bands, total];
}

function layerLimit({ limitLeft, capRaised }: LayerAnswer): string {
  if (limitLeft === null) return '不设限额';
  return `限额尚余${limitLeft}${capRaised.isPositive() ? `，其中激励提高${capRaised}` : ''}`;
}

/** The steps after the funds: what hospital, account, family and patient bear. */
export function explainBorne({ hospitalBorne, accountPaid, familyPaid, cash }: Borne): readonly Step[] {
  const family = familyPaid.isZero() ? [] : [plainStep('其中家庭共济账户支付', familyPaid, '本人账户之后', 'SET-20')];
  return [
    plainStep('医院负担', hospitalBorne, '由医疗机构承担', 'SET-05'),
    plainStep('个人账户支付', accountPaid, '个人负担中由账户支付', 'SET-20'),
    ...family,
    plainStep('个人现金支付', cash, '总费用−基金−医院负担−个人账户', 'SET-05'),
  ];
}
