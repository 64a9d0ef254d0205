import { ok, reject } from '#kernel';
import type { Result } from '#kernel';
import { INSURANCE_TYPES, reconciledTypeOf } from './codes.js';
import type { ClearingType } from './codes.js';
import { malformed, optionalText, payload, record, refine, required, withDefault } from './fields.js';
import type { Read, Reader } from './fields.js';
import { repeatedArea } from './settlement-request.js';
import type { Transaction } from './transaction.js';
import { amount, code, count, date, flagIfGiven } from './values.js';

interface AskedClearingType {
  readonly code: string;
  readonly type: ClearingType;
}

/** 清算类别: must lead to one of the four kinds of the clearing. */
export const clearingTypeIfGiven: Reader<AskedClearingType | undefined> = refine(
  optionalText('清算类别', 'clr_type', 30),
  (value) => {
    if (value === undefined) return ok(undefined);
    const type = reconciledTypeOf(value);
    return type === undefined ? malformed('清算类别', 'clr_type', '不是本平台可对账的类别') : ok({ code: value, type });
  },
);
export const clearingType = required('清算类别', 'clr_type', clearingTypeIfGiven);

const members = record({
  insuranceType: code('险种', 'insutype', INSURANCE_TYPES),
  clearing: clearingType,
  /** 结算经办机构 to reconcile with. */
  agency: repeatedArea('结算经办机构', ['setl_optins']),
  from: date('对账开始日期', 'stmt_begndate'),
  to: date('对账结束日期', 'stmt_enddate'),
  total: amount('医疗费总额', 'medfee_sumamt'),
  fundTotal: amount('基金支付总额', 'fund_pay_sumamt'),
  accountTotal: amount('个人账户支付金额', 'acct_pay'),
  /** 定点医药机构结算笔数. */
  settlements: count('定点医药机构结算笔数', 'fixmedins_setl_cnt'),
  /** 退费结算标志: only an explicit 0 leaves refunds out of the totals. */
  includesRefunds: withDefault(flagIfGiven('退费结算标志', ['refd_setl_flag', 'REFD_SETL_FLAG']), true),
});

/** 对账期间: in order, and within the month it confirms. */
export const inMonthOrder = <T extends { readonly from: string; readonly to: string }>(read: T): Result<T> => {
  if (read.from > read.to) {
    return reject('statement.period', 'REC-03', '对账开始日期(stmt_begndate)不能晚于对账结束日期(stmt_enddate)', [
      'stmt_begndate',
      'stmt_enddate',
    ]);
  }
  if (read.from.slice(0, 7) === read.to.slice(0, 7)) return ok(read);
  return reject('statement.over-months', 'REC-03', '对账起止日期须在同一个月内', ['stmt_enddate']);
};

const statementRequest = payload(['data'], refine(members, inMonthOrder));
/** 对总账: the totals of one hospital, scheme, clearing category and period. */
export type StatementRequest = Read<typeof statementRequest>;

export interface StatementAnswer {
  readonly agency: string;
  readonly balanced: boolean;
  /** 对账结果说明 in plain Chinese, with the differences when not balanced. */
  readonly description: string;
}

/** 3201 医药机构费用结算对总账. */
export const compareTotals: Transaction<StatementRequest, StatementAnswer> = {
  name: '医药机构费用结算对总账',
  family: 'statement',
  effect: 'record',
  parse: statementRequest,
  render: (answer) => ({
    stmtinfo: {
      setl_optins: answer.agency,
      stmt_rslt: answer.balanced ? '0' : '1',
      stmt_rslt_dscr: answer.description,
    },
  }),
};
