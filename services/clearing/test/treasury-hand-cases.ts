import { expect, it } from '@jest/globals';
import { inWritingTransaction } from '#event-store';
import { finance, type ClearingUnderTest } from './month.js';
import { handIn, type Desk } from './treasury.js';

/** What people do where the machine has matched or cannot, and what operators see of it. */
export function handCases(clearing: () => ClearingUnderTest, desk: Desk): void {
  const call: ClearingUnderTest['service']['call'] = (...args) => clearing().service.call(...args);
  const { path, get, openAmounts, lineOf, propose, byTwo } = desk;

  const ofGuangdong = async () =>
    (
      (await get('matches?month=2025-10'))['matches'] as { matchId: string; itemIds: string[]; lineIds: string[] }[]
    ).find(({ itemIds }) => itemIds.includes('16-2025-08-44')) ?? { matchId: '', lineIds: [] };

  it('SEC-04, CLR-13: a match is undone by two persons and stays undone', async () => {
    const { matchId, lineIds } = await ofGuangdong();
    expect(await byTwo({ kind: 'undo-match', matchId })).toMatchObject({ recorded: true });
    expect((await propose({ kind: 'undo-match', matchId })).status).toBe(404);
    expect(await openAmounts()).toEqual([
      ...['bank-in-not-books 100.00 18', 'bank-in-not-books 50.00 15', 'receivable 150.00 35'],
    ]);
    expect((await call('POST', `${path}/matching`, { as: finance('32') })).body).toEqual({ unit: '32', matched: 0 });
    expect((await get('open-items'))['candidates']).toEqual([{ lineIds, itemIds: ['16-2025-08-44'], by: 'sum' }]);
    expect(await get('reconciliation')).toMatchObject({ agrees: true, booksBalance: '920750.00' });
  });

  it('SEC-04, SEC-05, CLR-13: a match is made by hand by two persons, of equal sums only', async () => {
    const lineIds = [await lineOf('100.00'), await lineOf('50.00')];
    const hand = { kind: 'match', lineIds, itemIds: ['16-2025-08-44'] };
    expect((await propose({ ...hand, lineIds: lineIds.slice(1) })).body).toMatchObject({
      ...{ rule: 'SEC-05', code: 'match.amount' },
    });
    expect((await propose({ ...hand, lineIds: [lineIds[0], lineIds[0]] })).status).toBe(400);
    expect((await propose({ ...hand, itemIds: ['16-2025-08-33'] })).body).toMatchObject({ code: 'treasury.ended' });
    expect(await byTwo(hand)).toMatchObject({ recorded: true });
    const persons = { proposedBy: 'user:first', approvedBy: 'user:second', reason: '核对银行回单' };
    expect((await get('matches?month=2025-10'))['matches']).toContainEqual(
      expect.objectContaining({ by: 'hand', ...persons }),
    );
    expect(await openAmounts()).toEqual([]);
    expect(await clearing().verified()).toEqual([]);
  });

  it('CLR-06: money that came back is owed again and named on both sides, the day after it was due, until it moves', async () => {
    const named = async (date: string) => {
      await clearing().service.setBusinessDate(date);
      const { body } = await call('GET', '/ops/overdue');
      return (body as unknown as { step: string }[]).filter(({ step }) => ['payable', 'receivable'].includes(step));
    };
    // 浙江 and 广东 have not paid: their notices are late, and 江苏 has its money by its bank all the same.
    expect(await named('2025-11-04')).toEqual([]);
    const { matches } = (await get('matches?month=2025-10')) as {
      matches: { matchId: string; itemIds: string[]; lineIds: string[] }[];
    };
    const itemIds = ['15-2025-08-31'];
    const { matchId, lineIds } = matches.find((match) => match.itemIds.includes('15-2025-08-31')) ?? { lineIds: [] };
    await byTwo({ kind: 'undo-match', matchId });
    await byTwo({ kind: 'close-item', itemId: itemIds[0], as: 'not-executed' });
    expect(await named('2025-10-28')).toEqual([]);
    const open = { month: '2025-08', dueOn: '2025-10-28', count: 1 };
    expect(await named('2025-10-29')).toEqual([
      { step: 'receivable', who: '上海市', ...open },
      { step: 'payable', who: '江苏省', ...open },
    ]);
    await clearing().service.setBusinessDate('2025-11-04');
    expect(await byTwo({ kind: 'match', lineIds, itemIds })).toMatchObject({ recorded: true });
    expect(await named('2025-11-04')).toEqual([]);
  });

  it('CLR-13: operators see what stands alone for long, by unit and by age', async () => {
    const head = '账号,3201000012345678\n交易日期,借方,贷方,余额,交易流水号\n';
    await handIn(clearing().service.url, `${head}2025-11-04,,1.00,920901.00,N2\n`);
    const named = async (date: string) => {
      await clearing().service.setBusinessDate(date);
      const { body } = await call('GET', '/ops/overdue');
      return (body as unknown as { step: string }[]).filter(({ step }) => step === 'bank-line');
    };
    expect(await named('2025-12-04')).toEqual([]);
    expect(await named('2025-12-05')).toEqual([
      { step: 'bank-line', month: '2025-11', dueOn: '2025-12-04', who: '江苏省', count: 1 },
    ]);
    const metrics = await (await fetch(`${clearing().service.url}/metrics`)).text();
    expect(metrics).toMatch(/kuasheng_treasury_open_items\{name="bank\/31-90",service="clearing"\} 1/);
  });

  it('CLR-13: verify names a cent that was changed in books, statement or match', async () => {
    const spoil = (sql: string) => inWritingTransaction(clearing().service.database, (tx) => tx.query(sql));
    await spoil(
      `update read_treasury.entry set debit = debit + 0.01 where unit = '32' and account = 'payable' and debit > 0`,
    );
    await spoil(
      `update read_treasury.line set amount = amount + 0.01 where unit = '32' and serial_number = 'S20251015001'`,
    );
    expect(await clearing().verified()).toEqual([
      '读模型与公布的表等于由事件重算的结果',
      '财政专户每笔记账借贷相等',
      '应付、应收清算资金等于通知书，减已收付与期初前已办',
      '对账单期初余额加全部流水等于期末余额',
      '每笔勾对两边金额相等，撤销的没有流水与账项',
      '已勾对或核销的流水均已记账，账款之差等于未达账项',
    ]);
  });
}
