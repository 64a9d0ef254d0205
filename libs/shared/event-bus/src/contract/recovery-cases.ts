import { expect, it } from '@jest/globals';
import { createEventBus } from '../config.js';
import { DeliveryFailed } from '../delivery.js';
import type { BusMessage } from '../port.js';
import { messages, SupervisedConsumer } from './harness.js';
import { killBeforeAcknowledgement } from './killed-consumer.js';
import { type ContractSuite, expectEachOnceInOrder, LONG_MS } from './suite.js';

/** Exactly-once effect through kills, repetition, restarts and giving up. */
export function describeRecovery(suite: ContractSuite): void {
  it(
    'has an exactly-once effect when a consumer is killed between its commit and the acknowledgement',
    async () => {
      const sent = messages(80, (n) => `visit-${n % 4}`);
      await suite.bus.publish(suite.topic, sent);
      // Once more, as a send is whose answer was late: what is told twice in one batch counts once.
      await suite.bus.publish(suite.topic, sent);
      const applied = await killBeforeAcknowledgement(suite.harness.config, suite.service, suite.topic);
      expect(applied).toBeGreaterThan(0);
      expect(await suite.service.effects()).toHaveLength(applied);
      await suite.lagIsAll();
      await suite.consume();
      await suite.lagIs(0);
      expectEachOnceInOrder(await suite.service.effects(), sent);
    },
    LONG_MS,
  );

  it('applies a message once that was published twice, as a relay does after a restart', async () => {
    const sent = messages(50, (n) => `visit-${n % 4}`);
    await suite.bus.publish(suite.topic, sent.slice(0, 30));
    await suite.consume();
    await suite.allApplied(30);
    await suite.bus.publish(suite.topic, sent.slice(10));
    await suite.bus.publish(suite.topic, sent);
    await suite.lagIs(0);
    expectEachOnceInOrder(await suite.service.effects(), sent);
    const onTopic = await suite.bus.read(suite.topic, 1000);
    expect(onTopic.length).toBeGreaterThanOrEqual(120);
    expect(new Set(onTopic.map(({ id }) => id)).size).toBe(50);
  });

  it(
    'loses and repeats nothing when the server restarts in the middle',
    async () => {
      const sent = messages(400, (n) => `visit-${n % 8}`);
      const consumer = new SupervisedConsumer(suite.harness.config, (own) => suite.service.inbox(own), [suite.topic]);
      await consumer.start();
      const progress = { published: 0 };
      const publishing = publishAll(suite, sent, progress);
      await suite.allApplied(50);
      expect(progress.published).toBeLessThan(300);
      await suite.harness.restart();
      await publishing;
      expectEachOnceInOrder(await suite.allApplied(400), sent);
      await suite.lagIs(0);
      expect(await suite.service.effects()).toHaveLength(400);
      await consumer.stop();
    },
    LONG_MS,
  );

  it(
    'gives a consumer up, and says so, when its batch cannot be applied; another one gets the batch',
    async () => {
      await suite.bus.publish(
        suite.topic,
        messages(5, () => 'visit-1'),
      );
      const dying = createEventBus(suite.harness.config);
      suite.opened.push(dying);
      const fatal = new Promise<Error>((resolve) => dying.onFatal(resolve));
      const handle = (): Promise<void> => Promise.reject(Object.assign(new Error('gone'), { code: 'ECONNREFUSED' }));
      await dying.subscribe({ consumer: suite.service.name, topics: [suite.topic], handle });
      expect(await fatal).toBeInstanceOf(DeliveryFailed);
      await dying.close();
      await suite.lagIsAll();
      await suite.consume();
      await suite.lagIs(0);
      expect(await suite.service.effects()).toHaveLength(5);
    },
    LONG_MS,
  );
}

/** As the relay does: a batch whose fate is unknown is published again before the next one. */
async function publishAll(
  suite: ContractSuite,
  sent: readonly BusMessage[],
  progress: { published: number },
): Promise<void> {
  while (progress.published < sent.length) {
    const { published } = progress;
    await suite.bus.publish(suite.topic, sent.slice(published, published + 4)).then(
      () => (progress.published += 4),
      () => undefined,
    );
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}
