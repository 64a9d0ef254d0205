import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CONTRACTS, type FilingApproved, type FilingChanged, type FilingEnded } from '#contracts';
import { type DeliveredMessage, Inbox, type MessageHandler } from '#event-bus';
import { EventStore } from '#event-store';
import { testDatabase, type TestDatabase } from '#testing';
import { Directory, type KnownFiling } from '../directory/directory.js';
import { registrationHandler } from './registration.handler.js';

const PSN_NO = 'P1';
const approved = (changes: Partial<FilingApproved> = {}): FilingApproved => ({
  ...CONTRACTS.filingApproved.example,
  ...{ filingId: 'BA1', psnNo: PSN_NO, byPromise: true, validTo: '2025-07-15' },
  ...changes,
});
const changed = (changes: Partial<FilingChanged> = {}): FilingChanged => ({
  ...CONTRACTS.filingChanged.example,
  ...{ filingId: 'BA1', psnNo: PSN_NO },
  ...changes,
});
const ended = (changes: Partial<FilingEnded> = {}): FilingEnded => ({
  ...CONTRACTS.filingEnded.example,
  ...{ filingId: 'BA1', psnNo: PSN_NO, endedOn: '2025-08-01', cause: 'revoked' },
  ...changes,
});

const message = (n: number, type: string, data: object): DeliveredMessage => {
  const position = `000001.${'0'.repeat(20)}.${String(n).padStart(19, '0')}`;
  return {
    ...{ id: `registration/${position}`, source: 'registration', type, position, offset: String(n), data: { ...data } },
    ...{ topic: 'kuasheng.registration.v1', partition: 0, subject: `filings-${PSN_NO}`, time: '', metadata: {} },
  };
};
const told = {
  approved: (n: number, data = approved()) => message(n, CONTRACTS.filingApproved.type, data),
  changed: (n: number, data = changed()) => message(n, CONTRACTS.filingChanged.type, data),
  ended: (n: number, data = ended()) => message(n, CONTRACTS.filingEnded.type, data),
};

describe('filings as registration tells them', () => {
  let database: TestDatabase;
  let store: EventStore;
  let inbox: Inbox;

  beforeEach(async () => {
    database = await testDatabase('filings');
    const folder = new URL('../../migrations/', import.meta.url);
    store = await EventStore.open({ url: database.url, connections: 4, migrations: { owner: 'settlement', folder } });
    inbox = new Inbox(store, 'settlement', [registrationHandler], { bus: { publish: async () => undefined } });
  });

  afterEach(async () => {
    await store.close();
    await database.drop();
  });

  const filings = (): Promise<readonly KnownFiling[]> => new Directory(store.database).filings(PSN_NO);

  it('REG-09: a promise owes its documents until registration says that they have come', async () => {
    await inbox.handle([told.approved(1)]);
    expect(await filings()).toMatchObject([{ byPromise: true, documentsOwed: true, validTo: '2025-07-15' }]);
    await inbox.handle([told.changed(2)]);
    expect(await filings()).toMatchObject([{ byPromise: true, documentsOwed: false, validTo: '2027-06-30' }]);
    await inbox.handle([told.approved(3, approved({ filingId: 'BA2', byPromise: false }))]);
    expect((await filings()).find(({ filingId }) => filingId === 'BA2')).toMatchObject({ documentsOwed: false });
  });

  it('REG-13: approved, changed twice and ended in one batch is what it is one by one', async () => {
    const later = changed({ destination: '330100', validTo: null, cause: 'renewal' });
    const all = [told.approved(1), told.changed(2), told.changed(3, later), told.ended(4)];
    await inbox.handle(all);
    const together = await filings();
    expect(together).toEqual([
      {
        ...{
          filingId: 'BA1',
          insuredRegion: '320200',
          kind: 'long-term-resident',
          destination: '330100',
          byPromise: true,
          validTo: null,
        },
        ...{ documentsOwed: false, validFrom: '2025-07-01', endedOn: '2025-08-01', endedCause: 'revoked' },
      },
    ]);
    await store.transaction(async (tx) => {
      await tx.query('delete from filing');
      await tx.query('delete from inbox_position');
    });
    for (const one of all) await inbox.handle([one]);
    expect(await filings()).toEqual(together);
  });

  it('REG-13: what is delivered again changes nothing', async () => {
    const first = [told.approved(1), told.changed(2)];
    await inbox.handle(first);
    await inbox.handle([told.changed(3, changed({ validTo: '2028-01-01' })), told.ended(4)]);
    const before = await filings();
    await inbox.handle([...first, told.ended(4)]);
    expect(await filings()).toEqual(before);
  });

  it('REG-13: the end of a filing whose approval was put aside is put aside too, and both are made good in order', async () => {
    let broken = true;
    const handler: MessageHandler = {
      types: registrationHandler.types,
      async apply(tx, messages) {
        if (broken && messages.some(({ id }) => id === first.id)) throw new RangeError('a defect');
        await registrationHandler.apply(tx, messages);
      },
    };
    const first = told.approved(1);
    inbox = new Inbox(store, 'settlement', [handler], { bus: { publish: async () => undefined }, retryWaitMs: 1 });
    await inbox.handle([first, told.ended(2), told.approved(3, approved({ filingId: 'BA2' }))]);
    expect(await filings()).toMatchObject([{ filingId: 'BA2', endedOn: null }]);
    broken = false;
    const letters = await inbox.deadLetters(10);
    const idOf = (type: string) => letters.find((letter) => letter.type === type)?.id ?? '';
    const [approval, end] = [idOf(CONTRACTS.filingApproved.type), idOf(CONTRACTS.filingEnded.type)];
    expect(await inbox.replayDeadLetter(end)).toMatchObject({ kind: 'failed' });
    expect(await inbox.replayDeadLetter(approval)).toMatchObject({ kind: 'replayed' });
    expect(await inbox.replayDeadLetter(end)).toMatchObject({ kind: 'replayed' });
    expect((await filings()).find(({ filingId }) => filingId === 'BA1')).toMatchObject({ endedCause: 'revoked' });
  });
});
