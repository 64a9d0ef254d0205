import { performance } from 'node:perf_hooks';
import { Readable } from 'node:stream';
import { databaseUrl, inWritingTransaction, openDatabase, type Database } from '#event-store';
import { readAnswer, request, tokenOf } from '../commands/shared.js';
import { withTemporaryPlatform } from '../platform/temporary.js';
import { rate, time, type Figure } from './figures.js';
import { peakOf } from './peak.js';
import {
  CLAIMS,
  HEADER,
  INSERT_CLAIMS,
  linesOf,
  plantedOf,
  SIDES,
  unitOf,
  UNITS,
  type Side,
} from './planted-claims.js';

const DAY = '2025-08-01';
const RECONCILED_ON = '2025-08-02';
const CHUNK = 2_000;

/** The rows of both sides beside ours, without telling what is wrong with any. */
const BARE_JOIN = `
  select count(*) from read_claims.claim c join ledger_entry e
      on e.claim_id = c.claim_id and e.business_date = c.settled_on
   where c.settled_on = $1 and c.total = e.total`;

/**
 * 日对账 A day of a million claims; both sides report it as files, with faults of every class planted. How long until every
 * difference is recorded, and whether all were found and none invented. Settlement runs in a process of its own, the other
 * three are stopped.
 */
export async function measureReconciliation(): Promise<readonly Figure[]> {
  return withTemporaryPlatform({ separate: true }, async ({ children, layout }) => {
    if (layout === null) throw new Error('the platform did not start');
    const settlement = children.find(({ name }) => name === 'settlement');
    await Promise.all(children.filter((child) => child !== settlement).map((child) => child.stop()));
    const { settlement: url } = layout.urls;
    const server = layout.environment['KUASHENG_DATABASE_URL'] ?? '';
    const database = openDatabase(databaseUrl(server, 'kuasheng_settlement'), { connections: 2 });
    try {
      await inWritingTransaction(database, async (tx) => {
        await tx.query(INSERT_CLAIMS, [DAY]);
        await tx.query('analyze read_claims.claim');
      });
      await request('POST', `${url}/ops/clock`, { body: { date: RECONCILED_ON } });
      const reported = await timed(() => reportAll(url));
      const compared = await timed(() => reconcile(url));
      await expectAllFound(database);
      const joined = await timed(() => database.read(BARE_JOIN, [DAY]));
      const lines = CLAIMS * SIDES.length;
      return [
        rate({
          name: 'claims of a day reported as files',
          value: lines / (reported / 1000),
          limit: {
            what: 'the same files made and sent nowhere',
            value: lines / ((await timed(() => writeAll())) / 1000),
          },
        }),
        time({
          name: `${CLAIMS} claims a side reconciled`,
          value: compared,
          limit: { what: 'both sides joined with ours in one statement', value: joined },
        }),
        ...(await peakOf('settlement', settlement?.pid)),
      ];
    } finally {
      await database.close();
    }
  });
}

async function timed(task: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await task();
  return performance.now() - begun;
}

async function reportAll(url: string): Promise<void> {
  for (const side of SIDES) for (const unit of UNITS) await report(url, side, unit);
}

async function writeAll(): Promise<void> {
  for (const side of SIDES) {
    for (const unit of UNITS) for await (const part of fileOf(side, unit)) part.toString();
  }
}

async function report(url: string, side: Side, unit: string): Promise<void> {
  const path = `${url}/settlement/reconciliation/ledgers/${side}/${unit}/${DAY}/file`;
  const token = await tokenOf({ roles: ['provincial-agency'], area: unit });
  const response = await fetch(path, {
    ...{ method: 'PUT', duplex: 'half', body: Readable.toWeb(Readable.from(fileOf(side, unit))) },
    headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv' },
  } as RequestInit);
  await readAnswer(response, path);
}

async function* fileOf(side: Side, unit: string): AsyncGenerator<Buffer> {
  let text = `${HEADER}\n`;
  let lines = 0;
  for (let n = 1; n <= CLAIMS; n += 1) {
    if (unitOf(n, side) !== unit) continue;
    text += linesOf(n, side);
    lines += 1;
    if (lines % CHUNK !== 0) continue;
    yield Buffer.from(text);
    text = '';
  }
  yield Buffer.from(text);
}

const reconcile = (url: string): Promise<unknown> =>
  request('POST', `${url}/ops/jobs/reconcile-day/runs`, { body: { asOf: RECONCILED_ON } });

/** By the events: what was found is what was planted, in its class, at its owner, once. */
async function expectAllFound(database: Database): Promise<void> {
  const rows = await database.read<{ side: Side; owner: string; claim: string; class: string }>(
    `select data->>'side' as side, data->>'owner' as owner, data->>'claimId' as claim, data->>'class' as class
       from events where type = 'DifferenceFound'`,
  );
  const found = new Set(rows.map((row) => `${row.side} ${row.owner} ${row.claim} ${row.class}`));
  let planted = 0;
  for (const side of SIDES) {
    for (let n = 1; n <= CLAIMS; n += 1) {
      const one = plantedOf(n, side);
      if (one === null) continue;
      planted += 1;
      const name = `${side} ${unitOf(n, side)} ${one.claimId} ${one.class}`;
      if (!found.has(name)) throw new Error(`planted and not found: ${name}`);
    }
  }
  if (rows.length !== planted) throw new Error(`planted ${planted} differences, found ${rows.length}`);
}
