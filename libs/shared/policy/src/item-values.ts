import { z } from 'zod';
import { condition } from './condition.js';
import { name, named } from './named-rules.js';
import { bands, limit, ratio } from './values.js';

const CATEGORY = /^(?:0[1-9]|1[0-4])$/;
/**
 * 项目 Cost of some items by charge category or by the beginning of their codes: what lies above `ceiling` is not
 * considered, `share` of the rest is borne first, and what then remains is paid like the rest of the bill (`normal`), with
 * some points more (`bonus`), or at a ratio of its own outside deductible and bands (`own`, cases WC17). Ceiling and share
 * are of all such cost of the claim, of every line, or of every unit (单价); a share may differ by bands of that amount.
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
    pay: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('normal') }),
      z.strictObject({ kind: z.literal('bonus'), points: ratio }),
      z.strictObject({ kind: z.literal('own'), ratio }),
    ]),
  })
  .refine(({ categories, codes }) => categories !== undefined || codes !== undefined, '须有categories或codes');
export const itemRules = named(itemRule);

export type ItemRule = z.output<typeof itemRule>;
