import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TYPE } from '../contract/harness.js';
import type { MessageHandler } from '../port.js';
import { delivered, InboxFixture, numbers, range } from './inbox-fixture.js';

describe('Inbox', () => {
  const fixture = new InboxFixture();

  beforeAll(() => fixture.open());
  afterAll(() => fixture.close());
  beforeEach(() => fixture.renew());

  it('drops what was applied before by its position, whatever its offset is now', async () => {
    const inbox = fixture.inboxOf(fixture.recorder());
    await inbox.handle(range(1, 5));
    await inbox.handle(range(3, 8).map((one) => ({ ...one, offset: String(Number(one.offset) + 1000) })));
    expect(await fixture.applied()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('drops a message that came twice in one batch', async () => {
    await fixture.inboxOf(fixture.recorder()).handle([...range(1, 3), ...range(2, 4)]);
    expect(await fixture.applied()).toEqual([1, 2, 3, 4]);
  });

  it('keeps positions by source and partition: another source or partition begins anew', async () => {
    const inbox = fixture.inboxOf(fixture.recorder());
    await inbox.handle([delivered(10)]);
    await inbox.handle([delivered(2, { partition: 1 }), delivered(3, { source: 'other' }), delivered(4)]);
    expect(await fixture.applied()).toEqual([10, 2, 3]);
  });

  it('applies a batch in one transaction', async () => {
    const ids: string[] = [];
    const handler: MessageHandler = {
      types: [TYPE],
      apply: async (tx) => {
        const [row] = await tx.query<{ id: string }>('select pg_current_xact_id()::text as id');
        ids.push(row?.id ?? '');
      },
    };
    await fixture.inboxOf(handler, { ...handler }).handle(range(1, 500));
    expect(new Set(ids).size).toBe(1);
    expect(ids).toHaveLength(2);
  });

  it('calls handlers in the order of the messages, with the longest runs that keep it', async () => {
    const calls: string[] = [];
    const handler = (name: string, types: string[]): MessageHandler => ({
      types,
      apply: async (_tx, messages) => void calls.push(`${name}:${messages.map(({ data }) => data['n']).join(',')}`),
    });
    const types = ['a', 'a', 'b', 'unknown', 'b', 'a'];
    const batch = types.map((type, i) => delivered(i + 1, { type }));
    await fixture.inboxOf(handler('one', ['a']), handler('two', ['b', 'a'])).handle(batch);
    expect(calls).toEqual(['one:1,2', 'two:1,2', 'two:3,5', 'one:6', 'two:6']);
  });

  it('applies a batch once when two processes hold it at the same time', async () => {
    const slow = fixture.recorder();
    const handlers = [
      slow,
      { types: [TYPE], apply: async () => new Promise<void>((resolve) => setTimeout(resolve, 50)) },
    ];
    await Promise.all([
      fixture.inboxOf(...handlers).handle(range(1, 20)),
      fixture.inboxOf(...handlers).handle(range(1, 20)),
    ]);
    expect(await fixture.applied()).toEqual(numbers(1, 20));
    expect(await fixture.inboxOf(slow).deadLetters(10)).toEqual([]);
  });
});
