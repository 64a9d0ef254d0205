import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { unwrap } from '#kernel';
import { StatementReader } from './read-statement.js';

/** A whole file in one piece. */
function readFile(file: Buffer, account: string | null) {
  const reader = new StatementReader(account);
  return reader.push(file) ?? reader.end();
}
const example = (name: string): Buffer =>
  readFileSync(new URL(`../../../../../../../examples/statements/${name}`, import.meta.url));
const statementOf = (file: Buffer, account: string | null = null) => {
  const [first] = unwrap(readFile(file, account)).statements;
  if (first === undefined) throw new Error('no statement');
  return first.statement;
};
const refusal = (text: string, account: string | null = '32010000') => {
  const read = readFile(Buffer.from(text), account);
  return read.ok ? null : read.rejection;
};
const csv = (...rows: readonly string[]): string =>
  ['交易日期,借方发生额,贷方发生额,余额,对方户名,交易流水号', ...rows].join('\n');

describe('statements of several banks', () => {
  it.each(['icbc.csv', 'ccb.csv', 'abc.csv', 'boc.csv', 'camt053.xml'])(
    'CLR-13: %s says the same movements, whatever its headings, encoding and order',
    (name) => {
      const { lines, ...facts } = statementOf(example(name));
      expect(facts).toMatchObject({ account: '3201000012345678', opening: '1000000.00', closing: '920972.06' });
      expect(lines.map((line) => [line.bookedOn, line.direction, line.amount, line.serialNumber])).toEqual([
        ['2025-10-10', 'out', '500.00', 'S20251010001'],
        ['2025-10-10', 'out', '200.00', 'S20251010002'],
        ['2025-10-10', 'out', '12.50', 'S20251010003'],
        ['2025-10-15', 'in', '300.00', 'S20251015001'],
        ['2025-10-17', 'in', '100.00', 'S20251017001'],
        ['2025-10-20', 'in', '50.00', 'S20251020001'],
        ['2025-10-21', 'in', '1234.56', 'S20251021001'],
        ['2025-10-22', 'out', '80000.00', 'S20251022001'],
      ]);
      expect(lines[3]).toMatchObject({ counterpartyName: '浙江省财政厅', counterpartyAccount: '33010000123456' });
      expect(lines[2]).toMatchObject({ counterpartyName: null, counterpartyAccount: null });
      expect(lines[2]?.text).toContain('手续费');
      // The same line has the same number in every file.
      expect(lines.map(({ lineId }) => lineId)).toEqual(
        statementOf(example('icbc.csv')).lines.map((one) => one.lineId),
      );
    },
  );

  it('CLR-13: opening and closing balance come from the list, and the time from what is stated', () => {
    expect(statementOf(example('abc.csv'))).toMatchObject({ from: '2025-10-01', to: '2025-10-31' });
    expect(statementOf(example('boc.csv'))).toMatchObject({ from: '2025-10-01', to: '2025-10-31' });
    expect(statementOf(example('icbc.csv'))).toMatchObject({ from: '2025-10-10', to: '2025-10-22' });
    const empty = '账号,32010000\n期初余额,"1,000.00"\n起始日期,2025-11-01\n截止日期,2025-11-30\n日期,借方,贷方,余额\n';
    expect(statementOf(Buffer.from(empty))).toMatchObject({ opening: '1000.00', closing: '1000.00', lines: [] });
  });

  it('CLR-13: equal lines of one day are told apart, and are the same in another file', () => {
    const twice = csv('2025-10-10,5.00,,95.00,,', '2025-10-10,5.00,,90.00,,');
    const ids = statementOf(Buffer.from(twice), '32010000').lines.map(({ lineId }) => lineId);
    expect(new Set(ids).size).toBe(2);
    const longer = `${twice}\n2025-10-11,,1.00,91.00,,`;
    expect(
      statementOf(Buffer.from(longer), '32010000')
        .lines.map(({ lineId }) => lineId)
        .slice(0, 2),
    ).toEqual(ids);
  });

  it.each([
    ['第3行日期', '2025-13-10,5.00,,85.00,,', 'bookedOn'],
    ['第3行借方发生额', '2025-10-10,5.001,,85.00,,', 'debit'],
    ['第3行贷方发生额', '2025-10-10,,"1,00.00",85.00,,', 'credit'],
    ['第3行余额', '2025-10-10,5.00,,x,,', 'balance'],
    ['第3行余额', '2025-10-10,5.00,,85.01,,', 'balance'],
    ['第3行：借方、贷方发生额均为零', '2025-10-10,0.00,-,90.00,,', 'amount'],
    ['第3行借方发生额：借方、贷方只能有一方有金额', '2025-10-10,1.00,1.00,90.00,,', 'debit'],
  ])('CLR-13: a bad line refuses the file and names %s', (place, row, field) => {
    const wrong = refusal(csv('2025-10-09,5.00,,90.00,,', row));
    expect(wrong).toMatchObject({ rule: 'CLR-13', fields: [field], message: expect.stringContaining(place) });
  });

  it('CLR-13: a removed or changed line shows by the balances', () => {
    const rows = example('ccb.csv').toString('utf8').split('\r\n');
    const without = [...rows.slice(0, 4), ...rows.slice(5)].join('\r\n');
    expect(refusal(without, null)).toMatchObject({ message: expect.stringMatching(/^第5行余额：与上一笔不衔接/) });
    expect(refusal(rows.join('\r\n').replaceAll('1234.56', '1234.57'), null)).toMatchObject({ fields: ['balance'] });
  });

  it.each([
    ['日期,说明\n2025-10-10,x', 'file', '未找到表头'],
    ['交易日期,交易金额\n2025-10-10,5.00', 'opening', '没有余额列'],
    ['交易日期,交易金额,余额,币种\n2025-10-10,5.00,5.00,USD', 'currency', '须为人民币'],
    ['交易日期,交易金额,余额,账号\n2025-10-10,5.00,5.00,32010001', 'account', '不一致'],
    ['交易日期,交易金额,余额,账号\n2025-10-10,5.00,5.00,1\n2025-10-10,5.00,10.00,2', 'account', '第3行'],
    ['期初余额,1.00\n交易日期,交易金额,余额\n2025-10-10,5.00,5.00', 'opening', '首笔流水'],
    ['交易日期,借贷标志,交易金额,余额\n2025-10-10,？,5.00,5.00', 'flag', '须为借或贷'],
    ['交易日期,交易金额,余额\n2025-10-10,"5.00,5.00', 'file', 'CSV'],
    ['PK\u0003\u0004', 'file', '编码'],
  ])('CLR-13: refuses %j with its field', (text, field, says) => {
    expect(refusal(text)).toMatchObject({ fields: [field], message: expect.stringContaining(says) });
  });

  it('CLR-13: one column of amounts by flag or by sign, balances from above and below the list', () => {
    const flagged =
      '期初余额：100.00\n交易日期,借贷标志,金额\n2025年10月9日,贷,5.00\n2025/10/10,借,2.00\n期末余额：103.00';
    expect(statementOf(Buffer.from(flagged), '32010000')).toMatchObject({
      ...{ opening: '100.00', closing: '103.00', from: '2025-10-09', to: '2025-10-10' },
      lines: [{ direction: 'in' }, { direction: 'out', amount: '2.00' }],
    });
  });

  it('CLR-13: a list that reads both ways is read by its days, else by what is stated above it', () => {
    const heads = '交易日期,借方,贷方,余额';
    const list = (above: string, first: string, second: string): Buffer =>
      Buffer.from([above, heads, `${first},,5.00,100.00`, `${second},5.00,,95.00`].filter(Boolean).join('\n'));
    const read = (file: Buffer) => statementOf(file, '32010000');
    expect(read(list('', '2025-10-12', '2025-10-10'))).toMatchObject({ opening: '100.00', closing: '100.00' });
    expect(read(list('', '2025-10-10', '2025-10-12'))).toMatchObject({ opening: '95.00', closing: '95.00' });
    const stated = read(list('期初余额,100.00', '2025-10-10', '2025-10-10'));
    expect(stated).toMatchObject({ opening: '100.00', lines: [{ direction: 'out' }, { direction: 'in' }] });
  });

  const signs = (...rows: readonly string[]) =>
    statementOf(
      Buffer.from(['期初余额,100.00', '交易日期,借贷标志,金额,摘要', ...rows].join('\n')),
      '32010000',
    ).lines.map(({ direction, amount, reversal = false }) => `${direction} ${amount}${reversal ? ' red' : ''}`);

  it('CLR-13: a sign below zero is 红字 where flags stand beside amounts above zero, else it repeats the flag', () => {
    const red = signs(
      '2025-10-09,借,5.00,付款',
      '2025-10-10,借,-5.00,退',
      '2025-10-10,贷,-1.00,',
      '2025-10-11,贷,2.00,',
    );
    expect(red).toEqual(['out 5.00', 'in 5.00 red', 'out 1.00 red', 'in 2.00']);
    expect(signs('2025-10-09,借,-5.00,付款', '2025-10-10,贷,2.00,')).toEqual(['out 5.00', 'in 2.00']);
    expect(signs('2025-10-09,借,-5.00,冲正', '2025-10-10,贷,2.00,')).toEqual(['in 5.00 red', 'in 2.00']);
    // Where it could be either, the balances say which it is.
    const balanced = (...rows: readonly string[]) =>
      statementOf(Buffer.from(['交易日期,借贷标志,金额,余额', ...rows].join('\n')), '32010000').lines[1]?.direction;
    expect(balanced('2025-10-09,贷,2.00,102.00', '2025-10-10,借,-5.00,97.00')).toBe('out');
    expect(balanced('2025-10-09,贷,2.00,102.00', '2025-10-10,借,-5.00,107.00')).toBe('in');
  });

  it('CLR-13: 红字 in a column of its own is money the other way, from whom it had gone to', () => {
    const heads = '期初余额,9.00\n交易日期,借方,贷方,付款人账号,收款人账号';
    const [line] = statementOf(Buffer.from(`${heads}\n2025-10-10,-5.00,,32010000,31010000123456`), '32010000').lines;
    expect(line).toMatchObject({
      direction: 'in',
      amount: '5.00',
      reversal: true,
      counterpartyAccount: '31010000123456',
    });
  });

  it.each([
    ['第3行借方发生额', '2025-10-10,9999999999999999.99,,1.00,,', 'debit'],
    ['第3行余额', '2025-10-10,,1.00,9999999999999999.99,,', 'balance'],
    ['第3行贷方发生额：至此累计', '2025-10-10,,900000000000000.00,990000000000000.00,,', 'credit'],
  ])('CLR-13: amounts that leave fifteen digits, alone or together, are refused at %s', (place, row, field) => {
    const wrong = refusal(csv('2025-10-09,900000000000000.00,,90000000000000.00,,', row));
    expect(wrong).toMatchObject({ rule: 'CLR-13', fields: [field], message: expect.stringContaining(place) });
  });
});

