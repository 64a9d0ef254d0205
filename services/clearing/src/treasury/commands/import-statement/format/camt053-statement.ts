import { ok, reject, type Money, type Result } from '#kernel';
import { camtLines } from './camt053-entries.js';
import { accountOf, amountOf } from './camt053-parts.js';
import { FileBounds } from './file-bounds.js';
import { dayOf, DayRange, fault, type ReadLine, type ReadStatement } from './read-line.js';
import { all, one, textAt, type Node } from './xml.js';
import { XmlElements } from './xml-elements.js';

interface Entries {
  count: number;
  readonly days: DayRange;
  readonly lines: ReadLine[];
}

/** ISO 20022 camt.053 (BkToCstmrStmt) piece by piece: every statement of the document. Refused with the first fault's place. */
export class Camt053Statement {
  private readonly bounds = new FileBounds();
  private readonly statements: Entries[] = [];
  private readonly elements = new XmlElements('Ntry', {
    element: (entry) => this.entry(entry),
    opened: (name) => {
      if (name === 'Stmt') this.statements.push({ count: 0, days: new DayRange(), lines: [] });
    },
  });

  push(piece: string): Result<never> | null {
    return this.elements.push(piece);
  }

  end(): Result<readonly ReadStatement[]> {
    const document = this.elements.end();
    if (!document.ok) return document;
    const statements = all(one(one(document.value, 'Document'), 'BkToCstmrStmt'), 'Stmt');
    if (statements.length === 0 || statements.length !== this.statements.length) return NO_CAMT;
    const read: ReadStatement[] = [];
    for (const [index, entries] of this.statements.entries()) {
      const result = statementOf(statements[index], entries, this.placeOf(index));
      if (!result.ok) return result;
      read.push(result.value);
    }
    return ok(read);
  }

  /** Of which statement is said where the document has begun a second one. */
  private placeOf(index: number): string {
    return this.statements.length === 1 ? '' : `第${index + 1}份对账单`;
  }

  private entry(entry: Node): Result<never> | null {
    const entries = this.statements.at(-1);
    if (entries === undefined) return NO_CAMT;
    entries.count += 1;
    const where = `${this.placeOf(this.statements.length - 1)}第${entries.count}笔Ntry`;
    const lines = camtLines(entry, where);
    if (!lines.ok) return lines;
    for (const line of lines.value) {
      const refusal = this.bounds.refuse(line, `${where}Amt`, 'Amt');
      if (refusal !== null) return refusal;
      entries.days.add(line.bookedOn);
      entries.lines.push(line);
    }
    return null;
  }
}

const NO_CAMT = reject('statement.xml', 'CLR-13', '不是camt.053对账单：缺少Document/BkToCstmrStmt/Stmt', ['file']);

function statementOf(statement: Node | undefined, { days, lines }: Entries, place: string): Result<ReadStatement> {
  const account = accountOf(one(statement, 'Acct'));
  const [opening, closing] = [balanceOf(statement, place, ['OPBD', 'PRCD']), balanceOf(statement, place, ['CLBD'])];
  if (!opening.ok) return opening;
  if (!closing.ok) return closing;
  const from = firstOf(dayOf(textAt(statement, 'FrToDt', 'FrDtTm')), days.first, closing.value.day);
  const to = firstOf(dayOf(textAt(statement, 'FrToDt', 'ToDtTm')), closing.value.day, days.last);
  if (from === null || to === null) return fault(`${place}FrToDt`, '缺少对账单起止日期', 'FrToDt');
  return ok({ account, from, to, opening: opening.value.balance, closing: closing.value.balance, lines });
}

const firstOf = (...days: readonly (string | null)[]): string | null => days.find(Boolean) ?? null;

interface StatedBalance {
  readonly balance: Money;
  readonly day: string | null;
}

/** 期初 OPBD or the closing of the day before (PRCD), 期末 CLBD; overdrawn where it is a debit. */
function balanceOf(statement: Node | undefined, place: string, codes: readonly string[]): Result<StatedBalance> {
  const balances = all(statement, 'Bal');
  const found = codes
    .map((code) => balances.find((balance) => textAt(balance, 'Tp', 'CdOrPrtry', 'Cd') === code))
    .find((balance) => balance !== undefined);
  const name = `${place}Bal(${codes[0]})`;
  if (found === undefined) return fault(name, '缺少余额', 'Bal');
  const amount = amountOf(found, name);
  if (!amount.ok) return amount;
  const isOverdrawn = textAt(found, 'CdtDbtInd') === 'DBIT';
  const day = dayOf(textAt(found, 'Dt', 'Dt') || textAt(found, 'Dt', 'DtTm'));
  return ok({ balance: isOverdrawn ? amount.value.negate() : amount.value, day });
}
