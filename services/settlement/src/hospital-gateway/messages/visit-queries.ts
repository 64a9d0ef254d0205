import { ok, reject } from '#kernel';
import type { BusinessDate, RegionCode } from '#kernel';
import { MEDICAL_CATEGORIES } from './codes.js';
import { optionalText, payload, record, refine, text } from './fields.js';
import type { Read } from './fields.js';
import { renderPerson } from './identity.js';
import type { PersonAnswer } from './identity.js';
import type { OutputObject } from './json.js';
import type { Transaction } from './transaction.js';
import { codeIfGiven, date } from './values.js';

/** A period of a query; both days count whole (1.3 of the interface). */
export const period = { from: date('开始时间', 'begntime'), to: date('结束时间', 'endtime') };

export const inOrder = <T extends { readonly from: BusinessDate; readonly to: BusinessDate }>(read: T) =>
  read.from <= read.to
    ? ok(read)
    : reject('query.period', 'FORMAT', '开始时间(begntime)不能晚于结束时间(endtime)', ['begntime', 'endtime']);

const visitsRequest = payload(
  ['data'],
  refine(
    record({
      personNo: text('人员编号', 'psn_no', 30),
      ...period,
      medicalCategory: codeIfGiven('医疗类别', 'med_type', MEDICAL_CATEGORIES),
      visitId: optionalText('就诊ID', 'mdtrt_id', 30),
    }),
    inOrder,
  ),
);
export type VisitsRequest = Read<typeof visitsRequest>;

/** One visit of the institution that asks. */
export interface VisitAnswer {
  readonly visitId: string;
  readonly person: PersonAnswer;
  readonly insuranceType: string;
  readonly personCategory: string;
  readonly civilServant: boolean;
  readonly medicalCategory: string;
  readonly beginsOn: string;
  readonly endsOn: string | null;
  readonly hospitalNumber: string;
  readonly institutionCode: string;
  readonly institutionName: string;
  readonly insuredArea: RegionCode;
  readonly diseaseCode: string;
  /** 在院状态. */
  readonly inHospital: boolean;
}
export interface VisitsAnswer {
  readonly visits: readonly VisitAnswer[];
}

const CROSS_PROVINCE = '4';

const renderVisit = (visit: VisitAnswer): OutputObject => ({
  mdtrt_id: visit.visitId,
  ...renderPerson(visit.person),
  insutype: visit.insuranceType,
  psn_type: visit.personCategory,
  cvlserv_flag: visit.civilServant ? '1' : '0',
  med_type: visit.medicalCategory,
  begntime: `${visit.beginsOn} 00:00:00`,
  endtime: visit.endsOn === null ? null : `${visit.endsOn} 00:00:00`,
  ipt_otp_no: visit.hospitalNumber,
  fixmedins_code: visit.institutionCode,
  fixmedins_name: visit.institutionName,
  insu_optins: visit.insuredArea,
  pay_loc: CROSS_PROVINCE,
  dise_codg: visit.diseaseCode === '' ? null : visit.diseaseCode,
  inhosp_stas: visit.inHospital ? '1' : '0',
  vali_flag: '1',
  out_flag: '1',
  exp_content: null,
});

/** 5201 就诊信息查询. */
export const queryVisits: Transaction<VisitsRequest, VisitsAnswer> = {
  name: '就诊信息查询',
  family: 'query',
  effect: 'read',
  parse: visitsRequest,
  render: ({ visits }) => ({ mdtrtinfo: visits.map(renderVisit) }),
};

const inHospitalRequest = payload(
  ['data'],
  // Empty: every patient of the hospital that asks.
  refine(record({ personNo: optionalText('人员编号', 'psn_no', 30), ...period }), inOrder),
);
export type InHospitalRequest = Read<typeof inHospitalRequest>;

/** 5303 在院信息查询. */
export const queryInHospital: Transaction<InHospitalRequest, VisitsAnswer> = {
  name: '在院信息查询',
  family: 'query',
  effect: 'read',
  parse: inHospitalRequest,
  render: ({ visits }) => ({
    data: visits.map((visit) => ({ ...renderVisit(visit), begndate: visit.beginsOn, enddate: visit.endsOn })),
  }),
};

const diagnosesRequest = payload(
  ['data'],
  record({ personNo: text('人员编号', 'psn_no', 30), visitId: text('就诊ID', 'mdtrt_id', 30) }),
);
export type DiagnosesRequest = Read<typeof diagnosesRequest>;

/** A diagnosis as the visit holds it. */
export interface DiagnosisAnswer {
  readonly order: number | null;
  readonly kind: string | null;
  readonly code: string;
  readonly name: string | null;
  readonly main: boolean;
}
export interface DiagnosesAnswer {
  readonly personNo: string;
  readonly visitId: string;
  readonly inpatient: boolean;
  readonly diagnoses: readonly DiagnosisAnswer[];
}

/** 5202 诊断信息查询. Doctors and departments are not kept. */
export const queryDiagnoses: Transaction<DiagnosesRequest, DiagnosesAnswer> = {
  name: '诊断信息查询',
  family: 'query',
  effect: 'read',
  parse: diagnosesRequest,
  render: ({ personNo, visitId, inpatient, diagnoses }) => ({
    diseinfo: diagnoses.map((row) => ({
      mdtrt_id: visitId,
      psn_no: personNo,
      inout_diag_type: inpatient ? '2' : '1',
      diag_type: row.kind,
      maindiag_flag: row.main ? '1' : '0',
      diag_srt_no: row.order,
      diag_code: row.code,
      diag_name: row.name,
      vali_flag: '1',
    })),
  }),
};
