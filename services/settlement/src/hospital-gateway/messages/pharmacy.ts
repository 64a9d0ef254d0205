import { ok, reject } from '#kernel';
import type { Result } from '#kernel';
import { INSURANCE_TYPES, MEDICAL_CATEGORIES } from './codes.js';
import { citizenNumber, credential } from './credential.js';
import { checkAmount, lineMembers } from './fee-lines.js';
import { atRow, nonEmptyList, optionalText, payload, record, refine, required, text, withDefault } from './fields.js';
import type { Read, Reader } from './fields.js';
import { renderPerson } from './identity.js';
import type { EnrolmentAnswer, PersonAnswer } from './identity.js';
import type { OutputObject } from './json.js';
import { MESSAGE_LIMITS } from './limits.js';
import { renderOutpatientSettlement, renderOutpatientRefund } from './settlement-answer.js';
import type { SettlementAnswer } from './settlement-answer.js';
import { accountUse, refundRequest, repeatedArea } from './settlement-request.js';
import type { RefundRequest } from './settlement-request.js';
import type { Transaction } from './transaction.js';
import { amount, code, codeIfGiven, dateTime } from './values.js';

const buyerRequest = payload(
  ['data'],
  record({
    /** 社会保障号: the citizen number. Personal data. */
    documentNo: refine(text('社会保障号', 'ssn', 50), (number) => citizenNumber(number, '社会保障号', 'ssn')),
    insuredArea: required('参保地', 'insuplc', repeatedArea('参保地', ['insuplc'])),
  }),
);
export type BuyerRequest = Read<typeof buyerRequest>;
export interface BuyerAnswer {
  readonly person: PersonAnswer;
  readonly enrolment: EnrolmentAnswer;
}

/** 2161 购药人员信息查询: what it is told under, `n_output`, is a node to one reader and the output to another: it is both. */
export const identifyBuyer: Transaction<BuyerRequest, BuyerAnswer> = {
  name: '购药人员信息查询',
  family: 'identity',
  effect: 'read',
  parse: buyerRequest,
  render: ({ person, enrolment }) => {
    const { psn_no, psn_name, gend, brdy } = renderPerson(person);
    const buyer: OutputObject = {
      ...{ psn_no, psn_name, gend, brdy },
      ssn: person.documentNo,
      psn_type: enrolment.personCategory,
      emp_name: enrolment.employer,
      insuplc_admdvs: enrolment.insuredArea,
      outmed_fundmgt_optins_fulname: null,
      acct_balc: enrolment.balance,
      insutype: enrolment.insuranceType,
    };
    return { ...buyer, n_output: buyer };
  },
};

const PURCHASE = '41';

const purchase = payload(
  ['druginfo', 'data'],
  record({
    personNo: text('人员编号', 'psn_no', 30),
    credential,
    beginsAt: dateTime('开始时间', 'begntime'),
    total: amount('医疗费总额', 'medfee_sumamt'),
    invoiceNo: optionalText('发票号', 'invono', 50),
    insuranceType: code('险种类型', 'insutype', INSURANCE_TYPES),
    diseaseCode: optionalText('病种编码', ['dise_codg', 'dise_code'], 30),
    accountUse,
    medicalCategory: withDefault(codeIfGiven('医疗类别', 'med_type', MEDICAL_CATEGORIES), PURCHASE),
  }),
);
const drug = record(lineMembers);
const drugs = nonEmptyList('药品明细', ['drugdetail', 'feedetail'], drug, MESSAGE_LIMITS.linesPerCall);

/** 药店购药: a purchase with its lines in one message. */
export type PurchaseRequest = Read<typeof purchase> & { readonly lines: Read<typeof drugs> };

const purchaseRequest: Reader<PurchaseRequest> = (input) => {
  const facts = purchase(input);
  if (!facts.ok) return facts;
  const lines = refine(drugs, checkLines)(input);
  return lines.ok ? ok({ ...facts.value, lines: lines.value }) : lines;
};

function checkLines(lines: Read<typeof drugs>): Result<Read<typeof drugs>> {
  const seen = new Set<string>();
  for (const [index, line] of lines.entries()) {
    const checked = seen.has(line.sequence)
      ? reject('line.duplicate', 'NHSA-4.4', '费用明细流水号(feedetl_sn)重复', ['feedetl_sn'])
      : checkAmount(line);
    if (!checked.ok) return atRow(checked, index + 1);
    seen.add(line.sequence);
  }
  return ok(lines);
}

const transaction = (name: string, effect: 'read' | 'settle'): Transaction<PurchaseRequest, SettlementAnswer> => ({
  name,
  family: 'outpatient',
  effect,
  parse: purchaseRequest,
  render: renderOutpatientSettlement,
});

/** 2101 药店预结算. */
export const tryPurchase = transaction('药店预结算', 'read');
/** 2102 药店结算. */
export const settlePurchase = transaction('药店结算', 'settle');
/** 2103 药店结算撤销. */
export const refundPurchase: Transaction<RefundRequest, SettlementAnswer> = {
  name: '药店结算撤销',
  family: 'outpatient',
  effect: 'refund',
  parse: refundRequest,
  render: renderOutpatientRefund,
};
