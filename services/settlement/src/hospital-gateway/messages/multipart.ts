/** A body of multipart/form-data: the envelope in a text part `jsonStr`, the file in a part `file` (9101). */
export interface MultipartUpload {
  readonly envelope: Buffer;
  readonly file: Buffer | undefined;
}

const LINE_END = '\r\n';
const BLANK_LINE = '\r\n\r\n';
const BOUNDARY = /^--[\x21-\x7e]{1,70}$/;

/** Undefined for a body of another form. The first line is the boundary: no header is needed to read it. */
export const readMultipart = (bytes: Uint8Array): MultipartUpload | undefined => {
  const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (body[0] !== 0x2d || body[1] !== 0x2d) return undefined;
  const boundary = body.toString('latin1', 0, Math.max(0, body.indexOf(LINE_END)));
  if (!BOUNDARY.test(boundary)) return undefined;
  const parts = partsOf(body, boundary);
  const envelope = parts.find(({ name }) => name === 'jsonStr')?.content;
  if (envelope === undefined) return undefined;
  return { envelope, file: parts.find(({ name }) => name === 'file')?.content };
};

interface Part {
  readonly name: string;
  readonly content: Buffer;
}

function partsOf(body: Buffer, boundary: string): readonly Part[] {
  const parts: Part[] = [];
  let start = boundary.length + LINE_END.length;
  for (;;) {
    const end = body.indexOf(`${LINE_END}${boundary}`, start, 'latin1');
    if (end < 0) return parts;
    const head = body.indexOf(BLANK_LINE, start, 'latin1');
    if (head >= 0 && head < end) {
      const name = /\bname="?([^";\r\n]+)"?/i.exec(body.toString('latin1', start, head))?.[1] ?? '';
      parts.push({ name, content: body.subarray(head + BLANK_LINE.length, end) });
    }
    start = end + LINE_END.length + boundary.length + LINE_END.length;
  }
}
