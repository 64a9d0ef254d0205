import { addDays, businessDate, Money, type BusinessDate } from '#kernel';
import type { Random } from '../random.js';
import { accountOf, type BankLine, type DrawnStatement, type SeedBank } from './bank.js';

const HEAD = '交易日期,借方发生额,贷方发生额,余额,对方账号,交易流水号,摘要';

interface Span {
  readonly from: string;
  readonly to: string;
}

const fileOf = (bank: SeedBank, { from, to }: Span, rows: readonly string[]): string =>
  [
    `账号,${accountOf(bank.unit)}`,
    `起始日期,${from},截止日期,${to}`,
    `期初余额,${before(bank, from)}`,
    HEAD,
    ...rows,
  ].join('\n');

const before = (bank: SeedBank, from: string) => bank.balanceOn(addDays(businessDate(from), -1));

/**
 * 对账单 up to a day, oldest or newest line first, overlapping what was handed in before or not. Some have lost a line, have two of them
 * exchanged, or leave out the days since the last one: those must be refused as a whole.
 */
export function drawStatement(bank: SeedBank, random: Random, first: string, today: BusinessDate): DrawnStatement {
  const since = bank.takenTo ?? first;
  const from = random.permille(250) ? first : since;
  const lines = bank.between(from, today);
  const rows = bank.rowsOf(lines, before(bank, from));
  const whole = { to: today, closing: bank.balanceOn(today), lines };
  return (
    faultyStatement(bank, { from, to: today }, { rows, whole, random }) ?? {
      ...whole,
      file: fileOf(bank, { from, to: today }, random.permille(300) ? rows.toReversed() : rows),
      isWhole: true,
    }
  );
}

interface Drawn {
  readonly rows: readonly string[];
  readonly whole: Omit<DrawnStatement, 'file' | 'isWhole'>;
  readonly random: Random;
}

/** Three of ten, where the list is long enough to show the fault; else null. */
function faultyStatement(bank: SeedBank, span: Span, { rows, whole, random }: Drawn): DrawnStatement | null {
  const fault = random.int(0, 9);
  if (fault === 2) {
    const gap = withGap(bank, span.to);
    return gap === null ? null : { ...whole, ...gap };
  }
  const broken = fault < 2 ? faulty(fault === 0 ? 'lost' : 'exchanged', rows, random) : null;
  return broken === null ? null : { ...whole, file: fileOf(bank, span, broken), isWhole: false };
}

/** A line from the middle is not there, or stands after the one behind it. Null for a list too short to show it. */
function faulty(fault: 'lost' | 'exchanged', rows: readonly string[], random: Random): readonly string[] | null {
  if (rows.length < 4) return null;
  const at = random.int(1, rows.length - 3);
  const [one = '', next = ''] = [rows[at], rows[at + 1]];
  return fault === 'lost' ? rows.toSpliced(at, 1) : rows.toSpliced(at, 2, next, one);
}

/** Only the lines of the last day, although others came since the last statement. Null where there are none between. */
function withGap(bank: SeedBank, today: string): Pick<DrawnStatement, 'file' | 'lines' | 'isWhole'> | null {
  const since = bank.takenTo;
  if (since === null || since >= today) return null;
  const missing = bank.between(since, addDays(businessDate(today), -1)).filter((line) => !bank.taken.has(line));
  if (Money.sum(missing.map(({ change }) => change)).isZero()) return null;
  const lines: readonly BankLine[] = bank.between(today, today);
  const rows = bank.rowsOf(lines, before(bank, today));
  return { file: fileOf(bank, { from: today, to: today }, rows), lines, isWhole: false };
}
