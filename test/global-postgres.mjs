// jest globalSetup: one PostgreSQL server for all test files of a run; KUASHENG_TEST_PG tells the workers where it is.
// Set that variable yourself to test against a server of your own.
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, chmod } from 'node:fs/promises';
import { register } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PREFIX = 'kuasheng-test-pg-';

export default async function startTestPostgres() {
  // Services under test run as processes of their own, from dist.
  await import('../tools/build/build.mjs');
  if (process.env.KUASHENG_TEST_PG) return;
  register('../tools/infra/ts-hooks.mjs', import.meta.url);
  const { startEmbeddedPostgres } = await import('../apps/platform/src/infrastructure/embedded-postgres.ts');
  await removeLeftovers();
  const folder = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
  await chmod(folder, 0o755);
  const server = await startEmbeddedPostgres({ folder, durable: false });
  process.env.KUASHENG_TEST_PG = server.url;
  globalThis.kuashengTestPostgres = { server, folder };
}

/** A run that was killed could not stop its server: the next one does. */
async function removeLeftovers() {
  for (const name of await readdir(tmpdir())) {
    const [, owner] = /^kuasheng-test-pg-(\d+)-/.exec(name) ?? [];
    if (owner === undefined || isAlive(Number(owner))) continue;
    const folder = join(tmpdir(), name);
    const pid = Number.parseInt(await readFile(join(folder, 'data', 'postmaster.pid'), 'utf8').catch(() => ''), 10);
    if (pid > 0 && isAlive(pid) && (await isServerOf(pid, folder))) process.kill(pid, 'SIGQUIT');
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }).catch(() => undefined);
  }
}

async function isServerOf(pid, folder) {
  const file = `/proc/${pid}/cmdline`;
  return existsSync(file) && (await readFile(file, 'utf8')).includes(folder);
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
