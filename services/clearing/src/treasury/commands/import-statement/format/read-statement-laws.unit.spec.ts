import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { Money, unwrap } from '#kernel';
import type { Direction } from '../../../domain/bookings.js';
import { StatementReader } from './read-statement.js';

/** A file in pieces of so many bytes. */
function readFile(file: Buffer, account: string | null, pieceBytes = file.length) {
  const reader = new StatementReader(account);
  for (let at = 0; at < file.length; at += pieceBytes) {
    const refusal = reader.push(file.subarray(at, at + pieceBytes));
    if (refusal !== null) return refusal;
  }
  return reader.end();
}

interface Told {
  readonly day: string;
  readonly direction: Direction;
  readonly amount: Money;
  readonly serial: string;
  readonly name: string;
}
const told: fc.Arbitrary<Told> = fc.record({
  day: fc.constantFrom('2025-10-09', '2025-10-10', '2025-10-31'),
  direction: fc.constantFrom('in' as const, 'out' as const),
  amount: fc.bigInt({ min: 1n, max: 10n ** 12n }).map((fen) => Money.fromFen(fen)),
  serial: fc.stringMatching(/^[A-Z0-9]{1,20}$/),
  name: fc.constantFrom('上海市财政局', '浙江省财政厅（专户）', '财政局,社保科', ''),
});

/** How a bank writes: columns, dates, amounts, order, encoding. */
const layouts = fc.record({
  amounts: fc.constantFrom('two-columns', 'signed', 'flagged'),
  dates: fc.constantFrom('-', '/', '', '年'),
  grouped: fc.boolean(),
  newestFirst: fc.boolean(),
  gb18030: fc.boolean(),
  heading: fc.constantFrom('交易日期', '记账日期[ Booking date ]', '交易时间'),
  footer: fc.boolean(),
});
type Layout = typeof layouts extends fc.Arbitrary<infer L> ? L : never;

const quoted = (text: string): string => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const dateIn = (style: string, day: string): string => {
  const [year, month, date] = day.split('-');
  return style === '年' ? `${year}年${month}月${date}日` : [year, month, date].join(style);
};

const OTHER_WAY = { in: 'out', out: 'in' } as const;

/** `red`: as a negative amount of the other side. */
function amountCells({ amounts, grouped }: Layout, { direction: way, amount }: Told, red: boolean): readonly string[] {
  const direction = red ? OTHER_WAY[way] : way;
  const bare = grouped ? amount.toString().replace(/\B(?=(\d{3})+\.)/g, ',') : amount.toString();
  const text = red ? `-${bare}` : bare;
  const isOut = direction === 'out';
  switch (amounts) {
    case 'two-columns':
      return isOut ? [text, ''] : ['0.00', text];
    case 'signed':
      return [isOut ? `-${text}` : text];
    default:
      return [isOut ? '借' : '贷', text];
  }
}

const AMOUNT_HEADINGS = {
  'two-columns': ['借方发生额', '贷方发生额（元）'],
  ...{ signed: ['交易金额'], flagged: ['借贷标志', '交易金额'] },
};

function written(
  layout: Layout,
  opening: Money,
  lines: readonly Told[],
  isRed: (line: Told) => boolean = () => false,
): { file: Buffer; closing: Money } {
  let balance = opening;
  const rows = lines.map((line) => {
    balance = line.direction === 'in' ? balance.plus(line.amount) : balance.minus(line.amount);
    const day = dateIn(layout.dates, line.day);
    return [day, ...amountCells(layout, line, isRed(line)), balance.toString(), line.serial, line.name]
      .map(quoted)
      .join(',');
  });
  const headings = [
    layout.heading,
    ...AMOUNT_HEADINGS[layout.amounts as keyof typeof AMOUNT_HEADINGS],
    '余额',
    '流水号',
    '对方户名',
  ];
  const text = [
    '账号：3201000012345678,币种：人民币',
    headings.join(','),
    ...(layout.newestFirst ? rows.toReversed() : rows),
    ...(layout.footer ? ['合计,1,2', `期末余额,${balance.toString()}`] : []),
  ].join('\r\n');
  return { file: layout.gb18030 ? iconv.encode(text, 'gb18030') : Buffer.from(text), closing: balance };
}

const money = fc.bigInt({ min: 0n, max: 10n ** 13n }).map((fen) => Money.fromFen(fen));

