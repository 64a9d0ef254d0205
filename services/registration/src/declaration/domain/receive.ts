import type { DeclarationFiled, DeclarationWithdrawn } from '#contracts';
import { businessDate, workingCalendar, type RegionCode, type Result } from '#kernel';
import type { FilingBook, FilingEvent } from '../../filing/domain/filing-book.js';
import type { PolicyOn } from '../../filing/domain/policy-in-force.js';
import type { Declaration, DeclarationEvent } from './declaration.js';
import { applyForReferral, refusedReview, withdrawReferral } from './referral.js';

/** What arrives for a declaration writes to its own stream and, for a referral, to the person's filing book. */
export interface Received {
  readonly declaration: readonly DeclarationEvent[];
  readonly filing: readonly FilingEvent[];
}

const NOTHING: Received = { declaration: [], filing: [] };

export interface PlaceOfInsurance {
  /** Null when the person is not known here. */
  readonly insuredRegion: RegionCode | null;
  readonly policyOn: Result<PolicyOn>;
}

/** A declaration arrives; told twice, it is received once. Whatever stands against it is said to the hospital (REG-05). */
export function receiveDeclaration(
  filed: DeclarationFiled,
  { insuredRegion, policyOn }: PlaceOfInsurance,
  declaration: Declaration,
  book: FilingBook,
): Received {
  if (declaration.received !== null || declaration.review !== null) return NOTHING;
  if (insuredRegion === null) {
    return reviewed(refusedReview(filed, '参保地未登记该人员，请核对人员编号(REG-01)'));
  }
  const decideBy = policyOn.ok ? decisionDay(filed.filedOn, policyOn.value) : null;
  const received: DeclarationEvent = { type: 'DeclarationReceived', data: { ...filed, insuredRegion, decideBy } };
  if (filed.kind !== 'referral') return { declaration: [received], filing: [] };
  if (!policyOn.ok) {
    const { message, rule } = policyOn.rejection;
    return {
      declaration: [received, ...reviewed(refusedReview(filed, `${message}(${rule})`)).declaration],
      filing: [],
    };
  }
  const { filing, review } = applyForReferral(filed, insuredRegion, book, policyOn.value);
  return { declaration: [received, ...(review === null ? [] : reviewed(review).declaration)], filing };
}

const reviewed = (data: Extract<DeclarationEvent, { type: 'DeclarationReviewed' }>['data']): Received => ({
  declaration: [{ type: 'DeclarationReviewed', data }],
  filing: [],
});

/** REG-05. */
function decisionDay(filedOn: string, policyOn: PolicyOn): string | null {
  const on = businessDate(filedOn);
  const day = workingCalendar.tryAddWorkingDays(on, policyOn(on)['decision.workingDays']);
  return day.ok ? day.value : null;
}

/** The hospital has withdrawn it: what waited waits no more. */
export function receiveWithdrawal(
  { declarationNo, psnNo, withdrawnOn }: DeclarationWithdrawn,
  { policyOn }: PlaceOfInsurance,
  declaration: Declaration,
  book: FilingBook,
): Received {
  const { received } = declaration;
  if (received === null || declaration.withdrawnOn !== null) return NOTHING;
  const withdrawn: DeclarationEvent = {
    type: 'DeclarationWithdrawn',
    data: { declarationNo, psnNo, withdrawnOn },
  };
  if (received.kind !== 'referral') return { declaration: [withdrawn], filing: [] };
  const insuredRegion = received.insuredRegion as RegionCode;
  const on = businessDate(withdrawnOn);
  return {
    declaration: [withdrawn],
    filing: withdrawReferral({ declarationNo, psnNo, insuredRegion, on }, book, policyOn.ok ? policyOn.value : null),
  };
}
