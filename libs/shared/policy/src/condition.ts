import { z } from 'zod';
import { FILING_KINDS, LEVELS, PLACES, TREATMENTS, VISIT_KINDS, count, day, flag } from './values.js';

const list = <const T extends readonly [string, ...string[]]>(words: T) =>
  z.array(z.enum(words, { error: `须为${words.join('、')}之一` })).min(1, '至少一个');
const WORDS_LIMIT = 200;
const words = z.array(z.string().min(1, '不能为空').max(50)).min(1, '至少一个').max(WORDS_LIMIT);
const range = z
  .strictObject({ from: count.optional(), to: count.optional() })
  .refine(({ from, to }) => from !== undefined || to !== undefined, '须有from或to')
  .refine(({ from = 0, to = Infinity }) => from <= to, 'from大于to');

/** Filing of a visit as conditions name it; `none` where nothing was filed. */
export const FILINGS = [...FILING_KINDS, 'none'] as const;

/**
 * 条件 When something holds: every member that is written must hold, and within a list any one is enough. What is not
 * known of a person or visit fulfils no condition on it. `diseases` are codes; one that ends in `*` stands for all that
 * begin so. A visit without a disease has none of `notDiseases`.
 */
export const condition = z
  .strictObject({
    age: range.optional(),
    ageDays: range.optional(),
    insuredYears: range.optional(),
    insuredMonths: range.optional(),
    stay: range.optional(),
    diseaseRank: range.optional(),
    diseaseCount: range.optional(),
    groups: words.optional(),
    notGroups: words.optional(),
    marks: words.optional(),
    notMarks: words.optional(),
    diseases: words.optional(),
    notDiseases: words.optional(),
    place: list(PLACES).optional(),
    filing: list(FILINGS).optional(),
    treatment: list(TREATMENTS).optional(),
    levels: list(LEVELS).optional(),
    visits: list(VISIT_KINDS).optional(),
    civilServant: flag.optional(),
    retiredBefore: day.optional(),
    retiredFrom: day.optional(),
  })
  .refine((when) => Object.keys(when).length > 0, '至少一个条件')
  .meta({ title: 'condition' });
export type Condition = z.output<typeof condition>;
