import { z } from 'zod';
import { LAST_DAY, Money, isBusinessDate } from '#kernel';
import type { BusinessDate } from '#kernel';

// Scalars of a case file are texts, as `readYaml` gives them; a JSON case file writes them in quotes.
export const money = z
  .string()
  .regex(/^(?:0|[1-9]\d{0,15})(?:\.\d{1,2})?$/, '须为金额（元，最多两位小数）')
  .transform(Money.of);
export const ratio = z.string().regex(/^(?:0(?:\.\d{1,4})?|1(?:\.0{1,4})?)$/, '须为0到1之间的小数（最多四位）');
export const unitPrice = z.string().regex(/^\d{1,10}(?:\.\d{1,6})?$/, '须为单价（元，最多六位小数）');
export const quantity = z.string().regex(/^\d{1,12}(?:\.\d{1,4})?$/, '须为数量（最多四位小数）');
export const yesNo = z.enum(['true', 'false'], { error: '须为true或false' }).transform((text) => text === 'true');
export const count = z
  .string()
  .regex(/^\d{1,3}$/, '须为整数（最多三位）')
  .transform(Number);

export const date = z
  .string()
  .refine((text) => isBusinessDate(text) && text <= LAST_DAY, '须为真实存在的日期YYYY-MM-DD（不晚于2199年）')
  .transform((text) => text as BusinessDate);
export const words = z.array(z.string().min(1, '不能为空').max(50, '最多50个字')).max(50, '最多50个');
