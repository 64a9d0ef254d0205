import { ok, reject, type BusinessDate, type Result } from '#kernel';
import { nextAttempt, withdrawSlip, type WithdrawSlip } from '../../transfer/domain/slips.js';
import { reportDay } from '../../transfer/domain/payment-days.js';
import type { Increase, IncreaseEvent, Requested } from './increase.js';

type Decided = Result<readonly IncreaseEvent[]>;

/** 移交财政 by the payer's agency, before finance pays (PRE-06); once it is done or paid, again changes nothing. */
export function decideHandOver(on: BusinessDate, { granted, handedOverOn, paid }: Increase): Decided {
  if (granted === null) return reject('increase.unknown', 'PRE-06', '未找到已核定的调增', ['id']);
  if (handedOverOn !== null || paid !== null) return ok([]);
  return ok([{ type: 'IncreaseHandedOver', data: { increaseId: granted.increaseId, on } }]);
}

export interface ReportPayment {
  readonly paidOn: BusinessDate;
  readonly bank: string;
  readonly serialNumber: string;
  readonly on: BusinessDate;
}

/** 付款反馈 (PRE-07): bank, serial number and date; within 5 working days, later is recorded as late. */
export function decidePayment({ paidOn, bank, serialNumber, on }: ReportPayment, increase: Increase): Decided {
  const { granted, status, handedOverOn } = increase;
  if (granted === null) return reject('increase.unknown', 'PRE-07', '未找到已核定的调增', ['id']);
  if (status === 'paid') return reject('increase.paid', 'PRE-07', '该调增的付款已反馈', ['id']);
  if (handedOverOn === null) {
    return reject('increase.out-of-order', 'PRE-06', '调增通知须先移交财政、再付款、再反馈', ['step']);
  }
  if (paidOn < granted.grantedOn || paidOn > on) {
    return reject('increase.paid-on', 'PRE-07', '付款日期须在核定之日与今日之间', ['paidOn']);
  }
  const reportBy = reportDay(paidOn);
  if (!reportBy.ok) return reportBy;
  const slip = { paidOn, bank, serialNumber, reportedOn: on, reportedLate: on > reportBy.value };
  return ok([{ type: 'IncreasePaid', data: { ...slip, ...movedOf(increase), ...nextAttempt(increase, 'paid') } }]);
}

export interface ReportReceipt {
  readonly receivedOn: BusinessDate;
  readonly bank: string;
  readonly serialNumber: string;
  readonly on: BusinessDate;
}

/** 收款反馈 (PRE-07) by the place of care, of what the payer has reported as paid. */
export function decideReceipt({ receivedOn, bank, serialNumber, on }: ReportReceipt, increase: Increase): Decided {
  const { paid, received } = increase;
  if (paid === null) return reject('increase.not-paid', 'PRE-07', '参保地尚未反馈付款，不能确认收款', ['id']);
  if (received !== null) return reject('increase.received', 'PRE-07', '该调增的收款已反馈', ['id']);
  if (receivedOn < paid.on || receivedOn > on) {
    return reject('increase.received-on', 'PRE-07', '收款日期须在付款之日与今日之间', ['receivedOn']);
  }
  const reportBy = reportDay(receivedOn);
  if (!reportBy.ok) return reportBy;
  const slip = { receivedOn, bank, serialNumber, reportedOn: on, reportedLate: on > reportBy.value };
  const data = { ...slip, ...movedOf(increase), ...unbooked(increase), ...nextAttempt(increase, 'received') };
  return ok([{ type: 'IncreaseReceived', data }]);
}

/** 撤回付款、收款反馈 (PRE-07) by whoever reported it: the day by which it is due counts again. */
export function decideWithdraw(command: WithdrawSlip, increase: Increase): Decided {
  if (increase.granted === null) return reject('increase.unknown', 'PRE-07', '未找到已核定的调增', ['id']);
  const slip = withdrawSlip(command, increase);
  if (!slip.ok) return slip;
  return ok([{ type: 'IncreaseSlipWithdrawn', data: { ...movedOf(increase), ...slip.value, ...unbooked(increase) } }]);
}

/** For what follows a payment that was reported before bookings were kept (PRE-08). */
const unbooked = ({ paymentBooked }: Increase): { readonly booked?: false } => (paymentBooked ? {} : { booked: false });

type Moved = Pick<Requested, 'increaseId' | 'payer' | 'receiver' | 'amount'>;

function movedOf({ requested, granted }: Increase): Moved {
  const { increaseId = '', payer = '', receiver = '' } = requested ?? {};
  return { increaseId, payer, receiver, amount: granted?.amount ?? '0.00' };
}

/** 逾期: noticed once, on the first day after the deadline on which somebody looks. */
export function decideOverdue(
  on: BusinessDate,
  { status, granted, overdueNoticed }: Increase,
): readonly IncreaseEvent[] {
  if (status !== 'granted' || granted === null || overdueNoticed || granted.payBy >= on) return [];
  const { increaseId, payBy } = granted;
  return [{ type: 'IncreaseOverdue', data: { increaseId, payBy, noticedOn: on } }];
}
