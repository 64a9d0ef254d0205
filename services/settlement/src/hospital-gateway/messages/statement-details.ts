import { payload, record, refine, text, withDefault } from './fields.js';
import type { Read } from './fields.js';
import { repeatedArea } from './settlement-request.js';
import { clearingType, inMonthOrder } from './statement.js';
import type { Transaction } from './transaction.js';
import { amount, count, date, flagIfGiven } from './values.js';

const detailsRequest = payload(
  ['data'],
  refine(
    record({
      agency: repeatedArea('结算经办机构', ['setl_optins']),
      fileNo: text('文件查询号', 'file_qury_no', 40),
      from: date('对账开始日期', 'stmt_begndate'),
      to: date('对账结束日期', 'stmt_enddate'),
      total: amount('医疗费总额', 'medfee_sumamt'),
      fundTotal: amount('基金支付总额', 'fund_pay_sumamt'),
      /** Required, and compared with nothing: neither file of 3202 has a cash column (4.9 of the interface). */
      cashTotal: amount('现金支付金额', 'cash_payamt'),
      settlements: count('定点医药机构结算笔数', 'fixmedins_setl_cnt'),
      clearing: clearingType,
      includesRefunds: withDefault(flagIfGiven('退费结算标志', ['refd_setl_flag', 'REFD_SETL_FLAG']), true),
    }),
    inMonthOrder,
  ),
);
/** 对明细账: a file uploaded before (9101) with the claims of one clearing category and period. */
export type DetailsRequest = Read<typeof detailsRequest>;
export type DetailsAnswer = { readonly fileNo: string; readonly filename: string; readonly expiresOn: string };

/** 3202 医药机构费用结算对明细账. */
export const compareDetails: Transaction<DetailsRequest, DetailsAnswer> = {
  name: '医药机构费用结算对明细账',
  family: 'statement',
  effect: 'record',
  parse: detailsRequest,
  render: ({ fileNo, filename, expiresOn }) => ({
    fileinfo: { file_qury_no: fileNo, filename, dld_endtime: `${expiresOn} 23:59:59` },
  }),
};
