import { clearingMonth, dayIn, lastDayOf, Money, ok, reject, yearOf, type BusinessDate, type Result } from '#kernel';
import { paymentDays, reportDay } from './payment-days.js';
import { nextAttempt, slipKey, withdrawSlip, type BankSlip, type Side } from './slips.js';
import type { Transfer, TransferDue, TransferEvent, Transfers } from './transfer.js';

export interface LevelChange {
  readonly payer: string;
  readonly previous: string;
  readonly amount: string;
}

export interface ChangedLevels {
  readonly receiver: string;
  readonly year: number;
  /** Day of the notice. */
  readonly on: BusinessDate;
  readonly levels: readonly LevelChange[];
}

/**
 * 调整通知 (PRE-02): the difference to the level before is paid, a negative one returned; 5 working days to finance, 10
 * more to pay (PRE-03), and by the end of February where the notice is of January. No difference, no payment.
 */
export function decideTransfers(
  { receiver, year, on, levels }: ChangedLevels,
  transfers: Transfers,
): Result<readonly TransferEvent[]> {
  const deadlines = deadlinesOf(on);
  if (!deadlines.ok) return deadlines;
  const lines = levels.flatMap((level): readonly TransferDue[] => {
    const difference = Money.of(level.amount).minus(Money.of(level.previous));
    if (difference.isZero()) return [];
    const sequence = [...transfers.byId.values()].filter(({ due }) => due.payer === level.payer).length + 1;
    return [
      {
        ...{ transferId: `${year}-${receiver}-${level.payer}-${sequence}`, payer: level.payer, ...deadlines.value },
        ...{ amount: difference.abs().toString(), returned: difference.isNegative() },
      },
    ];
  });
  return ok(lines.length === 0 ? [] : [{ type: 'TransfersDue', data: { receiver, year, on, lines } }]);
}

function deadlinesOf(on: BusinessDate): Result<Pick<TransferDue, 'submitBy' | 'payBy'>> {
  const days = paymentDays(on);
  if (!days.ok) return days;
  const { submitBy, payBy } = days.value;
  const february = lastDayOf(clearingMonth(`${yearOf(on)}-02`));
  const isOfJanuary = on < dayIn(clearingMonth(`${yearOf(on)}-02`), 1);
  return ok({ submitBy, payBy: isOfJanuary && february < payBy ? february : payBy });
}

export interface TransferAct {
  readonly receiver: string;
  readonly transferId: string;
  /** The unit that acts, or the nation. */
  readonly by: string;
  readonly on: BusinessDate;
}

/** 移交财政 by the agency of whoever pays, before finance does (PRE-03); once it is done or paid, again changes nothing. */
export function decideHandOver(act: TransferAct, transfers: Transfers): Result<readonly TransferEvent[]> {
  const { receiver, transferId, on } = act;
  const transfer = transfers.byId.get(transferId);
  if (transfer === undefined) return reject('transfer.unknown', 'PRE-03', '未找到该笔预付金划拨', ['id']);
  if (!isTurnOf(act, transfer, 'paid')) {
    return reject('transfer.other-side', 'PRE-03', '划拨通知由付款方移交本级财政', ['id']);
  }
  if (transfer.handedOverOn !== null || transfer.paid !== null) return ok([]);
  return ok([{ type: 'TransferHandedOver', data: { receiver, transferId, on } }]);
}

export interface ReportMovement extends BankSlip, TransferAct {
  readonly side: Side;
  /** What moved: exactly what is due. */
  readonly amount: Money;
  readonly movedOn: BusinessDate;
}

/**
 * 付款、收款反馈 (PRE-07): bank, serial number and date, within 5 working days, later is recorded as late. What moves is
 * what is due, to the cent: bank charges are not taken from the fund (CLR-11).
 */
export function decideMovement(command: ReportMovement, transfers: Transfers): Result<readonly TransferEvent[]> {
  const { receiver, transferId, side, movedOn, on, bank, serialNumber } = command;
  const transfer = transfers.byId.get(transferId);
  if (transfer === undefined) return reject('transfer.unknown', 'PRE-07', '未找到该笔预付金划拨', ['id']);
  const refusal = refuseOtherSide(command, transfer) ?? refuseMovement(command, transfer);
  if (refusal !== null) return refusal;
  const reportBy = reportDay(movedOn);
  if (!reportBy.ok) return reportBy;
  const { payer, amount, returned } = transfer.due;
  const slip = { bank, serialNumber, on: movedOn, reportedOn: on, reportedLate: on > reportBy.value };
  const data = { receiver, transferId, payer, amount, returned, ...slip, ...nextAttempt(transfer, side) };
  return ok([side === 'paid' ? { type: 'TransferPaid', data } : { type: 'TransferReceived', data }]);
}

