import { Readable } from 'node:stream';
import { EventStore, type AppendedEvent, type EventMetadata, type StreamRef } from '#event-store';
import { clearingUnit, Money } from '#kernel';
import { checkInvariants } from '#service';
import { testDatabase } from '#testing';
import { citiesRef, type CityDirection } from '../src/notice/domain/city.js';
import { noticeRef, type NoticeLine } from '../src/notice/domain/notice.js';
import { noticesProjection } from '../src/notice/queries/notices/notices.projection.js';
import {
  ProposeActCommand,
  ProposeActHandler,
  ReviewActCommand,
  ReviewActHandler,
} from '../src/treasury/commands/act/treasury-acts.js';
import {
  ImportStatementCommand,
  ImportStatementHandler,
} from '../src/treasury/commands/import-statement/import-statement.js';
import { financeAccountRef } from '../src/treasury/domain/finance-account.js';
import type { TreasuryAct } from '../src/treasury/domain/special-account.js';
import { financeAccountsProjection } from '../src/treasury/queries/finance-accounts/finance-accounts.projection.js';
import { treasuryProjection } from '../src/treasury/queries/special-account/treasury.projection.js';
import { TREASURY_INVARIANTS } from '../src/treasury/verify-treasury.js';

export const accountOf = (unit: string): string => `${unit}010000123456`;
export const actBy = (actor = 'user:cashier'): EventMetadata => ({
  ...{ actor, onBehalfOf: 'province:32', reason: 'test', businessDate: '2030-12-31' },
  ...{ correlationId: 'test', causationId: null },
});

export interface Notice {
  readonly unit: string;
  readonly month: string;
  readonly publishedOn: string;
  readonly payments: readonly NoticeLine[];
  readonly collections: readonly NoticeLine[];
}

export interface Row {
  readonly on: string;
  /** Into the account is positive. */
  readonly change: Money;
  readonly account?: string;
  readonly serialNumber?: string;
}

/** A list of a bank that begins with a balance. */
export function listOf(
  unit: string,
  opening: Money,
  rows: readonly Row[],
): { readonly file: Buffer; readonly closing: Money } {
  let closing = opening;
  const lines = rows.map(({ on, change, account = '', serialNumber = '' }) => {
    closing = closing.plus(change);
    const [debit, credit] = change.isNegative() ? [change.abs().toString(), ''] : ['', change.toString()];
    return [on, debit, credit, closing, account, serialNumber].join(',');
  });
  const head = `账号,${accountOf(unit)}\n交易日期,借方,贷方,余额,对方账号,交易流水号`;
  return { file: Buffer.from([head, ...lines].join('\n')), closing };
}

/** The special accounts of clearing on a database of their own, without a service around them. */
export class Books {
  private keys = 0;

  private constructor(
    readonly store: EventStore,
    private readonly drop: () => Promise<void>,
  ) {}

  static async open(): Promise<Books> {
    const database = await testDatabase('treasury');
    const store = await EventStore.open({
      url: database.url,
      projections: [noticesProjection, financeAccountsProjection, treasuryProjection],
    });
    return new Books(store, database.drop);
  }

  async end(): Promise<void> {
    await this.store.close();
    await this.drop();
  }

  async openAccounts(...units: readonly string[]): Promise<void> {
    for (const unit of units) {
      const ref = financeAccountRef(unit);
      const facts = { accountName: `${unit}财政专户`, bankName: '中国银行', bankCode: '104301003011' };
      const days = { effectiveOn: '2010-01-01', reportedOn: '2010-01-01' };
      const data = { unit, accountNumber: accountOf(unit), ...facts, ...days };
      await this.append([ref], [{ streamId: ref.id, event: { type: 'FinanceAccountChanged', data } }]);
    }
  }

  async publish({ unit, month, publishedOn, payments, collections }: Notice): Promise<void> {
    const ref = noticeRef(month, unit);
    const total = (lines: readonly NoticeLine[]) => Money.sum(lines.map(({ amount }) => Money.of(amount))).toString();
    const totals = { paymentTotal: total(payments), collectionTotal: total(collections) };
    const dates = { publishedOn, handOverBy: publishedOn, payBy: publishedOn, reportBy: publishedOn };
    const data = { month, unit, payments: [...payments], collections: [...collections], ...totals, ...dates };
    await this.append([ref], [{ streamId: ref.id, event: { type: 'NoticePublished', data } }]);
  }

  /** The whole notice of a month, once. */
  async pay(unit: string, month: string, paidOn: string): Promise<void> {
    const ref = noticeRef(month, unit);
    const data = { month, unit, on: paidOn, bank: '中国银行', serialNumber: `N${month}`, paidOn };
    const { state } = await this.store.load(ref);
    if (state.step === 'published')
      await this.append([ref], [{ streamId: ref.id, event: { type: 'NoticePaid', data } }]);
  }

  async settleCity(
    unit: string,
    month: string,
    part: { city: string; direction: CityDirection; amount: string; returned?: boolean },
  ): Promise<void> {
    const ref = citiesRef(month, unit);
    const slip = {
      bank: '中国银行',
      serialNumber: `C${part.city}`,
      movedOn: '2030-01-05',
      on: '2030-01-05',
      late: false,
    };
    await this.append(
      [ref],
      [{ streamId: ref.id, event: { type: 'CitySettled', data: { month, unit, ...part, ...slip } } }],
    );
  }

  handIn(unit: string, file: Buffer, through: EventStore = this.store) {
    const command = new ImportStatementCommand(clearingUnit(unit), Readable.from([file]), null, actBy());
    return new ImportStatementHandler(through).execute(command);
  }

  /** Proposed by one person and approved by another; refusals are let go. */
  async byTwo(unit: string, act: TreasuryAct): Promise<void> {
    const by = (actor: string) => {
      this.keys += 1;
      return { unit, metadata: actBy(actor), idempotency: { scope: 'books', key: String(this.keys), bodyHash: '' } };
    };
    const proposed = await new ProposeActHandler(this.store).execute(
      new ProposeActCommand(by('user:first'), act, '核对'),
    );
    if (proposed.kind !== 'accepted') return;
    const review = new ReviewActCommand(by('user:second'), proposed.answer.proposalId, 'approve');
    await new ReviewActHandler(this.store).execute(review);
  }

  /** The store of a process that ends after so many writes. */
  dyingStore(writes: number): EventStore {
    let left = writes;
    return new Proxy(this.store, {
      get: (target, name) => {
        if (name !== 'write') return Reflect.get(target, name) as unknown;
        return (request: Parameters<EventStore['write']>[0]) => {
          left -= 1;
          return left < 0 ? Promise.reject(new Error('the process ended')) : target.write(request);
        };
      },
    });
  }

  /** What does not hold of the books, by name. */
  async broken(): Promise<readonly string[]> {
    const checks = await checkInvariants(this.store, TREASURY_INVARIANTS);
    return checks.filter(({ ok }) => !ok).map(({ name, detail }) => `${name} ${detail}`);
  }

  private append(streams: readonly StreamRef[], events: readonly AppendedEvent[]) {
    return this.store.write({
      ...{ streams, metadata: actBy(), idempotency: null },
      decide: () => ({ kind: 'accepted', events, answer: '' }),
    });
  }
}
