import type { DeclarationReviewed, ReferralDeclaration } from '#contracts';
import {
  businessDate,
  clearingUnitOf,
  provinceOf,
  reaches,
  RegionCode,
  type BusinessDate,
  type Rejection,
} from '#kernel';
import type { RegistrationValues } from '#policy';
import { endDay } from '../../filing/domain/admitted-today.js';
import type { ApplyFiling } from '../../filing/domain/application.js';
import { decideApply } from '../../filing/domain/apply-filing.js';
import { carryingFiling, grantedBy } from '../../filing/domain/coverage.js';
import { decideRefuse } from '../../filing/domain/decide-application.js';
import { isOver, type FilingBook, type FilingEvent, type KnownStay } from '../../filing/domain/filing-book.js';
import type { PolicyOn } from '../../filing/domain/policy-in-force.js';
import { withResumed } from '../../filing/domain/resume.js';
import { filingIdOf } from './referral-number.js';

/** What a referral comes to in the book, and what the hospital is told; without a review it waits for the agency. */
export interface ReferralOutcome {
  readonly filing: readonly FilingEvent[];
  readonly review: DeclarationReviewed | null;
}

/**
 * 转院备案 by the hospital's channel (REG-05): an application for a referred filing, granted at once where the place of insurance
 * decides this channel on the spot. What cannot be granted is an answer with its reason, not a failure.
 */
export function applyForReferral(
  declared: ReferralDeclaration,
  insuredRegion: RegionCode,
  book: FilingBook,
  policyOn: PolicyOn,
): ReferralOutcome {
  const command = applicationOf(declared, insuredRegion, book, policyOn);
  const applied = decideApply(command, book, policyOn);
  if (!applied.ok) {
    const reason = reasonFor(applied.rejection, openStay(book, command.destination, command.appliedOn));
    return { filing: [], review: refusedReview(declared, reason) };
  }
  return { filing: applied.value, review: reviewOf(applied.value, declared.filedOn) };
}

/** In words of 2501, which tells a first day but no admission: that comes from the receiving hospital (REG-16). */
function reasonFor({ code, message, rule }: Rejection, stay: KnownStay | undefined): string {
  if (code !== 'filing.admission-needed') return `${message}(${rule})`;
  return stay === undefined
    ? `转往医院尚无该人员在院的住院登记，开始日期(begndate)不能早于申报日期；请更正后重新申报，已入院的请转往医院先办理入院登记(${rule})`
    : `开始日期(begndate)不能早于转往医院的入院日期${stay.openedOn}，请更正后重新申报(${rule})`;
}

type Declared = Pick<ReferralDeclaration, 'declarationNo' | 'psnNo' | 'filedOn'>;

export const refusedReview = ({ declarationNo, psnNo, filedOn }: Declared, reason: string): DeclarationReviewed => ({
  ...{ declarationNo, psnNo, outcome: 'refused', reason, filingId: null, reviewedOn: filedOn },
});

/** The hospital's declaration is the referral certificate (REG-03). */
function applicationOf(
  { declarationNo, psnNo, filedOn, institutionCode, institutionLevel, institutionRegion, details }: ReferralDeclaration,
  insuredRegion: RegionCode,
  book: FilingBook,
  policyOn: PolicyOn,
): ApplyFiling {
  const appliedOn = businessDate(filedOn);
  const policy = policyOn(appliedOn);
  const destination = destinationOf(RegionCode.of(details.receivingRegion), policy);
  const said = details.beginsOn as BusinessDate | null;
  return {
    ...{ filingId: filingIdOf(declarationNo), psnNo, insuredRegion, kind: 'referred', destination },
    ...{ byPromise: false, student: false, documentsValidTo: null },
    documents: [{ kind: 'referral-certificate', documentId: null }],
    referral: {
      ...{ institutionCode, level: institutionLevel, region: institutionRegion },
      ...{ diagnosis: details.diagnosisCode, issuedOn: details.referredOn },
    },
    ...{ channel: 'hospital', appliedOn },
    ...beginning({ destination, appliedOn, said }, grantedBy(book, insuredRegion), policy),
  };
}

