import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startKafka } from '../../../../tools/infra/kafka.mjs';
import { describeEventBusContract } from './contract/describe-event-bus-contract.js';
import { type ContractHarness } from './contract/harness.js';

/** A broker of its own: the suite restarts it, and other test files use the one in KUASHENG_TEST_KAFKA. */
async function kafkaHarness(): Promise<ContractHarness> {
  // Named so that the next run removes what a killed one left (tools/infra/processes.mjs).
  const folder = await mkdtemp(join(tmpdir(), `kuasheng-test-kafka-${process.pid}-`));
  let broker = await startKafka({ folder });
  return {
    // The shortest session a broker allows: a killed consumer's partitions are free after six seconds.
    config: { kind: 'kafka', brokers: [broker.brokers], clientId: 'contract', sessionTimeoutMs: 6_000 },
    restart: async () => {
      await broker.stop();
      broker = await startKafka({ folder });
    },
    close: async () => {
      await broker.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

describeEventBusContract('Apache Kafka', kafkaHarness);
