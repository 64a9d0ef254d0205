import { ok } from '#kernel';
import { malformed, optionalText, payload, record, refine, text } from './fields.js';
import type { Read } from './fields.js';
import { clearingType } from './statement.js';
import { renderNothing } from './transaction.js';
import type { NoAnswer, Transaction } from './transaction.js';
import { amount, count, date } from './values.js';

const MONTH = /^(\d{4})(0[1-9]|1[0-2])$/;

const applicationRequest = payload(
  ['data'],
  record({
    clearing: clearingType,
    clearingWay: optionalText('清算方式', 'clr_way', 30),
    /** 清算年月 as yyyy-MM. */
    month: refine(text('清算年月', 'setlym', 7), (value) => {
      const [, year, month] = MONTH.exec(value.replace('-', '')) ?? [];
      return year === undefined ? malformed('清算年月', 'setlym', '应为yyyyMM') : ok(`${year}-${month}`);
    }),
    /** 清算人次. */
    visits: count('清算人次', 'psntime'),
    total: amount('医疗费总额', 'medfee_sumamt'),
    /** 医保认可费用总额. */
    recognised: amount('医保认可费用总额', 'med_sumfee'),
    fundTotal: amount('基金申报总额', 'fund_appy_sum'),
    cashTotal: amount('现金支付金额', 'cash_payamt'),
    accountTotal: amount('个人账户支出', 'acct_pay'),
    from: date('开始日期', 'begndate'),
    to: date('结束日期', 'enddate'),
  }),
);
export type ClearingApplicationRequest = Read<typeof applicationRequest>;
export interface ClearingApplicationAnswer {
  readonly applicationNo: string;
}

/** 3203, 3203A 清算申请. */
export const applyForClearing: Transaction<ClearingApplicationRequest, ClearingApplicationAnswer> = {
  name: '清算申请',
  family: 'statement',
  effect: 'record',
  parse: applicationRequest,
  render: ({ applicationNo }) => ({ result: { clr_appy_evt_id: applicationNo } }),
};

const withdrawalRequest = payload(
  ['data'],
  record({ applicationNo: text('机构清算申请事件ID', 'clr_appy_evt_id', 30) }),
);
export type ClearingWithdrawalRequest = Read<typeof withdrawalRequest>;

/** 3204, 3204A 清算申请撤销. */
export const withdrawClearing: Transaction<ClearingWithdrawalRequest, NoAnswer> = {
  name: '清算申请撤销',
  family: 'statement',
  effect: 'record',
  parse: withdrawalRequest,
  render: renderNothing,
};
