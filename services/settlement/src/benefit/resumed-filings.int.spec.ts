import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CONTRACTS } from '#contracts';
import { type DeliveredMessage, Inbox } from '#event-bus';
import { EventStore } from '#event-store';
import { RegionCode } from '#kernel';
import { testDatabase, type TestDatabase } from '#testing';
import { registrationHandler } from '../hospital-gateway/consumers/registration.handler.js';
import { Directory } from '../hospital-gateway/directory/directory.js';
import { coveringFiling } from './domain/coverage.js';

const FILING = { filingId: 'BA1', psnNo: 'P1' };
const APPROVED = { ...CONTRACTS.filingApproved.example, ...FILING, validFrom: '2025-07-01', validTo: null };
const REPLACED = { ...FILING, endedOn: '2025-10-01', cause: 'replaced' };
const TAKEN_BACK = { ...FILING, endedOn: null, cause: null };

let messages = 0;

function message(type: string, data: object): DeliveredMessage {
  const position = `000001.${'0'.repeat(20)}.${String((messages += 1)).padStart(19, '0')}`;
  return {
    ...{ id: `registration/${position}`, source: 'registration', type, position, offset: String(messages) },
    ...{ topic: 'kuasheng.registration.v1', partition: 0, subject: 'filings-P1', time: '', metadata: {} },
    data: CONTRACTS[type === CONTRACTS.filingApproved.type ? 'filingApproved' : 'filingEnded'].schema.parse(data),
  };
}
const ended = (data: object): DeliveredMessage => message(CONTRACTS.filingEnded.type, data);

describe('an end that registration takes back', () => {
  let database: TestDatabase;
  let store: EventStore;
  let inbox: Inbox;

  beforeAll(async () => {
    database = await testDatabase('resumed');
    const folder = new URL('../migrations/', import.meta.url);
    store = await EventStore.open({ url: database.url, connections: 4, migrations: { owner: 'settlement', folder } });
    inbox = new Inbox(store, 'settlement', [registrationHandler], { bus: { publish: async () => undefined } });
    await inbox.handle([message(CONTRACTS.filingApproved.type, APPROVED)]);
  });

  afterAll(async () => {
    await store.close();
    await database.drop();
  });

  const covers = async (openedOn: string): Promise<boolean> => {
    const filings = await new Directory(store.database).filings('P1');
    const { insuredRegion } = APPROVED;
    const careRegion = RegionCode.of(APPROVED.destination);
    return coveringFiling(filings, { insuredRegion, careRegion, openedOn, settledOn: openedOn }) !== null;
  };

  it('REG-14: a filing that another was to replace carries care again, once that one never began', async () => {
    await inbox.handle([ended(REPLACED)]);
    expect([await covers('2025-09-30'), await covers('2025-10-01')]).toEqual([true, false]);
    await inbox.handle([ended(TAKEN_BACK)]);
    expect(await covers('2025-10-01')).toBe(true);
  });

  it('REG-14: what was told last counts, also within one batch', async () => {
    await inbox.handle([ended(TAKEN_BACK), ended(REPLACED)]);
    expect(await covers('2025-10-01')).toBe(false);
    await inbox.handle([ended(REPLACED), ended(TAKEN_BACK)]);
    expect(await covers('2025-10-01')).toBe(true);
  });
});
