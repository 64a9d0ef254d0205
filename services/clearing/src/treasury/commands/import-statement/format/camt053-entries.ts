import { Money, ok, type Result } from '#kernel';
import type { Direction } from '../../../domain/bookings.js';
import { accountOf, amountOf } from './camt053-parts.js';
import { FileBounds } from './file-bounds.js';
import { dayOf, fault, textOf, type ReadLine } from './read-line.js';
import { all, one, textAt, type Node } from './xml.js';

/**
 * Lines of an entry (Ntry): one, or one for each of its details where a batch carries their amounts; none of one that is not booked.
 * `where` names the entry.
 */
export function camtLines(entry: Node, where: string): Result<readonly ReadLine[]> {
  // What is only announced or for information is in no balance.
  if ((textAt(entry, 'Sts', 'Cd') || textAt(entry, 'Sts') || 'BOOK') !== 'BOOK') return ok([]);
  return linesOf(entry, where);
}

interface Entry {
  readonly bookedOn: string;
  readonly direction: Direction;
  readonly amount: Money;
}

function linesOf(node: Node, where: string): Result<readonly ReadLine[]> {
  const entry = entryOf(node, where);
  if (!entry.ok) return entry;
  const details = all(node, 'NtryDtls').flatMap((group) => all(group, 'TxDtls'));
  const amounts = details.map(detailAmount);
  if (details.length < 2 || amounts.some((amount) => amount === undefined)) {
    return ok([lineOf(entry.value, node, details.length === 1 ? details[0] : undefined)]);
  }
  return batchLines(entry.value, node, where);
}

function entryOf(node: Node, where: string): Result<Entry> {
  const amount = amountOf(node, where);
  if (!amount.ok) return amount;
  if (amount.value.isZero()) return fault(`${where}Amt`, '金额为零', 'Amt');
  const direction = WAY[textAt(node, 'CdtDbtInd')];
  if (direction === undefined) return fault(`${where}CdtDbtInd`, '须为CRDT或DBIT', 'CdtDbtInd');
  const bookedOn = dayOf(textAt(node, 'BookgDt', 'Dt') || textAt(node, 'BookgDt', 'DtTm'));
  if (bookedOn === null) return fault(`${where}BookgDt`, '不是日期', 'BookgDt');
  return ok({ bookedOn, direction, amount: amount.value });
}

const WAY: Readonly<Record<string, Direction>> = { CRDT: 'in', DBIT: 'out' };

/** The element that carries the amount of a detail: its own, or that of AmtDtls/TxAmt. */
const detailAmount = (detail: Node): Node | undefined =>
  one(detail, 'Amt') === undefined
    ? [one(one(detail, 'AmtDtls'), 'TxAmt')].find((amount) => one(amount, 'Amt') !== undefined)
    : detail;

function batchLines(entry: Entry, node: Node, where: string): Result<readonly ReadLine[]> {
  const details = all(node, 'NtryDtls').flatMap((group) => all(group, 'TxDtls'));
  const lines: ReadLine[] = [];
  const bounds = new FileBounds();
  for (const [index, detail] of details.entries()) {
    const place = `${where}第${index + 1}笔TxDtls`;
    const amount = amountOf(detailAmount(detail), place);
    if (!amount.ok) return amount;
    if (amount.value.isZero()) return fault(`${place}Amt`, '金额为零', 'Amt');
    const direction = WAY[textAt(detail, 'CdtDbtInd')] ?? entry.direction;
    const line = lineOf({ ...entry, direction, amount: amount.value }, node, detail);
    const refusal = bounds.refuse(line, `${place}Amt`, 'Amt');
    if (refusal !== null) return refusal;
    lines.push(line);
  }
  const sum = Money.sum(
    lines.map(({ direction, amount }) => (direction === entry.direction ? amount : amount.negate())),
  );
  if (sum.eq(entry.amount)) return ok(lines);
  return fault(`${where}TxDtls`, `明细合计${sum}元与该笔金额${entry.amount}元不符`, 'TxDtls');
}

function lineOf(entry: Entry, node: Node, detail: Node | undefined): ReadLine {
  const reversal = textAt(node, 'RvslInd') === 'true';
  // A reversal names the parties of what it takes back.
  const paysOut = (entry.direction === 'out') !== reversal;
  const [party, account] = paysOut ? ['Cdtr', 'CdtrAcct'] : ['Dbtr', 'DbtrAcct'];
  const parties = one(detail, 'RltdPties');
  const remittance = all(one(detail, 'RmtInf'), 'Ustrd').map((text) => (typeof text === 'string' ? text : ''));
  const words = [...remittance, textAt(detail, 'AddtlTxInf'), textAt(node, 'AddtlNtryInf')];
  return {
    ...entry,
    serialNumber: textOf(serialOf(node, detail), 'number'),
    counterpartyName: textOf(textAt(parties, party, 'Nm') || textAt(parties, party, 'Pty', 'Nm'), 'name'),
    counterpartyAccount: textOf(accountOf(one(parties, account)), 'number'),
    text: textOf(words.filter((word) => word !== '').join(' '), 'text'),
    reversal,
  };
}

/**
 * 银行流水号: the bank's reference of the transaction, else of the entry, else the payer's own (EndToEndId). Not NtryRef, which counts the
 * entries of one message: the same line of another one has another.
 */
function serialOf(node: Node, detail: Node | undefined): string {
  const endToEnd = textAt(detail, 'Refs', 'EndToEndId');
  const references = [textAt(detail, 'Refs', 'AcctSvcrRef'), textAt(node, 'AcctSvcrRef')];
  return [...references, endToEnd === 'NOTPROVIDED' ? '' : endToEnd].find(Boolean) ?? '';
}
