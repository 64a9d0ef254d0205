import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CONTRACTS, type SpecialAccountMoved } from '#contracts';
import { deliver, failedChecks, planting, type EventOfOther } from '#testing';
import { finance, province, startClearing, type ClearingUnderTest } from './month.js';
import { ACCOUNTS, deskOf, handIn, moved } from './treasury.js';

const PAID = '2025-31-32-1/paid';
let clearing: ClearingUnderTest;
const { path, openAmounts, balances, get, propose, byTwo } = deskOf(() => clearing);
const send = (...events: readonly EventOfOther[]) =>
  deliver(clearing.service, clearing.environment, 'prepayment', events);

const paid = (unit: string, serialNumber: string, movementId = PAID): Partial<SpecialAccountMoved> => ({
  ...{ movementId, unit, counterparty: '31', amount: '1000.00', serialNumber, movedOn: '2025-10-10' },
});
const withdrawn = (of: Partial<SpecialAccountMoved>): EventOfOther => ({
  type: CONTRACTS.specialAccountWithdrawn.type,
  subject: 'transfers',
  data: { ...CONTRACTS.specialAccountWithdrawn.example, ...of, reason: '误报了另一笔回单', withdrawnOn: '2025-10-14' },
});

beforeAll(async () => {
  clearing = await startClearing();
  await clearing.service.setBusinessDate('2025-10-01');
  for (const unit of ['32', '31']) {
    const [accountNumber, accountName] = ACCOUNTS[unit] ?? ['', ''];
    const bank = { bankName: '中国银行', bankCode: '104301003011', effectiveOn: '2025-10-01' };
    await clearing.service.call('PUT', `/clearing/finance-accounts/${unit}`, {
      ...{ as: province(unit), body: { accountName, accountNumber, ...bank } },
    });
  }
  await clearing.service.setBusinessDate('2025-10-14');
});

afterAll(() => clearing.end());

