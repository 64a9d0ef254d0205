import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EventStore, START, type StreamDefinition } from '#event-store';
import { testDatabase, type TestDatabase } from '../../../testing/src/infrastructure/postgres.js';
import { Relay } from './relay.js';

const NOTED: StreamDefinition<null> = { category: 'note', initialState: () => null, evolve: () => null };
const METADATA = {
  ...{ actor: 'user:1', onBehalfOf: 'province:32', reason: '测试', businessDate: '2025-08-01' },
  ...{ correlationId: 'c-1', causationId: null },
};

describe('Relay of a service that publishes few of its types', () => {
  let database: TestDatabase;
  let store: EventStore;

  beforeEach(async () => {
    database = await testDatabase('relay');
    store = await EventStore.open({ url: database.url, connections: 6 });
    await store.start();
  });
  afterEach(async () => {
    await store.close();
    await database.drop();
  });

  const note = (streamId: string, n: number, type: string): Promise<unknown> =>
    store.write({
      ...{ streams: [{ id: streamId, definition: NOTED }], idempotency: null, metadata: METADATA },
      decide: () => ({ kind: 'accepted', events: [{ streamId, event: { type, data: { n } } }], answer: null }),
    });

  it('reads the data of no type but those, and comes to the end of the log all the same', async () => {
    const seen: unknown[] = [];
    const published: unknown[] = [];
    const relay = new Relay(
      store,
      { publish: async (_topic, messages) => void published.push(...messages.map(({ data }) => data['n'])) },
      {
        ...{ service: 'test', published: ['noted'] },
        translate: ({ type, data }) => {
          seen.push([type, data['n']]);
          return { type: 'test.noted.v1', data };
        },
      },
    );
    await note('note-1', 1, 'noted');
    await note('note-1', 2, 'kept');
    await note('note-2', 3, 'noted');
    await note('note-2', 4, 'kept');
    await relay.start();
    expect(await relay.hasPublished(10_000)).toBe(true);
    await relay.stop();
    expect(published).toEqual([1, 3]);
    expect(seen).toEqual([
      ['noted', 1],
      ['noted', 3],
    ]);
    const read = await store.readAll(START, 10, ['noted']);
    expect(read.map(({ type, data, version }) => [type, data['n'], version])).toEqual([
      ['noted', 1, 1],
      ['kept', undefined, 2],
      ['noted', 3, 1],
      ['kept', undefined, 2],
    ]);
  });
});
