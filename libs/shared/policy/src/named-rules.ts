import { z } from 'zod';

export const RULES_LIMIT = 100;
/** The name of a rule, shown in explanations and used to count what it has used of the year. */
export const name = z.string().min(1, '不能为空').max(40, '最多40个字');

/** A list of rules, no two of one name. */
export const named = <T extends z.ZodType<{ readonly name: string }>>(of: T) =>
  z
    .array(of)
    .max(RULES_LIMIT, `最多${RULES_LIMIT}条`)
    .refine((rules) => new Set(rules.map((rule) => rule.name)).size === rules.length, 'name有重复');
