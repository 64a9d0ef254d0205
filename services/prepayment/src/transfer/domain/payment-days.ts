import { ok, workingCalendar, type BusinessDate, type Result } from '#kernel';

/** 工作日 of PRE-03, PRE-06 and PRE-07, one after the other. */
const SUBMIT_DAYS = 5;
const PAY_DAYS = 10;
const REPORT_DAYS = 5;

export interface PaymentDays {
  readonly submitBy: BusinessDate;
  readonly payBy: BusinessDate;
}

/** 移交财政 within 5 working days of a notice or grant, and 付款 within 10 more (PRE-03, PRE-06). */
export function paymentDays(on: BusinessDate): Result<PaymentDays> {
  const submit = workingCalendar.tryAddWorkingDays(on, SUBMIT_DAYS);
  if (!submit.ok) return submit;
  const pay = workingCalendar.tryAddWorkingDays(submit.value, PAY_DAYS);
  return pay.ok ? ok({ submitBy: submit.value, payBy: pay.value }) : pay;
}

/** Last day of 反馈 for what moved on a day (PRE-07). */
export const reportDay = (movedOn: BusinessDate): Result<BusinessDate> =>
  workingCalendar.tryAddWorkingDays(movedOn, REPORT_DAYS);
