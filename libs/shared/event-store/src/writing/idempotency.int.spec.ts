import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { adding, keyed, METADATA, tallyRef, TestStores, wholeLog } from '../../test/support.js';
import { type EventStore, type WriteRequest } from '../index.js';

const refusing = (key: string, code = 'too-late'): WriteRequest => ({
  streams: [tallyRef('a')],
  idempotency: keyed(key),
  metadata: METADATA,
  decide: () => ({ kind: 'refused', rejection: { code, rule: 'SET-01', message: '不行', fields: ['field'] } }),
});

describe('requests sent again under their key (architecture §4)', () => {
  let stores: TestStores;
  let store: EventStore;

  beforeEach(async () => {
    stores = await TestStores.create();
    store = await stores.open();
  });
  afterEach(() => stores.end());

  const labels = async (): Promise<readonly string[]> => (await store.load(tallyRef('a'))).state.labels;
  const add = (label: string, key = keyed('k')) => adding({ stream: 'a', label, key });

  it('same key and body: the stored answer, no second effect', async () => {
    await store.write(adding({ stream: 'a', label: 'before' }));
    const first = await store.write(add('x'));
    await store.write(adding({ stream: 'a', label: 'after' }));
    const second = await store.write(add('x'));
    expect(first).toMatchObject({ kind: 'accepted', answer: { total: 2 }, replayed: false });
    expect(second).toEqual({ kind: 'accepted', answer: { total: 2 }, replayed: true, events: [] });
    expect(await labels()).toEqual(['before', 'x', 'after']);
  });

  it('the answer is still there after the store was closed and opened', async () => {
    await store.write(add('x'));
    await store.close();
    store = await stores.open();
    expect(await store.write(add('x'))).toMatchObject({ kind: 'accepted', answer: { total: 1 }, replayed: true });
  });

  it('the answer given again is the same text, whatever the order of its members', async () => {
    const answer = { zebra: '1.00', ant: ['b', 'a'], 'a longer name': null };
    const request: WriteRequest = {
      ...refusing('k'),
      decide: () => ({ kind: 'accepted', events: [], answer }),
    };
    const replays = [await store.write(request), await store.write(request)];
    expect(replays.map((outcome) => outcome.kind === 'accepted' && JSON.stringify(outcome.answer))).toEqual([
      JSON.stringify(answer),
      JSON.stringify(answer),
    ]);
  });

  it('the same request twice in one group has one effect', async () => {
    const outcomes = await Promise.all([store.write(add('x')), store.write(add('x')), store.write(add('x'))]);
    expect(outcomes.map((outcome) => outcome.kind === 'accepted' && outcome.replayed)).toEqual([false, true, true]);
    expect(await labels()).toEqual(['x']);
  });

  it('the same request to 8 processes at the same moment has one effect and one answer', async () => {
    const others = await Promise.all(Array.from({ length: 8 }, () => stores.open({ connections: 2 })));
    const outcomes = await Promise.all(others.map((other) => other.write(add('x'))));
    expect(outcomes.filter((outcome) => outcome.kind === 'accepted' && !outcome.replayed)).toHaveLength(1);
    expect(outcomes).toEqual(outcomes.map(() => expect.objectContaining({ kind: 'accepted', answer: { total: 1 } })));
    expect(await labels()).toEqual(['x']);
  });

  it('a key guards requests that have no stream in common: each sending may have made up an id of its own', async () => {
    const others = await Promise.all(Array.from({ length: 8 }, () => stores.open({ connections: 2 })));
    const outcomes = await Promise.all(
      others.map((other, n) => other.write(adding({ stream: `new-${n}`, label: 'x', key: keyed('k') }))),
    );
    expect(outcomes.filter((outcome) => outcome.kind === 'accepted' && !outcome.replayed)).toHaveLength(1);
    expect(await wholeLog(store, 10)).toHaveLength(1);
  });

  it('a request whose first sending is still running waits for its answer', async () => {
    const other = await stores.open();
    const gate = await stores.client();
    await gate.query('begin');
    // The first sending is held in its transaction, after it decided, by a lock on the table of answers.
    await gate.query('lock table idempotency in share mode');
    const first = store.write(add('x'));
    await new Promise((resolve) => setTimeout(resolve, 100));
    const again = other.write(add('x'));
    await new Promise((resolve) => setTimeout(resolve, 100));
    await gate.query('commit');
    expect(await first).toMatchObject({ replayed: false, answer: { total: 1 } });
    expect(await again).toMatchObject({ replayed: true, answer: { total: 1 } });
    expect(await labels()).toEqual(['x']);
  });

  it('same key with another body: a conflict and nothing is done, in the same group and later', async () => {
    const other = add('y', keyed('k', 'another body'));
    expect(await Promise.all([store.write(add('x')), store.write(other)])).toMatchObject([
      { kind: 'accepted' },
      { kind: 'key-conflict' },
    ]);
    expect(await store.write(other)).toEqual({ kind: 'key-conflict' });
    expect(await labels()).toEqual(['x']);
  });

  it('the same key in another scope is another key', async () => {
    await store.write(add('x'));
    await store.write(add('y', { ...keyed('k'), scope: 'another hospital' }));
    expect(await labels()).toEqual(['x', 'y']);
  });

  it('a refusal is stored: later facts do not change the answer to a request sent again', async () => {
    const first = await store.write(refusing('k'));
    const second = await store.write(refusing('k', 'would be another code now'));
    expect(first).toMatchObject({ kind: 'refused', rejection: { code: 'too-late' }, replayed: false });
    expect(second).toMatchObject({ kind: 'refused', rejection: { code: 'too-late' }, replayed: true });
  });

  it('a failure of the infrastructure is not stored: the request sent again is decided', async () => {
    const admin = await stores.client();
    await admin.query('begin');
    await admin.query('lock table idempotency in share mode');
    const failed = store.write(add('x')).catch((error: unknown) => error);
    await killWriters(await stores.client());
    await admin.query('commit');
    expect(await failed).toMatchObject({ code: '57P01' });
    expect(await store.database.read('select * from idempotency')).toEqual([]);
    expect(await store.write(add('x'))).toMatchObject({ kind: 'accepted', replayed: false });
    expect(await labels()).toEqual(['x']);
  });
});

async function killWriters(admin: Awaited<ReturnType<TestStores['client']>>): Promise<void> {
  for (;;) {
    const { rowCount } = await admin.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock' and query like '%insert into idempotency%'`,
    );
    if (rowCount) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
