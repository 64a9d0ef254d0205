// @ts-check
// Kafka's own broker as Maven Central has it, fetched once per machine.
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { run } from './processes.mjs';

export const KAFKA_VERSION = '4.1.1';
const LOG4J_VERSION = '2.24.3';
const OLDEST_JAVA = 17;

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>kuasheng</groupId><artifactId>kafka-broker</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${KAFKA_VERSION}</version>
    </dependency>
    <dependency>
      <groupId>org.apache.logging.log4j</groupId><artifactId>log4j-slf4j-impl</artifactId><version>${LOG4J_VERSION}</version>
    </dependency>
  </dependencies>
</project>
`;

const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'kuasheng', `kafka-${KAFKA_VERSION}`);

/** @returns {Promise<string | undefined>} why no broker can be started here, in a sentence; undefined if one can */
export async function whyNoBroker() {
  const java = await run('java', ['-version'], 20_000);
  if (!java.ok) return `没有找到 java(需要 ${OLDEST_JAVA} 或更高版本)`;
  const version = Number(/version "(?:1\.)?(\d+)/.exec(java.output)?.[1]);
  if (!(version >= OLDEST_JAVA)) return `java 版本是 ${version},需要 ${OLDEST_JAVA} 或更高版本`;
  if (await isFetched()) return undefined;
  return (await run('mvn', ['-version'], 60_000)).ok ? undefined : '没有找到 mvn(首次下载 Kafka 需要它)';
}

async function isFetched() {
  return (await readdir(cache).catch(() => [])).some((name) => name.startsWith('kafka_2.13'));
}

/** @returns {Promise<string>} the folder of the broker's jars, fetched if need be; throws if Maven cannot */
export async function fetchJars() {
  if (await isFetched()) return cache;
  const half = `${cache}.${process.pid}`;
  await mkdir(join(half, 'jars'), { recursive: true });
  await writeFile(join(half, 'pom.xml'), POM);
  const copy = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${join(half, 'jars')}`];
  const fetched = await run('mvn', ['-q', '-B', '-f', join(half, 'pom.xml'), ...copy]);
  // of two who fetch at once the second finds the folder in place
  if (fetched.ok) await rename(join(half, 'jars'), cache).catch(() => undefined);
  await rm(half, { recursive: true, force: true });
  if (!(await isFetched())) throw new Error(`下载 Kafka ${KAFKA_VERSION} 失败:\n${fetched.output.slice(-2000)}`);
  return cache;
}
