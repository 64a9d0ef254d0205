import { ratioOf } from '#kernel';
import type { Decimal } from '#kernel';
import type { FundsPaid } from './computation.js';
import { ownPay } from './items.js';
import type { ItemUse } from './items.js';
import { percent, policyStep } from './trace.js';
import type { Step } from './types.js';

/** What rules on items took out of the bill, and what they pay on it. */
export function itemSteps({ benefit, basic }: FundsPaid): Step[] {
  const { used } = basic.items;
  return used.flatMap((use) => {
    const step = { from: 'items', rule: 'SET-01', policyValue: itemText(use) } as const;
    const taken = policyStep(benefit, { ...step, name: use.rule.name, amount: use.cost, formula: itemFormula(use) });
    const paid = itemPay(use);
    return paid === null ? [taken] : [taken, policyStep(benefit, { ...step, name: `${use.rule.name}支付`, ...paid })];
  });
}

function itemText({ rule }: ItemUse): string {
  const { ceiling = null, share = '0', pay } = rule;
  const parts = [
    ceiling === null ? '' : `限额${ceiling}`,
    share === '0' ? '' : `先行承担${percent(share)}`,
    pay.kind === 'bonus' ? `比例加${ratioOf(pay.points).times(100).toString()}个百分点` : '',
    pay.kind === 'own' ? `单独比例${percent(pay.ratio)}` : '',
  ];
  return parts.filter((part) => part !== '').join('，');
}

const itemFormula = ({ cost, overCeiling, borne, paidOn }: ItemUse): string =>
  `${cost}−超限额${overCeiling}−先行承担${borne}＝${paidOn}`;

function itemPay(use: ItemUse): { readonly amount: Decimal; readonly formula: string } | null {
  const { rule, paidOn } = use;
  if (rule.pay.kind === 'own') return { amount: ownPay(use), formula: `${paidOn}×${percent(rule.pay.ratio)}` };
  if (rule.pay.kind === 'normal') return null;
  const { points } = rule.pay;
  return { amount: paidOn.exact().times(ratioOf(points)), formula: `${paidOn}×${percent(points)}，不含起付` };
}

/** What limits on in-scope cost left out. */
export function limitSteps({ benefit, basic, input }: FundsPaid): Step[] {
  const { overQuota, considered } = basic;
  if (!overQuota.isPositive()) return [];
  const isMonthly = input.visit.kind === 'chronic' && benefit.values['chronic.monthlyLimit'] !== null;
  const limit = basic.limits.onScope[0];
  return [
    policyStep(benefit, {
      name: '超出限额、不计入的范围内费用',
      amount: overQuota,
      formula: `限额内计入${considered}`,
      policyValue: limit === undefined ? '限额内计入' : `${limit.name}尚余${limit.left}`,
      from: limit?.from ?? (isMonthly ? 'chronic.monthlyLimit' : 'items'),
      rule: 'SET-11',
    }),
  ];
}
