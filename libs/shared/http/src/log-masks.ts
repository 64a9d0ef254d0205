import { maskText } from '#privacy';

const HIDDEN = '[已隐去]';
/** Nothing we log lies deeper; what does is not shown. */
const DEEPEST = 8;

/** Members that hold personal data or a secret wherever they stand in a logged object (SEC-02). */
const PERSONAL: ReadonlySet<string> = new Set(
  [
    ...['psn_name', 'certno', 'mdtrt_cert_no', 'name', 'personName', 'patientName', 'idNumber', 'phone', 'tel'],
    ...['account', 'bankAccount', 'accountNumber', 'credential', 'credentials', 'authorization', 'cookie', 'token'],
    ...['access_token', 'secret', 'apiSecret', 'password', 'keyRing'],
  ].map((name) => name.toLowerCase()),
);
const NAMES = [...PERSONAL].join('|');

const TOKEN = /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g;
const BEARER = /\b(Bearer)\s+[^\s"',;]+/gi;
const MEMBER = new RegExp(`("(?:${NAMES})"\\s*:\\s*)"(?:[^"\\\\]|\\\\.)*"`, 'gi');
/** In addresses and `key=value` texts; a plain `name=` is too common a word to be somebody's. */
const ASSIGNED = new RegExp(`\\b((?:${NAMES.replace('|name|', '|')})=)[^\\s&"',;]+`, 'gi');
const PASSWORD_IN_URL = /(\w+:\/\/[^\s:/@]+:)[^\s@/]+@/g;

/** A text for the log without names in JSON, citizen numbers, phones, bank cards, tokens and passwords (SEC-02). */
export const maskLine = (text: string): string =>
  maskText(
    text
      .replace(MEMBER, `$1"${HIDDEN}"`)
      .replace(ASSIGNED, `$1${HIDDEN}`)
      .replace(TOKEN, HIDDEN)
      .replace(BEARER, `$1 ${HIDDEN}`)
      .replace(PASSWORD_IN_URL, `$1${HIDDEN}@`),
  );

/** A logged value with every text in it masked and every personal member hidden; errors keep type, message and stack. */
export function maskValue(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return maskLine(value);
  return typeof value === 'object' && value !== null ? maskObject(value, depth) : value;
}

function maskObject(value: object, depth: number): unknown {
  if (value instanceof Error) return maskError(value, depth);
  if (value instanceof Date) return value;
  if (depth >= DEEPEST || ArrayBuffer.isView(value)) return HIDDEN;
  if (Array.isArray(value)) return value.map((one: unknown) => maskValue(one, depth + 1));
  return maskMembers(value, depth);
}

const maskMembers = (value: object, depth: number): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      PERSONAL.has(name.toLowerCase()) && member != null ? HIDDEN : maskValue(member, depth + 1),
    ]),
  );

function maskError(error: Error, depth: number): Readonly<Record<string, unknown>> {
  const cause = error.cause === undefined || depth >= DEEPEST ? {} : { cause: maskValue(error.cause, depth + 1) };
  return { type: error.name, message: maskLine(error.message), stack: maskLine(error.stack ?? ''), ...cause };
}
