import type { DomainEvent, StreamDefinition, StreamRef } from '#event-store';
import { Money, ok, reject, type Result } from '#kernel';

export type HospitalPaid = {
  readonly institutionCode: string;
  /** Place of care. */
  readonly unit: string;
  /** yyyy-MM of the claims paid. */
  readonly month: string;
  readonly amount: string;
  readonly bank: string;
  readonly serialNumber: string;
  readonly paidOn: string;
  /** After the day of the place of care (REC-03). */
  readonly late: boolean;
};
export type HospitalPaymentEvent = DomainEvent<'HospitalPaid', HospitalPaid>;

/** 拨付 What the place of care has paid one institution: all its months in one stream, since what one leaves overpaid is kept back from the others. */
export interface HospitalPayments {
  readonly paid: ReadonlyMap<string, Money>;
  readonly slips: ReadonlyMap<string, Pick<HospitalPaid, 'month' | 'amount' | 'paidOn'>>;
}

const slipOf = ({ bank, serialNumber }: Pick<HospitalPaid, 'bank' | 'serialNumber'>): string =>
  `${bank}/${serialNumber}`;

export const evolveHospitalPayments = (
  { paid, slips }: HospitalPayments,
  { data }: HospitalPaymentEvent,
): HospitalPayments => ({
  paid: new Map([...paid, [data.month, paidOf(paid, data.month).plus(Money.of(data.amount))]]),
  slips: new Map([...slips, [slipOf(data), { month: data.month, amount: data.amount, paidOn: data.paidOn }]]),
});

const paidOf = (paid: HospitalPayments['paid'], month: string): Money => paid.get(month) ?? Money.zero;

const definition: StreamDefinition<HospitalPayments, HospitalPaymentEvent> = {
  category: 'hospital-payment',
  initialState: () => ({ paid: new Map(), slips: new Map() }),
  evolve: evolveHospitalPayments,
};
export const hospitalPaymentRef = (institutionCode: string): StreamRef<HospitalPayments> => ({
  id: `hospital-payment-${institutionCode}`,
  definition,
});

export interface PayHospital extends Omit<HospitalPaid, 'amount' | 'late'> {
  readonly amount: Money;
  /** Funds and accounts of the month's confirmed claims, refunds taken off. */
  readonly confirmed: Money;
  /** The same of its other months from `since` (yyyy-MM) on, together. */
  readonly confirmedOfOthers: Money;
  readonly since: string;
  /** Last day of the place of care to pay the month. */
  readonly payBy: string;
  readonly today: string;
}

/** 拨付登记: only what the hospital has confirmed, to the cent, less what refunds of other months left overpaid; by its bank slip: the same slip again is the same payment (REC-03). */
export function decidePayHospital(
  command: PayHospital,
  state: HospitalPayments,
): Result<readonly HospitalPaymentEvent[]> {
  const { amount, confirmed, confirmedOfOthers, since, payBy, today, ...facts } = command;
  const known = state.slips.get(slipOf(command));
  if (known !== undefined) return sameSlip(command, known);
  if (!amount.isPositive()) return reject('payment.amount', 'REC-03', '拨付金额须大于0', ['amount']);
  if (facts.paidOn.slice(0, 7) < facts.month || facts.paidOn > today) {
    return reject('payment.paid-on', 'REC-03', '拨付日期须不早于费用所属月、不晚于今日', ['paidOn']);
  }
  const others = confirmedOfOthers.minus(paidOfOthers(state.paid, facts.month, since));
  const left = confirmed.minus(paidOf(state.paid, facts.month)).plus(others.min(Money.zero));
  if (amount.gt(left)) {
    const carried = others.isNegative() ? `（已扣除其他月份因退费多付的${others.abs()}）` : '';
    const message = `拨付金额${amount}超过该机构已确认未拨付的${left.max(Money.zero)}${carried}`;
    return reject('payment.too-much', 'REC-03', message, ['amount']);
  }
  const data = { ...facts, amount: amount.toString(), late: facts.paidOn > payBy };
  return ok([{ type: 'HospitalPaid', data }]);
}

const paidOfOthers = (paid: HospitalPayments['paid'], month: string, since: string): Money =>
  Money.sum([...paid].filter(([other]) => other !== month && other >= since).map(([, amount]) => amount));

function sameSlip(
  { month, amount, paidOn }: PayHospital,
  known: Pick<HospitalPaid, 'month' | 'amount' | 'paidOn'>,
): Result<readonly HospitalPaymentEvent[]> {
  if (known.month === month && known.amount === amount.toString() && known.paidOn === paidOn) return ok([]);
  const message = `该回单已登记为${known.paidOn}拨付${known.month}费用${known.amount}元`;
  return reject('payment.slip', 'REC-03', message, ['serialNumber']);
}

export interface HospitalMonth {
  readonly institutionCode: string;
  readonly claims: number;
  /** Claims not confirmed by the hospital: they are not paid and enter no clearing. */
  readonly unconfirmed: number;
  readonly confirmed: string;
  readonly paid: string;
  readonly paidLate: boolean;
}
export interface HospitalLine extends HospitalMonth {
  readonly outstanding: string;
  readonly confirmBy: string;
  readonly payBy: string;
  /** Not confirmed after its day; not paid, or paid, after its day. */
  readonly confirmationLate: boolean;
  readonly paymentLate: boolean;
}

/** A hospital's month on a day, by the days of its place (REC-03). */
export function lineOf(
  month: HospitalMonth,
  { confirmBy, payBy, today }: { readonly confirmBy: string; readonly payBy: string; readonly today: string },
): HospitalLine {
  const outstanding = Money.of(month.confirmed).minus(Money.of(month.paid));
  return {
    ...{ ...month, outstanding: outstanding.toString(), confirmBy, payBy },
    confirmationLate: month.unconfirmed > 0 && today > confirmBy,
    paymentLate: month.paidLate || (outstanding.isPositive() && today > payBy),
  };
}
