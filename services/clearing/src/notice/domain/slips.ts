import { reject, unitName, type ClearingUnit, type Result } from '#kernel';

/** 银行回单 of a line of the payment notice that went by a transfer of its own (CLR-12). */
export type LineSlip = {
  /** Who takes the money. */
  readonly unit: string;
  /** The line marked "*" (CLR-08). */
  readonly returned: boolean;
  readonly bank: string;
  readonly serialNumber: string;
  readonly paidOn: string;
};

export interface Paid {
  readonly on: string;
  readonly paidOn?: string;
  readonly slips?: readonly LineSlip[];
}

export interface ToPay {
  readonly publishedOn: string | null;
  /** Lines of the payment notice, as `lineKey` names them. */
  readonly payments: ReadonlySet<string>;
}

export const lineKey = ({ unit, returned }: { readonly unit: string; readonly returned: boolean }): string =>
  `${unit}${returned ? '*' : ''}`;

/** CLR-12: money moves after its notice and not in the future, and slips belong to lines of the notice, one to each. */
export function refusePaid({ on, paidOn, slips = [] }: Paid, { publishedOn, payments }: ToPay): Result<never> | null {
  if (payments.size === 0) {
    return reject('notice.nothing-to-pay', 'CLR-12', '付款通知书没有应付款项，无须划款，移交后直接反馈', ['step']);
  }
  const isOpen = (day: string): boolean => day >= (publishedOn ?? '') && day <= on;
  if (paidOn !== undefined && !isOpen(paidOn)) return refuseDay('paidOn');
  if (slips.some((slip) => !isOpen(slip.paidOn))) return refuseDay('slips');
  const keys = slips.map(lineKey);
  const wrong = slips.find((slip, index) => !payments.has(lineKey(slip)) || keys.indexOf(lineKey(slip)) < index);
  if (wrong === undefined) return null;
  const name = `${wrong.returned ? '*' : ''}${unitName(wrong.unit as ClearingUnit)}`;
  return reject('notice.slips', 'CLR-12', `回单须对应付款通知书的一行，且每行一份：${name}`, ['slips']);
}

const refuseDay = (field: string): Result<never> =>
  reject('notice.paid-on', 'CLR-12', '划款日期须在通知书发布之日与今日之间', [field]);
