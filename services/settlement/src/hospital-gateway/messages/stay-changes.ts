import { ok } from '#kernel';
import { MEDICAL_CATEGORIES } from './codes.js';
import { diagnoses } from './diagnoses.js';
import { optionalText, payload, record, refine, text, withDefault } from './fields.js';
import type { Read, Reader } from './fields.js';
import type { OutputObject } from './json.js';
import { checkMarks, marks } from './marks.js';
import { renderNothing } from './transaction.js';
import type { NoAnswer, Transaction } from './transaction.js';
import { code, countIfGiven, dateTime } from './values.js';

const visitKey = {
  personNo: text('人员编号', 'psn_no', 30),
  visitId: text('就诊ID', 'mdtrt_id', 30),
};

const amendment = payload(
  ['adminfo', 'mdtrtinfo', 'mdtrtInfo', 'data'],
  refine(
    record({
      ...visitKey,
      admittedAt: dateTime('开始时间', 'begntime'),
      medicalCategory: code('医疗类别', 'med_type', MEDICAL_CATEGORIES),
      inpatientNo: text('住院/门诊号', ['ipt_otp_no', 'ipt_no'], 30),
      diseaseCode: optionalText('病种编码', ['dise_codg', 'dise_code'], 30),
      marks,
    }),
    (read) => {
      const marked = checkMarks(read.marks, read.medicalCategory);
      return marked.ok ? ok(read) : marked;
    },
  ),
);
const amendmentRequest: Reader<AmendAdmissionRequest> = (input) => {
  const facts = amendment(input);
  if (!facts.ok) return facts;
  const rows = diagnoses(input);
  return rows.ok ? ok({ ...facts.value, diagnoses: rows.value }) : rows;
};
export type AmendAdmissionRequest = Read<typeof amendment> & { readonly diagnoses: Read<typeof diagnoses> };

/** 2403 住院信息变更. */
export const amendAdmission: Transaction<AmendAdmissionRequest, NoAnswer> = {
  name: '住院信息变更',
  family: 'inpatient',
  effect: 'record',
  parse: amendmentRequest,
  render: renderNothing,
};

const cancelRequest = payload(['data', 'mdtrtinfo', 'mdtrtInfo'], record(visitKey));
export type CancelAdmissionRequest = Read<typeof cancelRequest>;

/** 2404 入院撤销. */
export const cancelAdmission: Transaction<CancelAdmissionRequest, NoAnswer> = {
  name: '入院撤销',
  family: 'inpatient',
  effect: 'record',
  parse: cancelRequest,
  render: renderNothing,
};

const remarkRequest = payload(
  ['data', 'feedetail'],
  record({
    ...visitKey,
    sequence: text('费用明细流水号', ['bkkp_sn', 'feedetl_sn'], 30),
    listCode: optionalText('医疗目录编码', 'med_list_codg', 50),
    remark: text('备注', 'memo', 1000),
  }),
);
export type RemarkLineRequest = Read<typeof remarkRequest>;

/** 2306 住院费用明细备注修改: where Hunan keeps the trace code of a drug. */
export const remarkLine: Transaction<RemarkLineRequest, NoAnswer> = {
  name: '住院费用明细备注修改',
  family: 'inpatient',
  effect: 'record',
  parse: remarkRequest,
  render: renderNothing,
};

const attributeRequest = payload(
  ['data'],
  record({
    ...visitKey,
    kind: text('住院人员特殊标识类型', 'ipt_psn_sp_flag_type', 6),
    value: text('住院人员特殊标识', 'ipt_psn_sp_flag', 6),
  }),
);
/** 就医特殊属性: values of the place, told to its agency. */
export type AttributeRequest = Read<typeof attributeRequest>;
export interface AttributeAnswer {
  readonly detailNo: string;
}

/** 2406 就医特殊属性上传; one client reads the number from `data`. */
export const uploadAttribute: Transaction<AttributeRequest, AttributeAnswer> = {
  name: '就医特殊属性上传',
  family: 'inpatient',
  effect: 'record',
  parse: attributeRequest,
  render: ({ detailNo }) => ({
    IptPsnSpFlagRegOut: { ipt_psn_sp_flag_detl_id: detailNo },
    data: { ipt_psn_sp_flag_detl_id: detailNo },
  }),
};

const FIRST_PAGE = 1;
const PAGE = 100;
const attributesRequest = payload(
  ['data'],
  record({
    ...visitKey,
    page: withDefault(countIfGiven('当前页数', 'page_num'), FIRST_PAGE),
    pageSize: withDefault(countIfGiven('本页数据量', 'page_size'), PAGE),
  }),
);
export type AttributesQueryRequest = Read<typeof attributesRequest>;
export interface AttributesAnswer {
  readonly personNo: string;
  readonly visitId: string;
  readonly attributes: readonly { readonly detailNo: string; readonly kind: string; readonly value: string }[];
}

/** 2407 就医特殊属性查询. */
export const queryAttributes: Transaction<AttributesQueryRequest, AttributesAnswer> = {
  name: '就医特殊属性查询',
  family: 'query',
  effect: 'read',
  parse: attributesRequest,
  render: ({ personNo, visitId, attributes }) => ({
    IptPsnSpFlagReg: attributes.map((row): OutputObject => ({
      ipt_psn_sp_flag_detl_id: row.detailNo,
      mdtrt_id: visitId,
      psn_no: personNo,
      ipt_psn_sp_flag_type: row.kind,
      ipt_psn_sp_flag: row.value,
    })),
  }),
};
