import type { VisitEvent, VisitFacts } from './events.js';
import { evolveVisit, type Visit } from './visit.js';

export interface Told {
  readonly on: string;
  /** 中途结算: the stay goes on (SET-12). */
  readonly interim?: boolean;
}

/**
 * What the place of insurance must be told once these events have happened (REG-02, REG-12, REG-13): that a patient is in hospital
 * or came as an emergency, that this is over, and that it is open again where its settlement was undone (SET-14).
 */
export function withStayTold(before: Visit, events: readonly VisitEvent[], told: Told): readonly VisitEvent[] {
  const after = events.reduce(evolveVisit, before);
  return after.facts === null ? events : [...events, ...newsOf(after, after.facts, { events, told })];
}

interface Happened {
  readonly events: readonly VisitEvent[];
  readonly told: Told;
}

function newsOf(after: Visit, facts: VisitFacts, { events, told }: Happened): readonly VisitEvent[] {
  const endedBy = endOf(after, events, told);
  if (after.toldStay?.open === true) {
    const emergency = becameEmergency(after, events) ? [registered(facts, true)] : [];
    return endedBy === undefined ? emergency : [...emergency, ended(facts, told.on, endedBy)];
  }
  const emergency = emergencyClaim(after, events);
  if (emergency !== null) return [registered(facts, true), ended(facts, told.on, emergency)];
  return endedBy === undefined && opens(after, events) ? [registered(facts, after.marks.emergency)] : [];
}

const opens = (after: Visit, events: readonly VisitEvent[]): boolean =>
  after.toldStay === null || reopens(after, events);

const claimOf = (events: readonly VisitEvent[]) => events.find((event) => event.type === 'ClaimSettled')?.data;
const tellsEmergency = (events: readonly VisitEvent[]): boolean => claimOf(events)?.facts.marks?.emergency === true;

/** A stay that was told of as an ordinary one, and that 2403 or its settlement says is an emergency. */
const becameEmergency = ({ toldStay, marks }: Visit, events: readonly VisitEvent[]): boolean =>
  toldStay?.emergency === false && (marks.emergency || tellsEmergency(events));

/**
 * The claim that alone tells of an emergency, which is over with it (REG-02, SET-07). Null where the place of insurance was told of the
 * visit already and what ended that still stands.
 */
function emergencyClaim(visit: Visit, events: readonly VisitEvent[]): string | null {
  const claim = claimOf(events);
  if (claim?.facts.marks?.emergency !== true || isStillEnded(visit)) return null;
  return claim.claim.claimId;
}

function isStillEnded({ toldStay, settlements, handClaims }: Visit): boolean {
  const endedBy = toldStay?.endedBy ?? '';
  return handClaims.has(endedBy) || settlements.get(endedBy)?.refundedBy === null;
}

const ended = ({ visitId, psnNo }: VisitFacts, endedOn: string, claimId: string | null): VisitEvent => ({
  type: 'StayEnded',
  data: { visitId, psnNo, endedOn, claimId },
});

function registered(facts: VisitFacts, emergency: boolean): VisitEvent {
  const { visitId, psnNo, insuredRegion, institutionCode, careRegion, openedOn, inpatient } = facts;
  const place = { insuredRegion, institutionCode, careRegion };
  return { type: 'StayRegistered', data: { visitId, psnNo, ...place, openedOn, inpatient, emergency } };
}

/** A stay, or an emergency, which is deemed filed (视同已备案, REG-02). */
const concerns = ({ facts, marks }: Visit): boolean => facts?.inpatient === true || marks.emergency;

/** What ends it: the number of the final settlement, null where there is none to name, undefined while it goes on. */
function endOf(after: Visit, events: readonly VisitEvent[], { interim = false }: Told): string | null | undefined {
  if (after.status === 'cancelled' || !concerns(after)) return null;
  if (interim) return undefined;
  const settled = events.find((event) => event.type === 'ClaimSettled' || event.type === 'LinesClaimedByHand');
  return settled?.type === 'LinesClaimedByHand' ? settled.data.handClaimNo : settled?.data.claim.claimId;
}

/** The settlement that ended it is undone, or an outpatient has become an emergency again. */
function reopens({ toldStay, status }: Visit, events: readonly VisitEvent[]): boolean {
  if (status === 'cancelled' || toldStay === null) return false;
  return events.some(
    (event) =>
      (event.type === 'ClaimRefunded' && event.data.claim.refundOf === toldStay.endedBy) ||
      (event.type === 'HandClaimedLinesReleased' && event.data.handClaimNo === toldStay.endedBy) ||
      (event.type === 'VisitDescribed' && toldStay.endedBy === null) ||
      event.type === 'DischargeUndone',
  );
}
