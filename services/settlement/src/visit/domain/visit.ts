import type { Claim, VisitKind } from '#contracts';
import type { StreamDefinition, StreamRef } from '#event-store';
import type {
  BenefitUse,
  DescribedMarks,
  DiagnosisText,
  HandClaimedLines,
  RecordedLine,
  RemoteNumbers,
  SettledFacts,
  SpecialAttribute,
  VisitEvent,
  VisitFacts,
  VisitMarks,
} from './events.js';
import { withDiagnoses } from './diagnoses.js';
import { splitLikeOriginals } from './lines-taken-back.js';
import { isMarkedEmergency, NO_MARKS } from './marks.js';

export interface SettlementRecord {
  readonly claim: Claim;
  readonly facts: SettledFacts;
  readonly benefit: BenefitUse;
  readonly earlierBenefits?: readonly BenefitUse[];
  readonly lines: readonly string[];
  readonly refundedBy: string | null;
  readonly remote: RemoteNumbers | null;
}

/** What a visit was opened with: whoever was told of it then must be told of changes, not of another opening. */
export type OpenedAs = Pick<VisitFacts, 'openedOn' | 'hospitalNumber'> & {
  readonly medType: string;
  readonly marks: VisitMarks;
};

/** 就诊 Visit: an outpatient visit, a purchase in a pharmacy or a stay, from its opening to its last refund. */
export interface Visit {
  readonly status: 'unknown' | 'open' | 'discharged' | 'cancelled';
  readonly facts: VisitFacts | null;
  readonly kind: VisitKind;
  readonly medType: string;
  readonly diseaseCode: string;
  readonly marks: VisitMarks;
  /** An emergency that stays one whatever its 医疗类别 becomes (SET-07). */
  readonly emergencyMarked: boolean;
  readonly openedAs: OpenedAs | null;
  /** Its number at a place of insurance that computes itself, once that one has given it one. */
  readonly remoteVisit: Omit<RemoteNumbers, 'settlementId'> | null;
  /** Those that hold, in the order they came. */
  readonly diagnoses: readonly DiagnosisText[];
  readonly attributes: readonly SpecialAttribute[];
  /** Lines by sequence number that no standing settlement has taken. */
  readonly openLines: ReadonlyMap<string, RecordedLine>;
  readonly settledLines: ReadonlyMap<string, RecordedLine>;
  readonly settlements: ReadonlyMap<string, SettlementRecord>;
  /** Standing claims by hand at home that took lines of it (SET-17). */
  readonly handClaims: ReadonlySet<string>;
  readonly dischargedOn: string | null;
  /** 离院方式. */
  readonly dischargeWay: string | null;
  /** What the place of insurance was told of it; null where it need not know (REG-02, REG-13). */
  readonly toldStay: { readonly open: boolean; readonly emergency: boolean; readonly endedBy: string | null } | null;
}

export const initialVisit = (): Visit => ({
  status: 'unknown',
  facts: null,
  kind: 'outpatient',
  medType: '',
  diseaseCode: '',
  marks: NO_MARKS,
  emergencyMarked: false,
  openedAs: null,
  remoteVisit: null,
  diagnoses: [],
  attributes: [],
  openLines: new Map(),
  settledLines: new Map(),
  settlements: new Map(),
  handClaims: new Set(),
  dischargedOn: null,
  dischargeWay: null,
  toldStay: null,
});

const marksOf = (data: DescribedMarks & { readonly medType: string }): Pick<Visit, 'marks' | 'emergencyMarked'> => {
  const { emergency, injury, thirdParty, medType } = data;
  return { marks: { emergency, injury, thirdParty }, emergencyMarked: isMarkedEmergency(data, medType) };
};

export function evolveVisit(visit: Visit, event: VisitEvent): Visit {
  switch (event.type) {
    case 'VisitOpened': {
      const { visitKind, medType, diseaseCode = '', emergency, injury, thirdParty, diagnoses, ...facts } = event.data;
      const marks = { emergency, injury, thirdParty };
      const openedAs = { openedOn: facts.openedOn, hospitalNumber: facts.hospitalNumber, medType, marks };
      const opened = { status: 'open', facts, kind: visitKind, medType, diseaseCode, openedAs } as const;
      return { ...visit, ...opened, ...marksOf(event.data), diagnoses: diagnoses ?? [] };
    }
    case 'VisitDescribed': {
      const { visitKind, medType, diseaseCode } = event.data;
      const diagnoses = withDiagnoses(visit.diagnoses, event.data.diagnoses);
      return { ...visit, kind: visitKind, medType, diseaseCode, ...marksOf(event.data), diagnoses };
    }
    case 'AdmissionAmended':
      return amended(visit, event.data);
    case 'ThirdPartyTold':
      return { ...visit, marks: { ...visit.marks, ...event.data, thirdParty: true } };
    case 'SpecialAttributeFiled':
      return { ...visit, attributes: [...visit.attributes, event.data] };
    case 'RemoteVisitOpened':
      return { ...visit, remoteVisit: event.data };
    case 'FeeLineRemarked':
      return visit;
    case 'VisitCancelled':
      return { ...visit, status: 'cancelled' };
    case 'FeeLinesRecorded':
      return withOpenLines(visit, withLines(visit.openLines, event.data.lines));
    case 'FeeLinesWithdrawn':
      return withOpenLines(visit, withoutLines(visit.openLines, event.data.sequences));
    case 'PatientDischarged':
      return {
        ...visit,
        status: 'discharged',
        dischargedOn: event.data.on,
        dischargeWay: event.data.way,
        diseaseCode: event.data.diseaseCode ?? visit.diseaseCode,
        diagnoses: withDiagnoses(visit.diagnoses, event.data.diagnoses),
      };
    case 'DischargeUndone':
      return { ...visit, status: 'open', dischargedOn: null };
    case 'ClaimSettled':
      return settled(visit, event.data);
    case 'ClaimRefunded':
      return refunded(visit, event.data.claim);
    case 'LinesClaimedByHand':
      return claimedByHand(visit, event.data);
    case 'HandClaimedLinesReleased':
      return releasedByHand(visit, event.data);
    case 'StayRegistered':
      return { ...visit, toldStay: { open: true, emergency: event.data.emergency, endedBy: null } };
    case 'StayEnded':
      return { ...visit, toldStay: { emergency: false, ...visit.toldStay, open: false, endedBy: event.data.claimId } };
    default:
      return event satisfies never;
  }
}

