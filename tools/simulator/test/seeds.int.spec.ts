import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';

interface SeedsReport {
  readonly ok: boolean;
  readonly seeds: number;
  readonly claims: number;
  readonly crashes: number;
  readonly repeated: number;
  readonly failed: readonly { readonly seed: number; readonly failures: readonly string[] }[];
}

const LONG_MS = 600_000;
const SEEDS = 20;

/** Seeds that failed once, with what was found: kept for ever. */
const failedOnce = (
  JSON.parse(readFileSync(new URL('./failed-seeds.json', import.meta.url), 'utf8')) as { readonly seed: number }[]
).map(({ seed }) => seed);

/** The built program in a process of its own, as in production. */
const PROGRAM = join(process.cwd(), 'dist/apps/platform/src/main.js');

async function simulate(...options: readonly string[]): Promise<SeedsReport> {
  const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM, 'simulate', '--json', ...options]).catch(
    // A run with failed seeds ends with 1 and tells them all the same.
    (error: { readonly stdout: string }) => error,
  );
  return JSON.parse(stdout) as SeedsReport;
}

describe('months by seed', () => {
  it(
    'CLR-15: hold every law whatever comes twice, late or in another order, and wherever a process dies',
    async () => {
      const report = await simulate('--seeds', String(SEEDS), '--seed', '1');
      expect(report.failed).toEqual([]);
      expect(report).toMatchObject({ ok: true, seeds: SEEDS });
      // Nothing would be shown by seeds in which nothing happened.
      expect(report.claims).toBeGreaterThan(10 * SEEDS);
      expect(report.crashes).toBeGreaterThan(3 * SEEDS);
      expect(report.repeated).toBeGreaterThan(3 * SEEDS);
      for (const seed of failedOnce) {
        expect((await simulate('--seeds', '1', '--seed', String(seed))).failed).toEqual([]);
      }
    },
    LONG_MS,
  );

  it(
    'leave no server and no folder behind when they are interrupted',
    async () => {
      const temporary = await mkdtemp(join(tmpdir(), 'kuasheng-test-seeds-'));
      await chmod(temporary, 0o755);
      const child = spawn(process.execPath, [PROGRAM, 'simulate', '--json', '--seeds', '1000'], {
        env: { ...process.env, TMPDIR: temporary },
        stdio: 'ignore',
      });
      const ended = once(child, 'exit');
      try {
        const server = await postmasterIn(temporary);
        child.kill('SIGTERM');
        // Once more by the program above it, as where a whole group is told to end.
        await sleep(20);
        child.kill('SIGTERM');
        expect(await ended).toEqual([130, null]);
        expect(() => process.kill(server, 0)).toThrow('ESRCH');
        expect(await readdir(temporary)).toEqual([]);
      } finally {
        child.kill('SIGKILL');
        await rm(temporary, { recursive: true, force: true });
      }
    },
    LONG_MS,
  );
});

/** The process of the database server whose folder is somewhere in this one, once it is ready. */
async function postmasterIn(folder: string): Promise<number> {
  for (;;) {
    for (const name of await readdir(folder, { recursive: true }).catch(() => [])) {
      if (!name.endsWith('postmaster.pid')) continue;
      // The server that makes the template ends, and takes its file along, between the list and this look.
      const lines = (await readFile(join(folder, name), 'utf8').catch(() => '')).split('\n');
      if (lines.some((line) => line.trim() === 'ready')) return Number(lines[0]);
    }
    await sleep(50);
  }
}
