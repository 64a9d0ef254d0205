import { ok, reject } from '#kernel';
import type { Result } from '#kernel';
import { DISPOSITIONS, EVERYTHING, INSURANCE_TYPES, MEDICAL_CATEGORIES } from './codes.js';
import { credential } from './credential.js';
import { diagnoses } from './diagnoses.js';
import { inpatientUpload, renderLines } from './fee-lines.js';
import type { InpatientLine, LineUpload, LinesAnswer } from './fee-lines.js';
import { nonEmptyList, optionalText, payload, record, refine, text } from './fields.js';
import type { Read, Reader } from './fields.js';
import type { JsonObject } from './json.js';
import { MESSAGE_LIMITS } from './limits.js';
import { checkMarks, marks } from './marks.js';
import { renderInpatientRefund, renderInpatientSettlement } from './settlement-answer.js';
import type { SettlementAnswer } from './settlement-answer.js';
import {
  inpatientSettlementRequest,
  inpatientTrialRequest,
  refundRequest,
  repeatedArea,
} from './settlement-request.js';
import type { InpatientSettlementRequest, RefundRequest } from './settlement-request.js';
import { renderNothing } from './transaction.js';
import type { NoAnswer, Transaction } from './transaction.js';
import { code, codeIfGiven, dateIfGiven, dateTime } from './values.js';

type WithDiagnoses<T> = T & { readonly diagnoses: Read<typeof diagnoses> };

/** The diagnoses stand beside the visit node, not in it. */
const withDiagnoses =
  <T>(read: Reader<T>): Reader<WithDiagnoses<T>> =>
  (input: JsonObject): Result<WithDiagnoses<T>> => {
    const facts = read(input);
    if (!facts.ok) return facts;
    const rows = diagnoses(input);
    return rows.ok ? ok({ ...facts.value, diagnoses: rows.value }) : rows;
  };

const visitKey = {
  personNo: text('人员编号', 'psn_no', 30),
  visitId: text('就诊ID', 'mdtrt_id', 30),
};
const disease = {
  /** 病种编码 of a disease-category or day-surgery list. */
  diseaseCode: optionalText('病种编码', ['dise_codg', 'dise_code'], 30),
  diseaseName: optionalText('病种名称', 'dise_name', 500),
  procedureCode: optionalText('手术操作代码', 'oprn_oprt_code', 30),
  procedureName: optionalText('手术操作名称', 'oprn_oprt_name', 500),
};

const admission = payload(
  ['mdtrtinfo', 'mdtrtInfo', 'data', 'adminfo'],
  refine(
    record({
      personNo: visitKey.personNo,
      insuranceType: code('险种类型', 'insutype', INSURANCE_TYPES),
      admittedAt: dateTime('开始时间', 'begntime'),
      credential,
      medicalCategory: code('医疗类别', 'med_type', MEDICAL_CATEGORIES),
      /** 住院号. */
      inpatientNo: text('住院号', ['ipt_no', 'ipt_otp_no'], 30),
      recordNo: optionalText('病历号', 'medrcdno', 30),
      doctorCode: optionalText('主治医生编码', 'atddr_no', 30),
      doctorName: optionalText('主诊医师姓名', 'chfpdr_name', 50),
      diagnosisText: optionalText('入院诊断描述', 'adm_diag_dscr', 500),
      departmentCode: optionalText('入院科室编码', ['adm_dept_codg', 'adm_dept_code'], 30),
      departmentName: optionalText('入院科室名称', 'adm_dept_name', 100),
      bed: optionalText('入院床位', 'adm_bed', 30),
      mainDiagnosisCode: optionalText('住院主诊断代码', 'dscg_maindiag_code', 30),
      mainDiagnosisName: optionalText('住院主诊断名称', 'dscg_maindiag_name', 300),
      condition: optionalText('主要病情描述', 'main_cond_dscr', 1000),
      ...disease,
      insuredArea: repeatedArea('参保地医保区划', ['insuplc_admdvs']),
      careArea: repeatedArea('就医地医保区划', ['mdtrtarea_admvs', 'mdtrtarea_admdvs']),
      marks,
    }),
    (read) => {
      const marked = checkMarks(read.marks, read.medicalCategory);
      return marked.ok ? ok(read) : marked;
    },
  ),
);
const admissionRequest = withDiagnoses(admission);
export type AdmissionRequest = Read<typeof admissionRequest>;
export interface AdmissionAnswer {
  readonly visitId: string;
}

/** 2401 入院办理. */
export const admit: Transaction<AdmissionRequest, AdmissionAnswer> = {
  name: '入院办理',
  family: 'inpatient',
  effect: 'record',
  parse: admissionRequest,
  render: (answer) => ({ result: { mdtrt_id: answer.visitId, exp_content: null } }),
};

