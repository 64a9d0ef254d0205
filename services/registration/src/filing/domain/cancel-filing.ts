import type { BusinessDate, Result } from '#kernel';
import { reject } from '#kernel';
import type { RegistrationValues } from '#policy';
import { isLocked, lockRefusal } from './apply-filing.js';
import type { FilingBook, FilingEvent } from './filing-book.js';

export interface CancelFiling {
  readonly psnNo: string;
  readonly filingId: string;
  readonly on: BusinessDate;
}

/** 取消备案 (REG-08). A filing that has ended is not ended again. */
export function decideCancel(
  { psnNo, filingId, on }: CancelFiling,
  book: FilingBook,
  policy: RegistrationValues,
): Result<readonly FilingEvent[]> {
  const filing = book.filings.find((candidate) => candidate.filingId === filingId);
  if (filing === undefined) return reject('filing.unknown', 'REG-08', '未找到该备案', ['filingId']);
  if (filing.endedOn !== null) return reject('filing.ended', 'REG-08', '该备案已终止', ['filingId']);
  if (isLocked(filing, on, policy) && policy['longTerm.lock'].forbids.includes('cancel')) {
    return lockRefusal(filing, policy);
  }
  return { ok: true, value: [{ type: 'FilingEnded', data: { filingId, psnNo, endedOn: on, cause: 'cancelled' } }] };
}
