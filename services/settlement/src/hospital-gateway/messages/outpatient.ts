import { ok } from '#kernel';
import { EVERYTHING, INSURANCE_TYPES, MEDICAL_CATEGORIES } from './codes.js';
import { credential } from './credential.js';
import { diagnoses } from './diagnoses.js';
import { outpatientUpload, renderLines } from './fee-lines.js';
import type { LineUpload, LinesAnswer, OutpatientLine } from './fee-lines.js';
import { optionalText, payload, record, refine, text } from './fields.js';
import type { Read, Reader } from './fields.js';
import { checkMarks, marks } from './marks.js';
import { renderOutpatientRefund, renderOutpatientSettlement } from './settlement-answer.js';
import type { SettlementAnswer } from './settlement-answer.js';
import { outpatientSettlementRequest, outpatientTrialRequest, refundRequest } from './settlement-request.js';
import type { OutpatientSettlementRequest, RefundRequest } from './settlement-request.js';
import { renderNothing } from './transaction.js';
import type { NoAnswer, Transaction } from './transaction.js';
import { code, dateTime } from './values.js';
import { chargeBatch } from './own-number.js';

const NODES = ['data', 'mdtrtinfo', 'mdtrtInfo'];
const visitKey = {
  personNo: text('人员编号', 'psn_no', 30),
  visitId: text('就诊ID', 'mdtrt_id', 30),
};

const registrationRequest = payload(
  NODES,
  record({
    personNo: visitKey.personNo,
    insuranceType: code('险种类型', 'insutype', INSURANCE_TYPES),
    beginsAt: dateTime('开始时间', 'begntime'),
    credential,
    /** 门诊号, the hospital's own visit number. */
    hospitalVisitNo: text('住院/门诊号', ['ipt_otp_no', 'ipt_no'], 30),
    doctorCode: optionalText('医师编码', 'atddr_no', 30),
    doctorName: optionalText('医师姓名', 'dr_name', 50),
    departmentCode: optionalText('科室编码', ['dept_code', 'dept_codg'], 30),
    departmentName: optionalText('科室名称', 'dept_name', 100),
    /** 科别. */
    specialty: optionalText('科别', 'caty', 10),
    marks,
  }),
);
export type OutpatientRegistrationRequest = Read<typeof registrationRequest>;
export interface OutpatientRegistrationAnswer {
  readonly visitId: string;
  readonly personNo: string;
  readonly hospitalVisitNo: string;
}

/** 2201 门诊挂号. */
export const registerOutpatient: Transaction<OutpatientRegistrationRequest, OutpatientRegistrationAnswer> = {
  name: '门诊挂号',
  family: 'outpatient',
  effect: 'record',
  parse: registrationRequest,
  render: (answer) => ({
    data: {
      psn_no: answer.personNo,
      mdtrt_id: answer.visitId,
      ipt_otp_no: answer.hospitalVisitNo,
      exp_content: null,
    },
  }),
};

const cancelRequest = payload(
  NODES,
  record({ ...visitKey, hospitalVisitNo: optionalText('住院/门诊号', ['ipt_otp_no', 'ipt_no'], 30) }),
);
export type CancelRegistrationRequest = Read<typeof cancelRequest>;

/** 2202 门诊挂号撤销. */
export const cancelRegistration: Transaction<CancelRegistrationRequest, NoAnswer> = {
  name: '门诊挂号撤销',
  family: 'outpatient',
  effect: 'record',
  parse: cancelRequest,
  render: renderNothing,
};

const visitFacts = payload(
  ['mdtrtinfo', 'mdtrtInfo', 'data'],
  refine(
    record({
      ...visitKey,
      medicalCategory: code('医疗类别', 'med_type', MEDICAL_CATEGORIES),
      beginsAt: dateTime('开始时间', 'begntime'),
      condition: optionalText('主要病情描述', 'main_cond_dscr', 1000),
      /** 病种编码 of a chronic or special disease (SET-11). */
      diseaseCode: optionalText('病种编码', ['dise_codg', 'dise_code'], 30),
      diseaseName: optionalText('病种名称', 'dise_name', 500),
      marks,
    }),
    (read) => {
      const marked = checkMarks(read.marks, read.medicalCategory);
      return marked.ok ? ok(read) : marked;
    },
  ),
);
const visitRequest: Reader<OutpatientVisitRequest> = (input) => {
  const facts = visitFacts(input);
  if (!facts.ok) return facts;
  const rows = diagnoses(input);
  return rows.ok ? ok({ ...facts.value, diagnoses: rows.value }) : rows;
};
export type OutpatientVisitRequest = Read<typeof visitFacts> & { readonly diagnoses: Read<typeof diagnoses> };

/** 2203 and 2203A 门诊就诊信息上传. */
export const recordOutpatientVisit: Transaction<OutpatientVisitRequest, NoAnswer> = {
  name: '门诊就诊信息上传',
  family: 'outpatient',
  effect: 'record',
  parse: visitRequest,
  render: renderNothing,
};

/** 2204 门诊费用明细上传. */
export const uploadOutpatientLines: Transaction<LineUpload<OutpatientLine>, LinesAnswer> = {
  name: '门诊费用明细上传',
  family: 'outpatient',
  effect: 'record',
  parse: outpatientUpload,
  render: renderLines,
};

const withdrawRequest = payload(
  NODES,
  refine(record({ ...visitKey, chargeBatch }), (read) =>
    ok({ ...read, chargeBatch: read.chargeBatch === EVERYTHING ? undefined : read.chargeBatch }),
  ),
);
/** `chargeBatch` undefined = every unsettled line. */
export type WithdrawOutpatientLinesRequest = Read<typeof withdrawRequest>;

/** 2205 门诊费用明细撤销. */
export const withdrawOutpatientLines: Transaction<WithdrawOutpatientLinesRequest, NoAnswer> = {
  name: '门诊费用明细撤销',
  family: 'outpatient',
  effect: 'record',
  parse: withdrawRequest,
  render: renderNothing,
};

/** 2206 and 2206A 门诊预结算: `settlementId`, `settledAt`, `clearingAgency` and `clearingWay` are left out of the answer. */
export const tryOutpatientSettlement: Transaction<OutpatientSettlementRequest, SettlementAnswer> = {
  name: '门诊预结算',
  family: 'outpatient',
  effect: 'read',
  parse: outpatientTrialRequest,
  render: renderOutpatientSettlement,
};

/** 2207 and 2207A 门诊结算. */
export const settleOutpatient: Transaction<OutpatientSettlementRequest, SettlementAnswer> = {
  name: '门诊结算',
  family: 'outpatient',
  effect: 'settle',
  parse: outpatientSettlementRequest,
  render: renderOutpatientSettlement,
};

/** 2208 门诊结算撤销. */
export const refundOutpatient: Transaction<RefundRequest, SettlementAnswer> = {
  name: '门诊结算撤销',
  family: 'outpatient',
  effect: 'refund',
  parse: refundRequest,
  render: renderOutpatientRefund,
};
