import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { freePort } from '#infra/ports.mjs';

const run = promisify(execFile);
const root = new URL('../..', import.meta.url).pathname;
const project = `kuasheng-test-${process.pid}`;
const BUILD_AND_START_MS = 15 * 60_000;
const SIMULATION_MS = 5 * 60_000;

const SERVICES = ['SETTLEMENT', 'REGISTRATION', 'CLEARING', 'PREPAYMENT'] as const;
const ports = new Map<string, number>();

async function program(file: string, args: readonly string[], timeout: number): Promise<string> {
  const published = Object.fromEntries([...ports].map(([service, port]) => [`${service}_PORT`, String(port)]));
  const options = { cwd: root, env: { ...process.env, ...published }, timeout, maxBuffer: 64 * 1024 * 1024 };
  return (await run(file, [...args], options)).stdout;
}

const compose = (args: readonly string[], timeout = 120_000): Promise<string> =>
  program('docker', ['compose', '--project-name', project, ...args], timeout);

/** Four free ports in a row, in the order of the services' own: whoever knows the first knows all. */
async function chooseBase(): Promise<number> {
  for (;;) {
    const base = await freePort();
    const free = await Promise.all(SERVICES.map((_, i) => isFree(base + i)));
    if (base + SERVICES.length < 65_536 && free.every(Boolean)) return base;
  }
}

const isFree = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/`).then(
    () => false,
    () => true,
  );

describe('compose.yaml: four services on PostgreSQL, Kafka and Redis', () => {
  beforeAll(async () => {
    const base = await chooseBase();
    SERVICES.forEach((service, i) => ports.set(service, base + i));
    await compose(['up', '--detach', '--wait', '--build'], BUILD_AND_START_MS).catch(async (error: Error) => {
      const logs = await compose(['logs', '--no-color', '--tail', '40']);
      throw new Error(`${error.message}\n${logs}`);
    });
  }, BUILD_AND_START_MS);

  afterAll(() => compose(['down', '--volumes', '--timeout', '5']), 120_000);

  it('answers /health of every service on its published port of 127.0.0.1', async () => {
    const statuses = await Promise.all(
      [...ports].map(async ([service, port]) => [service, (await fetch(`http://127.0.0.1:${port}/health`)).status]),
    );
    expect(statuses).toEqual(SERVICES.map((service) => [service, 200]));
  });

  it(
    'carries simulated claims from the hospitals over Kafka to clearing, and every check holds',
    async () => {
      const target = `http://127.0.0.1:${ports.get('SETTLEMENT')}`;
      const command = ['bin/kuasheng.mjs', 'simulate', '--claims', '60', '--target', target, '--json'];
      const output = await program(process.execPath, command, SIMULATION_MS);
      expect(JSON.parse(output)).toMatchObject({ ok: true });
    },
    SIMULATION_MS,
  );

  it(
    'keeps what it knows when every server and service is killed and started again',
    async () => {
      const count = ['exec', '-T', 'postgres', 'psql', '-U', 'postgres', '-d', 'kuasheng_settlement', '-Atc'];
      const before = await compose([...count, 'SELECT count(*) FROM events']);
      await compose(['kill', '--signal', 'SIGKILL']);
      await compose(['up', '--detach', '--wait'], BUILD_AND_START_MS);
      const after = await compose([...count, 'SELECT count(*) FROM events']);
      expect(Number(before)).toBeGreaterThan(0);
      expect(Number(after)).toBeGreaterThanOrEqual(Number(before));
    },
    BUILD_AND_START_MS,
  );
});
