import type { FilingKind } from '#contracts';
import { addDays, addMonths, clearingUnitOf, isCrossProvince, reject, unitName } from '#kernel';
import type { BusinessDate, RegionCode, Result } from '#kernel';
import type { RegistrationValues } from '#policy';
import { isOver, standingFilings, type Filing, type FilingBook, type FilingEvent } from './filing-book.js';

export const LONG_TERM: readonly FilingKind[] = ['retiree-resettled', 'long-term-resident', 'posted-worker'];

export interface ApplyFiling {
  readonly filingId: string;
  readonly psnNo: string;
  readonly insuredRegion: RegionCode;
  readonly kind: FilingKind;
  readonly destination: RegionCode;
  readonly byPromise: boolean;
  readonly documents: readonly string[];
  /** Last day the documents are good for; null when they do not expire (REG-06). */
  readonly documentsValidTo: BusinessDate | null;
  readonly channel: string;
  readonly appliedOn: BusinessDate;
  /** A stated earlier day when already admitted (REG-12, REG-16). */
  readonly startsOn: BusinessDate;
}

/** 申请备案: six kinds, with documents or on a promise (REG-01, REG-03, REG-09), by the policy of the place of insurance. */
export function decideApply(
  command: ApplyFiling,
  book: FilingBook,
  policy: RegistrationValues,
): Result<readonly FilingEvent[]> {
  const refusal = refuseDestination(command, policy) ?? refusePapers(command, policy) ?? refuseStart(command, policy);
  if (refusal !== null) return refusal;
  const validTo = lastDay(command, policy);
  const overlapping = standingFilings(book, command.appliedOn).filter(
    (filing) => overlaps(filing, command.startsOn, validTo) && !mayStandBeside(command, filing, policy),
  );
  const locked = overlapping.find((filing) => isLocked(filing, command.appliedOn, { forbidden: 'change', policy }));
  if (locked !== undefined) return lockRefusal(locked, policy);
  const [replaced = null] = overlapping;
  const ended = overlapping.map(({ filingId, psnNo }): FilingEvent => ({
    type: 'FilingEnded',
    data: { filingId, psnNo, endedOn: command.startsOn, cause: 'replaced' },
  }));
  return { ok: true, value: [...ended, approved(command, validTo, replaced)] };
}

function refuseDestination(command: ApplyFiling, policy: RegistrationValues): Result<never> | null {
  const { insuredRegion, destination } = command;
  if (!isCrossProvince(insuredRegion, destination)) {
    return reject('filing.same-unit', 'REG-04', '备案地与参保地属同一省级单位，无需跨省备案', ['destination']);
  }
  const unit = clearingUnitOf(destination);
  const asWhole = policy['destination.provinceLevel'].includes(unit);
  if (!asWhole && destination.endsWith('0000')) {
    return reject('filing.city-needed', 'REG-04', `${unitName(unit)}须备案到具体地市`, ['destination']);
  }
  return null;
}

/** REG-03, REG-09: a long-term filing rests on documents, or on a promise where the place of insurance takes one. */
function refusePapers({ kind, byPromise, documents }: ApplyFiling, policy: RegistrationValues): Result<never> | null {
  if (byPromise && !policy['promise.kinds'].includes(kind)) {
    return reject('filing.promise-not-taken', 'REG-09', '该备案类别不适用承诺制，请提交材料', ['byPromise']);
  }
  const needsPapers = LONG_TERM.includes(kind) || kind === 'referred';
  if (needsPapers && !byPromise && documents.length === 0) {
    return reject('filing.documents-missing', 'REG-03', '请提交该备案类别要求的材料，或按规定签署承诺书', [
      'documents',
    ]);
  }
  return null;
}

function refuseStart({ startsOn, appliedOn }: ApplyFiling, policy: RegistrationValues): Result<never> | null {
  if (startsOn < appliedOn && policy['start.earliest'] === 'application') {
    return reject('filing.starts-early', 'REG-16', '备案开始日期不能早于申请日期', ['startsOn']);
  }
  return null;
}

const overlaps = (filing: Filing, from: BusinessDate, to: BusinessDate | null): boolean =>
  !isOver(filing, from) && (to === null || filing.validFrom <= to);

/** REG-14: where the policy says so, a referral stands beside a long-term filing; otherwise the new one replaces the old. */
function mayStandBeside(command: ApplyFiling, filing: Filing, policy: RegistrationValues): boolean {
  return policy['referral.besideLongTerm'] && command.kind === 'referred' && LONG_TERM.includes(filing.kind);
}

interface LockedAct {
  readonly forbidden: 'change' | 'cancel';
  readonly policy: RegistrationValues;
}

/** REG-08: a long-term filing may not be changed, or cancelled, or neither, within the months of its lock. */
export function isLocked(filing: Filing, on: BusinessDate, { forbidden, policy }: LockedAct): boolean {
  const { months, forbids, waivedByDocuments } = policy['longTerm.lock'];
  if (!LONG_TERM.includes(filing.kind) || months === 0 || !forbids.includes(forbidden)) return false;
  if (waivedByDocuments && !filing.byPromise) return false;
  return on < addMonths(filing.validFrom as BusinessDate, months);
}

export function lockRefusal(filing: Filing, policy: RegistrationValues): Result<never> {
  const until = addMonths(filing.validFrom as BusinessDate, policy['longTerm.lock'].months);
  return reject('filing.locked', 'REG-08', `长期备案在${until}前不能变更或取消`, ['psnNo']);
}

function approved(command: ApplyFiling, validTo: BusinessDate | null, replaced: Filing | null): FilingEvent {
  const { filingId, psnNo, insuredRegion, kind, destination, byPromise } = command;
  const { appliedOn, channel, documents, startsOn: validFrom } = command;
  return {
    type: 'FilingApproved',
    data: {
      ...{ filingId, psnNo, insuredRegion, kind, destination, byPromise },
      validFrom,
      validTo,
      replaces: replaced?.filingId ?? null,
      ...{ appliedOn, channel, documents: [...documents] },
    },
  };
}

/** REG-06, REG-07, REG-11: months for temporary kinds; documents, a promise's days or no end for long-term ones. */
function lastDay(command: ApplyFiling, policy: RegistrationValues): BusinessDate | null {
  const { kind, startsOn, byPromise, documentsValidTo } = command;
  if (kind === 'referred' || kind === 'emergency' || kind === 'other-temporary') {
    return addDays(addMonths(startsOn, policy[`temporary.months.${kind}`]), -1);
  }
  const promiseDays = policy['promise.validityDays'];
  if (byPromise && promiseDays !== null) return addDays(startsOn, promiseDays - 1);
  return policy['longTerm.validity'] === 'documents' ? documentsValidTo : null;
}
