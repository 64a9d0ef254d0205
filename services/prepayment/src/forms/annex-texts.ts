/** What an annex prints besides its figures, word for word as the source has it; blanks are `____` and `XX`. */
export interface AdvanceText {
  readonly title: readonly string[];
  /** Running text above the table; in annexes 8 and 9 there is no table. */
  readonly asks: string;
  readonly heading: string;
  readonly above: readonly string[];
  readonly columns: readonly string[];
  readonly below: readonly string[];
}

const PAY = '跨省异地就医预付金付款汇总表';
const COLLECT = '跨省异地就医预付金收款汇总表';

/** 附件3、4 first levels, 附件6、7 adjustments (PRE-01, PRE-02). */
export const LEVEL_TEXTS = {
  '3': {
    title: ['____省(区、市)跨省异地就医预付金', '付款通知书'],
    asks: '请你单位将 XXXX 年跨省异地就医预付金于签章之日起 15 个工作日内拨付给就医地。付款明细清单如下:',
    heading: PAY,
    above: ['预付金年度: XXXX 年', '付款方: XX 省', '单位: 万元'],
    columns: ['地 区', '金 额'],
    below: ['(落款: 由出具单据的部门落款并加盖公章)', '签章日期: XXXX 年 XX 月 XX 日'],
  },
  '4': {
    title: ['____省(区、市)跨省异地就医预付金', '收款通知书'],
    asks: '你单位 XXXX 年跨省异地就医预付金收款明细清单如下:',
    heading: COLLECT,
    above: ['预付金年度: XXXX 年', '收款方: XX 省', '单位: 万元'],
    columns: ['地 区', '金 额'],
    below: ['(落款: 由出具单据的部门落款并加盖公章)', '签章日期: XXXX 年 XX 月 XX 日'],
  },
  '6': {
    title: ['____省（区、市）跨省异地就医预付金', '额度调整付款通知书'],
    asks: '请你单位将 XXXX 年跨省异地就医预付金于 XXXX 年 2 月底前拨付。付款明细清单如下：',
    heading: PAY,
    above: ['预付金年度：XXXX 年', '付款方：XX 省', '单位：万元'],
    columns: ['地 区', '上年额度', '本年核定额度', '实际划款额度'],
    below: [
      '注：上年额度指国家医保局核定的上年度预付金额（含紧急调整额度）',
      ...['（落款：由出具单据的部门落款并加盖公章）', '签章日期：XXXX 年 XX 月 XX 日'],
    ],
  },
  '7': {
    title: ['____省（区、市）跨省异地就医预付金', '额度调整收款通知书'],
    asks: '你单位 XXXX 年跨省异地就医预付金收款明细清单如下：',
    heading: COLLECT,
    above: ['预付金年度：XXXX 年', '收款方：XX 省', '单位：万元'],
    columns: ['地 区', '金 额'],
    below: ['（落款：由出具单据的部门落款并加盖公章）', '签章日期：XXXX 年 XX 月 XX 日'],
  },
} as const satisfies Readonly<Record<string, AdvanceText>>;

/** A line of our own below annex 6, where its columns differ by more than what is paid (PRE-02, PRE-06). */
export const raisedNote = (name: string, amount: string): string =>
  `注：${name}本年核定额度含年内紧急调增${amount}万元，已按附件8另行划款`;

/** To whom a notice goes: the name of the agency is not known to the system and is written by hand. */
export const ADDRESSEE = {
  '3': '(经办机构全称):',
  '4': '(经办机构全称):',
  '6': '（经办机构全称）：',
  '7': '（经办机构全称）：',
};

/** 附件5 全国跨省异地就医预付金额度调整明细表 (PRE-02). */
export const NATIONAL_TEXT = {
  title: '全国跨省异地就医预付金额度调整明细表',
  above: ['制表单位: (国家级经办机构签章)', '年度: XXXX 年', '单位: 万元'],
  ...{ corner: '地 区', across: '付 款 省', down: '收 款 省', total: '合 计', none: '---' },
  below: ['单位负责人:', '审核人:', '制表人:', '制表日期:'],
} as const;

/** 附件8、9 of an emergency increase (PRE-06). */
export const INCREASE_TEXTS = {
  '8': {
    title: ['____省（区、市）跨省异地就医预付金额度', '紧急调增付款通知书'],
    addressee: '（经办机构全称）：',
    asks: '根据 XX 省的紧急调增申请，按照《国家医保局 财政部关于进一步做好基本医疗保险跨省异地就医直接结算工作的通知》（医保发〔2022〕22 号）文件规定，请你单位于 XXXX 年 XX 月 XX 日前，补充拨付预付金 XXXX 万元。',
    below: ['（落款：由出具单据的部门落款并加盖公章）', '签章日期：XXXX 年 XX 月 XX 日'],
  },
  '9': {
    title: ['____省（区、市）跨省异地就医预付金', '额度紧急调增收款通知书'],
    addressee: '（经办机构全称）',
    asks: '根据你单位紧急调增申请，按照《国家医保局 财政部关于进一步做好基本医疗保险跨省异地就医直接结算工作的通知》（医保发〔2022〕22号）文件规定，请你单位对XX省补充拨付预付金XXXX万元查收确认。',
    below: ['（落款：由出具单据的部门落款并加盖公章）', '签章日期：XXXX年XX月XX日'],
  },
} as const;
