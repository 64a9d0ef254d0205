import { z } from 'zod';

/** Yuan with two decimals as text; never a JSON number (architecture §7). */
export const yuan = z.string().regex(/^-?\d{1,16}\.\d{2}$/, '金额须为两位小数的文本');
export const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, '日期须为 YYYY-MM-DD');
export const month = z.string().regex(/^\d{4}-\d{2}$/, '月份须为 YYYY-MM');
export const region = z.string().regex(/^\d{6}$/, '区划须为六位数字');
export const unit = z.string().regex(/^\d{2}$/, '清算单位须为两位数字');
export const scheme = z.enum(['employee', 'resident']);
export const fundColumn = z.enum([
  'pool',
  'account',
  'large-amount',
  'supplementary',
  'civil-servant',
  'disabled',
  'assistance',
  'other',
  'basic',
  'catastrophic',
]);
/** 备案类别 (REG-01). */
export const filingKind = z.enum([
  'retiree-resettled',
  'long-term-resident',
  'posted-worker',
  'referred',
  'emergency',
  'other-temporary',
]);
export const visitKind = z.enum(['inpatient', 'outpatient', 'chronic', 'pharmacy']);
export const sealed = z.string().startsWith('sm4:');
export const searchHash = z.string().startsWith('hs3:');

export type FilingKind = z.infer<typeof filingKind>;
export type VisitKind = z.infer<typeof visitKind>;
