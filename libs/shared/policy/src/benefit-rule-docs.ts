import type { ParameterDoc } from './registration-docs.js';

/** Of benefit parameters that may be left out: what a place has beside the usual deductible, ratio and cap. */
export const BENEFIT_RULE_DOCS: Readonly<Record<string, ParameterDoc>> = {
  '{inpatient,outpatient,chronic}.bandsBase': {
    topic: '分段的计量',
    meaning:
      '分段的界限按什么计：in-scope 范围内费用（含起付）；above-deductible 扣除起付标准之后；total 本次总费用（界限按范围内占总费用的比例折算）。可不写，即 in-scope',
    english: 'What the limits of bands are compared with',
    rules: ['SET-01'],
    example: 'above-deductible',
  },
  '{inpatient,outpatient,chronic}.bandsMode': {
    topic: '分段的计量',
    meaning: 'progressive 各段分别按本段比例；whole 全部费用按所落入那一段的比例。可不写，即 progressive',
    english: 'Whether every stretch has the ratio of its own band, or the whole claim that of the last one',
    rules: ['SET-01'],
    example: 'whole',
  },
  'chronic.bandsOn': {
    topic: '门诊慢特病',
    meaning: '门诊慢特病分段按本次费用（stay）还是全年累计（year）计算。可不写，即 stay',
    english: 'Whether chronic bands count the claim alone or the medical year',
    rules: ['SET-11', 'SET-19'],
    example: 'year',
  },
  'chronic.cap': {
    topic: '门诊慢特病',
    meaning: '门诊慢特病基金年度最高支付限额，在 basic.cap 之外；none 不设限。可不写，即 none',
    english: 'Annual cap on the payment for chronic-disease visits, beside the cap of the basic fund',
    rules: ['SET-11', 'SET-19'],
    example: "'20000.00'",
  },
  'chronic.direct': {
    topic: '门诊慢特病',
    meaning:
      '参保地开展跨省直接结算的慢特病病种及其病种编码，逐码列出，不按前缀；不在表中的病种回参保地手工报销；all 全部病种。可不写，即 all',
    english: 'Diseases settled directly out of area, by their codes; the claim of any other is made by hand',
    rules: ['SET-11', 'SET-17'],
    example: '[{ name: 高血压, codes: [M03900] }, { name: 糖尿病, codes: [M01600, M01601] }]',
  },
  'deductible.shared': {
    topic: '限额与起付的共用',
    meaning: '合并计算年度起付标准的就医类别；没有的写空表 []，或不写',
    english: 'Kinds of visit that fill one yearly deductible together',
    rules: ['SET-19'],
    example: '[outpatient, chronic, inpatient]',
  },
  'basic.capRule': {
    topic: '限额与起付的共用',
    meaning:
      '年度限额 basic.cap 限什么：payment 基金支付额，in-scope 纳入的范围内费用；visits 哪些就医类别共用。可不写，即住院与门诊慢特病共用、限支付额',
    english: 'What the cap of the basic fund is on, and the kinds of visit that share it',
    rules: ['SET-19'],
    example: '{ on: in-scope, visits: [inpatient, outpatient, chronic] }',
  },
  limits: {
    topic: '限额与起付的共用',
    meaning:
      '其他限额，逐条写：name 名称；when 条件；on 限 payment 支付额或 in-scope 范围内费用；per 每次 claim、每床日 bed-day（住院天数乘以金额）、每日 day、每月 month、每季度 quarter、每年 year；没用完的不转到下一期；each: disease 每个病种各自计算',
    english: 'Further limits on payment or on in-scope cost; several may hold at once',
    rules: ['SET-11', 'SET-19'],
    example:
      "[{ name: 高血压月限额, when: { visits: [chronic], diseases: [M03900] }, on: in-scope, per: month, each: disease, amount: '300.00' }]",
  },
  adjustments: {
    topic: '人群、机构、项目的调整',
    meaning:
      '对起付标准或支付比例的调整，按写的先后叠加：when 对谁、对什么，不写 visits 的对各就医类别都有效；deductible 起付 times 乘、minus 减（floor 下限）、plus 加、to 定为；ratio 比例 plus 加、minus 减、times 乘、personal-times 个人负担比例乘、to 定为、at-least 不低于、at-most 不高于、by-age 超过 above 岁每满一岁加、by-insured-years 参保超过 above 年每满一年加（most 至多）；after: reduction 在异地降低之后',
    english: 'Changes to the deductible or the ratios of whom or what they name',
    rules: ['SET-01'],
    example:
      "[{ name: 县级以上中医院, when: { marks: [tcm] }, deductible: { kind: minus, amount: '100.00' } }, { name: 50岁以上, when: { age: { from: 50 } }, ratio: { kind: by-age, points: '0.002', above: '50' } }]",
  },
  items: {
    topic: '人群、机构、项目的调整',
    meaning:
      '单独对待的项目，按收费项目类别 categories（01至14）或编码开头 codes：ceiling 以上不计入，share 先行承担，可分段；两者按本次此类费用的合计，写 each 的按每行（line）或单价（unit）；limit 每次、每月、每季度或每年计入的费用（on: in-scope）或单独比例支付额（on: payment）的限额；pay 其余 normal 随同计算、bonus 比例加 points、own 按单独比例 ratio（不扣起付、不分段）',
    english: 'Cost of some items in their own way: ceiling, share borne first, points more or a ratio of their own',
    rules: ['SET-01'],
    example:
      "[{ name: 植入材料, categories: ['08'], each: unit, share: [{ upTo: '5000.00', ratio: '0.10' }, { upTo: none, ratio: '0.20' }], pay: { kind: normal } }, { name: 中医药, categories: ['10', '11'], pay: { kind: bonus, points: '0.05' } }]",
  },
  minimum: {
    topic: '限额与大额、大病',
    meaning:
      '保底：against basic 基本医保，或 basic-and-large 连同大额大病（在大额大病支付之后补足，其支付不因此减少），支付不足 of 的 ratio 时由基本医保补足；没有的写 kind: none，或不写',
    english: 'The least the fund pays of a claim after all other rules',
    rules: ['SET-01'],
    example: "{ kind: share, ratio: '0.40', of: in-scope-above-deductible, against: basic, visits: [inpatient] }",
  },
  supplements: {
    topic: '限额与大额、大病',
    meaning:
      '大额、大病以外的各层，逐条写：name；fund 基金支付类型代码（999996 为医院负担）；stage 次序 large、civil-servant、supplementary、assistance；when 对谁；base、deductible、bands、cap 同 large；per: claim 每次单独计算；bandsFrom: deductible 分段从起付线以上算起；capRaise 限额的激励提高；capShared 同一词的各层共用限额；reductions 按备案类别降低',
    english:
      'Layers beside the large one: supplements, medical assistance and its tilted part, what the hospital bears',
    rules: ['SET-20'],
    example:
      "[{ name: 医疗救助, fund: '610100', stage: assistance, when: { groups: [低保] }, base: personal, deductible: '0.00', bands: '0.70', cap: '30000.00', visits: [inpatient, chronic] }]",
  },
  'emergency.also': {
    topic: '药店、账户与其他',
    meaning: '没有急诊标志也参照急诊的情形（条件的表）；没有的写空表 []，或不写',
    english: 'Who counts as an emergency without the mark, such as newborns',
    rules: ['SET-07'],
    example: "[{ ageDays: { to: 28 } }, { diseases: ['F*'] }]",
  },
  'emergency.death': {
    topic: '药店、账户与其他',
    meaning: '急诊抢救死亡的门诊费用按门诊（outpatient）还是参照住院（inpatient）。可不写，即 outpatient',
    english: 'As what an emergency outpatient visit that ended in death is settled',
    rules: ['SET-08'],
    example: 'inpatient',
  },
  'medicalYear.crossing': {
    topic: '药店、账户与其他',
    meaning:
      '跨年度住院：whole 整笔归结算（settlement）或入院（admission）所在年度；daily 按日均费用和各年天数，by-line 按费用明细日期，分到各年度；deductible 起付计入 first 前一年度、last 后一年度或 each 各年度；按次的限额、起付各年度合计一次，按月、季、日的限额前一年度计在其最后一日。可不写，即整笔归结算年度',
    english: 'How a stay across medical years is taken: one claim, one year or a part in each',
    rules: ['SET-12'],
    example: '{ kind: daily, deductible: first }',
  },
  'penalty.indirect': {
    topic: '异地降低',
    meaning: '能直接结算而本人原因不直接结算的，在异地降低之上再降低；写法同异地降低；没有的写 kind: none，或不写',
    english: 'On top of the reduction where the patient refused direct settlement for reasons of their own',
    rules: ['SET-06', 'SET-17'],
    example: "{ kind: points, points: '0.10' }",
  },
};
