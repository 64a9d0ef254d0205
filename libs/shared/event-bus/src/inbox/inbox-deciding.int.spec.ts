import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { StreamDefinition, WriteRequest } from '#event-store';
import { TYPE, unique } from '../contract/harness.js';
import type { DecidingHandler, DeliveredMessage } from '../port.js';
import { WroteBeforeDeciding } from './failures.js';
import { Inbox } from './inbox.js';
import { delivered, InboxFixture, range } from './inbox-fixture.js';

interface Counted {
  readonly total: number;
}
const COUNTER: StreamDefinition<Counted, { type: 'counted'; data: { n: number } }> = {
  category: 'counter',
  initialState: () => ({ total: 0 }),
  evolve: (state, event) => ({ total: state.total + event.data.n }),
};

describe('Inbox with deciding handlers', () => {
  const fixture = new InboxFixture();

  beforeAll(() => fixture.open());
  afterAll(() => fixture.close());
  beforeEach(async () => {
    await fixture.renew();
    stream = unique('counter');
  });

  let stream: string;

  const counting = (refuseAt = 0): DecidingHandler => ({
    types: [TYPE],
    requests: async (_tx, messages) => messages.map((one) => requestOf(one, refuseAt)),
  });

  function requestOf(one: DeliveredMessage, refuseAt: number): WriteRequest {
    const n = Number(one.data['n']);
    return {
      streams: [{ id: stream, definition: COUNTER }],
      idempotency: null,
      metadata: {
        actor: 'system:test.inbox',
        onBehalfOf: 'nation',
        reason: one.id,
        businessDate: '2025-08-01',
        correlationId: one.id,
        causationId: one.id,
      },
      decide: () =>
        n === refuseAt
          ? { kind: 'refused', rejection: { code: 'counter-full', rule: 'SET-01', message: '已满', fields: [] } }
          : {
              kind: 'accepted',
              events: [{ streamId: stream, event: { type: 'counted', data: { n } } }],
              answer: null,
            },
    };
  }

  const total = async (): Promise<number> =>
    (await fixture.store.load({ id: stream, definition: COUNTER })).state.total;

  it('records events in the same transaction as the read models and the position', async () => {
    const inbox = fixture.inboxOf(
      fixture.recorder((n) => (n === 4 ? new Error('poison') : undefined)),
      counting(),
    );
    await inbox.handle(range(1, 6));
    await inbox.handle(range(1, 6));
    expect(await total()).toBe(1 + 2 + 3 + 5 + 6);
    expect(await fixture.applied()).toEqual([1, 2, 3, 5, 6]);
  });

  it('puts a message aside whose request is refused, at once, with code and rule', async () => {
    const inbox = fixture.inboxOf(counting(2));
    await inbox.handle(range(1, 3));
    expect(await total()).toBe(4);
    const [letter] = await inbox.deadLetters(10);
    expect(letter).toMatchObject({ offset: '2', attempts: 1, error: 'MessageRefused: counter-full (SET-01): 已满' });
  });

  it('keeps the order of a stream in the log while others write to it', async () => {
    const inbox = fixture.inboxOf(fixture.recorder(), counting());
    const others = Array.from({ length: 60 }, (_, i) => fixture.store.write(requestOf(delivered(1000 + i), 0)));
    const batches = Array.from({ length: 20 }, (_, i) => range(i * 5 + 1, i * 5 + 5));
    await Promise.all([
      ...others,
      (async () => {
        for (const batch of batches) await inbox.handle(batch);
      })(),
    ]);
    const log = await fixture.store.database.read<{ stream_version: number }>(
      'select stream_version from events where stream_id = $1 order by epoch, transaction_id, global_position',
      [stream],
    );
    expect(log.map((row) => row.stream_version)).toEqual(log.map((_, i) => i + 1));
    expect(log).toHaveLength(160);
  });

  it('refuses a handler that writes before it asks for decisions: the order of the log would be lost', async () => {
    const writing: DecidingHandler = {
      types: [TYPE],
      requests: async (tx, messages) => {
        await tx.query('insert into applied (consumer, n) values ($1, 1)', [fixture.consumer]);
        return counting().requests(tx, messages);
      },
    };
    const errors: unknown[] = [];
    const inbox = new Inbox(fixture.store, fixture.consumer, [writing], {
      bus: fixture.bus,
      retryWaitMs: 1,
      onDeadLetter: ({ error }) => errors.push(error),
    });
    await inbox.handle([delivered(1)]);
    expect(errors).toEqual([expect.any(WroteBeforeDeciding)]);
    expect(await fixture.applied()).toEqual([]);
  });
});
