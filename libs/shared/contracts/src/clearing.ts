import { z } from 'zod';
import { date, month, scheme, unit, yuan } from './shapes.js';

/** One directed pair of annex 14: what the payer owes the receiver for the month, net of deductions (CLR-01, CLR-09). */
export const cell = z.object({
  payer: unit,
  receiver: unit,
  scheme,
  /** 应付, before audit deductions. */
  payable: yuan,
  /** 审核扣款. */
  deducted: yuan,
  /** 清算金额 = payable − deducted; negative flows back with "*" (CLR-08). */
  cleared: yuan,
  claims: z.number().int(),
});

/** 清算表生成 on the 21st (CLR-03). */
export const tableGenerated = z.object({
  month,
  generatedOn: date,
  cells: z.array(cell),
  total: yuan,
});

/** 通知书发布 by month end (CLR-05). */
export const noticesPublished = z.object({
  month,
  publishedOn: date,
  payments: z.number().int(),
  collections: z.number().int(),
  total: yuan,
});

export type ClearingCell = z.infer<typeof cell>;
export type TableGenerated = z.infer<typeof tableGenerated>;
export type NoticesPublished = z.infer<typeof noticesPublished>;
