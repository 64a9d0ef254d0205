import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deliver } from '#testing';
import { finance, nation, province, startClearing, type ClearingUnderTest } from './month.js';
import { handCases } from './treasury-hand-cases.js';
import { deskOf, handIn, moved, publishAugust } from './treasury.js';

let clearing: ClearingUnderTest;
const call: ClearingUnderTest['service']['call'] = (...args) => clearing.service.call(...args);
const example = (name: string): Buffer => readFileSync(join('examples', 'statements', name));
const desk = deskOf(() => clearing);
const { path, get, openAmounts, lineOf, balances, propose, approve, byTwo } = desk;

beforeAll(async () => {
  clearing = await startClearing();
  await publishAugust(clearing);
});

afterAll(() => clearing.end());

describe('the special account of a unit', () => {
  it('CLR-05, CLR-13: a published notice is booked: what is owed, what was fronted', async () => {
    expect(await balances()).toEqual({
      ...{ 'benefit-cost 31': '500.00 0.00', 'benefit-cost 44': '200.00 0.00' },
      ...{ 'payable 31': '0.00 500.00', 'payable 44': '0.00 200.00' },
      ...{ 'fronted 33': '0.00 300.00', 'fronted 44': '0.00 150.00' },
      ...{ 'receivable 33': '300.00 0.00', 'receivable 44': '150.00 0.00' },
    });
    expect(await openAmounts()).toEqual([
      ...['payable 200.00 0', 'payable 500.00 0'],
      ...['receivable 150.00 0', 'receivable 300.00 0'],
    ]);
  });

  it('CLR-06, CLR-12: a reported payment is booked on its day and is not with the bank yet', async () => {
    await clearing.service.setBusinessDate('2025-10-13');
    await call('POST', '/clearing/notices/2025-08/32/hand-over', { as: province('32') });
    const slip = { bank: '中国银行', serialNumber: 'S20251010001', paidOn: '2025-10-10' };
    const slips = [{ unit: '44', bank: '工商银行', serialNumber: 'S20251010002', paidOn: '2025-10-11' }];
    await call('POST', '/clearing/notices/2025-08/32/paid', { as: finance('32'), body: { ...slip, slips } });
    const moved = `select item_id, moved_on::text, booked_on::text, serial_number from read_treasury.item
      where unit = '32' and kind = 'payment' order by item_id`;
    expect(await clearing.service.database.read(moved)).toEqual([
      { item_id: '15-2025-08-31', moved_on: '2025-10-10', booked_on: '2025-10-10', serial_number: 'S20251010001' },
      { item_id: '15-2025-08-44', moved_on: '2025-10-11', booked_on: '2025-10-11', serial_number: 'S20251010002' },
    ]);
    expect(await openAmounts()).toEqual([
      ...['books-out-not-bank 200.00 2', 'books-out-not-bank 500.00 3'],
      ...['receivable 150.00 13', 'receivable 300.00 13'],
    ]);
    expect(await get('reconciliation')).toMatchObject({
      ...{ bankBalance: '0.00', booksBalance: '-700.00', agrees: true, accounts: [] },
      adjusted: { bank: '-700.00', books: '-700.00' },
    });
  });

  it('SEC-01, CLR-12, CLR-13: a statement of another unit, account, day or balance is refused, and nothing of it is kept', async () => {
    const { url } = clearing.service;
    const text = (name: string) => example(name).toString('utf8');
    expect((await handIn(url, example('ccb.csv'), { area: '33' })).status).toBe(403);
    expect((await handIn(url, example('ccb.csv'), { unit: '31' })).body).toMatchObject({
      rule: 'CLR-12',
      fields: ['account'],
    });
    expect((await handIn(url, example('ccb.csv'))).body).toMatchObject({ code: 'statement.future' });
    await clearing.service.setBusinessDate('2025-10-31');
    expect((await handIn(url, text('ccb.csv').replace('1234.56', '1234.57'))).body).toMatchObject({
      ...{ rule: 'CLR-13', fields: ['balance'], detail: expect.stringContaining('第8行余额') },
    });
    expect((await handIn(url, text('camt053.xml').replace('920972.06', '920972.07'))).body).toMatchObject({
      code: 'statement.balance',
    });
    expect((await handIn(url, 'PK')).status).toBe(422);
    expect((await call('PUT', `${path}/statements`, { as: finance('32') })).status).toBe(400);
    expect((await get('statements'))['statements']).toEqual([]);
    expect(await clearing.verified()).toEqual([]);
  });

  it('CLR-13: a statement is matched one to one and several to one; what is left stays listed with its age', async () => {
    const { status, body } = await handIn(clearing.service.url, example('icbc.csv'));
    expect([status, body]).toEqual([
      200,
      expect.objectContaining({
        unit: '32',
        matched: 4,
        statements: [expect.objectContaining({ newLines: 8, knownLines: 0 })],
      }),
    ]);
    expect(await openAmounts()).toEqual([
      ...['bank-in-not-books 1234.56 10', 'bank-out-not-books 12.50 21', 'bank-out-not-books 80000.00 9'],
    ]);
    const { matches } = (await get('matches?month=2025-10')) as {
      matches: { by: string; itemIds: string[]; lineIds: string[] }[];
    };
    expect(matches.map(({ by, itemIds, lineIds }) => [by, itemIds, lineIds.length])).toEqual([
      ['serial', ['15-2025-08-31'], 1],
      ['serial', ['15-2025-08-44'], 1],
      ['counterparty', ['16-2025-08-33'], 1],
      ['sum', ['16-2025-08-44'], 2],
    ]);
    expect(await clearing.verified()).toEqual([]);
  });

  it('CLR-13: the same statement again, also in another bank’s layout and as camt.053, changes nothing', async () => {
    for (const name of ['icbc.csv', 'ccb.csv', 'icbc.csv']) {
      expect((await handIn(clearing.service.url, example(name))).body).toMatchObject({
        ...{ matched: 0, statements: [{ newLines: 0, knownLines: 8 }] },
      });
    }
    // It reaches to the end of the month, without a new line.
    expect((await handIn(clearing.service.url, example('camt053.xml'))).body).toMatchObject({ matched: 0 });
    const { statements } = await get('statements');
    expect((statements as { newLines: number }[]).map(({ newLines }) => newLines)).toEqual([0, 8]);
  });

  it('CLR-13: statements follow one another without a gap', async () => {
    const head = '账号,3201000012345678\n交易日期,借方,贷方,余额,交易流水号\n';
    const at = (row: string) => handIn(clearing.service.url, `${head}${row}\n`);
    await clearing.service.setBusinessDate('2025-11-03');
    expect((await at('2025-11-03,1.00,,900000.00,N1')).body).toMatchObject({
      ...{ code: 'statement.gap', detail: expect.stringContaining('920972.06') },
    });
    expect((await at('2025-10-11,1.00,,900000.00,N1')).body).toMatchObject({ code: 'statement.order' });
    expect((await at('2025-11-03,72.06,,920900.00,N1')).body).toMatchObject({ matched: 0 });
  });

  it('PRE-07, CLR-13: an advance that prepayment tells of finds its line, once', async () => {
    const advance = moved({
      ...{ movementId: '2025-11-32-1/paid', unit: '32', counterparty: '11', amount: '80000.00', movedOn: '2025-10-22' },
      serialNumber: 'S20251022001',
    });
    await deliver(clearing.service, clearing.environment, 'prepayment', [advance, advance]);
    expect(await openAmounts()).toContain('books-out-not-bank 80000.00 12');
    await clearing.day('2025-11-04');
    expect(await openAmounts()).toEqual([
      ...['bank-in-not-books 1234.56 14', 'bank-out-not-books 12.50 25', 'bank-out-not-books 72.06 1'],
    ]);
    expect((await balances())['advance-paid 11']).toBe('80000.00 0.00');
    expect((await call('POST', '/ops/days', { body: { asOf: '2025-11-04' } })).body).toMatchObject({
      'treasury-day': { matched: 0 },
    });
  });

  it('SEC-04, SEC-05, CLR-11: fees and interest are closed by two persons, never into a fund column', async () => {
    const fee = { kind: 'close-line', lineId: await lineOf('12.50'), as: 'bank-fee' };
    expect((await propose({ ...fee, as: 'benefit-cost' })).body).toMatchObject({
      ...{ status: 400, fields: ['as'], detail: expect.stringContaining('SEC-05') },
    });
    const asPayment = { kind: 'match', lineIds: [fee.lineId], itemIds: ['15-2025-08-31'] };
    expect((await propose(asPayment)).body).toMatchObject({ rule: 'CLR-13', code: 'treasury.ended' });
    const { body: proposed } = await propose(fee);
    expect(proposed).toEqual({ unit: '32', proposalId: 'P000001', recorded: true });
    expect((await propose(fee, 'third')).body).toMatchObject({ proposalId: 'P000001', recorded: false });
    expect((await get('proposals', nation))['proposals']).toMatchObject([{ act: fee, proposedBy: 'user:first' }]);
    expect((await approve('P000001', 'first')).body).toMatchObject({ code: 'four-eyes.same-person' });
    expect((await call('POST', `${path}/proposals/P000001/approval`, { as: province('32') })).status).toBe(403);
    expect((await approve('P000001')).body).toMatchObject({ recorded: true });
    expect((await approve('P000001')).body).toMatchObject({ code: 'four-eyes.nothing-proposed' });
    await byTwo({ kind: 'close-line', lineId: await lineOf('1234.56'), as: 'interest' });
    const shown = await balances();
    expect([shown['bank-fee'], shown['interest-income']]).toEqual(['12.50 0.00', '0.00 1234.56']);
    expect(await clearing.verified()).toEqual([]);
  });

  it('CLR-13: a closing is taken back and made anew; the books name both days', async () => {
    const lineId = await lineOf('72.06');
    await byTwo({ kind: 'close-line', lineId, as: 'penalty' });
    expect((await propose({ kind: 'close-line', lineId, as: 'suspense' })).body).toMatchObject({
      code: 'treasury.ended',
    });
    expect(await byTwo({ kind: 'reopen', id: lineId })).toMatchObject({ recorded: true });
    expect(await openAmounts()).toEqual(['bank-out-not-books 72.06 1']);
    await byTwo({ kind: 'close-line', lineId, as: 'suspense' });
    const shown = await balances();
    expect([shown['penalty'], shown['suspense']]).toEqual(['72.06 72.06', '72.06 0.00']);
  });

  it('CLR-13: 账账相符、账款相符: nothing is open, bank and books agree to the cent', async () => {
    expect(await get('reconciliation', nation)).toMatchObject({
      ...{ bankBalance: '920900.00', booksBalance: '920900.00', agrees: true, differences: [] },
      accounts: [{ account: '3201000012345678', to: '2025-11-03', closing: '920900.00' }],
    });
    expect((await get('reconciliation?on=2025-10-12'))['differences']).toEqual([]);
    expect(await clearing.verified()).toEqual([]);
    expect((await call('GET', `${path}/reconciliation`, { as: finance('33') })).status).toBe(403);
  });

  handCases(() => clearing, desk);
});
