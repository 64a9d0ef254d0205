import { BENEFIT_RULE_DOCS } from './benefit-rule-docs.js';
import type { ParameterDoc } from './registration-docs.js';

/** Of benefit parameters; the sections employee, active, retired and resident take the same names. */
export const BENEFIT_DOCS: Readonly<Record<string, ParameterDoc>> = {
  'inpatient.deductible': {
    topic: '住院',
    meaning: '住院起付标准，不写 per 的为每次住院一个；第三次起定额之类，用情形 stay 写（见 policy.md）',
    english: 'Deductible of a stay, of every stay unless `per` says otherwise',
    rules: ['SET-01', 'SET-19'],
    example:
      "{ levels: { '1': '400.00', '2': '600.00', '3': '1000.00' }, later: { kind: factors, factors: ['0.50', '0'] } }",
  },
  'inpatient.bandsOn': {
    topic: '住院',
    meaning: '住院分段按本次费用（stay）还是全年累计（year）计算',
    english: 'Whether bands count the claim alone or the medical year',
    rules: ['SET-19'],
    example: 'stay',
  },
  'inpatient.ratio.{1,2,3}': {
    topic: '住院',
    meaning: '住院支付比例，按医保结算等级；分段的界限含起付标准，另有规定的见 bandsBase',
    english: 'Payment ratio of a stay by settlement level: one ratio, or bands on the amount with the deductible in it',
    rules: ['SET-01'],
    example: "[{ upTo: '20000.00', ratio: '0.90' }, { upTo: none, ratio: '0.95' }]",
  },
  'basic.cap': {
    topic: '限额与大额、大病',
    meaning: '基本医保基金年度最高支付限额（住院与门诊慢特病）；none 不设限',
    english: 'Annual cap on the payment of the basic fund for stays and chronic visits',
    rules: ['SET-01', 'SET-19'],
    example: "'150000.00'",
  },
  large: {
    topic: '限额与大额、大病',
    meaning:
      '基本医保之上的一层：职工大额（330100）或居民大病（390200）；base 计算基数：over-cap 超过基本限额的部分，personal 基本医保未支付的范围内费用，personal-without-deductible 同前但不含起付，或列出组成部分（coinsurance 按比例自付、over-cap、over-quota 超其他限额、first-bear 先行承担、deductible 起付、prepay 乙类先行自付、over-limit 超限价、self-pay 自费）；deductible 按年度累计，per: claim 则每次；bandsFrom: deductible 分段从起付线以上算起；capRaise 限额的激励提高：连续参保年数（insuredYears）、连续未报销年数（unclaimedYears）超过 above 的每年加 amount，合计不超过 max；没有的写 kind: none',
    english: 'The layer above the basic fund: its fund, base, deductible, bands, cap and visits',
    rules: ['SET-20'],
    example:
      "{ kind: layer, fund: '390200', base: personal, deductible: '11000.00', bands: '0.60', cap: '400000.00', visits: [inpatient] }",
  },
  'outpatient.deductible': {
    topic: '普通门诊',
    meaning: '普通门诊起付标准；不写 per 的为年度起付标准，每次起付写 per: stay，按日写 per: day',
    english: 'Deductible of outpatient visits, of the medical year unless `per` says otherwise',
    rules: ['SET-01', 'SET-19'],
    example: "'600.00'",
  },
  'outpatient.bandsOn': {
    topic: '普通门诊',
    meaning: '普通门诊分段按本次费用（stay）还是全年累计（year）计算',
    english: 'Whether outpatient bands count the claim alone or the medical year',
    rules: ['SET-19'],
    example: 'year',
  },
  'outpatient.ratio.{1,2,3}': {
    topic: '普通门诊',
    meaning: '普通门诊支付比例，按医保结算等级',
    english: 'Payment ratio of outpatient visits by settlement level',
    rules: ['SET-01'],
    example: "'0.70'",
  },
  'outpatient.cap': {
    topic: '普通门诊',
    meaning: '普通门诊年度最高支付限额；none 不设限',
    english: 'Annual cap on the payment for outpatient visits',
    rules: ['SET-01', 'SET-19'],
    example: "'6000.00'",
  },
  'chronic.deductible': {
    topic: '门诊慢特病',
    meaning: '门诊慢特病起付标准；不写 per 的为年度起付标准',
    english: 'Deductible of chronic-disease visits, of the medical year unless `per` says otherwise',
    rules: ['SET-11', 'SET-19'],
    example: "'0.00'",
  },
  'chronic.ratio.{1,2,3}': {
    topic: '门诊慢特病',
    meaning: '门诊慢特病支付比例，按医保结算等级',
    english: 'Payment ratio of chronic-disease visits by settlement level',
    rules: ['SET-11'],
    example: "'0.90'",
  },
  'chronic.monthlyLimit': {
    topic: '门诊慢特病',
    meaning: '每月纳入范围费用的限额（乘支付比例之前）；none 不设限',
    english: 'Limit on the in-scope cost of a calendar month, before the ratio',
    rules: ['SET-11'],
    example: 'none',
  },
  pharmacy: {
    topic: '药店、账户与其他',
    meaning: '定点药店：account-only 只用个人账户，ratio 按比例（与门诊共用起付和限额）',
    english: 'Pharmacies: the personal account alone, or a ratio under the outpatient deductible and cap',
    rules: ['SET-20'],
    example: "{ kind: ratio, ratio: '0.60' }",
  },
  civilServant: {
    topic: '药店、账户与其他',
    meaning: '公务员医疗补助：对前面各基金支付后范围内余额的补助比例；没有的写 kind: none',
    english: 'Share of what the earlier funds left of the in-scope cost of a civil servant',
    rules: ['SET-20'],
    example: "{ kind: share, ratio: '0.50', visits: [inpatient, chronic] }",
  },
  'account.visits': {
    topic: '药店、账户与其他',
    meaning: '个人账户可支付哪些就医类别的个人负担；没有账户的写空表 []',
    english: 'Kinds of visit whose personal share the account may pay',
    rules: ['SET-20'],
    example: '[inpatient, outpatient, chronic, pharmacy]',
  },
  emergencyDeemedFiled: {
    topic: '药店、账户与其他',
    meaning: '急诊标志是否视同已备案',
    english: 'Whether the emergency mark of the hospital stands for a filing',
    rules: ['REG-02', 'SET-07'],
    example: 'true',
  },
  'medicalYear.start': {
    topic: '药店、账户与其他',
    meaning: '医保年度起始日：01-01、07-01 或其他月份的1日',
    english: 'First day of the medical year',
    rules: ['SET-19'],
    example: '01-01',
  },
  'reduction.{inpatient,outpatient,chronic,pharmacy,large}.{retiree-resettled,long-term-resident,posted-worker,referred,emergency,other-temporary,unfiled,home,home-promise}':
    {
      topic: '异地降低',
      meaning:
        '异地就医的降低，按就医类别（或大额、大病）与备案类别（home 在参保地就医，home-promise 承诺备案未补齐材料的回参保地就医）',
      english: 'Out-of-area treatment by kind of visit (or of the large layer) and kind of filing, unfiled included',
      rules: ['SET-06'],
      example: "{ kind: points, points: '0.10' }",
    },
  ...BENEFIT_RULE_DOCS,
};