export interface WithdrawMovement extends TransferAct {
  readonly side: Side;
  readonly reason: string;
}

/** 撤回付款、收款反馈 (PRE-07) by whoever reported it: the day by which it is due counts again. */
export function decideWithdraw(command: WithdrawMovement, transfers: Transfers): Result<readonly TransferEvent[]> {
  const { receiver, transferId } = command;
  const transfer = transfers.byId.get(transferId);
  if (transfer === undefined) return reject('transfer.unknown', 'PRE-07', '未找到该笔预付金划拨', ['id']);
  const refusal = refuseOtherSide(command, transfer);
  if (refusal !== null) return refusal;
  const slip = withdrawSlip(command, transfer);
  if (!slip.ok) return slip;
  const { payer, amount, returned } = transfer.due;
  const data = { receiver, transferId, payer, amount, returned, ...slip.value };
  return ok([{ type: 'TransferSlipWithdrawn', data }]);
}

/** Whoever the money leaves reports the payment, whoever it enters the receipt. */
function refuseOtherSide(command: TransferAct & { readonly side: Side }, transfer: Transfer): Result<never> | null {
  if (isTurnOf(command, transfer, command.side)) return null;
  return reject('transfer.other-side', 'PRE-07', '付款由付款方反馈，收款由收款方反馈', ['side']);
}

function isTurnOf({ receiver, by }: TransferAct, { due }: Transfer, side: Side): boolean {
  const [from, to] = due.returned ? [receiver, due.payer] : [due.payer, receiver];
  return by === 'nation' || by === (side === 'paid' ? from : to);
}

function refuseMovement(command: ReportMovement, transfer: Transfer): Result<never> | null {
  const { side, amount } = command;
  if (transfer[side] !== null) {
    return reject('transfer.reported', 'PRE-07', side === 'paid' ? '该笔付款已反馈' : '该笔收款已反馈', ['id']);
  }
  if (!amount.eq(Money.of(transfer.due.amount))) {
    const due = transfer.due.amount;
    return reject('transfer.amount', 'CLR-11', `金额须等于应划拨的${due}元；银行手续费不得从基金中列支`, ['amount']);
  }
  if (side === 'paid') return refuseNotHandedOver(transfer) ?? refuseDate(command, transfer.dueFrom);
  if (transfer.paid !== null) return refuseDate(command, transfer.paid.on);
  return reject('transfer.not-paid', 'PRE-07', '付款方尚未反馈付款，不能确认收款', ['id']);
}

/** As CLR-06 of clearing's notices: finance pays what the agency has handed to it. */
function refuseNotHandedOver({ handedOverOn }: Transfer): Result<never> | null {
  if (handedOverOn !== null) return null;
  return reject('transfer.out-of-order', 'PRE-03', '划拨通知须先移交财政、再付款、再反馈', ['step']);
}

function refuseDate({ movedOn, on }: ReportMovement, earliest: string): Result<never> | null {
  if (movedOn >= earliest && movedOn <= on) return null;
  return reject('transfer.date', 'PRE-07', `日期须在${earliest}与今日之间`, ['movedOn']);
}

export interface ReportInterest extends BankSlip {
  readonly receiver: string;
  readonly amount: Money;
  readonly receivedOn: BusinessDate;
  readonly on: BusinessDate;
}

/** 利息入账 (CLR-11): belongs to the place of care and is no payer's advance. One slip of a bank once, with one amount and day. */
export function decideInterest(command: ReportInterest, transfers: Transfers): Result<readonly TransferEvent[]> {
  const { receiver, amount, receivedOn, on, bank, serialNumber } = command;
  const before = transfers.interest.get(slipKey(command));
  if (before !== undefined) {
    if (Money.of(before.amount).eq(amount) && before.on === receivedOn) return ok([]);
    const message = `该流水号已于${before.on}入账利息${before.amount}元`;
    return reject('interest.slip', 'CLR-11', message, ['serialNumber']);
  }
  if (!amount.isPositive()) return reject('interest.amount', 'CLR-11', '利息须大于零', ['amount']);
  if (receivedOn > on) return reject('interest.date', 'CLR-11', '入账日期不能晚于今日', ['on']);
  const data = { receiver, amount: amount.toString(), on: receivedOn, reportedOn: on, bank, serialNumber };
  return ok([{ type: 'InterestReceived', data }]);
}
