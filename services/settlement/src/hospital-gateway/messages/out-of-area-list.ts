import { checkCitizenId, ok, reject } from '#kernel';
import type { Money } from '#kernel';
import { malformed, nonEmptyList, optionalText, payload, record, refine, text, withDefault } from './fields.js';
import type { Read, Reader } from './fields.js';
import type { OutputObject } from './json.js';
import { Referenced } from './json.js';
import { renderNothing } from './transaction.js';
import type { NoAnswer, Transaction } from './transaction.js';
import { amount, count, flagIfGiven } from './values.js';

/** Rows of one 3260 reply and of one 3261. */
export const LIST_PAGE = 100;

const period = {
  year: refine(text('对账年份', 'trt_year', 4), (value) =>
    /^\d{4}$/.test(value) ? ok(value) : malformed('对账年份', 'trt_year', '应为yyyy'),
  ),
  month: refine(text('对账月份', 'trt_month', 2), (value) =>
    /^(?:0?[1-9]|1[0-2])$/.test(value) ? ok(value.padStart(2, '0')) : malformed('对账月份', 'trt_month', '应为MM'),
  ),
};
/** 清分月 as yyyy-MM. */
const monthOf = ({ year, month }: { readonly year: string; readonly month: string }): string => `${year}-${month}`;

const listRequest = payload(
  ['data'],
  refine(record({ ...period, startRow: withDefault(count('开始行数', 'startrow'), 1) }), (read) =>
    read.startRow >= 1
      ? ok({ month: monthOf(read), startRow: read.startRow })
      : malformed('开始行数', 'startrow', '应从1起'),
  ),
);
export type OutOfAreaListRequest = Read<typeof listRequest>;

export interface OutOfAreaRow {
  readonly row: number;
  readonly careArea: string;
  readonly institutionCode: string;
  readonly documentNo: string;
  readonly visitId: string;
  readonly settledAt: string;
  readonly settlementId: string;
  readonly total: Money;
  /** All insurance payment as returned at settlement: funds and account. */
  readonly insurancePaid: Money;
}
export interface OutOfAreaListAnswer {
  readonly rows: readonly OutOfAreaRow[];
}

const SETTLED_IN_HOSPITAL = '0';
const renderRow = (row: OutOfAreaRow): OutputObject => ({
  seqno: String(row.row),
  mdtrtarea: row.careArea,
  medins_no: row.institutionCode,
  certno: row.documentNo,
  mdtrt_id: row.visitId,
  mdtrt_setl_time: row.settledAt,
  setl_sn: row.settlementId,
  fulamt_advpay_flag: SETTLED_IN_HOSPITAL,
  medfee_sumamt: row.total,
  optins_pay_sumamt: row.insurancePaid,
});

/** 3260 异地清分明细提取; one client reads `list` instead of `data`. */
export const listOutOfArea: Transaction<OutOfAreaListRequest, OutOfAreaListAnswer> = {
  name: '异地清分明细提取',
  family: 'statement',
  effect: 'read',
  parse: listRequest,
  render: ({ rows }) => {
    const rendered = rows.map(renderRow);
    return { data: rendered, list: rendered };
  },
};

const header = payload(['data'], record({ ...period, rows: count('总行数', 'totalrow') }));
const detail = record({
  settlementId: text('结算流水号', 'setl_sn', 40),
  visitId: text('就诊ID', 'mdtrt_id', 40),
  documentNo: refine(optionalText('证件号码', 'certno', 50), (number) => {
    if (number === undefined) return ok(undefined);
    const checked = checkCitizenId(number, '证件号码(certno)');
    if (checked.ok) return ok(checked.value.canonical);
    return reject(checked.rejection.code, checked.rejection.rule, checked.rejection.message, ['certno']);
  }),
  total: amount('医疗费总额', 'medfee_sumamt'),
  insurancePaid: amount('经办机构支付总额', 'optins_pay_sumamt'),
  /** 确认标志: false leaves the claim out of this period. */
  included: withDefault(flagIfGiven('确认标志', 'cnfm_flag'), true),
});
export type ConfirmedRow = Read<typeof detail>;

/** 清分确认: rows of one month with what the hospital says of each. */
export interface ConfirmListRequest {
  readonly month: string;
  readonly rows: readonly ConfirmedRow[];
}
const confirmRequest: Reader<ConfirmListRequest> = (input) => {
  const head = header(input);
  if (!head.ok) return head;
  const rows = nonEmptyList('清分明细', ['detail', 'details'], detail, LIST_PAGE)(input);
  if (!rows.ok) return rows;
  if (head.value.rows >= rows.value.length) return ok({ month: monthOf(head.value), rows: rows.value });
  return reject('list.rows', 'REC-03', '总行数(totalrow)少于上传的明细', ['totalrow', 'detail']);
};
export interface ConfirmListAnswer {
  /** inf_refmsgid of the reply: 3262 names it. */
  readonly referenceId: string;
}

/** 3261 异地清分结果确认. */
export const confirmOutOfArea: Transaction<ConfirmListRequest, ConfirmListAnswer> = {
  name: '异地清分结果确认',
  family: 'statement',
  effect: 'record',
  parse: confirmRequest,
  render: ({ referenceId }) => new Referenced({}, referenceId),
};

const WHOLE_PERIOD = '0';
const rollbackRequest = payload(
  ['data'],
  refine(record({ ...period, original: text('原交易流水号', 'otransid', 40) }), (read) =>
    ok({ month: monthOf(read), referenceId: read.original === WHOLE_PERIOD ? undefined : read.original }),
  ),
);
/** `referenceId` undefined = everything confirmed in the month. */
export type RollbackListRequest = Read<typeof rollbackRequest>;

/** 3262 异地清分结果确认回退. */
export const rollBackOutOfArea: Transaction<RollbackListRequest, NoAnswer> = {
  name: '异地清分结果确认回退',
  family: 'statement',
  effect: 'record',
  parse: rollbackRequest,
  render: renderNothing,
};
