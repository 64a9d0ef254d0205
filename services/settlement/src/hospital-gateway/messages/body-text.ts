import iconv from 'iconv-lite';
import { ok, reject } from '#kernel';
import type { Result } from '#kernel';

const FORM_START = /^[\w.-]{0,64}=/;
const PERCENT_OBJECT = /^%7B/i;
const UTF8 = new TextDecoder('utf-8', { fatal: true });
const PERCENT_BYTE = /^[0-9A-Fa-f]{2}$/;

/**
 * Text of a body in UTF-8 or, from Windows clients that use the system code page, GB18030. Valid UTF-8 is taken as
 * UTF-8: text of several Chinese characters in GB18030 is practically never valid UTF-8.
 */
export const decodeText = (bytes: Uint8Array): Result<string> => {
  try {
    return ok(UTF8.decode(bytes));
  } catch {
    const text = iconv.decode(Buffer.from(bytes), 'gb18030');
    if (!text.includes('\uFFFD')) return ok(text);
    return reject('message.encoding', 'FORMAT', '报文编码应为UTF-8或GB18030', ['body']);
  }
};

/** Takes the JSON out of `=<json>`, `=<urlencoded json>` or `name=<urlencoded json>`; other text is returned as it is. */
export const unwrapForm = (text: string): Result<string> => {
  const trimmed = text.trim();
  const start = FORM_START.exec(trimmed);
  const value = start ? trimmed.slice(start[0].length) : trimmed;
  // A client that forgot to encode sends the plain JSON after the sign; a plus in it is a plus.
  if (start && !value.startsWith('{')) return decodePercent(value);
  return PERCENT_OBJECT.test(value) ? decodePercent(value) : ok(value);
};

/** The bytes behind %XX may be of either code page, so they are collected before they become text. */
function decodePercent(value: string): Result<string> {
  const source = Buffer.from(value.replaceAll('+', ' '), 'utf8');
  const bytes = Buffer.alloc(source.length);
  let length = 0;
  for (let index = 0; index < source.length; index += 1) {
    const hex = source[index] === 0x25 ? source.toString('latin1', index + 1, index + 3) : '';
    const escaped = PERCENT_BYTE.test(hex);
    bytes[length] = escaped ? Number.parseInt(hex, 16) : (source[index] ?? 0);
    length += 1;
    if (escaped) index += 2;
  }
  return decodeText(bytes.subarray(0, length));
}
