import { isSamePool, isWithin, reaches } from '#kernel';
import type { BusinessDate } from '#kernel';
import type { Filing, FilingBook } from './filing-book.js';
import { policyFor, type PolicyOn } from './policy-in-force.js';
import { isLongTerm } from './validity.js';

/** 备案覆盖 What a person's filings come to at a place on a day. */
export type Coverage = {
  /** `filed`: by a filing; `deemed`: by an emergency mark; `home`: at the place of insurance; `none`: not covered. */
  readonly kind: 'filed' | 'deemed' | 'home' | 'none';
  readonly filingId: string | null;
  /** Points off the ratio of the place of insurance, as a ratio of 1 (REG-17); what care elsewhere costs is settlement's (SET-06). */
  readonly pointsOff: string;
  readonly rule: string;
  /** The reason in a sentence for the clerk. */
  readonly reason: string;
};

/** Whether the person is covered at a place on a day (REG-02, REG-04, REG-13, REG-17). */
export function coverageAt(
  book: FilingBook,
  at: { readonly insuredRegion: string; readonly place: string },
  on: BusinessDate,
  policyOn: PolicyOn,
): Coverage {
  const { insuredRegion, place } = at;
  const granted = grantedBy(book, insuredRegion);
  if (isWithin(place, insuredRegion)) return atHome(granted, on, policyOn);
  if (place.slice(0, 2) === insuredRegion.slice(0, 2)) {
    const reason = '该地与参保地同省，不属跨省异地就医，按省内规定办理';
    return { kind: 'none', filingId: null, pointsOff: '0', rule: 'REG-04', reason };
  }
  const filing = coveringFiling(granted, place, on);
  if (filing !== null) {
    return {
      kind: 'filed',
      filingId: filing.filingId,
      pointsOff: '0',
      rule: 'REG-04',
      reason: `备案${filing.filingId}覆盖该地`,
    };
  }
  const stay = stayUnderWay(granted, place, on);
  if (stay !== null) {
    const reason = `${stay.openedOn}入院时备案有效，该次住院不受备案终止影响，可直接结算`;
    return { kind: 'filed', filingId: stay.filingId, pointsOff: '0', rule: 'REG-13', reason };
  }
  const deemed = book.deemed.find(({ careRegion, openedOn }) => openedOn === on && careRegion === place);
  if (deemed !== undefined) {
    return { kind: 'deemed', filingId: null, pointsOff: '0', rule: 'REG-02', reason: '急诊抢救视同已备案' };
  }
  return { kind: 'none', filingId: null, pointsOff: '0', rule: 'REG-02', reason: '该日在该地没有有效备案，请先备案' };
}

interface CoveredStay {
  readonly filingId: string;
  readonly openedOn: string;
}

/** REG-13: a stay under way there that a filing covered at admission and still carries. */
function stayUnderWay(book: FilingBook, place: string, on: string): CoveredStay | null {
  for (const { openedOn, endedOn, inpatient, careRegion } of book.stays) {
    const underWay = inpatient && endedOn === null && openedOn <= on && careRegion === place;
    const filing = underWay ? carryingFiling(book, place, openedOn) : null;
    if (filing !== null) return { filingId: filing.filingId, openedOn };
  }
  return null;
}

/** Ends that take the stay with them (REG-13, REG-21). */
const WITHDRAWN: readonly (string | null)[] = ['revoked', 'false-documents'];

/** The filing that carries a stay to its end: one that was withdrawn does not, but one that restored it does (REG-13). */
export const carryingFiling = (book: FilingBook, place: string, openedOn: string): Filing | null =>
  coveringFiling(
    { ...book, filings: book.filings.filter(({ endedCause }) => !WITHDRAWN.includes(endedCause)) },
    place,
    openedOn,
  );

/** 双向享受 (REG-17): whether, and with how much less, a long-term filer may use the place of insurance. */
function atHome(book: FilingBook, on: BusinessDate, policyOn: PolicyOn): Coverage {
  const longTerm = book.filings.find((filing) => isLongTerm(filing.kind) && holdsOn(filing, on));
  const home = { kind: 'home', filingId: longTerm?.filingId ?? null, pointsOff: '0', rule: 'REG-17' } as const;
  if (longTerm === undefined) return { ...home, reason: '在参保地就医，按本地待遇' };
  const { allowed, promisePoints } = policyFor(longTerm, on, policyOn).twoWay;
  if (!allowed)
    return { ...home, kind: 'none', reason: '长期备案期间只能在备案地使用；确需回参保地就医的，请先取消备案' };
  if (longTerm.owed === null) return { ...home, reason: '长期备案人员在备案地和参保地双向享受待遇' };
  return { ...home, pointsOff: promisePoints, reason: '承诺的材料补齐前，在参保地的支付比例降低' };
}

/** With the filings of one pool alone: a former place of insurance binds nobody at the new one (REG-02). */
export const grantedBy = (book: FilingBook, insuredRegion: string): FilingBook => ({
  ...book,
  filings: book.filings.filter((filing) => isSamePool(filing.insuredRegion, insuredRegion)),
});

/** Filings for the whole stay of a long-term filer come first: they bear no reduction (SET-06). */
export function coveringFiling({ filings }: FilingBook, place: string, on: string): Filing | null {
  const covering = filings.filter((filing) => holdsOn(filing, on) && reaches(filing.destination, place));
  return covering.find(({ kind }) => isLongTerm(kind)) ?? covering[0] ?? null;
}

/** The last day counts, the day a filing ended does not. */
export const holdsOn = ({ validFrom, validTo, endedOn }: Filing, on: string): boolean =>
  validFrom <= on && (validTo === null || on <= validTo) && (endedOn === null || on < endedOn);
