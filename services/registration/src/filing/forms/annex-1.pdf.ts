import * as paper from '#forms';
import type { Cell, Inline, Paper, Paragraph } from '#forms';
import type { NoticeTexts } from '#policy';
import type { FilingFormFields } from './filing-form.js';
import { bar, boxes, heading, longText, NOTICE, schemeCell, type Kind } from './form-parts.js';

const { cell, filled, label, nested, numbered, option, paragraph, row, standing, value, words } = paper;

/** 附件1 登记备案表 (REG-22), in Henan's own layout or the nation's. Huai'an prints no form of its own. */
export const annex1PaperOf = (fields: FilingFormFields, texts: NoticeTexts): Paper =>
  texts.layout === 'henan' ? henanForm(fields, texts) : nationalForm(fields, texts);

/** The nation's form ticks five kinds: an emergency is deemed filed (REG-02) and written down beside them if it is filed. */
const NATIONAL_KINDS: readonly (readonly [text: string, ...kinds: Kind[]])[] = [
  ['1. 异地安置退休人员', 'retiree-resettled'],
  ['2. 异地长期居住人员', 'long-term-resident'],
  ['3. 常驻异地工作人员', 'posted-worker'],
  ['4. 异地转诊人员', 'referred'],
  ['5. 其他跨省临时外出就医人员', 'other-temporary'],
];

function nationalForm(fields: FilingFormFields, { notice }: NoticeTexts): Paper {
  const title = `${fields.province}跨省异地就医登记备案表`;
  const emergency = fields.kind === 'emergency' ? [paragraph([filled('异地急诊抢救人员')])] : [];
  return {
    title,
    blocks: [
      standing('附件 1'),
      standing([words('备案编号：'), filled(fields.filingId)]),
      heading(title),
      row([
        ...[label(4, '姓　名'), value(6, fields.name), label(3, '性　别'), value(2, fields.sex), label(3, '险　种')],
        cell(6, [
          paragraph(option(fields.scheme === 'employee', '1. 职工医保')),
          paragraph(option(fields.scheme === 'resident', '2. 居民医保')),
        ]),
      ]),
      row([
        ...[label(4, '人员类别'), cell(11, [...boxes(fields.kind, NATIONAL_KINDS), ...emergency])],
        ...[label(3, '登记类别'), entryCell(6, fields, ['1. 新增', '2. 变更'])],
      ]),
      four(['社会保障号码'], fields.idNumber, ['社会保障卡', '卡号（可选）'], fields.cardNumber),
      four(['参保地', '家庭住址'], fields.homeAddress, ['异地联系地址'], fields.careAddress),
      four(['联系电话 1'], fields.phone1, ['联系电话 2'], fields.phone2),
      four(['转往省', '（市、区）'], fields.destinationProvince, ['转往地区', '（市、州）'], fields.destinationCity),
      longText([paragraph([words('温馨提示', true)], { align: 'center' }), ...numbered(notice, NOTICE)]),
      four(['本人', '（被委托人）', '签名'], fields.signature, ['填表日期'], paper.dayInWords(fields.filledOn)),
      ...foot(fields, paper.dayInWords(fields.handledOn)),
    ],
  };
}

/** Two names of fields with their values. */
function four(
  left: readonly string[],
  leftValue: string | null,
  right: readonly string[],
  rightValue: string | null,
): Paper['blocks'][number] {
  const cells = [label(4, ...left), value(8, leftValue), label(4, ...right), value(8, rightValue)];
  return row(cells, { minHeight: 36 });
}

const ENTRIES = ['new', 'change', 'cancel'] as const;

const entryCell = (share: number, { entry }: FilingFormFields, names: readonly string[]): Cell =>
  cell(
    share,
    names.map((name, index) => paragraph(option(ENTRIES[index] === entry, name))),
  );

/** 经办 below the table. */
function foot({ agency, agencyPhone, handler }: FilingFormFields, handledOn: string): Paper['blocks'] {
  const half = (name: string, text: string | null): Cell => cell(1, [paragraph([words(name), filled(text)])]);
  const bare = { border: false, minHeight: 24 };
  return [
    row([half('经办机构：', agency), half('联系电话：', agencyPhone)], bare),
    row([half('经办人：', handler), half('经办日期：', handledOn)], bare),
  ];
}