describe('a slip of an advance that was taken back', () => {
  const matches = async () =>
    ((await get('matches?month=2025-10'))['matches'] as { by: string; itemIds: string[] }[]).map(
      ({ by, itemIds }) => `${by} ${itemIds.join()}`,
    );

  it('PRE-07, PRE-08, CLR-13: leaves the books by a movement the other way round, and the line of the bank it was matched to is open again', async () => {
    await send(moved(paid('32', 'WRONG')));
    const line = `2025-10-10,1000.00,,9000.00,${ACCOUNTS['31']?.[0]},RIGHT`;
    const list = `账号,${ACCOUNTS['32']?.[0]}\n交易日期,借方,贷方,余额,对方账号,交易流水号\n${line}\n`;
    expect((await handIn(clearing.service.url, list)).body).toMatchObject({ matched: 1 });
    expect(await matches()).toEqual([`counterparty ${PAID}`]);
    expect(await openAmounts()).toEqual([]);
    await send(withdrawn(paid('32', 'WRONG')));
    expect(await openAmounts()).toEqual(['bank-out-not-books 1000.00 4']);
    expect(await balances()).toMatchObject({ 'advance-paid 31': '1000.00 1000.00' });
    const entries = `select account, debit::text, credit::text, booked_on::text from read_treasury.entry
      where movement_id = 'withdrawn-${PAID}' order by line`;
    expect(await clearing.service.database.read(entries)).toEqual([
      { account: 'special-account', debit: '1000.00', credit: '0.00', booked_on: '2025-10-14' },
      { account: 'advance-paid', debit: '0.00', credit: '1000.00', booked_on: '2025-10-14' },
    ]);
    expect(await get('reconciliation')).toMatchObject({
      agrees: true,
      bankBalance: '9000.00',
      booksBalance: '10000.00',
    });
    expect(await clearing.verified()).toEqual([]);
  });

  it('CLR-13: nobody matches, closes or reopens it any more', async () => {
    for (const [code, act] of [
      ['treasury.ended', { kind: 'close-item', itemId: PAID, as: 'before-opening' }],
      ['closing.unknown', { kind: 'reopen', id: PAID }],
    ] as const) {
      expect((await propose(act)).body).toMatchObject({ code });
    }
  });

  it('CLR-13: the slip that is right is another movement, and the machine matches the same line to it', async () => {
    await send(moved(paid('32', 'RIGHT', `${PAID}/2`)));
    const { body } = await clearing.service.call('POST', `${path}/matching`, { as: finance('32') });
    expect(body).toEqual({ unit: '32', matched: 1 });
    expect(await matches()).toEqual([`serial ${PAID}/2`]);
    expect(await openAmounts()).toEqual([]);
    expect(await clearing.verified()).toEqual([]);
  });

  it('PRE-08: what people had closed of it is taken back with it', async () => {
    const before = '2025-31-32-2/paid';
    await send(moved(paid('32', 'OLD', before)));
    expect(await byTwo({ kind: 'close-item', itemId: before, as: 'before-opening' })).toMatchObject({ recorded: true });
    await send(withdrawn(paid('32', 'OLD', before)));
    const net = `select account from read_treasury.entry where about = '${before}' group by 1 having sum(debit) <> sum(credit)`;
    expect(await clearing.service.database.read(net)).toEqual([]);
    expect(await clearing.verified()).toEqual([]);
  });

  it('PRE-08: delivered twice or in another order it leaves the same books', async () => {
    const orders = [
      ...[
        [0, 1, 2],
        [0, 2, 1],
        [1, 0, 2],
        [1, 2, 0],
        [2, 0, 1],
        [2, 1, 0],
      ],
      ...[
        [0, 0, 1, 1, 0, 2, 2, 1],
        [1, 1, 0, 1, 2, 0, 2],
      ],
    ];
    const units = ['33', '34', '35', '36', '37', '41', '42', '43'];
    const facts = async (unit: string) =>
      Promise.all(
        [
          `select item_id, amount::text, moved_on::text, serial_number, booked_on::text, match_id, closed_as
             from read_treasury.item where unit = '${unit}' order by 1`,
          `select movement_id, line, account, debit::text, credit::text, booked_on::text
             from read_treasury.entry where unit = '${unit}' order by 1, 2`,
        ].map((sql) => clearing.service.database.read(sql)),
      );
    for (const [index, unit] of units.entries()) {
      const wrong = paid(unit, 'WRONG');
      const told = [moved(wrong), withdrawn(wrong), moved(paid(unit, 'RIGHT', `${PAID}/2`))];
      for (const next of orders[index] ?? []) await send(told[next] as EventOfOther);
    }
    const [first, ...others] = await Promise.all(units.map(facts));
    expect(first?.[0]).toMatchObject([{ closed_as: 'withdrawn' }, { item_id: `${PAID}/2`, closed_as: null }]);
    expect(first?.[1]).toHaveLength(6);
    for (const other of others) expect(other).toEqual(first);
    expect(await clearing.verified()).toEqual([]);
  });

  it('PRE-08, SEC-03: verify finds a cent in what was booked the other way round, and prepayment must agree that it was', async () => {
    const changed = planting(() => clearing.service.database);
    const cents = (sign: string) =>
      ['debit', 'credit']
        .map(
          (side) => `update read_treasury.entry set ${side} = ${side} ${sign} 0.01
           where unit = '32' and movement_id = 'withdrawn-${PAID}' and ${side} > 0`,
        )
        .join('; ');
    expect(await changed(cents('+'), cents('-'), () => failedChecks(clearing.service))).toContainEqual(
      expect.objectContaining({
        ...{ name: '撤回的预付金收付已红字冲平，没有勾对', detail: expect.stringContaining(`32/${PAID}`) },
      }),
    );
    expect(await clearing.verified()).toEqual([]);
    const { body } = await clearing.service.call('GET', '/ops/figures');
    expect(body).toMatchObject({ [`moved ${PAID} withdrawn`]: '2025-10-14' });
  });
});
