import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mintDevelopmentToken } from '#http';
import { Money } from '#kernel';
import { finance, province, startClearing, type ClearingUnderTest } from './month.js';
import { handIn } from './treasury.js';
import { accountOf, Books, listOf, type Row } from './treasury-books.js';

const row = (on: string, change: string, serialNumber?: string): Row => ({
  ...{ on, change: Money.of(change), account: accountOf('31') },
  ...(serialNumber === undefined ? {} : { serialNumber }),
});
const OCTOBER = [
  row('2028-10-02', '-5.00'),
  row('2028-10-05', '7.00'),
  row('2028-10-20', '11.00'),
  row('2028-10-20', '-11.00'),
];
/** As a bank writes it that names the days but no balances around its list. */
const ofOctober = (rows: readonly Row[], opening = '100.00'): Buffer =>
  Buffer.concat([Buffer.from('起始日期：20281001,截止日期：20281031\n'), listOf('32', Money.of(opening), rows).file]);

describe('a statement that was cut off between two lines', () => {
  let books: Books;
  beforeAll(async () => {
    books = await Books.open();
    await books.openAccounts('31', '32');
  });
  afterAll(() => books.end());
  const newLines = async (file: Buffer): Promise<number | string> => {
    const imported = await books.handIn('32', file);
    return imported.ok ? (imported.value.statements[0]?.newLines ?? 0) : imported.rejection.code;
  };

  it('CLR-13: the whole of it brings the lines that were missing, and the next month follows', async () => {
    expect(await newLines(ofOctober(OCTOBER.slice(0, 2)))).toBe(2);
    // Not a list that lacks a known line or ends before the first one did: nothing would prove its new lines.
    expect(await newLines(ofOctober([...OCTOBER.slice(1), row('2028-10-21', '3.00')], '95.00'))).toBe(
      'statement.order',
    );
    expect(await newLines(listOf('32', Money.of('100.00'), OCTOBER).file)).toBe('statement.order');
    expect(await newLines(ofOctober(OCTOBER))).toBe(2);
    expect(await newLines(ofOctober(OCTOBER))).toBe(0);
    const next = listOf('32', Money.of('102.00'), [row('2028-11-03', '1.00')]);
    expect(await newLines(next.file)).toBe(1);
    expect(await books.broken()).toEqual([]);
  });
});

describe('a connection that breaks within a statement', () => {
  let clearing: ClearingUnderTest;
  beforeAll(async () => {
    clearing = await startClearing();
    const account = {
      accountName: '财政专户',
      accountNumber: accountOf('32'),
      bankName: '中国银行',
      bankCode: '104301003011',
    };
    const body = { ...account, effectiveOn: '2025-08-01' };
    await clearing.service.call('PUT', '/clearing/finance-accounts/32', { as: province('32'), body });
  });
  afterAll(() => clearing.end());

  it('CLR-13: leaves nothing, also of whole lines, and the file sent again is taken whole', async () => {
    const { service } = clearing;
    await service.setBusinessDate('2025-10-31');
    const file = listOf('32', Money.of('100.00'), [row('2025-10-02', '-5.00'), row('2025-10-05', '7.00')]).file;
    const half = file.subarray(0, file.lastIndexOf('\n') + 1);
    const { hostname, port } = new URL(service.url);
    const token = await mintDevelopmentToken({ subject: 'cashier', roles: ['provincial-finance'], area: '32' });
    // More often than the service reads at once.
    for (let times = 0; times < 4; times += 1) {
      const socket = connect(Number(port), hostname);
      await once(socket, 'connect');
      socket.write(
        `PUT /clearing/special-accounts/32/statements HTTP/1.1\r\nhost: ${hostname}\r\nauthorization: Bearer ${token}\r\n` +
          `content-type: text/csv\r\ncontent-length: ${file.length}\r\n\r\n`,
      );
      socket.write(half);
      await new Promise((resolve) => setTimeout(resolve, 200));
      socket.destroy();
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
    const { body } = await service.call('GET', '/clearing/special-accounts/32/statements', { as: finance('32') });
    expect(body['statements']).toEqual([]);
    const again = await handIn(service.url, file);
    expect(again.body).toMatchObject({ statements: [{ newLines: 2, knownLines: 0 }] });
  });
});
