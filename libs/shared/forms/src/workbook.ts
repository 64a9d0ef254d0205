import type { Blob } from 'node:buffer';
import type Stream from 'node:stream';
import writeExcelFile, { type Feature } from 'write-excel-file/node';
import { rowsOfForm, sheetNameOf, type FormRows } from './form-rows.js';
import type { Form } from './form.js';
import { columnGroups } from './grid-marks.js';

/** Numbers of paper sizes in a workbook. */
const PAPER_SIZE = { A4: 9, A3: 8 } as const;
const FONT = '宋体';

/**
 * A form as a workbook of one sheet: numbers with two decimals, printed one page wide, the head of the table on every page,
 * nothing outside the print area. Opens in Excel, WPS and LibreOffice.
 */
export async function writeWorkbook(form: Form): Promise<Buffer> {
  const rows = rowsOfForm(form);
  const columns = rows.widths.map((width) => ({ width }));
  const file = writeExcelFile(
    rows.rows,
    { columns, sheet: sheetNameOf(form), showGridLines: false },
    { fontFamily: FONT, fontSize: 11, features: [printing(form, rows)] },
  );
  return file.toBuffer();
}

/** What the library takes as content of a part of a workbook. */
type Parts = Stream | Buffer | Blob;

/** What the library leaves out: print area, repeated head, paper and fit to the page's width. */
function printing(form: Form, rows: FormRows): Feature<Parts> {
  return {
    files: {
      transform: {
        'xl/workbook.xml': { transform: (xml) => withNames(xml, form, rows) },
        'xl/worksheets/sheet{id}.xml': { transform: (xml) => withPage(xml, form) },
      },
    },
  };
}

function withNames(xml: string, form: Form, { rows, widths, head }: FormRows): string {
  const sheet = sheetNameOf(form);
  const area = `'${sheet}'!$A$1:$${columnName(widths.length)}$${rows.length}`;
  const titles = head === null ? '' : definedName('Print_Titles', repeated(form, sheet, head));
  const names = `<definedNames>${definedName('Print_Area', area)}${titles}</definedNames>`;
  return replaced(xml, '</sheets>', `</sheets>${names}`);
}

const definedName = (name: string, place: string): string =>
  `<definedName name="_xlnm.${name}" localSheetId="0">${place}</definedName>`;

/** Head of the table on every page, and its first columns where it is more than one page wide. */
function repeated({ grid }: Form, sheet: string, head: { readonly from: number; readonly to: number }): string {
  const rows = `'${sheet}'!$${head.from}:$${head.to}`;
  if (grid === null || grid.perPage === null) return rows;
  return `'${sheet}'!$A:$${columnName(grid.lead)},${rows}`;
}

/** One page wide, or as many as the printed form has; a form that stands upright, or is printed on several, is one page high. */
function withPage(xml: string, { page: { size, landscape }, grid }: Form): string {
  const fit = replaced(xml, '<sheetViews', '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews');
  const pages = grid === null ? 1 : columnGroups(grid).length;
  const high = landscape && pages === 1 ? 0 : 1;
  const orientation = landscape ? 'landscape' : 'portrait';
  const setup = [
    '<printOptions horizontalCentered="1"/>',
    '<pageMargins left="0.5" right="0.5" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>',
    `<pageSetup paperSize="${PAPER_SIZE[size]}" orientation="${orientation}" fitToWidth="${pages}" fitToHeight="${high}"/>`,
    '<headerFooter><oddFooter>&amp;C第 &amp;P 页，共 &amp;N 页</oddFooter></headerFooter>',
  ];
  return replaced(fit, '</worksheet>', `${setup.join('')}</worksheet>`);
}

/** Throws where the library's markup is no longer what is built upon. */
function replaced(xml: string, mark: string, by: string): string {
  if (xml.split(mark).length !== 2) throw new Error(`the workbook has no single ${mark}`);
  return xml.replace(mark, () => by);
}

const LETTERS = 26;
const FIRST = 65;

/** 1 is A, 27 is AA. */
function columnName(column: number): string {
  if (column <= LETTERS) return String.fromCharCode(FIRST + column - 1);
  return `${columnName(Math.floor((column - 1) / LETTERS))}${columnName(((column - 1) % LETTERS) + 1)}`;
}
