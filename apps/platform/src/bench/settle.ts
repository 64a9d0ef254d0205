import { readFile } from 'node:fs/promises';
import { databaseUrl } from '#event-store';
import { ensureDatabases } from '../infrastructure/embedded-postgres.js';
import { withTemporaryPlatform } from '../platform/temporary.js';
import { rate, time, type Figure } from './figures.js';
import type { LoadReport } from './load-protocol.js';
import { BareService, LoadProcess, moreProcesses, perSecond } from './settle-processes.js';
import { behind, populate, WORLD_CLAIMS } from './settle-world.js';

/** The busiest hour of a mean day of early 2025: a fifth of 786,000 claims (volumes, sections 5 and 6). */
export const HOUR_CLAIMS = 157_200;

const CLIENTS = 256;
const OPEN_SHARE = 0.8;
const AIM_P99_MS = 250;
const MESSAGES_PER_SESSION = 5;
const QUARTERS = 4;
const SETTLES_AHEAD_PER_SECOND = 2000;
const SETTLES_TO_WARM_PER_SECOND = 1000;

export interface SettleOptions {
  readonly seconds: number;
  /** Sessions of the memory measurement: an hour's worth. */
  readonly claims: number;
  /** Of the settlement service. */
  readonly processes: number;
  readonly onProgress: (sentence: string) => void;
}

/**
 * The settlement service alone, in a process of its own with its relay, under messages of 2,000 hospitals from a load process on the
 * same machine, beside the same-run rate of a bare service that answers each message by one transaction of five statements.
 */
export async function measureSettle(options: SettleOptions): Promise<readonly Figure[]> {
  return withTemporaryPlatform({ separate: true }, async ({ children, layout }) => {
    if (layout === null) throw new Error('the platform did not start');
    const worldClaims = Math.min(options.claims, WORLD_CLAIMS);
    const world = await populate(layout, worldClaims);
    options.onProgress(`${world.institutions.length} institutions, ${world.persons.length} insured with their filings`);
    const settlement = children.find(({ name }) => name === 'settlement');
    await Promise.all(children.filter((child) => child !== settlement).map((child) => child.stop()));
    const server = layout.environment['KUASHENG_DATABASE_URL'] ?? '';
    await ensureDatabases(server, ['bench_bare']);
    const bare = await BareService.start(databaseUrl(server, 'bench_bare'));
    const more = await moreProcesses(layout, options.processes - 1);
    const load = await LoadProcess.start(worldClaims, options.onProgress);
    try {
      const measured = new SettleMeasurement(options, {
        load,
        barePort: bare.port,
        urls: [layout.urls.settlement, ...more.map(({ url }) => url)],
        pids: [settlement, ...more.map(({ child }) => child)].map((child) => child?.pid ?? 0),
      });
      return await measured.all();
    } finally {
      load.end();
      bare.end();
      await Promise.all(more.map(({ child }) => child.stop()));
    }
  });
}

interface Parties {
  readonly load: LoadProcess;
  readonly barePort: number;
  /** Of the processes of the service. */
  readonly urls: readonly string[];
  readonly pids: readonly number[];
}

class SettleMeasurement {
  constructor(
    private readonly options: SettleOptions,
    private readonly of: Parties,
  ) {}

