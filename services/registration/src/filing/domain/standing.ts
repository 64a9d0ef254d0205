import { ok, reject, type BusinessDate, type RegionCode, type Result } from '#kernel';
import { isOver, type Filing, type FilingBook } from './filing-book.js';

/** An act on a filing by the place of insurance that granted it. */
export interface ActOnFiling {
  readonly psnNo: string;
  readonly filingId: string;
  /** Place of insurance the caller acts for. */
  readonly insuredRegion: RegionCode;
  readonly on: BusinessDate;
}

/** The filing an act is on, whether it stands or not; another place of insurance may not touch it (SEC-01). */
export function filingOf({ filingId, insuredRegion }: ActOnFiling, book: FilingBook, rule: string): Result<Filing> {
  const filing = book.filings.find((candidate) => candidate.filingId === filingId);
  if (filing === undefined) return reject('filing.unknown', rule, '未找到该备案', ['filingId']);
  return filing.insuredRegion === insuredRegion
    ? ok(filing)
    : reject('filing.other-region', 'SEC-01', '该备案由另一参保地办理，无权处理', ['insuredRegion']);
}

/** As `filingOf`, refused when the filing has ended, or has been cancelled and holds for today alone (REG-13). */
export function standingFilingOf(act: ActOnFiling, book: FilingBook, rule: string): Result<Filing> {
  const found = filingOf(act, book, rule);
  if (!found.ok) return found;
  return isOver(found.value, act.on) || found.value.endedCause === 'cancelled'
    ? reject('filing.ended', rule, '该备案已终止', ['filingId'])
    : found;
}
