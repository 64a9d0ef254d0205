import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { layOut, PAPER_MARGINS, sizeOf, writePdf, type Mark, type Paper } from '#forms';
import { FILING_KINDS } from '#policy';
import { formOf, METRICS, PLACE, printed, ticked } from '../../../test/forms.js';
import { annex1PaperOf } from './annex-1.pdf.js';
import { annex2PaperOf } from './annex-2.pdf.js';

const PAPERS = { 'annex 1': annex1PaperOf, 'annex 2': annex2PaperOf } as const;
const PAGE = { ...PAPER_MARGINS, ...sizeOf() };
const REGIONS = Object.values(PLACE);
const plain = (text: string): string => text.replace(/\s/gu, '');
const pagesOf = (paper: Paper) => layOut(paper, METRICS);

function outside(mark: Mark): boolean {
  const width = mark.kind === 'tick' ? mark.size : mark.width;
  const bottom = mark.kind === 'frame' ? mark.y + mark.height : mark.y;
  const within = mark.x >= PAGE.side - 0.01 && mark.x + width <= PAGE.width - PAGE.side + 0.01;
  return !within || mark.y < PAGE.top - 0.01 || bottom > PAGE.height - 20;
}

describe('annex 1 登记备案表', () => {
  it.each([
    [PLACE.nation, '四川省跨省异地就医登记备案表'],
    [PLACE.wuxi, '江苏省跨省异地就医登记备案表'],
    [PLACE.huaian, '江苏省跨省异地就医登记备案表'],
    [PLACE.jiyuan, '河南省基本医疗保险异地就医登记备案表'],
  ])('REG-22: %s prints it under the name %s', (region, title) => {
    const { fields, texts } = formOf(region);
    const paper = annex1PaperOf(fields, texts);
    expect(paper.title).toBe(title);
    expect(printed(pagesOf(paper))).toContain(title);
  });

  it.each([
    ['retiree-resettled', '1. 异地安置退休人员', ['异地长期居住备案', '异地安置退休人员']],
    ['long-term-resident', '2. 异地长期居住人员', ['异地长期居住备案', '异地长期居住人员']],
    ['posted-worker', '3. 常驻异地工作人员', ['异地长期居住备案', '常驻异地工作人员']],
    ['referred', '4. 异地转诊人员', ['临时外出就医备案', '异地转诊就医']],
    ['emergency', null, ['临时外出就医备案', '异地急诊抢救']],
    ['other-temporary', '5. 其他跨省临时外出就医人员', ['临时外出就医备案', '其他临时外出就医']],
  ] as const)('REG-01, REG-22: %s ticks its box and no other', (kind, national, henan) => {
    const ticksAt = (region: string) => {
      const { fields, texts } = formOf(region, { filing: { kind } });
      return pagesOf(annex1PaperOf(fields, texts));
    };
    const nation = ticksAt(PLACE.nation);
    expect(ticked(nation)).toEqual(['1. 职工医保', ...(national === null ? [] : [national]), '1. 新增']);
    expect(printed(nation).includes('异地急诊抢救人员社会保障号码')).toBe(false);
    expect(printed(nation).split('异地急诊抢救人员')).toHaveLength(kind === 'emergency' ? 3 : 2);
    expect(ticked(ticksAt(PLACE.jiyuan))).toEqual(['1. 职工医保（离休）', ...henan, '新增', '默认', '否']);
  });

  it('REG-22: every field of the form stands on it, of the nation as of Henan', () => {
    const labelsOf = (region: string): string => {
      const { fields, texts } = formOf(region);
      return printed(pagesOf(annex1PaperOf(fields, texts)));
    };
    const nation = labelsOf(PLACE.nation);
    for (const name of NATIONAL_FIELDS) expect(nation).toContain(plain(name));
    const henan = labelsOf(PLACE.jiyuan);
    for (const name of HENAN_FIELDS) expect(henan).toContain(plain(name));
  });

  it('REG-22: an end that is a day is printed, the usual one ticked as such', () => {
    const { fields, texts } = formOf(PLACE.jiyuan, { filing: { validTo: '2026-01-31' } });
    expect(ticked(pagesOf(annex1PaperOf(fields, texts)))).toContain('2026 年 1 月 31 日');
    expect(ticked(pagesOf(annex1PaperOf(fields, texts)))).not.toContain('默认');
  });
});

