import type { VisitKind } from '#contracts';
import { ok, reject, type Result } from '#kernel';
import { refuseThirdParty } from '../../adjudication/domain/index.js';
import type { DiagnosisText, VisitEvent, VisitFacts, VisitMarks } from './events.js';
import { refuseInjury, withDescribed, type SaidMarks } from './marks.js';
import type { Visit } from './visit.js';

export interface OpenVisit {
  readonly facts: VisitFacts;
  readonly medType: string;
  readonly visitKind: VisitKind;
  readonly diseaseCode?: string;
  readonly marks: VisitMarks;
  readonly diagnoses?: readonly DiagnosisText[];
}

/** 门诊挂号 2201, 入院办理 2401. The number is ours, so a second opening under it is a defect of the caller. */
export function decideOpenVisit(command: OpenVisit, visit: Visit): Result<readonly VisitEvent[]> {
  if (visit.status !== 'unknown') return reject('visit.exists', 'SET-15', '就诊已登记，不能重复登记', ['mdtrt_id']);
  const { facts, medType, visitKind, diseaseCode, marks, diagnoses } = command;
  const injury = refuseInjury(medType, marks);
  if (injury !== null) return injury;
  const data = { ...facts, medType, visitKind, ...ofDisease(diseaseCode), ...marks, ...given(diagnoses) };
  return ok([{ type: 'VisitOpened', data }]);
}

/** Diagnoses stand in an event only where some were sent. */
export const given = (diagnoses: readonly DiagnosisText[] = []): { readonly diagnoses?: readonly DiagnosisText[] } =>
  diagnoses.length === 0 ? {} : { diagnoses };

export const ofDisease = (diseaseCode = ''): { readonly diseaseCode?: string } =>
  diseaseCode === '' ? {} : { diseaseCode };

export interface DescribeVisit {
  readonly psnNo: string;
  readonly institutionCode: string;
  readonly visitKind: VisitKind;
  readonly medType: string;
  readonly diseaseCode: string;
  readonly marks: SaidMarks;
  readonly diagnoses?: readonly DiagnosisText[];
}

/** 门诊就诊信息上传 2203, 2203A: says what the visit is for. May be sent again until the visit is settled. */
export function decideDescribeVisit(command: DescribeVisit, visit: Visit): Result<readonly VisitEvent[]> {
  const marks = withDescribed(visit, command.marks, command.medType);
  const refused = refuseForeignVisit(command, visit) ?? refuseThirdParty(marks) ?? refuseStay(visit);
  if (refused !== null) return refused;
  if (command.visitKind === 'inpatient') {
    const message = '医疗类别(med_type)是住院类别，门诊就诊不能改为住院，请办理入院(2401)';
    return reject('visit.inpatient-category', 'SET-02', message, ['med_type']);
  }
  const settled = refuseOtherKind(command, visit);
  if (settled !== null) return settled;
  if (command.visitKind === 'chronic' && command.diseaseCode === '') {
    return reject('visit.disease-missing', 'SET-11', '门诊慢特病须填写病种编码(dise_codg)', ['dise_codg']);
  }
  const { visitKind, medType, diseaseCode, diagnoses } = command;
  return ok([{ type: 'VisitDescribed', data: { visitKind, medType, diseaseCode, ...marks, ...given(diagnoses) } }]);
}

function refuseStay({ facts }: Visit): Result<never> | null {
  if (facts?.inpatient !== true) return null;
  return reject('visit.is-a-stay', 'SET-02', '该就诊是住院，请使用住院交易', ['mdtrt_id']);
}

/**
 * SET-14: what was settled as one kind by mistake is paid back first, and then settled again as the other. A batch of
 * ordinary cost beside a chronic disease is no mistake: the visit stays what it was (SET-11).
 */
function refuseOtherKind({ visitKind }: DescribeVisit, visit: Visit): Result<never> | null {
  if (visit.kind === visitKind) return null;
  const standing = [...visit.settlements.values()].find(
    ({ claim, refundedBy }) => refundedBy === null && claim.visitKind !== visitKind,
  );
  if (standing === undefined) return null;
  const message = '该就诊已按其他医疗类别结算，改按慢特病等类别结算须先退费(2208)';
  return reject('visit.settled-otherwise', 'SET-14', message, ['med_type']);
}

/** 门诊挂号撤销 2202; a stay is cancelled by 2404. Nothing that was settled may be standing. */
export function decideCancelVisit(
  command: { readonly psnNo: string; readonly institutionCode: string },
  visit: Visit,
): Result<readonly VisitEvent[]> {
  const refused = refuseForeignVisit(command, visit) ?? refuseStay(visit);
  if (refused !== null) return refused;
  const standing = [...visit.settlements.values()].some(({ refundedBy }) => refundedBy === null);
  if (standing) return reject('visit.settled', 'SET-13', '就诊已结算，请先退费再撤销', ['mdtrt_id']);
  if (visit.handClaims.size > 0) {
    return reject('visit.by-hand', 'SET-17', '就诊费用已由参保地手工报销，不能撤销', ['mdtrt_id']);
  }
  return ok([{ type: 'VisitCancelled', data: { visitId: visit.facts?.visitId ?? '' } }]);
}

/** A visit belongs to one person and one institution; nobody else may touch it (SEC-01, SET-21). */
export function refuseForeignVisit(
  caller: { readonly psnNo: string; readonly institutionCode: string },
  visit: Visit,
): Result<never> | null {
  const { facts } = visit;
  if (facts === null || facts.institutionCode !== caller.institutionCode) {
    return reject('visit.unknown', 'SET-15', '未找到该就诊记录，请核对就诊ID', ['mdtrt_id']);
  }
  if (facts.psnNo !== caller.psnNo) return reject('visit.other-person', 'SET-21', '就诊记录与人员编号不符', ['psn_no']);
  if (visit.status === 'cancelled') return reject('visit.cancelled', 'SET-15', '就诊已撤销', ['mdtrt_id']);
  return null;
}
