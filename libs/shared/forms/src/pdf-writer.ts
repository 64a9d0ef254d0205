import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import type { Metrics } from './lines.js';
import type { Mark } from './marks.js';
import { layOut } from './page-layout.js';
import { sizeOf } from './page.js';
import type { Paper } from './paper.js';

const require = createRequire(import.meta.url);
const fontFile = (name: string): Buffer =>
  readFileSync(require.resolve(`@expo-google-fonts/noto-serif-sc/${name}/NotoSerifSC_${name}.ttf`));

const LINE = 0.7;
const TICK_LINE = 1.3;

interface Fonts {
  readonly regular: Buffer;
  readonly bold: Buffer;
}
let fonts: Fonts | null = null;
/** Fourteen megabytes each: read with the first paper, then kept. */
const fontsOnce = (): Fonts => (fonts ??= { regular: fontFile('400Regular'), bold: fontFile('700Bold') });

/** What pdfkit's font keeps of the font file. */
interface OpenFont {
  readonly font: { hasGlyphForCodePoint(codePoint: number): boolean };
}

/**
 * A paper as PDF: its page size, Chinese font embedded as far as it is used, nothing taken from the clock: the same paper made on
 * the same day is the same file. `madeOn` is a day in Asia/Shanghai.
 */
export async function writePdf(paper: Paper, madeOn: string): Promise<Buffer> {
  const { width, height } = sizeOf(paper.page);
  const document = openDocument(paper.title, madeOn);
  const whole = collect(document);
  for (const marks of layOut(paper, metricsOf(document))) {
    document.addPage({ size: [width, height], margin: 0 }).lineWidth(LINE);
    for (const mark of marks) draw(document, mark);
  }
  document.end();
  return whole;
}

function openDocument(title: string, madeOn: string): PDFKit.PDFDocument {
  const created = new Date(`${madeOn}T00:00:00+08:00`);
  const document = new PDFDocument({
    ...{ margin: 0, autoFirstPage: false, lang: 'zh-CN', displayTitle: true },
    info: { Title: title, Producer: 'Kuasheng', Creator: 'Kuasheng', CreationDate: created, ModDate: created },
  });
  const { regular, bold } = fontsOnce();
  document.registerFont('regular', regular);
  document.registerFont('bold', bold);
  return document;
}

function collect(document: PDFKit.PDFDocument): Promise<Buffer> {
  const chunks: Buffer[] = [];
  return new Promise((resolve, reject) => {
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', () => resolve(Buffer.concat(chunks)));
    document.on('error', reject);
  });
}

const nameOf = (bold: boolean): string => (bold ? 'bold' : 'regular');

/** Widths as the fonts have them. */
function metricsOf(document: PDFKit.PDFDocument): Metrics {
  const known = new Map<string, number>();
  return {
    width(text, size, bold) {
      const key = `${nameOf(bold)}${text}`;
      // Measured at a thousand points once: widths grow with the size.
      const measured = known.get(key) ?? document.font(nameOf(bold)).fontSize(1000).widthOfString(text);
      known.set(key, measured);
      return (measured * size) / 1000;
    },
    has(text) {
      const { font } = (document.font('regular') as unknown as { readonly _font: OpenFont })._font;
      return [...text].every((character) => font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0));
    },
  };
}

function draw(document: PDFKit.PDFDocument, mark: Mark): void {
  switch (mark.kind) {
    case 'text':
      document.font(nameOf(mark.bold)).fontSize(mark.size);
      document.text(mark.text, mark.x, mark.y, { lineBreak: false, baseline: 'alphabetic' });
      return;
    case 'rule':
      document
        .moveTo(mark.x, mark.y)
        .lineTo(mark.x + mark.width, mark.y)
        .stroke();
      return;
    case 'frame':
      document.rect(mark.x, mark.y, mark.width, mark.height).stroke();
      return;
    case 'tick':
      return drawTick(document, mark);
    default:
      return mark satisfies never;
  }
}

/** 方框 Drawn, since the font has no ticked box. */
function drawTick(document: PDFKit.PDFDocument, { x, y, size, on }: Extract<Mark, { kind: 'tick' }>): void {
  const [side, top] = [size * 0.82, y - size * 0.76];
  document.rect(x + 1, top, side, side).stroke();
  if (!on) return;
  document.save().lineWidth(TICK_LINE);
  document.moveTo(x + 1 + side * 0.18, top + side * 0.5);
  document.lineTo(x + 1 + side * 0.42, top + side * 0.78).lineTo(x + 1 + side * 0.86, top + side * 0.2);
  document.stroke().restore();
}
