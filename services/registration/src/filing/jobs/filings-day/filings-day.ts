import { streamRequest, type EventStore } from '#event-store';
import type { JobHandler, JobReport } from '#jobs';
import { businessDate, ok, type BusinessDate } from '#kernel';
import type { PolicyBook } from '#policy';
import { policiesOf } from '../../commands/policies-of.js';
import type { FilingEvent } from '../../domain/filing-book.js';
import { filingBookRef } from '../../domain/filing-book.js';
import { decideDay } from '../../domain/filing-day.js';

const BATCH = 500;

/**
 * 备案日 job: transitions, promises not kept, expiries and reminders (REG-06, REG-07, REG-09, REG-10, REG-18). The work list is a
 * query over what may be due, walked by person; the book decides. A missed day is made up, and a second run finds nothing.
 */
export function filingsDayJob(store: EventStore, policies: PolicyBook): JobHandler {
  return {
    job: 'filings-day',
    description: '备案到期、承诺未履行、补材料提醒与过渡期调整 (REG-06 … REG-10, REG-18)',
    run: (asOf) => runDay(store, policies, businessDate(asOf)),
  };
}

interface Due {
  readonly psn_no: string;
  readonly insured_region: string;
}

/**
 * Whose book may have something due, and at which place of insurance: a last day passed, documents owed, or a place with transition
 * rules. A filing that another follows or has replaced may still have fallen due before, or owe its documents.
 */
const DUE = `
  select distinct psn_no, insured_region from read_filings.filing
   where (psn_no, insured_region) > ($2, $3)
     and (owed and (ended_on is null or ended_on > owed_until or ended_cause = 'replaced')
          or valid_to < $1 and (ended_on is null or ended_on > valid_to + 1)
          or insured_region = any($4::text[]) and (ended_on is null or ended_on > $1))
   order by psn_no, insured_region limit $5`;

async function runDay(store: EventStore, policies: PolicyBook, on: BusinessDate): Promise<JobReport> {
  const inTransition = await placesInTransition(store, policies, on);
  const counts = new Map<string, number>();
  let after: Due = { psn_no: '', insured_region: '' };
  for (;;) {
    const due = await store.database.read<Due>(DUE, [on, after.psn_no, after.insured_region, inTransition, BATCH]);
    if (due.length === 0) return reportOf(counts);
    const done = await Promise.all(due.map((one) => writeDay(store, policies, { ...one, on })));
    for (const event of done.flat()) counts.set(labelOf(event), (counts.get(labelOf(event)) ?? 0) + 1);
    after = due.at(-1) ?? after;
  }
}

/** Places of standing filings whose policy cuts old ones short on this day (REG-18). */
async function placesInTransition(
  store: EventStore,
  policies: PolicyBook,
  on: BusinessDate,
): Promise<readonly string[]> {
  const places = await store.database.read<{ insured_region: string }>(
    `select distinct insured_region from read_filings.filing where ended_on is null or ended_on > $1`,
    [on],
  );
  return places
    .map(({ insured_region }) => insured_region)
    .filter((region) => {
      const policyOn = policiesOf(policies, region, on);
      return policyOn.ok && policyOn.value(on).transitions.some(({ effect }) => effect === 'cut-validity');
    });
}

async function writeDay(
  store: EventStore,
  policies: PolicyBook,
  { psn_no, insured_region, on }: Due & { readonly on: BusinessDate },
): Promise<readonly FilingEvent[]> {
  const policyOn = policiesOf(policies, insured_region, on);
  if (!policyOn.ok) throw new Error(`${insured_region}: ${policyOn.rejection.message}`);
  const outcome = await store.write(
    streamRequest({
      stream: filingBookRef(psn_no),
      idempotency: null,
      metadata: {
        actor: 'system:registration.filings-day',
        onBehalfOf: 'nation',
        reason: '备案日处理 (REG-06 … REG-10, REG-18)',
        businessDate: on,
        correlationId: `filings-day/${on}`,
        causationId: null,
      },
      decide: (book) => ok(decideDay(book, { insuredRegion: insured_region, on }, policyOn.value)),
      answer: (events) => events.map(({ type, data }) => ({ type, data })),
    }),
  );
  return outcome.kind === 'accepted' ? (outcome.answer as unknown as readonly FilingEvent[]) : [];
}

const labelOf = (event: FilingEvent): string => {
  if (event.type === 'FilingEnded') return event.data.cause;
  const labels: Partial<Record<FilingEvent['type'], string>> = {
    FilingChanged: 'cut',
    PromiseSanctioned: 'sanctioned',
    SupplementReminded: 'reminded',
  };
  return labels[event.type] ?? event.type;
};

function reportOf(counts: ReadonlyMap<string, number>): JobReport {
  const of = (label: string): number => counts.get(label) ?? 0;
  return {
    expired: of('expired'),
    revoked: of('revoked'),
    cut: of('cut'),
    reminded: of('reminded'),
    sanctioned: of('sanctioned'),
  };
}
