import { describe, expect, it } from '@jest/globals';
import { unwrap } from '#kernel';
import { readStatement, StatementReader } from './read-statement.js';

function readFile(file: Buffer, account: string | null) {
  const reader = new StatementReader(account);
  return reader.push(file) ?? reader.end();
}
const refusal = (text: string, account: string | null = '32010000') => {
  const read = readFile(Buffer.from(text), account);
  return read.ok ? null : read.rejection;
};

describe('files that were not made by a bank', () => {
  it.each([
    ['交易日期,借方,贷方,余额,摘要\n', `2025-10-10,,0.01,1.00,往来\n`, '不超过100000笔', 100_000],
    [
      '<Document><BkToCstmrStmt><Stmt>',
      '<Ntry><Amt Ccy="CNY">900000000000.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><BookgDt><Dt>2025-10-10</Dt></BookgDt></Ntry>',
      ...(['累计发生额超出15位', 1_112] as const),
    ],
  ])('CLR-13: a file without end is read up to its bound and no further: %s', async (head, line, says, lastLine) => {
    const linesOfPiece = 500;
    let pieces = 0;
    async function* endless(): AsyncGenerator<Buffer> {
      yield Buffer.from(head);
      for (const piece = Buffer.from(line.repeat(linesOfPiece)); ; pieces += 1) yield piece;
    }
    const read = await readStatement(endless(), '32010000');
    expect(read).toMatchObject({ ok: false, rejection: { message: expect.stringContaining(says) } });
    expect(pieces).toBeLessThanOrEqual(Math.ceil(lastLine / linesOfPiece));
  });

  it('CLR-13: more levels than any statement has are refused with a sentence', () => {
    expect(refusal(`<Document>${'<a>'.repeat(500)}${'</a>'.repeat(500)}</Document>`, null)).toMatchObject({
      ...{ code: 'statement.xml', message: expect.stringContaining('嵌套') },
    });
  });

  it('CLR-13: brackets or quotes that never close end soon', () => {
    const begun = performance.now();
    expect(refusal(`${'('.repeat(19_000)},1\n`.repeat(40))).toMatchObject({ code: 'statement.headings' });
    expect(refusal(`${'('.repeat(200_000)}\n`)).toMatchObject({ code: 'statement.format' });
    expect(refusal(`"${'5,'.repeat(200_000)}`)).toMatchObject({ code: 'statement.format' });
    expect(performance.now() - begun).toBeLessThan(5_000);
  });

  it('SEC-02: a citizen’s number, phone or card in a purpose or name is masked, an account is not', () => {
    const heads = '交易日期,借方发生额,贷方发生额,余额,对方户名,对方账号,交易流水号,摘要';
    const row = '2025-10-10,5.00,,95.00,320202199003074512,6222021234567890128,S1,退320202199003074512电话13812345678';
    const [read] = unwrap(readFile(Buffer.from(`${heads}\n${row}`), '32010000')).statements;
    const [line] = read?.statement.lines ?? [];
    expect(line).toMatchObject({ counterpartyAccount: '6222021234567890128', serialNumber: 'S1' });
    expect([line?.counterpartyName, line?.text]).toEqual(['3202**********4512', '退3202**********4512电话138****5678']);
  });
});
