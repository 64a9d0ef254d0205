// @ts-check
// npm test: finds or starts Kafka, Redis and Docker, runs every level of tests that has what it needs, and says at the end
// what was not run and why. Arguments go to jest: `npm test -- services/clearing`.
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as docker from '../infra/docker.mjs';
import * as kafka from '../infra/kafka.mjs';
import * as redis from '../infra/redis.mjs';
import { ALWAYS, closingLine, figuresOf, NEEDING, notRunOf, requiredOf, whyNotGood } from './levels.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FOLDERS = ['libs', 'services', 'apps', 'tools', 'test'];
const LAUNCHERS = { kafka, redis, docker };
const SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM']);

const say = (/** @type {string} */ text) => process.stdout.write(`${text}\n`);

/** @param {string} level */
async function countFiles(level) {
  const names = await Promise.all(FOLDERS.map((folder) => readdir(join(ROOT, folder), { recursive: true })));
  return names.flat().filter((name) => name.endsWith(`.${level}.spec.ts`)).length;
}

/** @param {'kafka' | 'redis' | 'docker'} level */
async function probe(level) {
  const files = await countFiles(level);
  /** @returns {import('../infra/types.mjs').Availability} */
  const failed = (/** @type {Error} */ error) => ({ available: false, reason: error.message, env: {} });
  return { level, files, ...(await LAUNCHERS[level].ensure().catch(failed)) };
}

/**
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>}
 */
function runJest(args, env) {
  return new Promise((resolve, reject) => {
    const jest = ['--experimental-vm-modules', '--no-warnings', join(ROOT, 'node_modules/jest/bin/jest.js')];
    const child = spawn(process.execPath, [...jest, ...args], { cwd: ROOT, env, stdio: 'inherit' });
    // the programs started for the tests are stopped below, after jest
    for (const signal of SIGNALS) process.on(signal, () => child.kill(signal));
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/**
 * @param {readonly Awaited<ReturnType<typeof probe>>[]} probes
 * @returns {Promise<{ exitCode: number, json: Record<string, number> }>}
 */
async function runTests(probes) {
  const here = probes.filter(({ available }) => available);
  const env = Object.assign({}, process.env, ...here.map((found) => found.env));
  const folder = await mkdtemp(join(tmpdir(), 'kuasheng-test-run-'));
  const outputFile = join(folder, 'jest.json');
  const levels = ['--selectProjects', ...ALWAYS, ...here.map(({ level }) => level)];
  const limits = ['--maxWorkers=2', '--workerIdleMemoryLimit=1500MB'];
  try {
    const report = ['--json', `--outputFile=${outputFile}`];
    const exitCode = await runJest([...levels, ...limits, ...report, '--', ...process.argv.slice(2)], env);
    return { exitCode, json: JSON.parse(await readFile(outputFile, 'utf8').catch(() => '{}')) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const required = requiredOf(process.env.KUASHENG_REQUIRE);
const probes = await Promise.all(NEEDING.map(probe));
for (const { level, available, reason } of probes) say(`${level}: ${available ? 'here' : `not here (${reason})`}`);
try {
  const { exitCode, json } = await runTests(probes);
  const figures = figuresOf(json);
  const why = whyNotGood({ figures, exitCode, probes, required });
  say('');
  for (const sentence of notRunOf(probes, required)) say(sentence);
  if (why) say(`The run is not good: ${why}.`);
  say(closingLine(figures));
  process.exitCode = why ? 1 : 0;
} finally {
  await Promise.all(probes.map(({ stop }) => stop?.()));
}
