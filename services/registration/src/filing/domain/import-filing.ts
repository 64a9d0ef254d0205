import { ok, reject, type BusinessDate, type Result } from '#kernel';
import type { RegistrationValues } from '#policy';
import { termsOf, type ApplyFiling } from './application.js';
import { refuseDestination } from './apply-filing.js';
import type { Filing, FilingBook, FilingEvent } from './filing-book.js';
import type { OwedDocuments } from './filing-events.js';
import { acceptedPapers, proves } from './papers.js';
import type { PolicyOn } from './policy-in-force.js';
import { mayStandBeside } from './referral.js';
import { isLongTerm } from './validity.js';

/** 迁入备案 A filing granted elsewhere, with the dates it was granted with. Its first day is `startsOn`. */
export interface ImportedFiling extends ApplyFiling {
  readonly validTo: BusinessDate | null;
  /** Last day to bring the documents of a promise; null where none are owed or without a limit (REG-09). */
  readonly owedUntil: BusinessDate | null;
}

export interface ImportCircumstances {
  readonly policyOn: PolicyOn;
  /** The business date of the import. */
  readonly on: BusinessDate;
  /** Where the person is enrolled; null for one nobody enrolled. */
  readonly enrolledIn: string | null;
  /** The clearing unit that hands the filings over. */
  readonly unit: string;
}

/**
 * 备案迁入: the filing is recorded as it was granted, not decided anew by the rules of today; but nothing is recorded that could
 * not have been granted, and no two valid filings of a person overlap (REG-14). Its place among the rows of a file is that of
 * the book: rows before it stand in it already.
 */
export function decideImport(
  filing: ImportedFiling,
  book: FilingBook,
  circumstances: ImportCircumstances,
): Result<readonly FilingEvent[]> {
  const policy = circumstances.policyOn(filing.appliedOn);
  const refusal =
    refuseWhose(filing, circumstances) ??
    refuseDestination(filing, policy) ??
    refuseKind(filing) ??
    refuseDates(filing, circumstances, policy) ??
    refuseOwed(filing, policy) ??
    refuseOverlap(filing, book, policy);
  if (refusal !== null) return refusal;
  const { startsOn: validFrom, validTo } = filing;
  const granted = { validFrom, validTo, replaces: null, owed: owedOf(filing, policy), restores: null };
  return ok([{ type: 'FilingApproved', data: Object.assign(termsOf(filing), granted) }]);
}

/** SEC-01, REG-01. */
function refuseWhose(
  { insuredRegion }: ImportedFiling,
  { unit, enrolledIn }: ImportCircumstances,
): Result<never> | null {
  if (!insuredRegion.startsWith(unit)) {
    return reject('import.other-unit', 'SEC-01', '参保地不属于报送单位，无权导入', ['insuredRegion']);
  }
  return enrolledIn === insuredRegion
    ? null
    : reject('filing.not-insured', 'REG-01', '该人员未在所填参保地参保，请先报送参保登记或核对人员编号', ['psnNo']);
}

/** REG-03, REG-19: what only one kind can have. */
function refuseKind({ kind, student, referral }: ImportedFiling): Result<never> | null {
  if (student && kind !== 'long-term-resident') {
    return reject('filing.student', 'REG-19', '学生只能随异地长期居住备案', ['student']);
  }
  return referral === null || kind === 'referred'
    ? null
    : reject('filing.referral-surplus', 'REG-03', '只有异地转诊备案才有转诊证明', ['referralLevel']);
}

/** REG-06, REG-07, REG-12, REG-16. */
function refuseDates(
  filing: ImportedFiling,
  { on }: ImportCircumstances,
  policy: RegistrationValues,
): Result<never> | null {
  const { appliedOn, startsOn } = filing;
  if (appliedOn > on) return reject('import.applied-later', 'REG-16', '申请日期不能晚于导入当日', ['appliedOn']);
  if (startsOn < appliedOn && policy['start.earliest'] === 'application') {
    return reject('filing.starts-early', 'REG-16', '备案开始日期不能早于申请日期', ['validFrom']);
  }
  return refuseEnd(filing) ?? refusePaperDates(filing);
}

/** REG-06, REG-07. */
function refuseEnd({ kind, startsOn, validTo }: ImportedFiling): Result<never> | null {
  if (validTo === null && !isLongTerm(kind)) {
    return reject('import.end-missing', 'REG-07', '临时外出类备案须有截止日期', ['validTo']);
  }
  return validTo !== null && validTo < startsOn
    ? reject('import.dates-reversed', 'REG-06', '截止日期不能早于开始日期', ['validTo'])
    : null;
}

/** REG-03, REG-06. */
function refusePaperDates({ appliedOn, documentsValidTo, referral }: ImportedFiling): Result<never> | null {
  if (documentsValidTo !== null && documentsValidTo < appliedOn) {
    return reject('filing.documents-expired', 'REG-06', '材料在申请之日已过有效期', ['documentsValidTo']);
  }
  return referral !== null && referral.issuedOn > appliedOn
    ? reject('filing.referral-later', 'REG-03', '转诊证明的出具日期不能晚于申请日期', ['referralIssuedOn'])
    : null;
}

/** REG-09: only a promise owes documents, and no longer than it was granted for. */
function refuseOwed(filing: ImportedFiling, policy: RegistrationValues): Result<never> | null {
  const { byPromise, owedUntil, appliedOn } = filing;
  if (owedUntil === null) {
    return owesWithoutLimit(filing, policy) && policy['promise.supplement'].kind !== 'unlimited'
      ? reject('import.owed-missing', 'REG-09', '承诺备案未补齐材料的，须填写补齐期限', ['owedUntil'])
      : null;
  }
  if (!byPromise) return reject('import.owed-surplus', 'REG-09', '非承诺备案不应有补齐期限', ['owedUntil']);
  return owedUntil < appliedOn
    ? reject('import.owed-early', 'REG-09', '补齐期限不能早于申请日期', ['owedUntil'])
    : null;
}

/** A promise is kept once the documents are there, unless the row still names a day for them. */
const owesWithoutLimit = (filing: ImportedFiling, policy: RegistrationValues): boolean =>
  filing.byPromise && filing.owedUntil === null && !proves(filing.documents, acceptedPapers(filing, policy));

function owedOf(filing: ImportedFiling, policy: RegistrationValues): OwedDocuments | null {
  const { owedUntil: until } = filing;
  return until !== null || owesWithoutLimit(filing, policy) ? { anyOf: acceptedPapers(filing, policy), until } : null;
}

/** REG-14, over the days on which each is valid; days after an end do not count, nor does a filing that ended before it began. */
function refuseOverlap(
  filing: ImportedFiling,
  { filings }: FilingBook,
  policy: RegistrationValues,
): Result<never> | null {
  const other = filings.find(
    (known) =>
      overlaps(filing, known) && !mayStandBeside(filing, known, policy) && !mayStandBeside(known, filing, policy),
  );
  if (other === undefined) return null;
  return reject('import.overlap', 'REG-14', `与该人员另一有效备案${other.filingId}的有效期重叠`, ['validFrom']);
}

function overlaps({ startsOn, validTo }: ImportedFiling, known: Filing): boolean {
  const reachesBack = validTo === null || known.validFrom <= validTo;
  const isOverByThen = known.validTo !== null && known.validTo < startsOn;
  const endedByThen = known.endedOn !== null && (known.endedOn <= startsOn || known.endedOn <= known.validFrom);
  return reachesBack && !isOverByThen && !endedByThen;
}
