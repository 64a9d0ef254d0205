import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ensure } from '../../../../../tools/infra/kafka.mjs';
import { ContractSuite, expectEachOnceInOrder, LONG_MS } from '../contract/suite.js';
import { messages } from '../contract/harness.js';
import { LossyBroker } from '../../test/lossy-broker.js';

let stopKafka: (() => Promise<void>) | undefined;
let broker: LossyBroker;
const suite = new ContractSuite();

beforeAll(async () => {
  const kafka = await ensure();
  stopKafka = kafka.stop;
  if (!kafka.available) throw new Error(kafka.reason);
  broker = await LossyBroker.start(kafka.env['KUASHENG_TEST_KAFKA'] ?? '');
  suite.harness = {
    config: { kind: 'kafka', brokers: [broker.address], clientId: 'lossy' },
    restart: () => Promise.resolve(),
    close: () => broker.stop(),
  };
  await suite.setUp();
}, LONG_MS);

afterAll(async () => {
  await suite.tearDown();
  await suite.harness.close();
  await stopKafka?.();
}, LONG_MS);

describe('an acknowledgement lost on the way to the broker', () => {
  it('is given again without another message, and nothing is applied twice', async () => {
    const sent = messages(30, () => 'visit-1');
    await suite.consume();
    await suite.bus.publish(suite.topic, sent.slice(0, 10));
    await suite.lagIs(0);
    broker.acknowledgementsToLose = 2;
    await suite.bus.publish(suite.topic, sent.slice(10));
    await suite.lagIs(0);
    expect(broker.acknowledgementsToLose).toBe(0);
    expectEachOnceInOrder(await suite.service.effects(), sent);
  });
});
