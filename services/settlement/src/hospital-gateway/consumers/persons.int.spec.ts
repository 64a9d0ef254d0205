import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CONTRACTS, type PersonEnrolled } from '#contracts';
import { type AnyMessageHandler, type DeliveredMessage, Inbox } from '#event-bus';
import { EventStore } from '#event-store';
import { testDatabase, type TestDatabase } from '#testing';
import { accountHandler } from '../../benefit/consumers/account.handler.js';
import { accountRef, balanceOf } from '../../benefit/domain/account.js';
import { coverHandler } from '../../by-hand/consumers/cover.handler.js';
import { Directory } from '../directory/directory.js';
import { registrationHandler } from './registration.handler.js';

const PSN_NO = 'P1';
const [CARD, TOKEN, NEW_CARD] = ['a', 'b', 'c'].map((letter) => `k1:${letter.repeat(64)}`) as [string, string, string];

const told = (n: number, changes: Partial<PersonEnrolled> = {}): DeliveredMessage => {
  const position = `000001.${'0'.repeat(20)}.${String(n).padStart(19, '0')}`;
  const data = { ...CONTRACTS.personEnrolled.example, psnNo: PSN_NO, ...changes };
  return {
    ...{ id: `registration/${position}`, source: 'registration', type: CONTRACTS.personEnrolled.type, position },
    ...{
      topic: 'kuasheng.registration.v1',
      partition: 0,
      subject: `person-${data.psnNo}`,
      offset: String(n),
      time: '',
    },
    metadata: {
      ...{ actor: 'system:registration', onBehalfOf: 'nation', reason: 'test', businessDate: '2025-08-01' },
      ...{ correlationId: 'test', causationId: null },
    },
    data,
  };
};

describe('persons as registration tells them', () => {
  let database: TestDatabase;
  let store: EventStore;
  let inbox: Inbox;
  let broken: string | null;

  beforeEach(async () => {
    database = await testDatabase('persons');
    const folder = new URL('../../migrations/', import.meta.url);
    store = await EventStore.open({ url: database.url, connections: 4, migrations: { owner: 'settlement', folder } });
    broken = null;
    const breaking: AnyMessageHandler = {
      types: registrationHandler.types,
      apply: async (_tx, messages) => {
        if (messages.some(({ id }) => id === broken)) throw new RangeError('a defect');
      },
    };
    const handlers = [breaking, registrationHandler, coverHandler, accountHandler];
    inbox = new Inbox(store, 'settlement', handlers, { bus: { publish: async () => undefined }, retryWaitMs: 1 });
  });

  afterEach(async () => {
    await store.close();
    await database.drop();
  });

  /** Puts the first message aside, applies the others, and replays it. */
  async function lateBehind(late: DeliveredMessage, ...others: readonly DeliveredMessage[]): Promise<void> {
    broken = late.id;
    await inbox.handle([late]);
    await inbox.handle(others);
    broken = null;
    const [letter] = await inbox.deadLetters(1);
    expect(await inbox.replayDeadLetter(letter?.id ?? '')).toEqual({ kind: 'replayed' });
  }

  const person = () => new Directory(store.database).person(PSN_NO);
  const holders = async (hash: string): Promise<readonly string[]> =>
    (await new Directory(store.database).personsByHash(hash)).map(({ psnNo }) => psnNo);
  const covers = () =>
    store.database.read(
      `select insured_region as region, person_type as "personType" from told_cover where psn_no = $1 order by 1`,
      [PSN_NO],
    );
  const balance = async (): Promise<string> => balanceOf((await store.load(accountRef(PSN_NO))).state).toString();

  it('SET-21: a person holds what was told last of them and nothing else, whether in one batch or one by one', async () => {
    const messages = [
      told(1, { credentialHashes: [CARD, TOKEN] }),
      told(2, { psnNo: 'P2', credentialHashes: [CARD] }),
      told(3, { credentialHashes: [TOKEN, NEW_CARD] }),
      told(4, { psnNo: 'P3', credentialHashes: [NEW_CARD] }),
      told(5, { psnNo: 'P3', credentialHashes: [] }),
    ];
    const held = async () => [await holders(CARD), await holders(TOKEN), await holders(NEW_CARD)];
    for (const one of messages) await inbox.handle([one]);
    expect(await held()).toEqual([['P2'], [PSN_NO], [PSN_NO]]);
    await store.transaction(async (tx) => {
      await tx.query('delete from insured_person');
      await tx.query('delete from inbox_position');
    });
    await inbox.handle(messages);
    expect(await held()).toEqual([['P2'], [PSN_NO], [PSN_NO]]);
  });

  it('SET-20, SET-21: an older message replayed after a newer one changes neither person, cards nor account', async () => {
    const older = told(1, { credentialHashes: [CARD], insuranceStatus: '1', accountBalance: '1200.00' });
    const newer = told(2, { credentialHashes: [NEW_CARD], insuranceStatus: '4', accountBalance: '900.00' });
    await lateBehind(older, newer);
    expect(await person()).toMatchObject({ insuranceStatus: '4', accountBalance: '900.00' });
    expect([await holders(CARD), await holders(NEW_CARD)]).toEqual([[], [PSN_NO]]);
    expect(await balance()).toBe('900.00');
  });

  it('SET-20: a balance of the past is not taken for news though the figures before and after it are the same', async () => {
    await inbox.handle([told(1, { accountBalance: '1200.00' })]);
    await lateBehind(told(2, { accountBalance: '1500.00' }), told(3, { accountBalance: '1200.00' }));
    expect(await balance()).toBe('1200.00');
  });

  it('SET-17, SET-18: an older message replayed adds the cover it tells, and changes none that was told later', async () => {
    const here = { insuredRegion: '320200' };
    const older = told(1, { ...here, personType: '11' });
    await lateBehind(older, told(2, { ...here, personType: '12' }));
    expect(await covers()).toEqual([{ region: '320200', personType: '12' }]);
    await lateBehind(told(3, { insuredRegion: '310100', personType: '11' }), told(4, { ...here, personType: '12' }));
    expect(await covers()).toEqual([
      { region: '310100', personType: '11' },
      { region: '320200', personType: '12' },
    ]);
    expect(await person()).toMatchObject(here);
  });

  it('SET-20, SET-21: a message that nothing has passed by is applied when it is replayed', async () => {
    await inbox.handle([told(1, { accountBalance: '1200.00', credentialHashes: [CARD] })]);
    await lateBehind(told(2, { accountBalance: '900.00', credentialHashes: [] }), told(3, { psnNo: 'P2' }));
    expect(await balance()).toBe('900.00');
    expect(await holders(CARD)).toEqual([]);
  });
});