function amended(visit: Visit, data: Extract<VisitEvent, { type: 'AdmissionAmended' }>['data']): Visit {
  if (visit.facts === null) return visit;
  const { medType, diseaseCode, openedOn, hospitalNumber } = data;
  return {
    ...visit,
    facts: { ...visit.facts, openedOn, hospitalNumber },
    medType,
    diseaseCode,
    ...marksOf(data),
    diagnoses: withDiagnoses(visit.diagnoses, data.diagnoses),
  };
}

const withOpenLines = (visit: Visit, openLines: Visit['openLines']): Visit => ({
  ...visit,
  openLines: splitLikeOriginals(openLines, visit.settledLines),
});

export function withLines(
  lines: ReadonlyMap<string, RecordedLine>,
  added: readonly RecordedLine[],
): ReadonlyMap<string, RecordedLine> {
  return new Map([...lines, ...added.map((line) => [line.sequence, line] as const)]);
}

function withoutLines(
  lines: ReadonlyMap<string, RecordedLine>,
  sequences: readonly string[],
): ReadonlyMap<string, RecordedLine> {
  const gone = new Set(sequences);
  return new Map([...lines].filter(([sequence]) => !gone.has(sequence)));
}

function settled(visit: Visit, data: Extract<VisitEvent, { type: 'ClaimSettled' }>['data']): Visit {
  const { claim, facts, benefit, earlierBenefits, lines, remote = null } = data;
  return {
    ...withTaken(visit, lines),
    settlements: new Map([
      ...visit.settlements,
      [claim.claimId, { claim, facts, benefit, earlierBenefits, lines, remote, refundedBy: null }],
    ]),
  };
}

/** Lines of a refunded settlement are open again: the visit may be settled anew (SET-14). */
function refunded(visit: Visit, refund: Claim): Visit {
  const original = visit.settlements.get(refund.refundOf ?? '');
  if (original === undefined) return visit;
  return {
    ...withReopened(visit, original.lines),
    settlements: new Map([...visit.settlements, [original.claim.claimId, { ...original, refundedBy: refund.claimId }]]),
  };
}

function claimedByHand(visit: Visit, { handClaimNo, sequences }: HandClaimedLines): Visit {
  return { ...withTaken(visit, sequences), handClaims: new Set([...visit.handClaims, handClaimNo]) };
}

function releasedByHand(visit: Visit, { handClaimNo, sequences }: HandClaimedLines): Visit {
  const handClaims = new Set([...visit.handClaims].filter((one) => one !== handClaimNo));
  return { ...withReopened(visit, sequences), handClaims };
}

/** Open lines are settled, and settled ones open again. */
function withTaken(visit: Visit, sequences: readonly string[]): Visit {
  const taken = sequences.flatMap((sequence) => visit.openLines.get(sequence) ?? []);
  return {
    ...visit,
    openLines: withoutLines(visit.openLines, sequences),
    settledLines: withLines(visit.settledLines, taken),
  };
}

function withReopened(visit: Visit, sequences: readonly string[]): Visit {
  const back = sequences.flatMap((sequence) => visit.settledLines.get(sequence) ?? []);
  return {
    ...visit,
    openLines: withLines(visit.openLines, back),
    settledLines: withoutLines(visit.settledLines, sequences),
  };
}

/**
 * First day whose cost no standing settlement has taken: the admission, or the last settlement in between. What is settled after the
 * stay was settled once arose before its end all the same (SET-12).
 */
export function unsettledSince({ facts, settlements, dischargedOn }: Visit): string {
  const standing = [...settlements.values()].filter(({ refundedBy }) => refundedBy === null);
  const since = standing.reduce(
    (latest, { claim }) => (claim.settledOn > latest ? claim.settledOn : latest),
    facts?.openedOn ?? '',
  );
  return dischargedOn !== null && since > dischargedOn ? dischargedOn : since;
}

export const visitStream: StreamDefinition<Visit, VisitEvent> = {
  category: 'visit',
  initialState: initialVisit,
  evolve: evolveVisit,
};

export const visitRef = (visitId: string): StreamRef<Visit> => ({ id: `visit-${visitId}`, definition: visitStream });
