// @ts-check
// One Apache Kafka broker without Docker: a single KRaft node from Maven Central (see docs/runbooks/distributed.md).
import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { fetchJars, whyNoBroker } from './kafka-jars.mjs';
import * as processes from './processes.mjs';

export { KAFKA_VERSION } from './kafka-jars.mjs';

const START_TIMEOUT_MS = 90_000;
const STOP_TIMEOUT_MS = 60_000;

/** @typedef {{ pid: number, port: number, controllerPort: number, clusterId: string }} BrokerState */

/** @type {typeof import('./kafka.mjs').ensure} */
export async function ensure() {
  const given = process.env.KUASHENG_TEST_KAFKA;
  if (given) {
    const env = { KUASHENG_TEST_KAFKA: given };
    if (await isBrokerReady(given)) return { available: true, env };
    return { available: false, reason: `KUASHENG_TEST_KAFKA 指定的 Kafka(${given})没有应答`, env: {} };
  }
  const reason = await whyNoBroker();
  if (reason) return { available: false, reason, env: {} };
  const folder = await processes.passingFolder('kafka', killIn);
  const stop = () => processes.removeWithProgram(folder, killIn);
  try {
    const kafka = await startKafka({ folder });
    return { available: true, env: { KUASHENG_TEST_KAFKA: kafka.brokers }, stop };
  } catch (error) {
    await stop();
    return { available: false, reason: /** @type {Error} */ (error).message, env: {} };
  }
}

/** @param {string} folder */
async function killIn(folder) {
  const { pid } = await readState(folder);
  if (pid !== undefined) await processes.end({ pid, word: folder, signal: 'SIGKILL', timeoutMs: STOP_TIMEOUT_MS });
}

/** @type {typeof import('./kafka.mjs').isKafkaAvailable} */
export async function isKafkaAvailable() {
  const reason = await whyNoBroker();
  return reason ? { available: false, reason } : { available: true };
}

/** @type {typeof import('./kafka.mjs').isBrokerReady} */
export async function isBrokerReady(brokers) {
  // the first lookup of a coordinator needs one retry in kafkajs
  const retry = { retries: 2, initialRetryTime: 50 };
  const kafka = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING, connectionTimeout: 1_000, retry });
  const admin = kafka.admin({ retry });
  try {
    await admin.connect();
    // the first question about any group makes the broker create its offsets topic; it answers when that is loaded
    await admin.fetchOffsets({ groupId: 'kuasheng-probe' });
    return true;
  } catch {
    return false;
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}

/** @type {typeof import('./kafka.mjs').startKafka} */
export async function startKafka(options) {
  const folder = resolve(options.folder);
  await mkdir(folder, { recursive: true });
  let state = await runBroker(folder, options.port);
  const end = (/** @type {NodeJS.Signals} */ signal) =>
    processes.end({ pid: state.pid, word: folder, signal, timeoutMs: STOP_TIMEOUT_MS });
  return {
    brokers: `127.0.0.1:${state.port}`,
    port: state.port,
    get pid() {
      return state.pid;
    },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    async restart() {
      await end('SIGTERM');
      state = await runBroker(folder, state.port);
    },
  };
}

/**
 * The broker of the folder, started unless it runs, and ready for consumer groups.
 * @param {string} folder
 * @param {number | undefined} wanted
 * @returns {Promise<BrokerState>}
 */
async function runBroker(folder, wanted) {
  const last = await readState(folder);
  const runs = last.pid !== undefined && (await processes.isRunning(last.pid, folder));
  const state = runs ? /** @type {BrokerState} */ (last) : await launchBroker(folder, last, wanted);
  await processes.untilReady({
    program: 'Kafka',
    ask: () => isBrokerReady(`127.0.0.1:${state.port}`),
    alive: () => processes.isRunning(state.pid, folder),
    log: join(folder, 'kafka.log'),
    timeoutMs: START_TIMEOUT_MS,
  });
  return state;
}

/**
 * @param {string} folder
 * @param {Partial<BrokerState>} last
 * @param {number | undefined} wanted
 * @returns {Promise<BrokerState>}
 */
async function launchBroker(folder, last, wanted) {
  const jars = await fetchJars();
  const port = await processes.choosePort({ program: 'Kafka', wanted, last: last.port });
  const controllerPort = await processes.choosePort({ program: 'Kafka', last: last.controllerPort });
  const clusterId = last.clusterId ?? randomBytes(16).toString('base64url');
  const config = join(folder, 'server.properties');
  await writeFile(config, properties(folder, port, controllerPort));
  await writeFile(join(folder, 'log4j2.properties'), LOGGING);
  const java = ['-cp', join(jars, '*'), `-Dlog4j2.configurationFile=${join(folder, 'log4j2.properties')}`];
  await format([...java, 'kafka.tools.StorageTool', 'format', '--ignore-formatted', '-t', clusterId, '-c', config]);
  const args = ['-Xmx512m', ...java, 'kafka.Kafka', config];
  const pid = await processes.launch({ program: 'java', args, folder, log: join(folder, 'kafka.log') });
  const state = { pid, port, controllerPort, clusterId };
  await processes.writeState(stateFile(folder), state);
  return state;
}

/** @param {readonly string[]} args */
async function format(args) {
  const done = await processes.run('java', ['-XX:TieredStopAtLevel=1', '-Xmx256m', ...args], START_TIMEOUT_MS);
  if (!done.ok) throw new Error(`Kafka 存储目录初始化失败:\n${done.output.slice(-2000)}`);
}

const stateFile = (/** @type {string} */ folder) => join(folder, 'kafka.json');

/** @returns {Promise<Partial<BrokerState>>} */
const readState = (/** @type {string} */ folder) => processes.readState(stateFile(folder));

/** @returns {string} */
const properties = (
  /** @type {string} */ folder,
  /** @type {number} */ port,
  /** @type {number} */ controllerPort,
) => `\
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${controllerPort}
listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}
advertised.listeners=PLAINTEXT://127.0.0.1:${port}
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs=${join(folder, 'data').replaceAll('\\', '/')}
# topics are made by a tool, never by a misspelt name
auto.create.topics.enable=false
offsets.topic.replication.factor=1
# one partition: when one group is answered, every group will be
offsets.topic.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
# a killed broker is let in again as soon as its old session is over
broker.session.timeout.ms=3000
broker.heartbeat.interval.ms=500
`;

const LOGGING = `\
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = [%d] %p %m (%c)%n
rootLogger.level = INFO
rootLogger.appenderRef.console.ref = console
# its own settings and those of its clients fill pages at every start
logger.config.name = org.apache.kafka.common.config
logger.config.level = WARN
logger.settings.name = kafka.server.KafkaConfig
logger.settings.level = WARN
`;
