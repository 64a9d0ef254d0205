import { ratioOf } from '#kernel';
import type { Decimal } from '#kernel';
import type { Band } from '#policy';
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
  const { each, ceiling = null, share, pay } = rule;
  const parts = [
    each === undefined ? '' : EACH[each],
    ceiling === null ? '' : `限额${ceiling}`,
    share === undefined ? '' : `先行承担${shareText(share)}`,
    pay.kind === 'bonus' ? `比例加${ratioOf(pay.points).times(100).toString()}个百分点` : '',
    pay.kind === 'own' ? `单独比例${percent(pay.ratio)}` : '',
  ];
  return parts.filter((part) => part !== '').join('，');
}

const EACH = { line: '按每行费用', unit: '按单价' } as const;

/** 先行承担20%, or by bands: 5000.00以内10%、以上20%. */
function shareText(share: readonly Band[]): string {
  if (share.length === 1) return percent(share[0]?.ratio ?? '0');
  return share.map(({ upTo, ratio }) => `${upTo === null ? '以上' : `${upTo}以内`}${percent(ratio)}`).join('、');
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
export function limitSteps({ benefit, basic }: FundsPaid): Step[] {
  const { leftOut, withinQuota, tightestQuota: limit } = basic;
  if (!leftOut.isPositive()) return [];
  return [
    policyStep(benefit, {
      name: '超出限额、不计入的范围内费用',
      amount: leftOut,
      formula: `限额内计入${withinQuota}`,
      policyValue: limit === null ? '限额内计入' : `${limit.name}尚余${limit.left}`,
      from: limit?.from ?? 'items',
      rule: 'SET-11',
    }),
  ];
}