const NATIONAL_FIELDS = [
  ...['备案编号：BA1', '姓名', '欧阳测试', '性别', '险种', '人员类别', '登记类别', '社会保障号码', '社会保障卡卡号'],
  ...['参保地家庭住址', '异地联系地址', '联系电话 1', '联系电话 2', '转往省（市、区）', '转往地区（市、州）', '韶关市'],
  ...['温馨提示', '本人（被委托人）签名', '填表日期', '2025 年 8 月 1 日', '经办机构：', '联系电话：', '经办人：'],
  '经办日期：2025 年 8 月 2 日',
];
const HENAN_FIELDS = [
  ...['备案编号：BA1', '姓名', '性别', '参保类别', '身份证件号码', '人员类别', '登记类别', '取消', '参保地联系地址'],
  ...['就医地联系地址', '联系人', '联系电话', '转往省（市、区）', '地区（市、州）', '备案开始日期', '备案结束日期'],
  ...['是否提供备案对应材料', '本人', '被委托人签名', '经办机构（盖章）：', '经办人：', '经办日期：'],
  '（一式两份，申办人和经办部门各留一份）',
];

describe('annex 2 个人承诺书', () => {
  it.each([
    [PLACE.nation, '基本医疗保险跨省异地就医备案个人承诺书', '两年内不得销毁'],
    [PLACE.jiyuan, '河南省异地就医备案个人承诺书', '两年内不得销毁'],
    [PLACE.huaian, '参保人员医保信用承诺书（异地就医版）', '三年内不得销毁'],
  ])('REG-20, REG-22: %s prints %s, and that it is kept: %s', (region, title, kept) => {
    const { fields, texts } = formOf(region);
    const pages = pagesOf(annex2PaperOf(fields, texts));
    expect(printed(pages)).toContain(title);
    expect(printed(pages)).toContain(kept);
    for (const text of texts.undertaking) expect(printed(pages)).toContain(plain(text));
  });

  it('REG-09, REG-22: Huai’an’s letter names the papers that are missing and the destination', () => {
    const { fields, texts } = formOf(PLACE.huaian, { filing: { kind: 'posted-worker' } });
    const pages = pagesOf(annex2PaperOf(fields, texts));
    expect(printed(pages)).toContain('缺少的材料：居住证、居民户口簿（任选其一），承诺在6个月内');
    expect(printed(pages)).toContain('（就医地）：广东省韶关市');
    expect(ticked(pages)).toEqual(['常驻异地工作人员']);
  });

  it('REG-22: Henan’s letter has a text of its own, others repeat the notice of the place', () => {
    const henan = formOf(PLACE.jiyuan);
    expect(printed(pagesOf(annex2PaperOf(henan.fields, henan.texts)))).not.toContain('先备案、选定点');
    const wuxi = formOf(PLACE.wuxi);
    expect(printed(pagesOf(annex2PaperOf(wuxi.fields, wuxi.texts)))).toContain('未在15日内补齐材料的');
  });
});

