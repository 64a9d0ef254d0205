import { blank, numbered, option, standing, words, type Inline, type Paper, type Paragraph } from '#forms';
import type { NoticeTexts } from '#policy';
import type { FilingFormFields } from './filing-form.js';
import { heading, type Kind } from './form-parts.js';

const TEXT = { size: 11.5, space: 2 } as const;
const PLAIN = { ...TEXT, indent: 2 } as const;

/** 参保人员医保信用承诺书（异地就医版） Huai'an's letter: no table, blanks on rules (REG-09, REG-20, REG-22). */
export function creditLetter(fields: FilingFormFields, texts: NoticeTexts): Paper {
  const title = '参保人员医保信用承诺书（异地就医版）';
  return {
    title,
    blocks: [
      standing('附件：', TEXT),
      heading(title),
      standing([words('经办机构：'), blank(fields.agency, 110), words('　编号：'), blank(fields.filingId, 110)], {
        ...TEXT,
        align: 'right',
      }),
      standing(whoPromises(fields), TEXT),
      standing('为进一步规范就医购药行为，树立诚实守信的良好形象，本人郑重作出以下承诺：', PLAIN),
      ...blocksOf(numbered(texts.undertaking, PLAIN)),
      standing('本人本次医保备案信息如下：', { ...PLAIN, space: 6 }),
      ...filingLines(fields),
      standing(
        '本人（代理人）将严格履行以上承诺，如有违反，愿意接受医保部门给予的处理、惩戒，并依法承担相应的法律责任。',
        { ...PLAIN, space: 6 },
      ),
      ...signatures(),
      standing(`备注：${fields.remarks}`, { ...TEXT, space: 8 }),
    ],
  };
}

const blocksOf = (paragraphs: readonly Paragraph[]): Paper['blocks'] =>
  paragraphs.map((one) => ({ kind: 'paragraph', ...one }));

const whoPromises = ({ name, sex, idNumber, homeAddress }: FilingFormFields): Inline[] => [
  ...[words('姓名：'), blank(name, 95), words('，性别：'), blank(sex, 45)],
  ...[words('，身份证号码：'), blank(idNumber, 150), words('，住址：'), blank(homeAddress, 300), words('。')],
];

const KINDS: readonly (readonly [text: string, ...kinds: Kind[]])[] = [
  ['异地安置退休人员', 'retiree-resettled'],
  ['异地长期居住人员', 'long-term-resident'],
  ['常驻异地工作人员', 'posted-worker'],
  ['异地转诊人员', 'referred'],
  ['其他人员', 'emergency', 'other-temporary'],
];

function filingLines({ kind, carePlace, missingDocuments }: FilingFormFields): Paper['blocks'] {
  const choices = KINDS.map(([text, ...kinds]) => option(kinds.includes(kind), text));
  return [
    standing('1. 本次备案人员类别：', PLAIN),
    standing(choices.slice(0, 2).flatMap(spaced), PLAIN),
    standing(choices.slice(2).flatMap(spaced), PLAIN),
    standing([words('2. 本次备案城市（就医地）：'), blank(carePlace, 120), words('。')], PLAIN),
    standing(
      [
        ...[words('3. 本次备案缺少的材料：'), blank(missingDocuments, 150)],
        words('，承诺在 6 个月内对就医地居住相关材料及时补充。'),
      ],
      PLAIN,
    ),
  ];
}

const spaced = (choice: readonly Inline[]): Inline[] => [...choice, words('　　')];

/** Signed by hand, on the day of signing. */
function signatures(): Paper['blocks'] {
  const right = { ...TEXT, align: 'right' as const };
  return [
    standing([words('备案人本人（代理人）签字：'), blank(null, 130)], { ...right, space: 6 }),
    standing(
      [words('备案时间：'), blank(null, 50), words('年'), blank(null, 35), words('月'), blank(null, 35), words('日')],
      right,
    ),
    standing([words('代理人身份证：'), blank(null, 190)], right),
    standing([words('联系电话：'), blank(null, 190)], right),
  ];
}
