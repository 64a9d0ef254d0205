import { spawn, type ChildProcess } from 'node:child_process';
import { afterEach, describe, expect, it } from '@jest/globals';
import { openDatabase } from '#event-store';
import { databaseOf, parseConfig } from '#service';
import { startServiceForTest, testEnvironment, type ServiceUnderTest } from '#testing';
import { enrolMany, errorsOf, HEADER, row, send } from './imports.js';

const PERSONS = Array.from({ length: 2000 }, (_, n) => `32RES${String(n).padStart(4, '0')}`);
const LONG_MS = 240_000;

/** Each person has filings of a month, one after another; now and then a row that is refused. */
function rowsOf(count: number): readonly string[] {
  return Array.from({ length: count }, (_, n) => {
    const psnNo = PERSONS[n % PERSONS.length] ?? '';
    if (n % 97 === 5) return row(psnNo, { kind: 'nothing' });
    if (n % 89 === 7) return row('32NOBODY');
    const number = Math.floor(n / PERSONS.length);
    const month = `${2015 + Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, '0')}`;
    const dates = { appliedOn: `${month}-01`, validFrom: `${month}-01`, validTo: `${month}-28` };
    return row(psnNo, { kind: 'other-temporary', documents: '', ...dates });
  });
}

/** A body that stops after so many rows and never ends, as when the client's machine goes away. */
async function* brokenOff(rows: readonly string[], after: number): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`${[HEADER, ...rows.slice(0, after)].join('\n')}\n`);
  await new Promise((resolve) => setTimeout(resolve, LONG_MS).unref());
}

const whole = (rows: readonly string[]): string => `${[HEADER, ...rows].join('\n')}\n`;
const query = { importId: 'moved' };

interface Running {
  readonly url: string;
  kill(): Promise<void>;
}

/** The service as a process that a test can end without warning. */
async function mortal(environment: Readonly<Record<string, string>>): Promise<Running> {
  const child: ChildProcess = spawn(process.execPath, ['dist/services/registration/src/main.js'], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: 'ignore',
  });
  const url = `http://127.0.0.1:${environment['KUASHENG_REGISTRATION_PORT'] ?? ''}`;
  for (let ready = false; !ready;) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    ready = await fetch(`${url}/health`).then(
      ({ ok }) => ok,
      () => false,
    );
  }
  return {
    url,
    async kill() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await ended;
    },
  };
}

const lineOf = async ({ database }: Pick<ServiceUnderTest, 'database'>): Promise<number> => {
  const [known] = await database.read<{ line: number }>('select committed_line::integer as line from filing_import');
  return known?.line ?? 1;
};
async function untilLine(service: Pick<ServiceUnderTest, 'database'>, line: number): Promise<void> {
  while ((await lineOf(service)) < line) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** As text: two of these are compared in a moment, and differ in the first line that differs. */
const everything = async ({ database, url }: ServiceUnderTest): Promise<string> => {
  const { errors, ...tables } = await tablesOf(database, url);
  const rows = Object.entries(tables).flatMap(([name, all]) => all.map((one) => `${name} ${JSON.stringify(one)}`));
  return [...rows, errors].join('\n');
};

const tablesOf = async (database: ServiceUnderTest['database'], url: string) => ({
  filings: await database.read('select * from read_filings.filing order by filing_id'),
  events: await database.read(
    `select stream_id, stream_version, type, data from events where stream_id like 'filings-%' order by 1, 2`,
  ),
  imports: await database.read('select * from filing_import'),
  errors: await errorsOf(url, 'moved'),
});

let ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.reverse()) await end();
  ends = [];
});

async function withPersons(more: Readonly<Record<string, string>> = {}) {
  const { environment, drop } = await testEnvironment();
  ends.push(drop);
  const service = await startServiceForTest('registration', { ...environment, ...more });
  let stopping: Promise<void> | null = null;
  const stop = (): Promise<void> => (stopping ??= service.stop());
  ends.push(stop);
  await service.setBusinessDate('2025-08-01');
  await enrolMany({ service }, PERSONS);
  return { environment, service, stop };
}

function firstDifference(a: string, b: string): string {
  const [one, two] = [a.split('\n'), b.split('\n')];
  const at = one.findIndex((line, index) => line !== two[index]);
  return `${String(one[at])} / ${String(two[at])}`;
}

describe('an import that breaks off', () => {
  it(
    'SET-15, REG-14: is the same as an undisturbed one after client and service were ended in the middle of it',
    async () => {
      const rows = rowsOf(8_000);
      const calm = await withPersons();
      const sent = await send(calm.service.url, query, whole(rows));
      expect(sent.body).toMatchObject({ state: 'finished', committedLine: 8_001 });
      const expected = await everything(calm.service);

      const { environment, stop } = await withPersons();
      await stop();
      const first = await mortal(environment);
      const database = openDatabase(databaseOf(parseConfig(environment), 'registration'), { connections: 1 });
      ends.push(() => database.close());
      const watch = { database };
      const going = send(first.url, query, brokenOff(rows, 6_000)).catch(() => null);
      await untilLine(watch, 2_001);
      await first.kill();
      await going;
      const reached = await lineOf(watch);
      expect(reached).toBeGreaterThanOrEqual(2_001);
      expect(reached).toBeLessThan(8_001);

      const again = await startServiceForTest('registration', environment);
      ends.push(() => again.stop());
      const rest = [HEADER, ...rows.slice(reached - 1)].join('\n');
      const { body } = await send(again.url, { ...query, fromLine: reached + 1 }, rest);
      expect(body).toEqual(sent.body);
      const resumed = await everything(again);
      expect(resumed.match(/^filings /gm)).toHaveLength(Number(sent.body['accepted']));
      expect(resumed === expected ? 'the same' : firstDifference(resumed, expected)).toBe('the same');
    },
    LONG_MS,
  );

  it(
    'keeps its memory flat over 20,000 rows and a line of 200 MB',
    async () => {
      // The service alone needs between 80 and 96 MB; a line kept whole would not fit beside it.
      const { service } = await withPersons({ NODE_OPTIONS: '--max-old-space-size=128' });
      const rows = rowsOf(20_000);
      async function* file(): AsyncGenerator<Uint8Array> {
        yield Buffer.from(whole(rows));
        for (let part = 0; part < 200; part += 1) yield Buffer.alloc(1_000_000, 'x');
        yield Buffer.from(`\n${row('32NOBODY')}\n`);
      }
      const { body } = await send(service.url, query, file());
      expect(body).toMatchObject({ state: 'finished', committedLine: 20_003 });
      expect(await errorsOf(service.url, 'moved')).toContain('20002,,,FORMAT,import.length,');
    },
    LONG_MS,
  );
});
