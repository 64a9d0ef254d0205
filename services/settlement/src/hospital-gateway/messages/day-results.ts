import { ok, reject } from '#kernel';
import type { Money, RegionCode } from '#kernel';
import { INSURANCE_TYPES } from './codes.js';
import { optionalText, payload, record, refine, withDefault } from './fields.js';
import type { Read } from './fields.js';
import type { OutputObject } from './json.js';
import { withinPage } from './paging.js';
import { repeatedArea } from './settlement-request.js';
import { clearingTypeIfGiven } from './statement.js';
import type { Transaction } from './transaction.js';
import { codeIfGiven, countIfGiven, date, flagIfGiven } from './values.js';

/** Rows a page may have (4.9). */
const PAGE = 100;

const dayRequest = payload(
  ['data'],
  refine(
    record({
      day: date('对账日期', 'stmt_date'),
      /** 对账结果: 1 不平, 0 平; undefined = both. */
      unbalanced: flagIfGiven('对账结果', 'stmt_rslt'),
      agency: repeatedArea('清算机构', ['clr_optins']),
      clearing: clearingTypeIfGiven,
      insuranceType: codeIfGiven('险种', 'insutype', INSURANCE_TYPES),
      /** 就医类别; only 4 跨省异地 is settled here. */
      payLocation: optionalText('就医类别', 'clr_pay_loc', 3),
      page: withDefault(countIfGiven('页数', 'page_num'), 1),
      pageSize: withDefault(countIfGiven('查询页面数据量', 'page_size'), PAGE),
    }),
    withinPage(PAGE),
  ),
);
export type DayResultsRequest = Read<typeof dayRequest>;

/** What the three-sided comparison of a day found of one claim or refund (REC-01). */
export interface DayResultRow {
  readonly personNo: string;
  readonly personName: string;
  readonly visitId: string;
  readonly settlementId: string;
  readonly messageId: string;
  readonly total: Money;
  readonly refunded: boolean;
  readonly unbalanced: boolean;
}
export interface DayResultsAnswer {
  readonly agency: string;
  readonly rows: readonly DayResultRow[];
}

/** 13203 医药机构费用结算日对账结果查询. */
export const queryDayResults: Transaction<DayResultsRequest, DayResultsAnswer> = {
  name: '医药机构费用结算日对账结果查询',
  family: 'statement',
  effect: 'read',
  parse: dayRequest,
  render: ({ agency, rows }) => ({
    data: rows.map((row): OutputObject => ({
      refd_setl_flag: row.refunded ? '1' : '0',
      psn_no: row.personNo,
      mdtrt_id: row.visitId,
      setl_id: row.settlementId,
      psn_name: row.personName,
      stmt_rslt: row.unbalanced ? '1' : '0',
      medfee_sumamt: row.total,
      clr_optins: agency,
      msg_id: row.messageId,
    })),
  }),
};

const failedRequest = payload(
  ['data'],
  refine(
    record({
      from: date('开始日期', 'begndate'),
      to: date('结束日期', 'enddate'),
      agency: repeatedArea('清算机构', ['clr_optins']),
      clearing: clearingTypeIfGiven,
    }),
    (read) =>
      read.from <= read.to
        ? ok(read)
        : reject('query.period', 'FORMAT', '开始日期(begndate)不能晚于结束日期(enddate)', ['begndate', 'enddate']),
  ),
);
export type FailedReconciliationsRequest = Read<typeof failedRequest>;
export interface FailedReconciliationsAnswer {
  readonly claims: readonly { readonly settlementId: string; readonly insuredArea: RegionCode }[];
}

/** 3209A 跨省三方对账未成功数据查询; its one client reads `selt_list`. */
export const queryFailedReconciliations: Transaction<FailedReconciliationsRequest, FailedReconciliationsAnswer> = {
  name: '跨省三方对账未成功数据查询',
  family: 'statement',
  effect: 'read',
  parse: failedRequest,
  render: ({ claims }) => {
    const rows = claims.map(({ settlementId, insuredArea }) => ({ setlId: settlementId, insuAdmdvs: insuredArea }));
    return { data: rows, selt_list: rows };
  },
};
