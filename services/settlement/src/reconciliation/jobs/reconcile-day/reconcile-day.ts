import type { EventStore, WriteRequest, WriteTransaction } from '#event-store';
import type { JobHandler, JobReport } from '#jobs';
import { addDays, businessDate, type BusinessDate } from '#kernel';
import { dayRef, decideCompared } from '../../domain/day.js';
import { compareSide } from './compare.js';
import { missingLedgers, overdueLedgers, recordDue } from './due.js';

/** A corrected ledger may come days later; a day this far back has been cleared. */
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
  await store.transaction((tx) => recordDue(tx, asOf));
  const days = await daysToCompare(store, asOf);
  let found = 0;
  let closed = 0;
  for (const day of days) {
    const changes = await compareDay(store, day, asOf);
    found += changes.found;
    closed += changes.closed;
  }
  const missing = (await missingLedgers(store, asOf, asOf)).map(({ side, unit }) => `${side}:${unit}`);
  const overdue = (await overdueLedgers(store, asOf)).length;
  return {
    ...{ days: days.length, found, closed },
    ...{ missing: missing.length, missingFrom: missing.slice(0, 10).join(' '), overdue },
  };
}

/** Days with a report that is not the one last compared, or was compared before the day was over. */
async function daysToCompare(store: EventStore, asOf: BusinessDate): Promise<readonly string[]> {
  const rows = await store.database.read<{ day: string }>(
    `select distinct business_date::text as day from ledger_upload
      where business_date between $1 and $2
        and (compared_revision is distinct from revision or compared_on <= business_date)
      order by 1`,
    [addDays(asOf, -COMPARED_AGAIN_DAYS), asOf],
  );
  return rows.map(({ day }) => day);
}

async function compareDay(store: EventStore, day: string, on: string): Promise<{ found: number; closed: number }> {
  const ref = dayRef(day);
  return store.transaction(async (tx) => {
    const reports = await reportsOf(tx, day);
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
    await markCompared(tx, { day, on, reports });
    const types = outcome?.kind === 'accepted' ? (outcome.answer as string[]) : [];
    const found = types.filter((type) => type === 'DifferenceFound').length;
    return { found, closed: types.length - found };
  });
}

interface Report {
  readonly side: string;
  readonly unit: string;
  readonly revision: number;
}

const reportsOf = (tx: WriteTransaction, day: string): Promise<readonly Report[]> =>
  tx.query<Report>('select side, unit, revision from ledger_upload where business_date = $1', [day]);

/** The revisions that stood before the comparison: one that came in its middle is compared again. */
async function markCompared(
  tx: WriteTransaction,
  { day, on, reports }: { readonly day: string; readonly on: string; readonly reports: readonly Report[] },
): Promise<void> {
  await tx.query(
    `update ledger_upload as report set compared_revision = compared.revision, compared_on = $2
       from unnest($3::text[], $4::text[], $5::int[]) as compared(side, unit, revision)
      where report.business_date = $1 and report.side = compared.side and report.unit = compared.unit`,
    [
      ...[day, on, reports.map(({ side }) => side), reports.map(({ unit }) => unit)],
      reports.map(({ revision }) => revision),
    ],
  );
}
