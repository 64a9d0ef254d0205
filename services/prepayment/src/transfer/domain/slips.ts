import { ok, reject, type Result } from '#kernel';

/** Whose slip: the account the money left, or the one it entered. */
export type Side = 'paid' | 'received';

/** What a bank says of one side of a movement (PRE-07). The bank's name, never an account. */
export type BankSlip = { readonly bank: string; readonly serialNumber: string };
/** One slip: a serial number is one of its bank. */
export const slipKey = ({ bank, serialNumber }: BankSlip): string => JSON.stringify([bank, serialNumber]);

/** 回单 a side has reported. `attempt`: from the second on; those before it were taken back. */
export type Slip = BankSlip & { readonly on: string; readonly attempt?: number };

/** What the two sides of a movement have reported and not taken back; `withdrawn` names a side each time it took one back. */
export interface Slips {
  readonly paid: Slip | null;
  readonly received: Slip | null;
  readonly withdrawn: readonly Side[];
}

export const NO_SLIPS: Slips = { paid: null, received: null, withdrawn: [] };

export const withoutSlip = ({ withdrawn }: Slips, side: Side): Partial<Slips> => ({
  [side]: null,
  withdrawn: [...withdrawn, side],
});

/** Number of the next slip of a side, where it is not the first. */
export function nextAttempt({ withdrawn }: Slips, side: Side): { readonly attempt?: number } {
  const before = withdrawn.filter((one) => one === side).length;
  return before === 0 ? {} : { attempt: before + 1 };
}

/**
 * Number under which an increase moves (PRE-07, PRE-08). Its own alone could be a transfer's: the increase of November 2026 that 32 pays
 * to 33 and the 32nd transfer of that year between 33 and 11 are both 2026-11-33-32.
 */
export const increaseNumber = (increaseId: string): string => `increase-${increaseId}`;

/** Number of the movement a slip is of: of a transfer's number, or of an increase's. */
export const movementIdOf = (id: string, side: Side, attempt = 1): string =>
  attempt === 1 ? `${id}/${side}` : `${id}/${side}/${attempt}`;

/** What is recorded of a slip that was reported in error (PRE-07): what it said, the day and the reason. */
export type WithdrawnSlip = Slip & { readonly side: Side; readonly withdrawnOn: string; readonly reason: string };

export interface WithdrawSlip {
  readonly side: Side;
  readonly on: string;
  readonly reason: string;
}

/**
 * 撤回回单 (PRE-07, PRE-08): the slip of a side that stands. A payment whose receipt was reported has moved: whoever reported the receipt
 * takes that back first.
 */
export function withdrawSlip({ side, on, reason }: WithdrawSlip, slips: Slips): Result<WithdrawnSlip> {
  const slip = slips[side];
  if (slip === null) {
    return reject('slip.none', 'PRE-07', `没有可撤回的${side === 'paid' ? '付款' : '收款'}反馈`, ['id']);
  }
  if (side === 'paid' && slips.received !== null) {
    const message = `收款方已反馈于${slips.received.on}到账，付款回单不能撤回；确属误报的，由收款方先撤回收款反馈`;
    return reject('slip.received', 'PRE-08', message, ['id']);
  }
  const { bank, serialNumber, on: movedOn, attempt } = slip;
  const said = { bank, serialNumber, on: movedOn, ...(attempt === undefined ? {} : { attempt }) };
  return ok({ ...said, side, withdrawnOn: on, reason });
}
