import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startKafka } from '../../../../../tools/infra/kafka.mjs';
import { ContractSuite, expectEachOnceInOrder, LONG_MS } from '../contract/suite.js';
import { messages } from '../contract/harness.js';
import type { BusMessage } from '../port.js';
import { LossyBroker } from '../../test/lossy-broker.js';

const suite = new ContractSuite();
let broker: LossyBroker;

/** A broker behind a way that loses things; a topic and a service of their own for every test. */
beforeAll(async () => {
  // Named so that the next run removes what a killed one left (tools/infra/processes.mjs).
  const folder = await mkdtemp(join(tmpdir(), `kuasheng-test-kafka-${process.pid}-`));
  const kafka = await startKafka({ folder });
  broker = await LossyBroker.start(kafka.brokers);
  suite.harness = {
    config: { kind: 'kafka', brokers: [broker.address], clientId: 'lossy' },
    restart: () => Promise.reject(new Error('this broker is not restarted')),
    close: async () => {
      await broker.stop();
      await kafka.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}, LONG_MS);
beforeEach(() => suite.setUp(), LONG_MS);
afterEach(() => suite.tearDown(), LONG_MS);
afterAll(() => suite.harness.close(), LONG_MS);

describe('a consumer on Kafka', () => {
  it('acknowledges again, without another message, what was lost on the way to the broker; nothing is applied twice', async () => {
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

  it('reads a batch again whose answer broke off in the middle', async () => {
    const sent = messages(100, (n) => `visit-${n % 4}`);
    await suite.consume();
    broker.cutAnswerOfBytes = sizeOf(sent) / 8;
    await suite.bus.publish(suite.topic, sent);
    await suite.lagIs(0);
    expect(broker.cutAnswerOfBytes).toBe(Infinity);
    expectEachOnceInOrder(await suite.service.effects(), sent);
  });
});

/** Less than a fetch of all of them brings. */
const sizeOf = (sent: readonly BusMessage[]): number => JSON.stringify(sent).length;
