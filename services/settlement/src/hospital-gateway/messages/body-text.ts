import iconv from 'iconv-lite';
import { ok, reject } from '#kernel';
import type { Result } from '#kernel';

/** Parameters that hold no object, and the name of the first one that may. */
const FORM_START = /^(?:[\w.-]{1,64}=(?!%7B|\{)[^&]*&)*[\w.-]{0,64}=/i;
/** An encoded object that further parameters follow. */
const FOLLOWED_OBJECT = /^(%7B.*%7D)&[\w.-]+=/i;
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

/** Takes the JSON out of `=<json>`, `=<urlencoded json>` or `name=<urlencoded json>`, also among other parameters; other text is returned as it is. */
export const unwrapForm = (text: string): Result<string> => {
  const trimmed = text.trim();
  const start = FORM_START.exec(trimmed);
  const value = start ? trimmed.slice(start[0].length) : trimmed;
  // A client that forgot to encode sends the plain JSON after the sign; a plus in it is a plus.
  if (start && !value.startsWith('{')) return decodePercent(FOLLOWED_OBJECT.exec(value)?.[1] ?? value);
  return PERCENT_OBJECT.test(value) ? decodePercent(value) : ok(value);
};

/** Parameters by name, decoded; one that is of neither code page is left out, for nobody can have signed its text. */
const parametersOf = (text: string): readonly (readonly [name: string, value: string])[] =>
  text
    .trim()
    .split('&')
    .filter((pair) => pair !== '')
    .flatMap((pair) => {
      const at = pair.includes('=') ? pair.indexOf('=') : pair.length;
      const [name, value] = [decodePercent(pair.slice(0, at)), decodePercent(pair.slice(at + 1))];
      return name.ok && value.ok ? [[name.value, value.value] as const] : [];
    });

/** 表单参数 of the address and of a form sent as body: what CSB clients sign together with the headers (2.2). */
export const formParameters = (body: Uint8Array, query: string): Readonly<Record<string, string>> => {
  const decoded = decodeText(body);
  const form = decoded.ok && FORM_START.test(decoded.value.trim()) ? parametersOf(decoded.value) : [];
  return Object.fromEntries([...parametersOf(query), ...form]);
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
