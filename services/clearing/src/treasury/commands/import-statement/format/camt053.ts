import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { type Money, ok, reject, type Result } from '#kernel';
import { accountOf, amountOf } from './camt053-parts.js';
import { camtLines } from './camt053-entries.js';
import { dayOf, fault, type ReadStatement } from './read-line.js';
import { all, one, textAt, type Node } from './xml.js';

const parser = new XMLParser({
  ...{ ignoreAttributes: false, attributeNamePrefix: '@', removeNSPrefix: true, parseTagValue: false },
  // No entity of the document's own: what a file declares is not carried out.
  ...{ parseAttributeValue: false, processEntities: false, trimValues: true },
});

/** ISO 20022 camt.053 (BkToCstmrStmt): every statement of the document. Refused with the first fault's place. */
export function readCamt053(text: string): Result<readonly ReadStatement[]> {
  if (/<!DOCTYPE|<!ENTITY/i.test(text)) {
    return reject('statement.xml', 'CLR-13', 'XML文件不得含DOCTYPE或实体声明', ['file']);
  }
  const valid = XMLValidator.validate(text);
  if (valid !== true) return fault(`第${valid.err.line}行`, '不是有效的XML', 'file');
  const document = documentOf(text);
  if (document === null) return reject('statement.xml', 'CLR-13', 'XML嵌套过深，不是camt.053对账单', ['file']);
  const statements = all(one(one(document, 'Document'), 'BkToCstmrStmt'), 'Stmt');
  if (statements.length === 0) {
    return reject('statement.xml', 'CLR-13', '不是camt.053对账单：缺少Document/BkToCstmrStmt/Stmt', ['file']);
  }
  const read: ReadStatement[] = [];
  for (const [index, statement] of statements.entries()) {
    const result = statementOf(statement, statements.length === 1 ? '' : `第${index + 1}份对账单`);
    if (!result.ok) return result;
    read.push(result.value);
  }
  return ok(read);
}

/** Null where the parser gives up: more levels than any statement has. */
function documentOf(text: string): Node | null {
  try {
    return parser.parse(text) as Node;
  } catch {
    return null;
  }
}

function statementOf(statement: Node, place: string): Result<ReadStatement> {
  const account = accountOf(one(statement, 'Acct'));
  const [opening, closing] = [balanceOf(statement, place, ['OPBD', 'PRCD']), balanceOf(statement, place, ['CLBD'])];
  if (!opening.ok) return opening;
  if (!closing.ok) return closing;
  const lines = camtLines(statement, place);
  if (!lines.ok) return lines;
  const days = lines.value.map(({ bookedOn }) => bookedOn).sort();
  const from = firstOf(dayOf(textAt(statement, 'FrToDt', 'FrDtTm')), days[0], closing.value.day);
  const to = firstOf(dayOf(textAt(statement, 'FrToDt', 'ToDtTm')), closing.value.day, days.at(-1));
  if (from === null || to === null) return fault(`${place}FrToDt`, '缺少对账单起止日期', 'FrToDt');
  const balances = { opening: opening.value.balance, closing: closing.value.balance };
  return ok({ account, from, to, ...balances, lines: lines.value });
}

const firstOf = (...days: readonly (string | null | undefined)[]): string | null => days.find(Boolean) ?? null;

interface StatedBalance {
  readonly balance: Money;
  readonly day: string | null;
}

/** 期初 OPBD or the closing of the day before (PRCD), 期末 CLBD; overdrawn where it is a debit. */
function balanceOf(statement: Node, place: string, codes: readonly string[]): Result<StatedBalance> {
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
