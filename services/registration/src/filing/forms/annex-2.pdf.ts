import * as paper from '#forms';
import type { Paper, Paragraph } from '#forms';
import { reject, type Result } from '#kernel';
import type { NoticeTexts } from '#policy';
import { validityRow } from './annex-1.pdf.js';
import type { ApprovedFiling, FilingFormFields } from './filing-form.js';
import { bar, boxes, heading, longText, NOTICE, schemeCell, signed } from './form-parts.js';
import { creditLetter } from './promise-letter.pdf.js';

const { cell, label, numbered, paragraph, row, standing, value, words } = paper;

/** A letter of promise belongs to a filing on a promise only (REG-09). */
export function refuseLetter({ byPromise }: Pick<ApprovedFiling, 'byPromise'>): Result<true> {
  if (byPromise) return { ok: true, value: true };
  return reject('filing-form.no-promise', 'REG-22', '该备案不是承诺制备案（REG-09），没有个人承诺书', ['annex']);
}

/** 附件2 个人承诺书 (REG-22) in the layout of the place of insurance. */
export function annex2PaperOf(fields: FilingFormFields, texts: NoticeTexts): Paper {
  switch (texts.layout) {
    case 'national':
      return nationalLetter(fields, texts);
    case 'henan':
      return henanLetter(fields, texts);
    case 'huaian':
      return creditLetter(fields, texts);
    default:
      return texts.layout satisfies never;
  }
}

function nationalLetter(fields: FilingFormFields, texts: NoticeTexts): Paper {
  const title = '基本医疗保险跨省异地就医备案个人承诺书';
  const { kind } = fields;
  const groups = boxes(kind, [
    ['跨省异地长期居住人员', 'retiree-resettled', 'long-term-resident', 'posted-worker'],
    ['跨省临时外出就医人员', 'referred', 'emergency', 'other-temporary'],
  ]);
  const kinds = boxes(kind, [
    ['异地安置退休人员', 'retiree-resettled'],
    ['异地长期居住人员', 'long-term-resident'],
    ['常驻异地工作人员', 'posted-worker'],
    ['异地转诊就医人员', 'referred'],
    ['其他跨省临时外出就医人员', 'other-temporary'],
  ]);
  return {
    title,
    blocks: [
      standing('附件 2'),
      heading(title),
      row(
        [
          ...[label(3.5, '姓　名'), value(6, fields.name), label(3, '性　别'), value(3, fields.sex)],
          ...[label(3, '联系电话'), value(5.5, fields.phone1)],
        ],
        { minHeight: 30 },
      ),
      row(
        [
          ...[
            label(3.5, '身份证', '件号码'),
            value(6, fields.idNumber),
            label(3, '参保地'),
            value(4, fields.insuredPlace),
          ],
          ...[label(3, '就医地'), value(4.5, fields.carePlace)],
        ],
        { minHeight: 36 },
      ),
      row([label(3.5, '人员类别'), cell(9, groups), cell(11.5, kinds)]),
      bar('参保地跨省异地就医备案告知书（由参保地经办机构填写）'),
      longText(numbered(texts.promiseNotice ?? texts.notice, NOTICE)),
      signed([
        paragraph([words('承诺事项：', true)]),
        ...undertakingOf(texts),
        ...signature(['承诺人（签名、指印）：']),
      ]),
      row([label(3.5, '说明'), cell(20.5, [paragraph(fields.remarks)])]),
    ],
  };
}

/** One paragraph as it is, several by number. */
const undertakingOf = ({ undertaking }: NoticeTexts): Paragraph[] =>
  undertaking.length === 1
    ? undertaking.map((text) => paragraph(text, { indent: 2, space: 2 }))
    : numbered(undertaking, { space: 1 });

/** Lines to sign by hand, then the day. */
function signature(lines: readonly string[]): Paragraph[] {
  const room = '　'.repeat(8);
  return [
    ...lines.map((line) => paragraph(`${line}${room}`, { align: 'right', space: 4 })),
    paragraph(`${paper.dayInWords(null)}\u3000\u3000`, { align: 'right', space: 4 }),
  ];
}

function henanLetter(fields: FilingFormFields, texts: NoticeTexts): Paper {
  const title = `${fields.province}异地就医备案个人承诺书`;
  return {
    title,
    blocks: [
      standing('附件 2'),
      heading(title),
      row([
        ...[label(3, '姓名'), value(6, fields.name), label(2.5, '性别'), value(2, fields.sex)],
        ...[label(3.5, '参保类别'), schemeCell(7, fields.scheme)],
      ]),
      row([label(3, '身份证号'), value(10.5, fields.idNumber), label(3.5, '联系电话'), value(7, fields.phone1)]),
      henanPromiseKinds(fields),
      row([label(3, '参保地'), value(9, fields.insuredPlace), label(3, '就医地'), value(9, fields.carePlace)]),
      validityRow(fields),
      bar('备案告知书'),
      longText(numbered(texts.promiseNotice ?? texts.notice, NOTICE)),
      bar('承诺事项'),
      signed([...undertakingOf(texts), ...signature(['承诺人（签名、指印）：', '被委托人（签名、指印）：'])]),
      row([label(3, '备注'), cell(21, [paragraph(fields.remarks)])]),
    ],
  };
}

/** Henan takes promises of long-term filers and of those who leave without referral or emergency (REG-09). */
function henanPromiseKinds({ kind }: FilingFormFields): Paper['blocks'][number] {
  const longTerm = boxes(kind, [
    ['异地安置退休人员', 'retiree-resettled'],
    ['异地长期居住人员', 'long-term-resident'],
    ['长驻异地工作人员', 'posted-worker'],
  ]);
  const group = boxes(kind, [['异地长期居住就医备案', 'retiree-resettled', 'long-term-resident', 'posted-worker']]);
  const temporary = boxes(kind, [['临时外出就医备案', 'other-temporary']]);
  return row([
    label(3, '人员类别'),
    paper.nested(21, [
      row([cell(10, group), cell(11, longTerm)]),
      row([cell(10, temporary), cell(11, boxes(kind, [['非急诊未转诊人员', 'other-temporary']]))]),
    ]),
  ]);
}