interface Beginning {
  readonly destination: RegionCode;
  readonly appliedOn: BusinessDate;
  /** begndate, where the hospital tells one. */
  readonly said: BusinessDate | null;
}

/**
 * REG-12: who is in the receiving hospital already is filed from the admission where the place allows it, also where the hospital tells
 * no day or a later one. A stay that another filing carries needs none, and is not taken from it.
 */
function beginning(
  { destination, appliedOn, said }: Beginning,
  granted: FilingBook,
  policy: RegistrationValues,
): Pick<ApplyFiling, 'startsOn' | 'admittedOn'> {
  const startsOn = said ?? appliedOn;
  const stay = openStay(granted, destination, appliedOn);
  if (stay === undefined || startsOn < stay.openedOn) return { startsOn, admittedOn: null };
  const admittedOn = stay.openedOn as BusinessDate;
  const isCarried = carryingFiling(granted, stay.careRegion, admittedOn) !== null;
  const fromAdmission = !isCarried && policy['start.earliest'] !== 'application';
  return { startsOn: fromAdmission ? admittedOn : startsOn, admittedOn };
}

/** The stay at the receiving hospital, while the patient is there. */
const openStay = ({ stays }: FilingBook, destination: RegionCode, on: string): KnownStay | undefined =>
  stays.find(
    ({ inpatient, endedOn, careRegion, openedOn }) =>
      inpatient && endedOn === null && openedOn <= on && reaches(destination, careRegion),
  );

/** REG-04: the city of the receiving hospital, or its unit where that is filed as a whole. */
function destinationOf(region: RegionCode, policy: RegistrationValues): RegionCode {
  if (policy['destination.provinceLevel'].includes(clearingUnitOf(region))) return provinceOf(region);
  // Counties under a province directly (XX90NN) are cities of their own.
  return region.slice(2, 4) === '90' ? region : RegionCode.of(`${region.slice(0, 4)}00`);
}

/** The review that what happened to a filing comes to: granted or refused, else none. */
export function reviewOf(events: readonly FilingEvent[], on: string): DeclarationReviewed | null {
  for (const { type, data } of events) {
    if (type !== 'FilingApproved' && type !== 'FilingRefused') continue;
    const { filingId, psnNo } = data;
    const declarationNo = filingId.slice(filingIdOf('').length);
    return type === 'FilingApproved'
      ? { declarationNo, psnNo, outcome: 'approved', reason: null, filingId, reviewedOn: on }
      : { declarationNo, psnNo, outcome: 'refused', reason: data.reason, filingId: null, reviewedOn: on };
  }
  return null;
}

export interface WithdrawnReferral {
  readonly declarationNo: string;
  readonly psnNo: string;
  readonly insuredRegion: RegionCode;
  readonly on: BusinessDate;
}

/**
 * 撤回 before the decision (REG-05). The hospital's withdrawal and the grant may have crossed on the way: then it was right when it
 * was accepted, and the filing ends.
 */
export function withdrawReferral(
  { declarationNo, psnNo, insuredRegion, on }: WithdrawnReferral,
  book: FilingBook,
  policyOn: PolicyOn | null,
): readonly FilingEvent[] {
  const filingId = filingIdOf(declarationNo);
  const refused = decideRefuse({ filingId, insuredRegion, on, reason: '申请人撤回' }, book);
  if (refused.ok) return refused.value;
  const granted = book.filings.find((filing) => filing.filingId === filingId);
  if (granted === undefined || isOver(granted, on)) return [];
  if (granted.endedCause === 'cancelled') return [];
  const endedOn = endDay(granted, book, on);
  const ended: FilingEvent = { type: 'FilingEnded', data: { filingId, psnNo, endedOn, cause: 'cancelled' } };
  // Without a table of today nothing says what may stand beside what; the withdrawal counts all the same.
  return policyOn === null ? [ended] : withResumed([ended], book, policyOn);
}