  async all(): Promise<readonly Figure[]> {
    const { seconds } = this.options;
    const { load, barePort } = this.of;
    await load.run({ kind: 'sessions', ports: this.ports, clients: CLIENTS, count: seconds * 200 });
    const before = await load.run({ kind: 'bare', ports: [barePort], clients: CLIENTS, seconds });
    const sessions = await load.run({ kind: 'sessions', ports: this.ports, clients: CLIENTS, seconds });
    await this.published('sessions');
    const sessionsOpen = await this.open('sessions', sessions);
    const count = seconds * SETTLES_AHEAD_PER_SECOND;
    const warming = seconds * SETTLES_TO_WARM_PER_SECOND;
    await load.run({ kind: 'prepare', ports: this.ports, clients: CLIENTS, count: warming + count * 2 });
    await this.published('prepared');
    // A service runs for weeks: what it costs to compile the way of a message once is no part of a message.
    await load.run({ kind: 'settle', ports: this.ports, clients: CLIENTS, count: warming });
    await this.published('warm');
    const settled = await load.run({ kind: 'settle', ports: this.ports, clients: CLIENTS, count });
    await this.published('settled');
    const settledOpen = await load.run({
      kind: 'settle',
      ports: this.ports,
      rate: OPEN_SHARE * perSecond(settled),
      count,
    });
    const after = await load.run({ kind: 'bare', ports: [barePort], clients: CLIENTS, seconds });
    const bareOpen = await load.run({ kind: 'bare', ports: [barePort], rate: OPEN_SHARE * perSecond(after), seconds });
    const bare = (perSecond(before) + perSecond(after)) / 2;
    return [
      rate({
        name: 'outpatient sessions of five messages',
        value: perSecond(sessions),
        limit: { what: 'five bare transactions of five statements over HTTP', value: bare / MESSAGES_PER_SESSION },
      }),
      ...latencies('a message of a session', sessionsOpen, bareOpen),
      rate({
        name: 'settle messages',
        value: perSecond(settled),
        limit: { what: 'a bare transaction of five statements over HTTP', value: bare },
      }),
      ...latencies('a settle message', settledOpen, bareOpen),
      ...(await this.memory()),
    ];
  }

  private get ports(): readonly number[] {
    return this.of.urls.map((url) => Number(new URL(url).port));
  }

  private open(kind: 'sessions', closed: LoadReport): Promise<LoadReport> {
    const { seconds } = this.options;
    return this.of.load.run({ kind, ports: this.ports, rate: OPEN_SHARE * perSecond(closed), seconds });
  }

  /** The outbox has its share of the work; what it has not done when the load ends is told, and waited for. */
  private async published(after: string): Promise<void> {
    const begun = performance.now();
    const left = await behind(this.of.urls[0] ?? '');
    while ((await behind(this.of.urls[0] ?? '')) > 0) await new Promise((resolve) => setTimeout(resolve, 200));
    this.options.onProgress(
      `${after}: ${left} events behind the relay, done ${((performance.now() - begun) / 1000).toFixed(1)} s later`,
    );
  }

  /** Resident memory of the service after each quarter of an hour's claims. */
  private async memory(): Promise<readonly Figure[]> {
    const { claims } = this.options;
    const marks: number[] = [];
    for (let quarter = 1; quarter <= QUARTERS; quarter += 1) {
      const count = Math.ceil(claims / QUARTERS);
      await this.of.load.run({ kind: 'sessions', ports: this.ports, clients: CLIENTS, count });
      const resident = await Promise.all(this.of.pids.map(residentMebibytes));
      marks.push(resident.reduce((sum, one) => sum + one, 0));
    }
    const [first = Number.NaN] = marks;
    return marks.map((value, index) => ({
      ...{ name: `memory after ${index + 1}/${QUARTERS} of ${claims} claims`, unit: 'MiB', value: value.toFixed(0) },
      limit: { what: 'after the first quarter', value: first.toFixed(0) },
      ratio: (first / value).toFixed(2),
    }));
  }
}

const latencies = (what: string, ours: LoadReport, bare: LoadReport): readonly Figure[] =>
  (['p50', 'p99'] as const).map((part) =>
    time({
      name: `${what} at ${OPEN_SHARE * 100}% of that rate, ${part}`,
      value: ours[part],
      limit:
        part === 'p99' && bare[part] > AIM_P99_MS
          ? { what: 'aim', value: AIM_P99_MS }
          : { what: `a bare transaction at ${OPEN_SHARE * 100}% of its rate`, value: bare[part] },
    }),
  );

const KIB_PER_MEBIBYTE = 1024;

async function residentMebibytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? Number.NaN) / KIB_PER_MEBIBYTE;
}