describe('layout of the papers', () => {
  const everyPaper = fc.record({
    region: fc.constantFrom(...REGIONS),
    kind: fc.constantFrom(...FILING_KINDS),
    annex: fc.constantFrom(...Object.keys(PAPERS)),
    name: fc.string({ unit: fc.constantFrom('王', '·', 'A', 'b', ' ', '娜'), minLength: 1, maxLength: 60 }),
    notice: fc.array(
      fc.string({ unit: fc.constantFrom('医', '保', '，', '。', '（', '）', '“', '”', '6', 'x'), maxLength: 900 }),
    ),
  });

  it('REG-22: whatever the notice, all of it is printed once and nothing stands outside the margins', () => {
    fc.assert(
      fc.property(everyPaper, ({ region, kind, annex, name, notice }) => {
        const { fields, texts } = formOf(region, { filing: { kind }, person: { name } });
        const long = { ...texts, notice, promiseNotice: notice };
        const pages = pagesOf(PAPERS[annex as keyof typeof PAPERS](fields, long));
        expect(pages.flat().filter(outside)).toEqual([]);
        const all = printed(pages);
        expect(all).toContain(plain(name));
        const hasNotice = annex === 'annex 1' || region !== PLACE.huaian;
        const numbered = notice.map((text, index) => `${index + 1}.${text}`);
        if (hasNotice) expect(all.replace(/第\d+页，共\d+页/gu, '')).toContain(numbered.join(''));
        expect(pages.length).toBeLessThan(30);
      }),
      { numRuns: 40 },
    );
  });

  it('REG-22: pages are numbered where there is more than one, and what is signed stays with its signature', () => {
    const { fields, texts } = formOf(PLACE.nation);
    const one = pagesOf(annex2PaperOf(fields, texts));
    expect(one).toHaveLength(1);
    expect(printed(one)).not.toContain('第1页');
    for (let paragraphs = 1; paragraphs < 60; paragraphs += 2) {
      const notice = Array.from({ length: paragraphs }, () => '异地急诊抢救人员视同已备案。'.repeat(4));
      const pages = pagesOf(annex2PaperOf(fields, { ...texts, notice }));
      const signed = pages.find((page) => printed([page]).includes('承诺人（签名、指印）'));
      expect(printed([signed ?? []])).toContain('承诺事项：');
      if (pages.length > 1) expect(printed(pages.slice(-1))).toContain(`第${pages.length}页，共${pages.length}页`);
    }
  });

  it('REG-22: no line begins with a closing mark', () => {
    const { fields, texts } = formOf(PLACE.jiyuan);
    const lines = pagesOf(annex1PaperOf(fields, texts)).flat();
    const starts = lines.flatMap((mark) => (mark.kind === 'text' && mark.size === 8.5 ? [mark.text.charAt(0)] : []));
    expect(starts.length).toBeGreaterThan(15);
    expect(starts.filter((one) => '，。、；：）”'.includes(one))).toEqual([]);
  });

  it('REG-22: a name the font cannot print is left blank to be written by hand', () => {
    const { fields, texts } = formOf(PLACE.nation, { person: { name: '𠮷田' } });
    expect(printed(pagesOf(annex1PaperOf(fields, texts)))).not.toContain('田');
  });
});

describe('the PDF', () => {
  const pageCount = (pdf: Buffer): number => pdf.toString('latin1').split('/Type /Page\n').length - 1;

  it.each([PLACE.nation, PLACE.jiyuan, PLACE.huaian])(
    'REG-22: annexes of %s are PDF of one page with the Chinese font embedded',
    async (region) => {
      const { fields, texts } = formOf(region);
      for (const paperOf of Object.values(PAPERS)) {
        const pdf = await writePdf(paperOf(fields, texts), '2025-08-02');
        expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
        expect(pdf.includes('NotoSerifSC-Regular')).toBe(true);
        expect(pdf.includes('/FontFile2')).toBe(true);
        expect(pageCount(pdf)).toBe(1);
      }
    },
  );

  it('REG-22: the same paper on the same day is the same file, on another day another', async () => {
    const { fields, texts } = formOf(PLACE.nation);
    const paper = annex1PaperOf(fields, texts);
    const first = await writePdf(paper, '2025-08-02');
    expect((await writePdf(paper, '2025-08-02')).equals(first)).toBe(true);
    expect((await writePdf(paper, '2025-08-03')).equals(first)).toBe(false);
  });
});
