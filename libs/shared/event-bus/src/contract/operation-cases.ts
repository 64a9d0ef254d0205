import { expect, it } from '@jest/globals';
import { TopicMissing } from '../topics.js';
import { message, messages, unique } from './harness.js';
import { type ContractSuite, expectEachOnceInOrder, LONG_MS } from './suite.js';

/** What operators see, and the limits. */
export function describeOperation(suite: ContractSuite): void {
  it('tells the lag and brings it to zero', async () => {
    await suite.bus.publish(
      suite.topic,
      messages(37, (n) => `visit-${n}`),
    );
    await suite.lagIsAll();
    const handle = await suite.consume();
    await suite.lagIs(0);
    await handle.stop();
    const before = await suite.onTopic();
    await suite.bus.publish(suite.topic, [message(38, 'visit-38')]);
    await suite.lagIs((await suite.onTopic()) - before);
  });

  it('tells where a topic ends and when a consumer has passed that, whatever comes later', async () => {
    expect(await suite.bus.end([suite.topic])).toEqual([]);
    expect(await suite.bus.hasPassed(suite.service.name, [])).toBe(true);
    await suite.bus.publish(
      suite.topic,
      messages(30, (n) => `visit-${n}`),
    );
    const first = await suite.bus.end([suite.topic]);
    expect(new Set(first.map(({ topic }) => topic))).toEqual(new Set([suite.topic]));
    expect(await suite.bus.hasPassed(suite.service.name, first)).toBe(false);
    const handle = await suite.consume();
    await suite.hasPassed(first);
    await handle.stop();
    await suite.bus.publish(suite.topic, [message(31, 'visit-1')]);
    const second = await suite.bus.end([suite.topic]);
    expect(await suite.bus.hasPassed(suite.service.name, first)).toBe(true);
    expect(await suite.bus.hasPassed(suite.service.name, second)).toBe(false);
  });

  it(
    'takes a big publication at once and hands it over in bounded batches',
    async () => {
      const filler = '清算'.repeat(500);
      const sent = Array.from({ length: 4000 }, (_, i) => message(i + 1, `visit-${i % 50}`, `${filler}${i}`));
      const sizes: number[] = [];
      const inbox = suite.service.inbox(suite.bus);
      await suite.bus.publish(suite.topic, sent);
      await suite.bus.subscribe({
        consumer: suite.service.name,
        topics: [suite.topic],
        handle: async (batch) => {
          sizes.push(batch.length);
          await inbox.handle(batch);
        },
      });
      expectEachOnceInOrder(await suite.allApplied(4000), sent);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(500);
      expect(Math.max(...sizes)).toBeGreaterThan(50);
    },
    LONG_MS,
  );

  it('reads a topic from the start, as far as asked', async () => {
    expect(await suite.bus.read(suite.topic, 10)).toEqual([]);
    await suite.bus.publish(
      suite.topic,
      messages(20, (n) => `visit-${n}`),
    );
    const all = await suite.bus.read(suite.topic, 100);
    expect([...new Set(all.map(({ data }) => Number(data['n'])))].sort((a, b) => a - b)).toEqual(
      messages(20, String).map((_, i) => i + 1),
    );
    expect(await suite.bus.read(suite.topic, 3)).toHaveLength(3);
  });

  it(
    'makes no topic on the way: publishing to, subscribing to and reading a missing one are refused',
    async () => {
      const missing = `kuasheng.${unique('missing')}.v1`;
      await expect(suite.bus.publish(missing, [message(1, 'visit-1')])).rejects.toThrow(TopicMissing);
      await expect(suite.bus.subscribe(suite.service.inbox(suite.bus).subscription([missing]))).rejects.toThrow(
        TopicMissing,
      );
      await expect(suite.bus.read(missing, 1)).rejects.toThrow(TopicMissing);
    },
    LONG_MS,
  );

  it('creates topics that are there already without harm', async () => {
    await suite.bus.publish(suite.topic, [message(1, 'visit-1')]);
    await suite.bus.createTopics([suite.topic]);
    expect(await suite.bus.read(suite.topic, 10)).toHaveLength(1);
    await expect(suite.bus.health()).resolves.toBeUndefined();
  });
}
