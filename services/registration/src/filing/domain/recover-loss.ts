import { Money, ok, reject, type Result } from '#kernel';
import type { FilingBook, FilingEvent, Loss } from './filing-book.js';
import { filingOf, type ActOnFiling } from './standing.js';

export interface RecoverLoss extends ActOnFiling {
  /** Fund money that came back. */
  readonly amount: Money;
  /** 缴款凭证号: the same receipt again is the same money. */
  readonly receipt: string;
}

/** What has come back of a loss. */
export const recoveredOf = ({ receipts }: Loss): Money => Money.sum(receipts.map(({ amount }) => Money.of(amount)));

/** 追回损失 (REG-21): money that came back for a filing whose papers were false, never more than was lost where that is known. */
export function decideRecoverLoss(command: RecoverLoss, book: FilingBook): Result<readonly FilingEvent[]> {
  const found = filingOf(command, book, 'REG-21');
  if (!found.ok) return found;
  const { filingId, psnNo, on, amount, receipt } = command;
  const loss = book.losses.find((one) => one.filingId === filingId);
  if (loss === undefined) {
    return reject('loss.not-reported', 'REG-21', '该备案没有报告过虚假材料，没有应追回的损失', ['filingId']);
  }
  if (!amount.isPositive()) return reject('loss.amount', 'REG-21', '追回金额须大于零', ['amount']);
  const known = loss.receipts.find((one) => one.receipt === receipt);
  if (known !== undefined) return sameReceipt(known.amount, amount);
  if (loss.toRecover !== null && recoveredOf(loss).plus(amount).gt(Money.of(loss.toRecover))) {
    const message = `应追回${loss.toRecover}元，已追回${recoveredOf(loss)}元，不能再记${amount}元`;
    return reject('loss.too-much', 'REG-21', message, ['amount']);
  }
  const data = { filingId, psnNo, recoveredOn: on, amount: amount.toString(), receipt };
  return ok([{ type: 'LossRecovered', data }]);
}

const sameReceipt = (known: string, amount: Money): Result<readonly FilingEvent[]> =>
  Money.of(known).eq(amount) ? ok([]) : reject('loss.receipt', 'REG-21', `该缴款凭证号已按${known}元登记`, ['receipt']);
