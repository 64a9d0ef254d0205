import type { Session } from '../world/sessions.js';
import type { World } from '../world/world.js';

/** One act of a session: the admission of a stay, the visit or the settlement of the stay, a refund. */
export interface SessionAct {
  readonly kind: 'admit' | 'visit' | 'refund';
  readonly session: Session;
}

/** Acts of one patient on one day, in their order: a person's visits never overlap. */
export interface PatientDay {
  readonly psnNo: string;
  readonly acts: readonly SessionAct[];
}

interface DatedAct extends SessionAct {
  readonly day: number;
}

const ORDER = { admit: 0, visit: 1, refund: 2 } as const;

/** All acts by day of the month (index 0 is the first), by patient. */
export function actsOf({ sessions, days }: World): readonly (readonly PatientDay[])[] {
  const acts = sessions.flatMap(actsOfSession);
  return Array.from({ length: days }, (_, index) => patientsOf(acts.filter(({ day }) => day === index + 1)));
}

function actsOfSession(session: Session): readonly DatedAct[] {
  const { kind, day, admissionDay, refundDay } = session;
  return [
    ...(kind === 'inpatient' ? [{ kind: 'admit' as const, session, day: admissionDay }] : []),
    { kind: 'visit', session, day },
    ...(refundDay === null ? [] : [{ kind: 'refund' as const, session, day: refundDay }]),
  ];
}

function patientsOf(acts: readonly DatedAct[]): readonly PatientDay[] {
  const byPerson = new Map<string, DatedAct[]>();
  for (const act of acts) {
    const { psnNo } = act.session.person;
    byPerson.set(psnNo, [...(byPerson.get(psnNo) ?? []), act]);
  }
  return [...byPerson].map(([psnNo, own]) => ({
    psnNo,
    acts: own.sort((a, b) => a.session.number - b.session.number || ORDER[a.kind] - ORDER[b.kind]),
  }));
}
