import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { Money, unwrap } from '#kernel';
import type { Direction } from '../../../domain/bookings.js';
import { readStatementFile } from './read-statement.js';

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

function amountCells({ amounts, grouped }: Layout, { direction, amount }: Told): readonly string[] {
  const text = grouped ? amount.toString().replace(/\B(?=(\d{3})+\.)/g, ',') : amount.toString();
  if (amounts === 'two-columns') return direction === 'out' ? [text, ''] : ['0.00', text];
  return amounts === 'signed' ? [direction === 'out' ? `-${text}` : text] : [direction === 'out' ? '借' : '贷', text];
}

const AMOUNT_HEADINGS = {
  'two-columns': ['借方发生额', '贷方发生额（元）'],
  ...{ signed: ['交易金额'], flagged: ['借贷标志', '交易金额'] },
};

function written(layout: Layout, opening: Money, lines: readonly Told[]): { file: Buffer; closing: Money } {
  let balance = opening;
  const rows = lines.map((line) => {
    balance = line.direction === 'in' ? balance.plus(line.amount) : balance.minus(line.amount);
    const day = dateIn(layout.dates, line.day);
    return [day, ...amountCells(layout, line), balance.toString(), line.serial, line.name].map(quoted).join(',');
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
        const [read] = unwrap(readStatementFile(file, null)).statements;
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
        const read = readStatementFile(Buffer.from(changed), null);
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
        const read = readStatementFile(file as Buffer, '32010000');
        expect(read.ok || read.rejection.message.length > 0).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
