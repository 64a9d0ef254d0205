import { addDays, businessDate, type BusinessDate } from '#kernel';
import type { EventStore, WriteRequest } from '#event-store';
import type { JobHandler, JobReport } from '#jobs';
import { dayRef, decideCompared } from '../../domain/day.js';
import { compareSide } from './compare.js';

/** A corrected ledger may come days later; every day with reports that are younger than this is compared again. */
const COMPARED_AGAIN_DAYS = 62;

/** 日对账 job: compares the days whose ledgers came or changed; run twice it finds nothing new (REC-01, REC-02). */
export function reconcileDayJob(store: EventStore): JobHandler {
  return {
    job: 'reconcile-day',
    description: '三方日对账：国家、就医地、参保地逐笔比对 (REC-01)',
    run: (asOf) => reconcile(store, businessDate(asOf)),
  };
}

async function reconcile(store: EventStore, asOf: BusinessDate): Promise<JobReport> {
  const rows = await store.database.read<{ day: string }>(
    `select distinct business_date::text as day from ledger_upload
      where business_date between $1 and $2 order by 1`,
    [addDays(asOf, -COMPARED_AGAIN_DAYS), asOf],
  );
  let found = 0;
  let closed = 0;
  for (const { day } of rows) {
    const changes = await compareDay(store, day, asOf);
    found += changes.found;
    closed += changes.closed;
  }
  const missing = await missingLedgers(store, asOf);
  return { days: rows.length, found, closed, missing: missing.length, missingFrom: missing.slice(0, 10).join(' ') };
}

async function compareDay(store: EventStore, day: string, on: string): Promise<{ found: number; closed: number }> {
  const ref = dayRef(day);
  return store.transaction(async (tx) => {
    const differences = [
      ...(await compareSide(tx.query, 'care', day)),
      ...(await compareSide(tx.query, 'insured', day)),
    ];
    const request: WriteRequest<string[]> = {
      streams: [ref],
      idempotency: null,
      metadata: {
        actor: 'system:settlement.reconcile-day',
        onBehalfOf: 'nation',
        reason: '三方日对账 (REC-01)',
        businessDate: on,
        correlationId: `reconcile/${day}/${on}`,
        causationId: null,
      },
      decide: (states) => {
        const events = decideCompared(differences, states.of(ref), on);
        return {
          kind: 'accepted',
          answer: events.map(({ type }) => type),
          events: events.map((event) => ({ streamId: ref.id, event })),
        };
      },
    };
    const [outcome] = await store.writeInTransaction(tx, [request]);
    const types = outcome?.kind === 'accepted' ? (outcome.answer as string[]) : [];
    const found = types.filter((type) => type === 'DifferenceFound').length;
    return { found, closed: types.length - found };
  });
}

/** Units with claims of the day that have not reported their side: named, never guessed (REC-02). */
async function missingLedgers(store: EventStore, day: BusinessDate): Promise<readonly string[]> {
  const rows = await store.database.read<{ missing: string }>(
    `select distinct w.side || ':' || w.unit as missing from (
       select 'care' as side, receiver as unit from read_claims.claim where settled_on = $1
       union select 'insured', payer from read_claims.claim where settled_on = $1) w
      where not exists (select 1 from ledger_upload u
        where u.side = w.side and u.unit = w.unit and u.business_date = $1) order by 1`,
    [day],
  );
  return rows.map(({ missing }) => missing);
}
