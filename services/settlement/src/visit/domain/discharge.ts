import { ok, reject, type Result } from '#kernel';
import type { DiagnosisText, VisitEvent } from './events.js';
import { given, ofDisease, refuseForeignVisit } from './open-visit.js';
import type { Visit } from './visit.js';

export interface Discharge {
  readonly psnNo: string;
  readonly institutionCode: string;
  readonly on: string;
  readonly way: string;
  readonly diseaseCode?: string;
  readonly diagnoses?: readonly DiagnosisText[];
}

/** 出院办理 2402. */
export function decideDischarge(command: Discharge, visit: Visit): Result<readonly VisitEvent[]> {
  const refused = refuseForeignVisit(command, visit) ?? refuseUnlessStay(visit);
  if (refused !== null) return refused;
  if (visit.status === 'discharged') return reject('stay.discharged', 'SET-12', '已办理出院', ['mdtrt_id']);
  const tooEarly = refuseEndBeforeAdmission(command.on, visit, 'endtime');
  if (tooEarly !== null) return tooEarly;
  const { on, way, diseaseCode, diagnoses } = command;
  return ok([{ type: 'PatientDischarged', data: { on, way, ...ofDisease(diseaseCode), ...given(diagnoses) } }]);
}

/** The table and the year of a stay go by its end, whichever message tells it (SET-01, SET-12). */
export function refuseEndBeforeAdmission(on: string, { facts }: Visit, field: string): Result<never> | null {
  if (on >= (facts?.openedOn ?? '')) return null;
  return reject('stay.discharge-before-admission', 'SET-12', '出院日期早于入院日期', [field]);
}

/** 出院撤销 2405: only while the stay is not settled. */
export function decideUndoDischarge(
  command: { readonly psnNo: string; readonly institutionCode: string },
  visit: Visit,
): Result<readonly VisitEvent[]> {
  const refused = refuseForeignVisit(command, visit) ?? refuseUnlessStay(visit);
  if (refused !== null) return refused;
  if (visit.status !== 'discharged') return reject('stay.not-discharged', 'SET-12', '尚未办理出院', ['mdtrt_id']);
  const settled = refuseSettled(visit);
  if (settled !== null) return settled;
  return ok([{ type: 'DischargeUndone', data: { visitId: visit.facts?.visitId ?? '' } }]);
}

export function refuseUnlessStay(visit: Visit): Result<never> | null {
  if (visit.kind === 'inpatient') return null;
  return reject('visit.not-a-stay', 'SET-02', '该就诊不是住院，请使用门诊交易', ['mdtrt_id']);
}

/** A settlement or a claim by hand that stands is taken back before the stay changes (SET-13, SET-17). */
export function refuseSettled(visit: Visit): Result<never> | null {
  const standing = [...visit.settlements.values()].some(({ refundedBy }) => refundedBy === null);
  if (standing) return reject('stay.settled', 'SET-13', '住院费用已结算，请先撤销结算', ['mdtrt_id']);
  if (visit.handClaims.size === 0) return null;
  return reject('stay.by-hand', 'SET-17', '住院费用已由参保地手工报销，不能变更', ['mdtrt_id']);
}
