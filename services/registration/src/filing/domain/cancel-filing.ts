import { ok, reject, type Result } from '#kernel';
import type { Channel } from '#policy';
import { endDay } from './admitted-today.js';
import type { FilingBook, FilingEvent } from './filing-book.js';
import { refuseLocked } from './locks.js';
import { policyFor, type PolicyOn } from './policy-in-force.js';
import { banOfUnkept } from './promise-ban.js';
import { withResumed } from './resume.js';
import { standingFilingOf, type ActOnFiling } from './standing.js';
import { isLongTerm } from './validity.js';

export interface CancelFiling extends ActOnFiling {
  readonly channel: Channel;
}

/**
 * 取消备案 (REG-08) by the place of insurance that granted it. A filing that has ended is not ended again. Cancelling a promise
 * that was not kept bars further promises where the place says so (REG-10, JY).
 */
export function decideCancel(
  command: CancelFiling,
  book: FilingBook,
  policyOn: PolicyOn,
): Result<readonly FilingEvent[]> {
  const found = standingFilingOf(command, book, 'REG-08');
  if (!found.ok) return found;
  const filing = found.value;
  const { on, channel, filingId, psnNo } = command;
  const policy = policyFor(filing, on, policyOn);
  if (!policy['channels.cancel'].includes(channel)) {
    return reject('filing.channel', 'REG-05', '参保地不受理该渠道的取消申请，请通过窗口或线上渠道办理', ['channel']);
  }
  if (!isLongTerm(filing.kind) && !policy['temporary.cancelAnyTime']) {
    return reject('filing.locked', 'REG-08', '参保地规定临时备案有效期内不能取消', ['filingId']);
  }
  const locked = refuseLocked(filing, book, { forbidden: 'cancel', on, policy });
  if (locked !== null) return locked;
  const ended: FilingEvent = {
    type: 'FilingEnded',
    data: { filingId, psnNo, endedOn: endDay(filing, book, on), cause: 'cancelled' },
  };
  return ok([...withResumed([ended], book, policyOn), ...banOfUnkept(filing, book, { on, policy })]);
}
