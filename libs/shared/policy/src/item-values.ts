import { z } from 'zod';
import { condition } from './condition.js';
import { name, named } from './named-rules.js';
import { amount, bands, limit, ratio } from './values.js';

/** 年度限额等 What may be considered, or paid at a ratio of its own, of such cost in a time. */
const itemLimit = z.strictObject({
  on: z.enum(['in-scope', 'payment'], { error: '须为in-scope或payment' }),
  per: z.enum(['claim', 'month', 'quarter', 'year'], { error: '须为claim、month、quarter或year' }),
  amount,
});

const CATEGORY = /^(?:0[1-9]|1[0-4])$/;
/**
 * 项目 Cost of some items by charge category or by the beginning of their codes: what lies above `ceiling` is not
 * considered, `share` of the rest is borne first, and what then remains is paid like the rest of the bill (`normal`), with
 * some points more (`bonus`), or at a ratio of its own outside deductible and bands (`own`, cases WC17). Ceiling and share
 * are of all such cost of the claim, of every line, or of every unit (单价); a share may differ by bands of that amount. A
 * `limit` is of such cost of the claim, month, quarter or medical year before ceiling and share, or of what a ratio of its
 * own pays on it.
 */
const itemRule = z
  .strictObject({
    name,
    when: condition.optional(),
    categories: z.array(z.string().regex(CATEGORY, '须为01到14')).min(1, '至少一个').optional(),
    codes: z.array(z.string().min(1, '不能为空').max(50)).min(1, '至少一个').optional(),
    each: z.enum(['line', 'unit'], { error: '须为line或unit' }).optional(),
    ceiling: limit.optional(),
    share: bands.optional(),
    limit: itemLimit.optional(),
    pay: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('normal') }),
      z.strictObject({ kind: z.literal('bonus'), points: ratio }),
      z.strictObject({ kind: z.literal('own'), ratio }),
    ]),
  })
  .refine(({ categories, codes }) => categories !== undefined || codes !== undefined, '须有categories或codes')
  .refine(({ limit: most, pay }) => most?.on !== 'payment' || pay.kind === 'own', {
    message: '限支付额（payment）的只能用于单独比例（own）的项目',
    path: ['limit', 'on'],
  })
  .refine(({ limit: most, each }) => most?.on !== 'in-scope' || each === undefined, {
    message: '按行、按单价（each）的项目不能限费用，只能限支付额（payment）',
    path: ['limit', 'on'],
  });
export const itemRules = named(itemRule);

export type ItemRule = z.output<typeof itemRule>;
