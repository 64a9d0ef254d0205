import { ok, reject, type Result } from '#kernel';
import { refuseSettled, refuseUnlessStay } from './discharge.js';
import type { DiagnosisText, VisitEvent } from './events.js';
import { refuseInjury, withDescribed, type SaidMarks } from './marks.js';
import { given, refuseForeignVisit } from './open-visit.js';
import type { Visit } from './visit.js';

interface Caller {
  readonly psnNo: string;
  readonly institutionCode: string;
}

export interface AmendAdmission extends Caller {
  readonly medType: string;
  readonly inpatient: boolean;
  /** Undefined leaves it as it is. */
  readonly diseaseCode: string | undefined;
  readonly openedOn: string;
  readonly hospitalNumber: string;
  readonly marks: SaidMarks;
  readonly diagnoses: readonly DiagnosisText[];
}

/** 住院信息变更 2403: until the stay is settled; what it is for may change, whose it is and where may not. */
export function decideAmendAdmission(command: AmendAdmission, visit: Visit): Result<readonly VisitEvent[]> {
  const { medType, diseaseCode = visit.diseaseCode, openedOn, hospitalNumber, diagnoses } = command;
  const marks = withDescribed(visit, command.marks, medType);
  const refused = refuseAmending(command, visit) ?? refuseInjury(medType, marks);
  if (refused !== null) return refused;
  const data = { medType, diseaseCode, openedOn, hospitalNumber, ...marks, ...given(diagnoses) };
  return ok([{ type: 'AdmissionAmended', data }]);
}

function refuseAmending(command: AmendAdmission, visit: Visit): Result<never> | null {
  const refused = refuseForeignVisit(command, visit) ?? refuseUnlessStay(visit) ?? refuseSettled(visit);
  if (refused !== null) return refused;
  if (!command.inpatient) return reject('stay.category', 'SET-02', '医疗类别(med_type)不是住院类别', ['med_type']);
  if (visit.dischargedOn === null || visit.dischargedOn >= command.openedOn) return null;
  return reject('stay.discharge-before-admission', 'SET-12', '入院日期晚于出院日期', ['begntime']);
}

/** 入院撤销 2404: an admission in error. Fee lines are withdrawn first, so that nothing charged is lost with it. */
export function decideCancelAdmission(command: Caller, visit: Visit): Result<readonly VisitEvent[]> {
  const refused = refuseForeignVisit(command, visit) ?? refuseUnlessStay(visit) ?? refuseSettled(visit);
  if (refused !== null) return refused;
  if (visit.openLines.size > 0) {
    return reject('stay.has-lines', 'SET-13', '已上传费用明细，请先撤销明细(2302)再撤销入院', ['mdtrt_id']);
  }
  return ok([{ type: 'VisitCancelled', data: { visitId: visit.facts?.visitId ?? '' } }]);
}

/** A remark that is a code, such as the trace code of a drug, is kept; words may name somebody (SEC-02). */
const CODE = /^[0-9A-Za-z.,;|+*_/-]{1,1000}$/;

/** 住院费用明细备注修改 2306. */
export function decideRemarkLine(
  command: Caller & { readonly sequence: string; readonly remark: string },
  visit: Visit,
): Result<readonly VisitEvent[]> {
  const refused = refuseForeignVisit(command, visit) ?? refuseUnlessStay(visit);
  if (refused !== null) return refused;
  const { sequence, remark } = command;
  if (!visit.openLines.has(sequence) && !visit.settledLines.has(sequence)) {
    return reject('lines.unknown', 'SET-15', '未找到该费用明细，请核对费用明细流水号(bkkp_sn)', ['bkkp_sn']);
  }
  return ok([{ type: 'FeeLineRemarked', data: { sequence, remark: CODE.test(remark) ? remark : null } }]);
}

/** Attributes one visit may have. */
const MAX_ATTRIBUTES = 50;

/** 就医特殊属性上传 2406. */
export function decideFileAttribute(
  command: Caller & { readonly detailNo: string; readonly kind: string; readonly value: string },
  visit: Visit,
): Result<readonly VisitEvent[]> {
  const refused = refuseForeignVisit(command, visit);
  if (refused !== null) return refused;
  const { detailNo, kind, value } = command;
  if (visit.attributes.some((known) => known.kind === kind && known.value === value)) {
    return reject('attribute.repeated', 'SET-15', '该特殊标识已上传', ['ipt_psn_sp_flag']);
  }
  if (visit.attributes.length >= MAX_ATTRIBUTES) {
    return reject('attribute.too-many', 'FORMAT', `一次就诊的特殊标识不能超过${MAX_ATTRIBUTES}条`, ['ipt_psn_sp_flag']);
  }
  return ok([{ type: 'SpecialAttributeFiled', data: { detailNo, kind, value } }]);
}