describe('laws of reading statements', () => {
  it('CLR-13: what a bank writes is read back, whatever its layout', () => {
    fc.assert(
      fc.property(layouts, money, fc.array(told, { minLength: 1, maxLength: 20 }), (layout, opening, lines) => {
        const { file, closing } = written(layout, opening, lines);
        const [read] = unwrap(readFile(file, null)).statements;
        expect(read?.statement).toMatchObject({ opening: opening.toString(), closing: closing.toString() });
        const seen = (read?.statement.lines ?? []).map((line) => [
          line.bookedOn,
          line.direction,
          line.amount,
          line.serialNumber,
        ]);
        const expected = lines.map((line) => [line.day, line.direction, line.amount.toString(), line.serial]);
        // A list that reads both ways, such as one of a single line, keeps its order.
        expect([seen, seen.toReversed()]).toContainEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  it('CLR-13: wherever the bytes are cut on their way, the same is read', () => {
    fc.assert(
      fc.property(
        layouts,
        fc.array(told, { maxLength: 8 }),
        fc.integer({ min: 1, max: 200 }),
        (layout, lines, bytes) => {
          const { file } = written({ ...layout, footer: true }, Money.of('5.00'), lines);
          expect(readFile(file, null, bytes)).toEqual(readFile(file, null));
        },
      ),
      { numRuns: 300 },
    );
    const camt = readFileSync(new URL('../../../../../../../examples/statements/camt053.xml', import.meta.url));
    const whole = readFile(camt, null);
    expect(whole.ok).toBe(true);
    for (let bytes = 1; bytes < 400; bytes += 7) expect(readFile(camt, null, bytes)).toEqual(whole);
  });

  it('CLR-13: 红字 is money the other way, told by its sign', () => {
    // 借 and 贷 of ordinary lines stand above zero, so a sign below it is red.
    const ordinary = { direction: 'out' as const, day: '2025-10-09', serial: 'A', name: '', amount: Money.of('9.00') };
    const flagged = layouts.map((layout) => ({
      ...layout,
      amounts: layout.amounts === 'signed' ? 'flagged' : layout.amounts,
    }));
    fc.assert(
      fc.property(flagged, fc.array(fc.tuple(told, fc.boolean()), { minLength: 1, maxLength: 8 }), (layout, drawn) => {
        const lines = [[ordinary, false] as const, ...drawn];
        const { file } = written(
          { ...layout, newestFirst: false },
          Money.of('100.00'),
          lines.map(([line]) => line),
          (line) => lines.some(([one, red]) => red && one === line),
        );
        const [read] = unwrap(readFile(file, null)).statements;
        const seen = read?.statement.lines.map(({ direction, amount, reversal = false }) => [
          direction,
          amount,
          reversal,
        ]);
        expect(seen).toEqual(lines.map(([{ direction, amount }, red]) => [direction, amount.toString(), red]));
      }),
      { numRuns: 200 },
    );
  });

  it('CLR-13: one changed amount after the first, or balance, is never taken', () => {
    fc.assert(
      fc.property(layouts, money, fc.array(told, { minLength: 2, maxLength: 10 }), (layout, opening, lines) => {
        const { file } = written({ ...layout, gb18030: false, grouped: false, footer: true }, opening, lines);
        const text = file.toString('utf8');
        const amount = lines[1]?.amount ?? Money.zero;
        // The amount of the oldest line only moves the opening balance that is told by nobody else.
        fc.pre(lines[0]?.amount.toString() !== amount.toString());
        const changed = text.replace(
          new RegExp(`(?<=[,-])${amount.toString().replace('.', '\\.')}(?=,)`),
          amount.plus(Money.of('0.01')).toString(),
        );
        fc.pre(changed !== text);
        const read = readFile(Buffer.from(changed), null);
        expect(read.ok).toBe(false);
        expect(!read.ok && read.rejection).toMatchObject({ rule: 'CLR-13' });
      }),
      { numRuns: 200 },
    );
  });

  it('CLR-13: whatever bytes come, the answer is a statement or a sentence', () => {
    const parts = fc.constantFrom(
      '交易日期',
      '借方',
      '贷方',
      '余额',
      ',',
      '\n',
      '"',
      '2025-10-10',
      '5.00',
      '<Stmt>',
      '<Document>',
      '合计',
      '-',
    );
    const texts = fc.oneof(
      fc.array(parts, { maxLength: 60 }).map((all) => Buffer.from(all.join(''))),
      fc.uint8Array().map(Buffer.from),
    );
    fc.assert(
      fc.property(texts, (file) => {
        const read = readFile(file as Buffer, '32010000');
        expect(read.ok || read.rejection.message.length > 0).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
