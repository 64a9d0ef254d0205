import { expect, it } from '@jest/globals';
import { deadLetterTopic } from '../topics.js';
import type { BusMessage } from '../port.js';
import { message, messages } from './harness.js';
import { type ContractSuite, expectEachOnceInOrder } from './suite.js';

/** Order, copies and content. */
export function describeDelivery(suite: ContractSuite): void {
  it('delivers the messages of one subject in the order they were published, before and after the subscription', async () => {
    const sent = messages(600, (n) => `visit-${n % 3}`);
    await suite.bus.publish(suite.topic, sent.slice(0, 250));
    await suite.consume();
    for (let from = 250; from < 600; from += 7)
      await suite.bus.publish(suite.topic, sent.slice(from, Math.min(from + 7, 600)));
    expectEachOnceInOrder(await suite.allApplied(600), sent);
  });

  it('keeps the order of publish calls that were not awaited one by one', async () => {
    const sent = messages(120, (n) => `visit-${n % 5}`);
    await Promise.all(
      Array.from({ length: 12 }, (_, i) => suite.bus.publish(suite.topic, sent.slice(i * 10, i * 10 + 10))),
    );
    await suite.consume();
    expectEachOnceInOrder(await suite.allApplied(120), sent);
  });

  it('spreads many subjects over partitions and keeps the order of each', async () => {
    const sent = messages(3000, (n) => `person-${n % 1000}`);
    await suite.bus.publish(suite.topic, sent);
    await suite.consume();
    expectEachOnceInOrder(await suite.allApplied(3000), sent);
    const partitions = new Set((await suite.bus.read(suite.topic, 3000)).map(({ partition }) => partition));
    expect(partitions.size).toBe(6);
  });

  it('gives every consumer every message', async () => {
    const other = await suite.consumingService();
    await suite.bus.createTopics([deadLetterTopic(other.name)]);
    const sent = messages(300, (n) => `visit-${n % 10}`);
    await suite.consume();
    await suite.consume(other);
    await suite.bus.publish(suite.topic, sent);
    expectEachOnceInOrder(await suite.allApplied(300), sent);
    expectEachOnceInOrder(await suite.allApplied(300, other), sent);
  });

  it('carries every attribute and Chinese text unchanged', async () => {
    const data = { 姓名: '㐂𠮷野家', 说明: '跨省“异地”\n就医\t😀', 金额: '1234.50', 空: null, 列: [{ 序: 1 }, []] };
    const one: BusMessage = { ...message(1, '就诊-一'), data, metadata: { reason: '急诊：骨折', causationId: null } };
    await suite.bus.publish(suite.topic, [one]);
    const [read] = await suite.bus.read(suite.topic, 10);
    expect(read).toEqual({ ...one, topic: suite.topic, partition: expect.any(Number), offset: expect.any(String) });
  });
}
