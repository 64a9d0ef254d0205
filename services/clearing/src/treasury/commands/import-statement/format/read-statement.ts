import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { ok, reject, type Result } from '#kernel';
import type { StatementFormat, StatementLine } from '../../../domain/special-account.js';
import type { Statement } from '../../../domain/statement.js';
import { readCamt053 } from './camt053.js';
import { readCsvStatement } from './csv-statement.js';
import type { ReadLine, ReadStatement } from './read-line.js';

export interface StatementFile {
  readonly format: StatementFormat;
  readonly statements: readonly { readonly statement: Statement; readonly digest: string }[];
}

/** More lines than this a unit has not in years. */
const MOST_LINES = 100_000;
const GB18030 = new TextDecoder('gb18030', { fatal: true });

/**
 * 对账单 from the bytes of a file (CLR-13): camt.053 or the CSV of a bank, UTF-8 or GB18030. `account` is that of the request, for
 * lists that do not name theirs; where both name one they must agree. Refused with place, field and reason of the first fault.
 */
export function readStatementFile(file: Buffer, account: string | null): Result<StatementFile> {
  const text = textOf(file);
  if (text === null) return reject('statement.encoding', 'CLR-13', '文件须为UTF-8或GB18030编码的文本', ['file']);
  const isXml = text.trimStart().startsWith('<');
  const read = isXml ? readCamt053(text) : asList(readCsvStatement(text));
  if (!read.ok) return read;
  const lineCount = read.value.reduce((sum, { lines }) => sum + lines.length, 0);
  if (lineCount > MOST_LINES) {
    return reject('statement.too-long', 'CLR-13', `一个文件不超过${MOST_LINES}笔流水，请分期间导入`, ['file']);
  }
  const statements: StatementFile['statements'][number][] = [];
  for (const one of read.value) {
    const named = underAccount(one, account);
    if (!named.ok) return named;
    statements.push({ statement: named.value, digest: digestOf(named.value) });
  }
  return ok({ format: isXml ? 'camt.053' : 'csv', statements });
}

const asList = (read: Result<ReadStatement>): Result<readonly ReadStatement[]> => (read.ok ? ok([read.value]) : read);

const SPREADSHEET = Buffer.from('PK');

function textOf(file: Buffer): string | null {
  if (file.subarray(0, SPREADSHEET.length).equals(SPREADSHEET)) return null;
  if (isUtf8(file)) return file.toString('utf8').replace(/^\ufeff/, '');
  try {
    return GB18030.decode(file);
  } catch {
    return null;
  }
}

function underAccount(read: ReadStatement, account: string | null): Result<Statement> {
  const known = read.account ?? account;
  if (known === null) return reject('statement.account', 'CLR-13', '文件未注明账号，请在请求中给出', ['account']);
  if (account !== null && known !== account) {
    return reject('statement.account', 'CLR-13', '文件中的账号与请求中的账号不一致', ['account']);
  }
  const { from, to, opening, closing } = read;
  const facts = { account: known, from, to, opening: opening.toString(), closing: closing.toString() };
  return ok({ ...facts, lines: numbered(known, read.lines) });
}

const HASH_SHOWN = 24;
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The same file says the same, whatever its encoding or format. */
const digestOf = (statement: Statement): string => sha256(JSON.stringify(statement));

/**
 * 流水标识: account, day, way, amount, serial number and other account; of lines that agree in all of these the first, the second, …
 * So a line that comes again in another file of the account is known.
 */
function numbered(account: string, lines: readonly ReadLine[]): readonly StatementLine[] {
  const seen = new Map<string, number>();
  return lines.map(({ amount, ...line }) => {
    const { bookedOn, direction, serialNumber, counterpartyAccount } = line;
    const facts = JSON.stringify([account, bookedOn, direction, amount.toString(), serialNumber, counterpartyAccount]);
    const nth = (seen.get(facts) ?? 0) + 1;
    seen.set(facts, nth);
    return { lineId: sha256(`${facts}${nth}`).slice(0, HASH_SHOWN), ...line, amount: amount.toString() };
  });
}
