import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import type { Supervisor } from '#platform';
import { failedChecks, filesOf, play, withPlatform, type PlayedMonth } from './months.js';

const MONTH = { seed: 7, claims: 120 };
const KILLS = 10;
const LONG_MS = 600_000;

let undisturbed: PlayedMonth;
let steps = 0;

beforeAll(async () => {
  undisturbed = await withPlatform({}, ({ layout }, folder) =>
    play(layout as never, folder, { ...MONTH, onStep: () => (steps += 1) }),
  );
}, LONG_MS);

/** Kills a service or the database at ten moments drawn from a seed, counted in steps of the month. */
class Killer {
  private readonly random = xoroshiro128plus(20_250_801);
  private readonly moments: ReadonlySet<number>;
  private step = 0;
  readonly killed: string[] = [];
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly supervisor: Supervisor,
    steps: number,
  ) {
    const moments = new Set<number>();
    while (moments.size < KILLS) moments.add(uniformInt(this.random, 1, steps));
    this.moments = moments;
  }

  /** Called at every step of the month. */
  tick(): void {
    this.step += 1;
    if (this.moments.has(this.step)) this.last = this.last.then(() => this.kill());
  }

  done(): Promise<void> {
    return this.last;
  }

  private async kill(): Promise<void> {
    const { children } = this.supervisor;
    const victim = uniformInt(this.random, 0, children.length);
    const child = children[victim];
    this.killed.push(child?.name ?? 'postgres');
    if (child === undefined) await this.supervisor.crashPostgres();
    else child.kill();
  }
}

describe('a month in which processes are killed', () => {
  it(
    'ends with the same tables after ten kills of services and database at seeded moments',
    async () => {
      const { disturbed, killed } = await withPlatform({ separate: true }, async (supervisor, folder) => {
        const killer = new Killer(supervisor, steps);
        const played = await play(supervisor.layout as never, folder, { ...MONTH, onStep: () => killer.tick() });
        await killer.done();
        return { disturbed: played, killed: killer.killed };
      });
      expect(killed).toHaveLength(KILLS);
      expect(failedChecks(disturbed)).toEqual([]);
      expect(Object.fromEntries(disturbed.tables)).toEqual(Object.fromEntries(undisturbed.tables));
    },
    LONG_MS,
  );

  it(
    'goes on where it ended when the whole demonstration is killed and started again on its folder',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'kuasheng-resume-'));
      try {
        for (const afterMs of [9_000, 14_000]) {
          const killed = startDemo(folder);
          await new Promise((resolve) => setTimeout(resolve, afterMs));
          killAll(killed);
        }
        const { code, output } = await finished(startDemo(folder));
        expect(output).toContain('"ok":true');
        expect(code).toBe(0);
        const published = await filesOf(join(folder, 'published'));
        expect(Object.fromEntries(published)).toEqual(Object.fromEntries(undisturbed.tables));
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    LONG_MS,
  );
});

/** In a process group of its own, so that a kill takes its services with it, as a power cut would. */
function startDemo(folder: string): ChildProcess {
  const args = [
    'bin/kuasheng.mjs',
    'demo',
    '--json',
    '--data',
    join(folder, 'data'),
    '--out',
    join(folder, 'published'),
  ];
  const month = ['--claims', String(MONTH.claims), '--seed', String(MONTH.seed)];
  return spawn(process.execPath, [...args, ...month], { detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
}

function killAll({ pid }: ChildProcess): void {
  if (pid !== undefined) process.kill(-pid, 'SIGKILL');
}

async function finished(child: ChildProcess): Promise<{ code: number | null; output: string }> {
  let output = '';
  child.stdout?.on('data', (part: Buffer) => (output += part.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, output };
}