const dischargeRequest = withDiagnoses(
  payload(
    ['dscginfo', 'mdtrtinfo', 'mdtrtInfo', 'data'],
    record({
      ...visitKey,
      insuranceType: codeIfGiven('险种类型', 'insutype', INSURANCE_TYPES),
      dischargedAt: dateTime('结束时间', 'endtime'),
      ...disease,
      departmentCode: optionalText('出院科室编码', ['dscg_dept_codg', 'dscg_dept_code'], 30),
      departmentName: optionalText('出院科室名称', 'dscg_dept_name', 100),
      bed: optionalText('出院床位', 'dscg_bed', 30),
      /** 离院方式: 1 as ordered, 2 and 3 transferred, 4 against advice, 5 died, 9 other. */
      disposition: codeIfGiven('离院方式', 'dscg_way', DISPOSITIONS),
      diedOn: dateIfGiven('死亡日期', 'die_date'),
    }),
  ),
);
export type DischargeRequest = Read<typeof dischargeRequest>;

/** 2402 出院办理. */
export const discharge: Transaction<DischargeRequest, NoAnswer> = {
  name: '出院办理',
  family: 'inpatient',
  effect: 'record',
  parse: dischargeRequest,
  render: renderNothing,
};

const cancelDischargeRequest = payload(['data', 'dscginfo', 'mdtrtinfo', 'mdtrtInfo'], record(visitKey));
export type CancelDischargeRequest = Read<typeof cancelDischargeRequest>;

/** 2405 出院撤销. */
export const cancelDischarge: Transaction<CancelDischargeRequest, NoAnswer> = {
  name: '出院撤销',
  family: 'inpatient',
  effect: 'record',
  parse: cancelDischargeRequest,
  render: renderNothing,
};

/** 2301 住院费用明细上传. */
export const uploadInpatientLines: Transaction<LineUpload<InpatientLine>, LinesAnswer> = {
  name: '住院费用明细上传',
  family: 'inpatient',
  effect: 'record',
  parse: inpatientUpload,
  render: renderLines,
};

const withdrawnLine = record({ ...visitKey, sequence: text('费用明细流水号', 'feedetl_sn', 30) });
/** Here `data` is a list; one client sends its only row as an object, another directly in input. */
const withdrawnLines: Reader<readonly Read<typeof withdrawnLine>[]> = (input) =>
  Object.hasOwn(input, 'feedetl_sn')
    ? nonEmptyList('撤销明细', 'data', withdrawnLine, 1)({ data: input })
    : nonEmptyList('撤销明细', ['data', 'feedetail'], withdrawnLine, MESSAGE_LIMITS.withdrawalsPerCall)(input);

/** `sequences` undefined = every unsettled line. */
export interface WithdrawInpatientLinesRequest {
  readonly visitId: string;
  readonly personNo: string;
  readonly sequences: readonly string[] | undefined;
}
const withdrawRequest: Reader<WithdrawInpatientLinesRequest> = refine(withdrawnLines, (rows) => {
  const visitId = rows[0]?.visitId ?? '';
  const personNo = rows[0]?.personNo ?? '';
  if (rows.some((row) => row.visitId !== visitId || row.personNo !== personNo)) {
    return reject('line.other-visit', 'NHSA-4.5', '一次撤销的费用明细应属于同一就诊(mdtrt_id)', ['mdtrt_id', 'psn_no']);
  }
  const sequences = rows.map((row) => row.sequence);
  return ok({ visitId, personNo, sequences: sequences.includes(EVERYTHING) ? undefined : sequences });
});

/** 2302 住院费用明细撤销. */
export const withdrawInpatientLines: Transaction<WithdrawInpatientLinesRequest, NoAnswer> = {
  name: '住院费用明细撤销',
  family: 'inpatient',
  effect: 'record',
  parse: withdrawRequest,
  render: renderNothing,
};

/** 2303 住院预结算: `settlementId`, `settledAt`, `clearingAgency` and `clearingWay` are left out of the answer. */
export const tryInpatientSettlement: Transaction<InpatientSettlementRequest, SettlementAnswer> = {
  name: '住院预结算',
  family: 'inpatient',
  effect: 'read',
  parse: inpatientTrialRequest,
  render: renderInpatientSettlement,
};

/** 2304 住院结算. */
export const settleInpatient: Transaction<InpatientSettlementRequest, SettlementAnswer> = {
  name: '住院结算',
  family: 'inpatient',
  effect: 'settle',
  parse: inpatientSettlementRequest,
  render: renderInpatientSettlement,
};

/** 2305 住院结算撤销. */
export const refundInpatient: Transaction<RefundRequest, SettlementAnswer> = {
  name: '住院结算撤销',
  family: 'inpatient',
  effect: 'refund',
  parse: refundRequest,
  render: renderInpatientRefund,
};
