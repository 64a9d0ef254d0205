import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EventStore } from '#event-store';
import { clearingMonth, clearingUnit, Money } from '#kernel';
import { checkReadModels } from '#service';
import { TakeNoticeStepCommand, TakeNoticeStepHandler } from '../src/notice/commands/take-step/take-step.js';
import { noticesProjection } from '../src/notice/queries/notices/notices.projection.js';
import type { NoticeEvent } from '../src/notice/domain/notice.js';
import { matchUnit } from '../src/treasury/commands/match-statement/match-statement.js';
import { financeAccountsProjection } from '../src/treasury/queries/finance-accounts/finance-accounts.projection.js';
import { treasuryProjection } from '../src/treasury/queries/special-account/treasury.projection.js';
import { accountOf, actBy, Books, listOf } from './treasury-books.js';

const MONTHS = Array.from(
  { length: 24 },
  (_, index) => `20${20 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`,
);
const PUBLISHED = '2030-01-01';
const PAID = '2030-02-01';

let books: Books;
let other: EventStore;

beforeAll(async () => {
  books = await Books.open();
  other = await EventStore.open({
    url: books.store.database.url,
    projections: [noticesProjection, financeAccountsProjection, treasuryProjection],
  });
  await books.openAccounts('31', '32');
});

afterAll(async () => {
  await other.close();
  await books.end();
});

function take(store: EventStore, month: string, event: Exclude<NoticeEvent, { type: 'NoticePublished' }>) {
  const idempotency = { scope: 'races', key: `${event.type}/${month}`, bodyHash: '' };
  const act = { month: clearingMonth(month), unit: clearingUnit('32'), event, metadata: actBy(), idempotency };
  return new TakeNoticeStepHandler(store).execute(new TakeNoticeStepCommand(act));
}

describe('cities in the special account', () => {
  it('CLR-07, CLR-08: 上解 enters and 下拨 leaves; a part that turned round goes the other way', async () => {
    const parts = [
      ...[{ city: '320200', direction: 'remit' } as const, { city: '320300', direction: 'receive' } as const],
      { city: '320400', direction: 'remit', returned: true } as const,
      { city: '320500', direction: 'receive', returned: true } as const,
    ];
    for (const part of parts) await books.settleCity('32', '2019-12', { ...part, amount: '7.00' });
    const rows = await books.store.database.read<{ counterparty: string; direction: string }>(
      `select counterparty, direction from read_treasury.item where kind = 'city' order by 1`,
    );
    expect(rows.map(({ counterparty, direction }) => `${counterparty} ${direction}`)).toEqual([
      ...['320200 in', '320300 out', '320400 out', '320500 in'],
    ]);
    expect(await books.broken()).toEqual([]);
  });
});

describe('finance reports a payment while the bank shows it', () => {
  it('CLR-06, CLR-13: the special account is booked once, and the events alone say by whom', async () => {
    let balance = Money.of('100000.00');
    for (const [index, month] of MONTHS.entries()) {
      const amount = Money.fromFen(BigInt(1_000 + index));
      const payments = [{ unit: '31', amount: amount.toString(), returned: false }];
      await books.publish({ unit: '32', month, publishedOn: PUBLISHED, payments, collections: [] });
      await take(books.store, month, { type: 'NoticeHandedOver', data: { month, unit: '32', on: PUBLISHED } });
      const row = { on: PAID, change: amount.negate(), account: accountOf('31'), serialNumber: `B${index}` };
      const { file, closing } = listOf('32', balance, [row]);
      balance = closing;
      // The process ends between import and matching: the daily job matches while finance reports.
      await books.handIn('32', file, books.dyingStore(1)).catch(() => undefined);
      const slip = { month, unit: '32', on: PAID, bank: '中国银行', serialNumber: `B${index}`, paidOn: PAID };
      await Promise.all([
        take(books.store, month, { type: 'NoticePaid', data: slip }),
        matchUnit(other, '32', actBy('system:clearing.treasury-day')),
      ]);
    }
    expect(await books.broken()).toEqual([]);
    expect(await checkReadModels(books.store)).toMatchObject({ ok: true });
  });
});
