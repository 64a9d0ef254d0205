import type { z } from 'zod';
import { condition } from './condition.js';
import { deductibleRule, reduction, shareOfBill } from './deductible-values.js';
import { bands } from './values.js';

/** A form that stands in several parameters, under one name in all of them. */
export type FormDoc = { readonly meaning: string; readonly english: string; readonly schema: z.ZodType };

/** What is said of the recurring forms, by the name that stands for them. */
export const FORM_DOCS: Readonly<Record<string, FormDoc>> = {
  condition: {
    meaning:
      '条件：写了的各项都须成立，一项里的列表有一个成立即可；不知道的情况不满足对它的条件。各项的含义见 policy.md 的 Values by condition',
    english: 'Every member that is written must hold; within a list any one is enough',
    schema: condition,
  },
  bands: {
    meaning:
      '一个比例，或若干段：upTo 为该段的上限（累计金额，界限本身属于较低的一段），逐段增大，最后一段为 none；段与段之间不会有空缺或重叠',
    english: 'One ratio, or stretches up to growing limits; an amount that equals a limit belongs to the lower band',
    schema: bands,
  },
  'share-of-bill': {
    meaning: '按费用的比例：of 总费用（total）或范围内费用（in-scope），floor 下限，ceiling 上限',
    english: 'A share of the total or of the in-scope cost, between a floor and a ceiling',
    schema: shareOfBill,
  },
  deductible: {
    meaning:
      '起付标准：各级相同的一个金额、按费用的比例，或按医保结算等级（levels）。per 每次（stay）、每日（day）、每月（month）、每季度（quarter）或每年（year）一个，同一期间内付过的不再付，用过更高等级的补足差额；yearMaximum 一个年度内累计不超过；later 本年再次住院按系数（factors，最后一个系数适用于以后各次）或逐次递减（step-down，floors 为下限）；readmission 出院后 days 天内再住院不再起付，转到更高等级的补差额（difference）或付全额（full），sameDisease: false 则不论病种',
    english:
      'One amount, a share of the bill, or by settlement level; of every claim, day, month, quarter or medical year, with what later stays and early readmissions are charged',
    schema: deductibleRule('stay'),
  },
  reduction: {
    meaning:
      '异地降低：none 不降低；points 降低百分点；first-bear 个人先行承担起付以上费用的一部分（按本地比例的90%支付即先行承担10%；of: in-scope 则先于起付）；separate 另定比例或分段；refuse 不直接结算；各种都可另定起付（deductible）',
    english: 'How out-of-area treatment is paid; any of them may bring a deductible of its own',
    schema: reduction,
  },
};
