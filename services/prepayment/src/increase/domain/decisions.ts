import type { DomainEvent } from '#event-store';
import {
  Money,
  changedProposal,
  clearingMonth,
  dayIn,
  ok,
  reject,
  secondPerson,
  shiftMonth,
  workingCalendar,
} from '#kernel';
import type { BusinessDate, ClearingMonth, ClearingUnit, FourEyes, Result } from '#kernel';
import { paymentDays } from '../../transfer/domain/payment-days.js';
import { ratePercent } from '../../warning/domain/use-rate.js';
import type { MonthRates, UseRate } from '../../warning/domain/warning.js';
import { increaseIdOf, type Granted, type Increase, type IncreaseEvent, type Requested } from './increase.js';

type Decided = Result<readonly IncreaseEvent[]>;

/** 工作日 for asking (PRE-06). */
const REQUEST_DAYS = 3;
const TABLE_DAY = 21;

export interface RequestIncrease {
  readonly month: ClearingMonth;
  readonly receiver: ClearingUnit;
  readonly payer: ClearingUnit;
  readonly amount: Money;
  readonly reason: string;
  readonly on: BusinessDate;
  /** Day the clearing's notices were signed; null before: the days have not begun, nobody is late. */
  readonly signedOn: BusinessDate | null;
}

/** 调增申请 (PRE-06): at red of the place of care, in time, once. */
export function decideRequest(command: RequestIncrease, increase: Increase, rates: MonthRates | null): Decided {
  const { month, receiver, payer, amount, reason, on } = command;
  const refusal = refuseContent(command);
  if (refusal !== null) return refusal;
  if (rates === null) return reject('rates.unknown', 'PRE-06', `${month}的清算表尚未生成，没有使用率`, ['month']);
  const red = refuseBelowRed(rates);
  if (!red.ok) return red;
  const until = inTime(command);
  if (!until.ok) return until;
  if (increase.status !== 'none' && increase.status !== 'declined') {
    return reject('increase.exists', 'PRE-06', '本月对该参保地的调增已申请', ['payer']);
  }
  const data: Requested = {
    ...{ increaseId: increaseIdOf(month, receiver, payer), month, receiver, payer },
    ...{ amount: amount.toString(), reason, ratePercent: shownRate(red.value) ?? '' },
    ...{ requestedOn: on, ...until.value },
  };
  return ok([{ type: 'IncreaseRequested', data }]);
}

function refuseContent({ payer, receiver, amount }: RequestIncrease): Result<never> | null {
  if (payer === receiver) return reject('increase.same-unit', 'PRE-06', '调增的付款方不能是本省级单位', ['payer']);
  if (!amount.isPositive()) return reject('increase.amount', 'PRE-06', '调增金额须大于零', ['amount']);
  return null;
}

/** The figure of the place of care opens the request (rulebook section 10 item 2). */
function refuseBelowRed({ month, rates }: MonthRates): Result<UseRate> {
  const whole = rates.find(({ payer }) => payer === null);
  if (whole?.level === 'red') return ok(whole);
  const rate = whole === undefined ? null : shownRate(whole);
  const shown = rate === null ? '无预付金，无使用率' : `使用率${rate}%`;
  return reject('increase.not-red', 'PRE-06', `${month}${shown}，未达到90%红色预警，不能申请紧急调增`, ['month']);
}

/** From the amounts: rates recorded before they were rounded down for print may read 90.00% below 90%. */
const shownRate = ({ cleared, advance }: UseRate): string | null => ratePercent(Money.of(cleared), Money.of(advance));

/** The last day for asking, refused after it; none while nobody has signed. */
function inTime({ signedOn, on }: RequestIncrease): Result<Pick<Requested, 'requestableUntil'>> {
  if (signedOn === null) return ok({});
  const until = workingCalendar.tryAddWorkingDays(signedOn, REQUEST_DAYS);
  if (!until.ok) return until;
  if (on <= until.value) return ok({ requestableUntil: until.value });
  const message = `调增申请须在清算签章之日（${signedOn}）起3个工作日内提出，已于${until.value}截止`;
  return reject('increase.late', 'PRE-06', message, ['month']);
}

export interface ProposeGrant {
  /** Null grants what was asked. */
  readonly amount: Money | null;
  readonly on: BusinessDate;
  readonly by: string;
}

/** 提请核定 (PRE-06): not more than was asked. Another proposal takes the place of one that waits; the same changes nothing. */
export function decideProposeGrant({ amount, on, by }: ProposeGrant, increase: Increase): Decided {
  const open = openRequest(increase);
  if (!open.ok) return open;
  const asked = Money.of(open.value.amount);
  const proposed = amount ?? asked;
  if (!proposed.isPositive() || proposed.gt(asked)) {
    return reject('increase.amount', 'PRE-06', `核定金额须大于零且不超过申请金额${asked}元`, ['amount']);
  }
  const { proposed: before } = increase;
  if (before !== null && before.proposedBy === by && Money.of(before.amount).eq(proposed)) return ok([]);
  const data = { increaseId: open.value.increaseId, amount: proposed.toString(), on, proposedBy: by };
  return ok([{ type: 'IncreaseGrantProposed', data }]);
}

export interface ApproveGrant extends ProposeGrant {
  /** What the approver has seen proposed. */
  readonly amount: Money;
}

/** 复核调增 by another person, of the amount proposed (SEC-04): finance and payment by 5 and 10 working days (PRE-06). */
export function decideGrant(
  { amount, on, by }: ApproveGrant,
  increase: Increase,
): Result<readonly [DomainEvent<'IncreaseGranted', Granted & FourEyes>]> {
  const open = openRequest(increase);
  if (!open.ok) return open;
  const both = secondPerson(increase.proposed, by);
  if (!both.ok) return both;
  const granted = Money.of(increase.proposed?.amount ?? '0.00');
  if (!granted.eq(amount)) return changedProposal('amount');
  const days = paymentDays(on);
  if (!days.ok) return days;
  const { increaseId, month } = open.value;
  const nextClearingOn = dayIn(shiftMonth(clearingMonth(month), 2), TABLE_DAY);
  const deadlines = { ...days.value, nextClearingOn };
  return ok([
    {
      type: 'IncreaseGranted',
      data: { increaseId, amount: granted.toString(), grantedOn: on, ...deadlines, ...both.value },
    },
  ]);
}

export function decideDecline(
  { on, reason }: { readonly on: BusinessDate; readonly reason: string },
  increase: Increase,
): Decided {
  const open = openRequest(increase);
  if (!open.ok) return open;
  return ok([{ type: 'IncreaseDeclined', data: { increaseId: open.value.increaseId, declinedOn: on, reason } }]);
}

function openRequest({ status, requested }: Increase): Result<Requested> {
  if (requested === null) return reject('increase.unknown', 'PRE-06', '未找到该调增申请', ['id']);
  if (status === 'requested') return ok(requested);
  return reject('increase.decided', 'PRE-06', '该调增申请已办结', ['id']);
}