describe('camt.053', () => {
  const xml = example('camt053.xml').toString('utf8');

  it.each([
    ['<CdtDbtInd>DBIT</CdtDbtInd>', '<CdtDbtInd>X</CdtDbtInd>', '第1笔Ntry', 'CdtDbtInd'],
    ['<Amt Ccy="CNY">12.50</Amt>', '<Amt Ccy="USD">12.50</Amt>', '第2笔Ntry', 'Ccy'],
    ['<Amt Ccy="CNY">12.50</Amt>', '<Amt Ccy="CNY">12.5x</Amt>', '第2笔Ntry', 'Amt'],
    ['<Amt Ccy="CNY">200.00</Amt>', '<Amt Ccy="CNY">200.01</Amt>', '明细合计700.01元与该笔金额700.00元不符', 'TxDtls'],
    ['<BookgDt><Dt>2025-10-15</Dt></BookgDt>', '', '第3笔NtryBookgDt', 'BookgDt'],
    ['<Cd>CLBD</Cd>', '<Cd>CLAV</Cd>', 'Bal(CLBD)', 'Bal'],
    ['<Amt Ccy="CNY">12.50</Amt>', '<Amt Ccy="CNY">9999999999999999</Amt>', '第2笔NtryAmt：超出15位', 'Amt'],
    ['</Document>', '', 'XML', 'file'],
    ['BkToCstmrStmt', 'BkToCstmrDbtCdtNtfctn', '不是camt.053', 'file'],
    ['<Document', '<!DOCTYPE d [<!ENTITY e "e">]><Document', 'DOCTYPE', 'file'],
  ])('CLR-13: %s → %s is refused with its place', (from, to, place, field) => {
    expect(refusal(xml.replaceAll(from, to), null)).toMatchObject({
      ...{ rule: 'CLR-13', fields: [field], message: expect.stringContaining(place) },
    });
  });

  it('CLR-13: a reversal is told from a receipt, and names the parties of what it takes back', () => {
    const swapped = xml.replaceAll(/(Dbtr|Cdtr)/g, (name) => (name === 'Dbtr' ? 'Cdtr' : 'Dbtr'));
    const reversed = swapped.replaceAll('<Sts>BOOK</Sts>', '<RvslInd>true</RvslInd><Sts>BOOK</Sts>');
    const lines = statementOf(Buffer.from(xml)).lines.map((line) => ({ ...line, reversal: true }));
    expect(statementOf(Buffer.from(reversed)).lines).toEqual(lines);
  });

  it('CLR-13: comments and CDATA are no elements, an element that never ends is refused', () => {
    const commented = xml.replace('<Ntry>', '<!-- </Ntry><Ntry> --><Ntry>');
    expect(statementOf(Buffer.from(commented))).toEqual(statementOf(Buffer.from(xml)));
    expect(refusal(xml.replace('</Ntry>', ''), null)).toMatchObject({ rule: 'CLR-13', fields: ['file'] });
    expect(refusal(`${xml.slice(0, 400)}<Ntry>${'x'.repeat(9_000_000)}`, null)).toMatchObject({
      code: 'statement.xml',
    });
  });

  it('CLR-13: a line is the same in every message, whatever number the message gives it', () => {
    const numbered = (start: number): string => {
      let next = start;
      const bare = xml.replaceAll(/<(AcctSvcrRef|EndToEndId)>[^<]*<\/\1>/g, '');
      return bare.replaceAll('<Ntry>', () => `<Ntry><NtryRef>${next++}</NtryRef>`);
    };
    const idsOf = (text: string) => statementOf(Buffer.from(text)).lines.map(({ lineId }) => lineId);
    expect(idsOf(numbered(7))).toEqual(idsOf(numbered(1)));
  });

  it('CLR-13: what is only pending is in no balance; a batch without amounts is one line', () => {
    const pending = xml.replace('<Sts>BOOK</Sts>', '<Sts><Cd>PDNG</Cd></Sts>');
    expect(statementOf(Buffer.from(pending)).lines).toHaveLength(6);
    const batch = xml.replaceAll(/<AmtDtls>.*<\/AmtDtls>/g, '');
    expect(statementOf(Buffer.from(batch)).lines[0]).toMatchObject({ amount: '700.00', counterpartyName: null });
  });

  it('CLR-13: an overdrawn balance is negative, several statements are read in order', () => {
    const overdrawn = xml.replaceAll(
      '<CdtDbtInd>CRDT</CdtDbtInd>\n        <Dt>',
      '<CdtDbtInd>DBIT</CdtDbtInd>\n        <Dt>',
    );
    expect(statementOf(Buffer.from(overdrawn))).toMatchObject({ opening: '-1000000.00', closing: '-920972.06' });
    const [, statement = ''] = /(<Stmt>.*<\/Stmt>)/s.exec(xml) ?? [];
    const two = xml.replace(statement, statement + statement.replaceAll('2025-10', '2025-11'));
    expect(unwrap(readFile(Buffer.from(two), null)).statements.map((one) => one.statement.from)).toEqual([
      '2025-10-01',
      '2025-11-01',
    ]);
  });
});
