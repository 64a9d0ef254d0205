import { nameOfForm, type Form, type FormLine } from './form.js';
import { cell, paragraph, row, standing, words, type Paper } from './paper.js';

type Block = Paper['blocks'][number];

/** A form as it is printed. */
export const paperOfForm = (form: Form): Paper => ({
  title: nameOfForm(form),
  page: form.page,
  blocks: [
    standing(`附件 ${form.annex}`),
    ...form.title.map((text) => standing([words(text, true)], { size: 16, align: 'center', space: 2 })),
    ...form.above.map(blockOf),
    ...(form.grid === null ? [] : [{ kind: 'grid' as const, grid: form.grid }]),
    ...form.below.map(blockOf),
  ],
});

/** Room to sign, and more of it where a day is printed. */
const SHARE = 12;

function blockOf(line: FormLine): Block {
  switch (line.kind) {
    case 'line':
      return standing(line.text, { align: line.align, space: 0.5 });
    case 'paragraph':
      return standing(line.text, { size: 11, indent: 2, space: 3 });
    case 'beside': {
      const cells = line.texts.map((text) => cell(SHARE + text.length, [paragraph(text)]));
      return row(cells, { border: false });
    }
    default:
      return line satisfies never;
  }
}
