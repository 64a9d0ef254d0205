import { isSamePool, reject, type Result } from '#kernel';
import type { RegistrationValues } from '#policy';
import type { Filing, FilingBook } from './filing-book.js';
import type { FilingTerms, PresentedDocument } from './filing-events.js';
import { isLongTerm } from './validity.js';

type Papers = Pick<
  FilingTerms,
  'insuredRegion' | 'kind' | 'byPromise' | 'student' | 'documents' | 'documentsValidTo' | 'appliedOn'
>;

/** Papers of which any one proves the kind at this place (REG-03, REG-19). */
export function acceptedPapers(
  { kind, student }: Pick<Papers, 'kind' | 'student'>,
  policy: RegistrationValues,
): readonly string[] {
  const accepted = policy[`documents.${kind}`];
  return student ? [...accepted, 'student-proof'] : accepted;
}

export const proves = (documents: readonly PresentedDocument[], accepted: readonly string[]): boolean =>
  accepted.length === 0 || documents.some(({ kind }) => accepted.includes(kind));

/** REG-03, REG-09, REG-19: a filing rests on documents, or on a promise where the place of insurance takes one. */
export function refusePapers(terms: Papers, book: FilingBook, policy: RegistrationValues): Result<never> | null {
  const countsAsLongTerm = policy['student.longTerm'] && terms.kind === 'long-term-resident';
  if (terms.student && !countsAsLongTerm) {
    return reject('filing.student', 'REG-19', '参保地未将学生比同异地长期居住人员，请按其他类别备案', ['student']);
  }
  return terms.byPromise ? refusePromise(terms, book, policy) : refuseDocuments(terms, policy);
}

/** REG-03, REG-06. */
function refuseDocuments(terms: Papers, policy: RegistrationValues): Result<never> | null {
  if (!proves(terms.documents, acceptedPapers(terms, policy))) {
    const way = policy['promise.kinds'].includes(terms.kind) ? '，或签署个人承诺书后补交' : '';
    return reject('filing.documents-missing', 'REG-03', `请提交该备案类别要求的材料之一${way}`, ['documents']);
  }
  const { documentsValidTo, appliedOn } = terms;
  return isLongTerm(terms.kind) && documentsValidTo !== null && documentsValidTo < appliedOn
    ? reject('filing.documents-expired', 'REG-06', '所交材料已过有效期，请更换', ['documentsValidTo'])
    : null;
}

/** REG-09, REG-10. */
function refusePromise(
  { kind, appliedOn, insuredRegion }: Papers,
  book: FilingBook,
  policy: RegistrationValues,
): Result<never> | null {
  if (!policy['promise.kinds'].includes(kind)) {
    return reject('filing.promise-not-taken', 'REG-09', '该备案类别不适用承诺制，请提交材料', ['byPromise']);
  }
  const ban = promiseBan(book, appliedOn);
  if (ban !== null) {
    const until = ban.bannedForever ? '' : `，${String(ban.bannedUntil)}后方可再用`;
    return reject('filing.promise-banned', 'REG-10', `因未履行承诺，不能再以承诺制备案${until}，请提交材料`, [
      'byPromise',
    ]);
  }
  // What a former place of insurance is owed is its own matter.
  const owing = book.filings.some(
    (filing) => isSamePool(filing.insuredRegion, insuredRegion) && isOwing(filing, book, appliedOn),
  );
  return owing
    ? reject('filing.promise-owed', 'REG-09', '上一份承诺备案的材料尚未补齐，不能再次承诺，请先补交材料', ['byPromise'])
    : null;
}

/** Whether the filing that takes the place of another brings its papers, or takes its promise over (REG-09). */
export const keepsPromise = (next: Pick<Papers, 'byPromise' | 'documents'>, { owed }: Pick<Filing, 'owed'>): boolean =>
  owed === null || next.byPromise || (next.documents.length > 0 && proves(next.documents, owed.anyOf));

/** A change of the place takes the promise along (REG-08): it is then owed for the new filing. Nobody promises anew while one owes. */
export const isTakenOver = ({ filingId, insuredRegion, owed }: Filing, { filings }: FilingBook): boolean =>
  owed !== null &&
  filings.some((next) => next.replaces === filingId && next.byPromise && next.insuredRegion === insuredRegion);

/**
 * A promise does not go away with the filing that another one replaced: its documents stay owed by their day, and until then they
 * may be brought (REG-09, REG-10). Where the place sets no day, nothing is waited for any more.
 */
export const isForsaken = (filing: Filing, book: FilingBook): boolean =>
  filing.endedCause === 'replaced' &&
  filing.owed !== null &&
  filing.owed.until !== null &&
  !isTakenOver(filing, book) &&
  !isSanctioned(filing, book);

export const isSanctioned = ({ filingId }: Pick<Filing, 'filingId'>, { sanctions }: FilingBook): boolean =>
  sanctions.some((sanction) => sanction.filingId === filingId);

function isOwing(filing: Filing, book: FilingBook, on: string): boolean {
  if (filing.owed === null || isSanctioned(filing, book)) return false;
  if (filing.endedOn === null || filing.endedOn > on) return true;
  return isForsaken(filing, book);
}

/** The sanction that keeps a person from promising on a day, if there is one (REG-10). */
export const promiseBan = ({ sanctions }: FilingBook, on: string): FilingBook['sanctions'][number] | null =>
  sanctions.find(({ bannedForever, bannedUntil }) => bannedForever || (bannedUntil !== null && on <= bannedUntil)) ??
  null;
