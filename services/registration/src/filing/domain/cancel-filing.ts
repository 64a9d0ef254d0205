import type { BusinessDate, RegionCode, Result } from '#kernel';
import { reject } from '#kernel';
import type { RegistrationValues } from '#policy';
import { isLocked, lockRefusal } from './apply-filing.js';
import { isOver, type FilingBook, type FilingEvent } from './filing-book.js';

export interface CancelFiling {
  readonly psnNo: string;
  readonly filingId: string;
  /** Place of insurance the caller acts for. */
  readonly insuredRegion: RegionCode;
  readonly on: BusinessDate;
}

/** 取消备案 (REG-08) by the place of insurance that granted it (SEC-01). A filing that has ended is not ended again. */
export function decideCancel(
  { psnNo, filingId, insuredRegion, on }: CancelFiling,
  book: FilingBook,
  policy: RegistrationValues,
): Result<readonly FilingEvent[]> {
  const filing = book.filings.find((candidate) => candidate.filingId === filingId);
  if (filing === undefined) return reject('filing.unknown', 'REG-08', '未找到该备案', ['filingId']);
  if (filing.insuredRegion !== insuredRegion) {
    return reject('filing.other-region', 'SEC-01', '该备案由另一参保地办理，无权取消', ['insuredRegion']);
  }
  if (isOver(filing, on)) return reject('filing.ended', 'REG-08', '该备案已终止', ['filingId']);
  if (isLocked(filing, on, { forbidden: 'cancel', policy })) return lockRefusal(filing, policy);
  return { ok: true, value: [{ type: 'FilingEnded', data: { filingId, psnNo, endedOn: on, cause: 'cancelled' } }] };
}