function henanForm(fields: FilingFormFields, { notice }: NoticeTexts): Paper {
  const title = `${fields.province}基本医疗保险异地就医登记备案表`;
  return {
    title,
    blocks: [
      standing('附件 1'),
      heading(title),
      standing([words('备案编号：'), filled(fields.filingId)], { space: 2 }),
      row([
        ...[label(3, '姓名'), value(6, fields.name), label(2.5, '性别'), value(2, fields.sex), label(3.5, '参保类别')],
        schemeCell(7, fields.scheme),
      ]),
      row([label(4, '身份证件号码'), value(20, fields.idNumber)]),
      henanKinds(fields),
      henanFour(['参保地联系地址'], fields.homeAddress, ['就医地联系地址'], fields.careAddress),
      henanFour(['联系人'], fields.contact, ['联系电话'], fields.phone1),
      henanFour(['转往省', '（市、区）'], fields.destinationProvince, ['地区', '（市、州）'], fields.destinationCity),
      bar('温馨提示'),
      longText(numbered(notice, { ...NOTICE, size: 8.5 })),
      validityRow(fields),
      row([
        ...[label(3.5, '是否提供备', '案对应材料'), cell(4.5, [paragraph(yesNo(fields.documentsProvided))])],
        cell(6, [paragraph(option(false, '本人')), paragraph(option(false, '被委托人签名'))]),
        value(10, `\u3000\u3000\u3000\u3000\u3000\u3000${paper.dayInWords(fields.filledOn)}`),
      ]),
      ...henanFoot(fields),
    ],
  };
}

const henanFour = (
  left: readonly string[],
  leftValue: string | null,
  right: readonly string[],
  rightValue: string | null,
): Paper['blocks'][number] => row([label(4, ...left), value(8, leftValue), label(4, ...right), value(8, rightValue)]);

function henanKinds(fields: FilingFormFields): Paper['blocks'][number] {
  const { kind } = fields;
  const longTerm = boxes(kind, [
    ['异地安置退休人员', 'retiree-resettled'],
    ['异地长期居住人员', 'long-term-resident'],
    ['常驻异地工作人员', 'posted-worker'],
  ]);
  const temporary = boxes(kind, [
    ['异地急诊抢救', 'emergency'],
    ['异地转诊就医', 'referred'],
    ['其他临时外出就医', 'other-temporary'],
  ]);
  return row([
    label(3, '人员类别'),
    nested(14, [
      row([cell(7, boxes(kind, [['异地长期居住备案', ...LONG_TERM_KINDS]])), cell(7, longTerm)]),
      row([cell(7, boxes(kind, [['临时外出就医备案', ...TEMPORARY_KINDS]])), cell(7, temporary)]),
    ]),
    label(3, '登记类别'),
    entryCell(4, fields, ['新增', '变更', '取消']),
  ]);
}

const LONG_TERM_KINDS: readonly Kind[] = ['retiree-resettled', 'long-term-resident', 'posted-worker'];
const TEMPORARY_KINDS: readonly Kind[] = ['emergency', 'referred', 'other-temporary'];

const yesNo = (yes: boolean): readonly Inline[] => [...option(yes, '是'), words('　'), ...option(!yes, '否')];

/** 备案起止, in both papers of Henan: an end that is not a day is the usual one (默认). */
export function validityRow({ validFrom, validTo }: FilingFormFields): Paper['blocks'][number] {
  const end: Paragraph[] = [
    paragraph([
      ...option(validTo === null, '默认'),
      words('　'),
      ...option(validTo !== null, paper.dayInWords(validTo)),
    ]),
  ];
  return row([
    ...[label(3.5, '备案开始日期'), value(7, paper.dayInWords(validFrom))],
    ...[label(3.5, '备案结束日期'), cell(10, end)],
  ]);
}

function henanFoot({ agency, agencyPhone, handler, handledOn }: FilingFormFields): Paper['blocks'] {
  const part = (share: number, name: string, text: string | null): Cell =>
    cell(share, [paragraph([words(name), filled(text)])]);
  const bare = { border: false, minHeight: 22 };
  return [
    row([part(1, '经办机构（盖章）：', agency), part(1, '经办人：', handler)], bare),
    row([part(1, '联系电话：', agencyPhone), part(1, '经办日期：', paper.dayInWords(handledOn))], bare),
    standing('（一式两份，申办人和经办部门各留一份）', { size: 9.5, space: 2 }),
  ];
}
