import { createHash } from 'node:crypto';
import { ok, reject, type Result } from '#kernel';
import type { StatementFormat, StatementLine } from '../../../domain/special-account.js';
import type { Statement } from '../../../domain/statement.js';
import { Camt053Statement } from './camt053-statement.js';
import { CsvStatement } from './csv-statement.js';
import type { ReadLine, ReadStatement } from './read-line.js';
import { TextReader } from './text-reader.js';

export interface StatementFile {
  readonly format: StatementFormat;
  readonly statements: readonly { readonly statement: Statement; readonly digest: string }[];
}

const SPREADSHEET = 'PK';

interface PieceReader {
  /** Null while nothing is wrong. */
  push(piece: string): Result<never> | null;
  end(): Result<readonly ReadStatement[]>;
}

/**
 * 对账单 from the bytes of a file as they come (CLR-13): camt.053 or the CSV of a bank, UTF-8 or GB18030; told by its content. What is
 * kept of it is its lines, a bounded number of bounded length. `account` is that of the request, for lists that do not name theirs; where
 * both name one they must agree. Refused with place, field and reason of the first fault.
 */
export class StatementReader {
  private readonly text = new TextReader();
  private pieces: PieceReader | null = null;
  private isXml = false;

  constructor(private readonly account: string | null) {}

  /** Null while nothing is wrong; after a refusal no more is taken. */
  push(bytes: Buffer): Result<never> | null {
    return this.take(this.text.push(bytes));
  }

  end(): Result<StatementFile> {
    const refusal = this.take(this.text.end());
    if (refusal !== null) return refusal;
    const read = (this.pieces ?? new CsvStatement()).end();
    if (!read.ok) return read;
    const statements: StatementFile['statements'][number][] = [];
    for (const one of read.value) {
      const named = underAccount(one, this.account);
      if (!named.ok) return named;
      statements.push({ statement: named.value, digest: digestOf(named.value) });
    }
    return ok({ format: this.isXml ? 'camt.053' : 'csv', statements });
  }

  private take(piece: string | null): Result<never> | null {
    if (piece === null || (this.pieces === null && piece.startsWith(SPREADSHEET))) return NO_TEXT;
    if (piece === '') return null;
    if (this.pieces === null) {
      this.isXml = piece.trimStart().startsWith('<');
      this.pieces = this.isXml ? new Camt053Statement() : new CsvStatement();
    }
    return this.pieces.push(piece);
  }
}

const NO_TEXT = reject('statement.encoding', 'CLR-13', '文件须为UTF-8或GB18030编码的文本', ['file']);

/** A whole file by `StatementReader`; no more is read after its first fault. */
export async function readStatement(
  bytes: AsyncIterable<Buffer>,
  account: string | null,
): Promise<Result<StatementFile>> {
  const reader = new StatementReader(account);
  for await (const part of bytes) {
    const refusal = reader.push(part);
    if (refusal !== null) return refusal;
  }
  return reader.end();
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
  return lines.map(({ amount, reversal, ...line }) => {
    const { bookedOn, direction, serialNumber, counterpartyAccount } = line;
    const facts = JSON.stringify([account, bookedOn, direction, amount.toString(), serialNumber, counterpartyAccount]);
    const nth = (seen.get(facts) ?? 0) + 1;
    seen.set(facts, nth);
    const lineId = sha256(`${facts}${nth}`).slice(0, HASH_SHOWN);
    return { lineId, ...line, amount: amount.toString(), ...(reversal ? { reversal } : {}) };
  });
}
