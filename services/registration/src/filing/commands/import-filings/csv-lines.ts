import { isAscii, isUtf8 } from 'node:buffer';
import { IMPORT_LIMITS } from './limits.js';

export const ENCODINGS = ['utf-8', 'gb18030'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** One line of the file; `text` is null when it cannot be read, for the reason given. */
export interface CsvLine {
  readonly number: number;
  readonly text: string | null;
  readonly fault: 'encoding' | 'length' | null;
}

const LINE_FEED = 0x0a;
const BYTE_ORDER_MARK = '\ufeff';

/**
 * Bytes to numbered lines. A row is one line: line feeds are never part of a value, and never part of a character in either
 * encoding, so lines are cut before they are decoded and every fault stays with its own line.
 */
export class LineReader {
  private rest: Buffer = Buffer.alloc(0);
  /** The rest of a line that is longer than a row may be is dropped until its end. */
  private overlong = false;
  private next = 1;
  /** The encoding once it is known: named, or decided by the first bytes that are not ASCII. */
  encoding: Encoding | null;

  constructor(encoding: Encoding | null) {
    this.encoding = encoding;
  }

  /** The lines that end within these bytes. */
  push(bytes: Buffer): readonly CsvLine[] {
    const end = bytes.lastIndexOf(LINE_FEED);
    if (end < 0) {
      this.keep(bytes);
      return [];
    }
    const whole = Buffer.concat([this.rest, bytes.subarray(0, end)]);
    this.rest = Buffer.alloc(0);
    const lines = this.linesOf(whole);
    this.keep(bytes.subarray(end + 1));
    return lines;
  }

  /** The last line, where no line feed ended it. */
  end(): readonly CsvLine[] {
    if (this.rest.length === 0 && !this.overlong) return [];
    const last = this.linesOf(this.rest);
    this.rest = Buffer.alloc(0);
    return last;
  }

  private keep(bytes: Buffer): void {
    this.rest = Buffer.concat([this.rest, bytes]);
    if (this.rest.length <= IMPORT_LIMITS.rowBytes) return;
    this.overlong = true;
    this.rest = Buffer.alloc(0);
  }

  private linesOf(whole: Buffer): readonly CsvLine[] {
    const text = this.decode(whole);
    const lines = text === null ? this.oneByOne(whole) : text.split('\n').map((line) => this.lineOf(line));
    const [first] = lines;
    if (!this.overlong || first === undefined) return lines;
    this.overlong = false;
    return [{ number: first.number, text: null, fault: 'length' }, ...lines.slice(1)];
  }

  /** Some line of the block is not in the file's encoding: each is read alone. */
  private oneByOne(block: Buffer): readonly CsvLine[] {
    const lines: CsvLine[] = [];
    for (let from = 0; from <= block.length;) {
      const end = block.indexOf(LINE_FEED, from);
      const to = end < 0 ? block.length : end;
      const text = this.decode(block.subarray(from, to));
      lines.push(text === null ? { number: this.next++, text, fault: 'encoding' } : this.lineOf(text));
      from = to + 1;
    }
    return lines;
  }

  private lineOf(text: string): CsvLine {
    const number = this.next++;
    if (text.length > IMPORT_LIMITS.rowCharacters) return { number, text: null, fault: 'length' };
    const bare = text.endsWith('\r') ? text.slice(0, -1) : text;
    return { number, text: number === 1 && bare.startsWith(BYTE_ORDER_MARK) ? bare.slice(1) : bare, fault: null };
  }

  /** Null for bytes that are no text in the file's encoding. */
  private decode(bytes: Buffer): string | null {
    if (isAscii(bytes)) return bytes.toString('latin1');
    this.encoding ??= isUtf8(bytes) ? 'utf-8' : 'gb18030';
    if (this.encoding === 'utf-8') return isUtf8(bytes) ? bytes.toString('utf8') : null;
    try {
      return GB18030.decode(bytes);
    } catch {
      return null;
    }
  }
}

const GB18030 = new TextDecoder('gb18030', { fatal: true });

/** Lines of a stream of bytes, as many at a time as came together. Waits for the reader before it takes more. */
export async function* linesOf(bytes: AsyncIterable<Buffer>, reader: LineReader): AsyncGenerator<readonly CsvLine[]> {
  for await (const part of bytes) {
    const lines = reader.push(part);
    if (lines.length > 0) yield lines;
  }
  const last = reader.end();
  if (last.length > 0) yield last;
}
