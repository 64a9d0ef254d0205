import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { databaseUrl, EventStore, type StreamDefinition, type WriteRequest } from '#event-store';
import type { LagEntry } from '#http';
import { request } from '../commands/shared.js';
import { openImportFile } from '../commands/import-file.js';
import { ImportSender } from '../commands/import-filings.js';
import { bareRows } from '../infrastructure/bare-database.js';
import { ensureDatabases } from '../infrastructure/embedded-postgres.js';
import { withTemporaryPlatform } from '../platform/temporary.js';
import { rate, type Figure } from './figures.js';

const ROWS = 100_000;
const BATCH = 1000;
/** About what an event of a filing takes with who and why. */
const EVENT_BYTES = 900;
const UNIT = '32';
const HEADER =
  'psnNo,insuredRegion,kind,destination,byPromise,documents,documentsValidTo,owedUntil,appliedOn,validFrom,validTo,channel';
const DESTINATIONS = ['310000', '330100', '440300', '110000', '510100', '350200'] as const;

/**
 * Rows of a file a second, checked and imported, through HTTP into a registration service of its own process with its relay;
 * the other three services are stopped. Every row is of another person.
 */
export async function measureImports(seconds: number): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'kuasheng-bench-import-'));
  try {
    return await withTemporaryPlatform({ separate: true, folder }, async ({ children, layout }) => {
      if (layout === null) throw new Error('the platform did not start');
      const serverUrl = layout.environment['KUASHENG_DATABASE_URL'] ?? '';
      await ensureDatabases(serverUrl, ['bench_bare']);
      await Promise.all(children.filter(({ name }) => name !== 'registration').map((child) => child.stop()));
      await enrol(databaseUrl(serverUrl, 'kuasheng_registration'));
      await request('POST', `${layout.urls.registration}/ops/clock`, { body: { date: metadata.businessDate } });
      await untilPublished(layout.urls.registration);
      const path = join(folder, 'filings.csv');
      await pipeline(Readable.from(rows()), createWriteStream(path));
      const limit = await bareRows(databaseUrl(serverUrl, 'bench_bare'), seconds, EVENT_BYTES);
      return [
        await measure({ path, url: layout.urls.registration, checkOnly: true, limit }),
        await measure({ path, url: layout.urls.registration, checkOnly: false, limit }),
      ];
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The relay has its own work with a hundred thousand persons; it is not what is measured. */
async function untilPublished(url: string): Promise<void> {
  for (;;) {
    const lags = await request<readonly LagEntry[]>('GET', `${url}/ops/lag`);
    if (lags.every(({ behind }) => behind === 0)) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

interface Measured {
  readonly path: string;
  readonly url: string;
  readonly checkOnly: boolean;
  readonly limit: number;
}

async function measure({ path, url, checkOnly, limit }: Measured): Promise<Figure> {
  const file = await openImportFile(path);
  const begun = performance.now();
  const report = await new ImportSender(url, file, { unit: UNIT, checkOnly }).sendAll(() => undefined);
  const value = ROWS / ((performance.now() - begun) / 1000);
  if (report.accepted !== ROWS) throw new Error(`${report.refused} rows of the measured file were refused`);
  const name = checkOnly ? 'filings of a file checked' : 'filings of a file imported';
  return rate({ name, value, limit: { what: 'bare rows of the same size, 1,000 a transaction', value: limit } });
}

const numberOf = (n: number): string => `${UNIT}BENCH${String(n).padStart(9, '0')}`;

function* rows(): Generator<string> {
  yield `${HEADER}\n`;
  for (let n = 0; n < ROWS; n += 1) {
    const destination = DESTINATIONS[n % DESTINATIONS.length] ?? '';
    const day = `2025-0${(n % 6) + 1}-${String((n % 28) + 1).padStart(2, '0')}`;
    yield `${numberOf(n)},320200,long-term-resident,${destination},false,residence-permit,,,${day},${day},,window\n`;
  }
}

const definition: StreamDefinition<null> = { category: 'person', initialState: () => null, evolve: () => null };
const metadata = {
  ...{ actor: 'system:bench', onBehalfOf: 'province:32', reason: 'bench', businessDate: '2025-08-01' },
  ...{ correlationId: 'bench', causationId: null },
};

/** Persons as registration records them, put straight into its log: what is measured is the import. */
async function enrol(url: string): Promise<void> {
  const store = await EventStore.open({ url });
  try {
    for (let from = 0; from < ROWS; from += BATCH) {
      const requests = Array.from({ length: BATCH }, (_, n) => enrolment(numberOf(from + n)));
      await store.transaction((tx) => store.writeInTransaction(tx, requests));
    }
  } finally {
    await store.close();
  }
}

function enrolment(psnNo: string): WriteRequest {
  const sealed = `sm4:dev-1:${'A'.repeat(88)}`;
  const data = {
    ...{
      psnNo,
      name: sealed,
      idNumber: sealed,
      idNumberHash: `hs3:dev-search:${Buffer.from(psnNo).toString('hex')}`,
      credentialHashes: [],
    },
    ...{ sex: '1', birthDate: '1960-05-01', insuredRegion: '320200', insuranceType: '310', personType: '12' },
    ...{ civilServant: false, insuranceStatus: '1', insuredSince: '2010-01-01', accountBalance: '0.00' },
  };
  const ref = { id: `person-${psnNo}`, definition };
  return {
    ...{ streams: [ref], idempotency: null, metadata },
    decide: () => ({
      kind: 'accepted',
      answer: null,
      events: [{ streamId: ref.id, event: { type: 'PersonEnrolled', data } }],
    }),
  };
}
