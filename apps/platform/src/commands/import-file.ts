import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import { performance } from 'node:perf_hooks';

const LINE_FEED = 0x0a;
const MAX_HEADER_BYTES = 8000;

/** A place between two lines of a file. */
export interface FilePlace {
  /** Line the next byte belongs to; the header is line 1. */
  readonly line: number;
  readonly offset: number;
}

/** A CSV file to import, known by its content: the same file has the same number wherever it lies. */
export interface ImportFile {
  readonly path: string;
  readonly bytes: number;
  readonly hash: string;
  /** The first line with its line feed. */
  readonly header: Buffer;
  /** Where the rows begin. */
  readonly rows: FilePlace;
}

export async function openImportFile(path: string): Promise<ImportFile> {
  const { size: bytes } = await stat(path);
  const hash = createHash('sha256');
  for await (const part of createReadStream(path)) hash.update(part as Buffer);
  const header = await headerOf(path);
  return { path, bytes, hash: hash.digest('hex'), header, rows: { line: 2, offset: header.length } };
}

async function headerOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MAX_HEADER_BYTES), 0, MAX_HEADER_BYTES, 0);
    const end = buffer.subarray(0, bytesRead).indexOf(LINE_FEED);
    return buffer.subarray(0, end < 0 ? bytesRead : end + 1);
  } finally {
    await file.close();
  }
}

/** Where the line after this one begins: every line up to it is done. */
export async function placeAfter({ path, bytes }: ImportFile, doneLine: number): Promise<FilePlace> {
  let [line, offset] = [1, 0];
  for await (const part of createReadStream(path)) {
    const buffer = part as Buffer;
    for (let from = 0; line <= doneLine;) {
      const end = buffer.indexOf(LINE_FEED, from);
      if (end < 0) break;
      line += 1;
      from = end + 1;
      if (line > doneLine) return { line, offset: offset + from };
    }
    offset += buffer.length;
  }
  return { line, offset: bytes };
}

/**
 * One part of a file: its header and the rows from a place on, until the time is up; parts end between two lines. What was sent
 * shows in `reached` once the part was read to its end.
 */
export class FilePart {
  reached: FilePlace;
  ended = false;

  constructor(
    private readonly file: ImportFile,
    private readonly from: FilePlace,
    private readonly forMs: number,
  ) {
    this.reached = from;
  }

  async *bytes(): AsyncGenerator<Buffer> {
    yield this.file.header;
    const until = performance.now() + this.forMs;
    let rest: Buffer = Buffer.alloc(0);
    for await (const part of createReadStream(this.file.path, { start: this.from.offset })) {
      const buffer = part as Buffer;
      const end = buffer.lastIndexOf(LINE_FEED) + 1;
      if (end > 0) {
        yield this.advance(Buffer.concat([rest, buffer.subarray(0, end)]));
        rest = buffer.subarray(end);
        if (performance.now() > until) return;
      } else rest = Buffer.concat([rest, buffer]);
    }
    if (rest.length > 0) yield this.advance(rest);
    this.ended = true;
  }

  private advance(bytes: Buffer): Buffer {
    let { line } = this.reached;
    for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) line += 1;
    this.reached = { line, offset: this.reached.offset + bytes.length };
    return bytes;
  }
}
