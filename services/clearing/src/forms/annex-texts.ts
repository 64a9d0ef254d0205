/** What an annex prints besides its figures, word for word as the source has it; blanks are `____` and `XX`. */
export interface AnnexText {
  readonly title: readonly string[];
  readonly above: readonly string[];
  /** First heading, over the names of the units. */
  readonly region: string;
  readonly total: string;
  readonly below: readonly string[];
}

const SIGNERS = ['单位负责人:', '审核人:', '制表人:', '制表日期:'] as const;
const WIDE_SIGNERS = ['单位负责人：', '审核人：', '制表人：', '制表日期：'] as const;
const MONTH = '清算所属月份：XXXX 年 XX 月';
const YUAN = '单位：元（保留两位小数）';
const AGENCY = '制表单位：（经办机构签章）';

const EMPLOYEE_NOTES = [
  '2. 个人账户基金归集基本医疗保险个人账户支付的医疗费用',
  '3. 职工大额医疗费用补助基金归集参加职工基本医疗保险后，二次投保用于支付超过基本医疗保险基金最高支付限额以上医疗费用',
  '4. 补充医疗保险基金归集由经办机构管理的其他补充医疗保险基金支付的医疗费用',
  '5. 公务员医疗补助基金归集实施公务员医疗补助办法支付的医疗费用',
  '6. 伤残人员医疗保障基金归集二等乙级以上革命伤残军人医疗费用',
] as const;
const POOL_NOTE = '注：1. 统筹基金归集属于基本医疗保险统筹基金支付的医疗费用';
const OTHER_NOTE = '其他归集非以上项目医疗费用';
const ASSISTANCE_NOTE = '医疗救助归集按规定支付给低保对象、特困人员等符合救助对象的医疗费用';
const RESIDENT_NOTES = [
  '注：1. 基本医疗保险基金归集属于基本医疗保险统筹基金支付的医疗费用',
  '2. 城乡居民大病保险基金归集属于城乡居民大病保险基金支付的医疗费用',
  `3. ${ASSISTANCE_NOTE}`,
  `4. ${OTHER_NOTE}`,
] as const;

/** 附件14 … 14-7 (CLR-03), the small differences between them as in the source. */
export const TABLE_TEXTS: Readonly<Record<string, AnnexText>> = {
  '14': {
    title: ['全国跨省异地就医费用清算表'],
    above: ['制表单位：（国家级经办机构签章）', MONTH, YUAN],
    ...{ region: '地区', total: '合计', below: WIDE_SIGNERS },
  },
  '14-1': {
    title: ['省(区、市)跨省异地就医应付医疗费用清算表'],
    above: ['制表单位: (经办机构签章)', '清算所属月份: XXXX 年 XX 月', '单位: 元 (保留两位小数)'],
    ...{ region: '地 区', total: '合 计', below: SIGNERS },
  },
  '14-2': {
    title: ['省（区、市）跨省异地就医职工医保基金应付明细表'],
    above: [AGENCY, '清算月份：XXXX 年 XX 月', YUAN],
    ...{ region: '项目 地区', total: '合计' },
    below: [POOL_NOTE, ...EMPLOYEE_NOTES, `7. ${ASSISTANCE_NOTE}`, `8. ${OTHER_NOTE}`],
  },
  '14-3': {
    title: ['____省（区、市）跨省异地就医居民医保基金应付明细表'],
    above: [AGENCY, MONTH, YUAN],
    ...{ region: '地区 项目', total: '合计', below: RESIDENT_NOTES },
  },
  '14-4': {
    title: ['____省（区、市）跨省异地就医医保基金审核扣款明细表'],
    above: [AGENCY, MONTH, YUAN],
    ...{ region: '地区', total: '合 计', below: WIDE_SIGNERS },
  },
  '14-5': {
    title: ['省(区、市)跨省异地就医职工医保基金审核扣款明细表'],
    above: ['制表单位：(经办机构签章)', '清算月份：XXXX年XX月', YUAN],
    ...{ region: '项目 地区', total: '合 计' },
    below: [
      ...[POOL_NOTE, ...EMPLOYEE_NOTES],
      '7. 医疗救助归集按规定支付给低保对象、特困人员等符合救助条件救助对象的医疗费用',
      `8. ${OTHER_NOTE}`,
    ],
  },
  '14-6': {
    title: ['____省(区、市)跨省异地就医居民医保基金审核扣款明细表'],
    // The source forgets the month here; without it two months' papers could not be told apart.
    above: ['制表单位：(经办机构签章)', MONTH, '单位：元(保留两位小数)'],
    ...{ region: '项目 地区', total: '合计', below: RESIDENT_NOTES },
  },
  '14-7': {
    title: ['省（区、市）跨省异地就医应收医疗费用清算表'],
    above: [AGENCY, MONTH, YUAN],
    ...{ region: '地区', total: '合 计', below: WIDE_SIGNERS },
  },
};

export interface NoticeText extends AnnexText {
  readonly amount: string;
  /** Running text above the table. */
  readonly asks: string;
  readonly heading: string;
}

const SIGNED = '签章日期: XXXX 年 XX 月 XX 日';

/** 附件15、16 (CLR-05). */
export const NOTICE_TEXTS: Readonly<Record<string, NoticeText>> = {
  '15': {
    title: ['____省(区、市)跨省异地就医', '费用付款通知书'],
    asks: '请你单位将 XXXX 年 XX 月跨省异地就医费用 _____ 元及时拨付给就医地。付款明细清单如下:',
    heading: '跨省异地就医费用付款汇总表',
    above: ['清算所属月份: XXXX 年 XX 月', '付款方: XX 省(区、市)', '单位: 元(保留两位小数)'],
    ...{ region: '地区', amount: '金额', total: '合计' },
    below: [
      '明细见: 附件 14-1 ____ 省(区、市)跨省异地就医应付医疗费用清算表',
      '附件 14-2 ____ 省(区、市)跨省异地就医职工医保基金应付明细表',
      '附件 14-3 ____ 省(区、市)跨省异地就医居民医保基金应付明细表',
      '附件 14-4 ____ 省(区、市)跨省异地就医医保基金审核扣款明细表',
      '附件 14-5 ____ 省(区、市)跨省异地就医职工医保基金审核扣款明细表',
      '附件 14-6 ____ 省(区、市)跨省异地就医居民医保基金审核扣款明细表',
      SIGNED,
    ],
  },
  '16': {
    title: ['____省(区、市)跨省异地就医', '费用收款通知书'],
    asks: '你单位 XXXX 年 XX 月跨省异地就医费用收款明细清单如下:',
    heading: '跨省异地就医费用收款汇总表',
    above: ['清算所属月份: XXXX 年 XX 月', '收款方: XX 省(区、市)', '单位: 元(保留两位小数)'],
    ...{ region: '地 区', amount: '金 额', total: '合 计' },
    below: ['明细见: 附件 14-7 ____省(区、市)跨省异地就医应收医疗费用清算表', SIGNED],
  },
};

/** To whom a notice goes: the name of the agency is not known to the system and is written by hand. */
export const ADDRESSEE = '(经办机构全称):';
