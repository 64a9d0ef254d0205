import type { EventStore } from '#event-store';
import type { JobHandler, JobReport } from '#jobs';
import { addDays, businessDate, type BusinessDate } from '#kernel';
import { visitRef } from '../../../visit/domain/visit.js';
import { decideUpload, feeDetailsRef, isComplete, type StayToUpload } from '../../domain/fee-details.js';
import { MADE_UP_DAYS } from '../../queries/fee-details.js';

/** Stays looked at together. */
const BATCH = 500;

/** 费用明细上传 job: in the evening every settled stay whose fee lines have not been handed over is handed over (SET-16). */
export function uploadDetailsJob(store: EventStore): JobHandler {
  return {
    job: 'upload-details',
    description: '住院费用明细上传，结算后三日内 (SET-16)',
    run: (asOf) => uploadDetails(store, businessDate(asOf)),
  };
}

interface SettledStay {
  readonly claimId: string;
  readonly visitId: string;
  readonly institutionCode: string;
  readonly receiver: string;
  readonly total: string;
}

async function uploadDetails(store: EventStore, asOf: BusinessDate): Promise<JobReport> {
  let [uploaded, incomplete] = [0, 0];
  let last: readonly [string, string] = ['', ''];
  for (;;) {
    const settled = await waiting(store, asOf, last);
    const end = settled.at(-1);
    if (end === undefined) return { uploaded, incomplete };
    last = [end.institutionCode, end.claimId];
    for (const [first, stays] of await byInstitution(store, settled)) {
      incomplete += stays.filter((stay) => !isComplete(stay)).length;
      uploaded += await write(store, first, stays, asOf);
    }
  }
}

const waiting = (
  store: EventStore,
  asOf: BusinessDate,
  [institutionCode, claimId]: readonly [string, string],
): Promise<readonly SettledStay[]> =>
  store.database.read<SettledStay>(
    `select claim_id as "claimId", visit_id as "visitId", institution_code as "institutionCode", receiver, total::text
       from read_claims.claim c
      where visit_kind = 'inpatient' and refund_of is null and refunded_by is null and settled_on between $1 and $2
        and (institution_code, claim_id) > ($3, $4)
        and not exists (select 1 from read_fee_details.upload u where u.claim_id = c.claim_id)
      order by institution_code, claim_id limit ${BATCH}`,
    [addDays(asOf, -MADE_UP_DAYS), asOf, institutionCode, claimId],
  );

/** With the lines each settlement took; a first stay says whose they are. */
async function byInstitution(
  store: EventStore,
  settled: readonly SettledStay[],
): Promise<readonly (readonly [SettledStay, readonly StayToUpload[]])[]> {
  const groups = new Map<string, [SettledStay, StayToUpload[]]>();
  for (const stay of settled) {
    const { state } = await store.load(visitRef(stay.visitId));
    const sequences = state.settlements.get(stay.claimId)?.lines ?? [];
    const lines = sequences.flatMap((one) => state.settledLines.get(one) ?? []);
    const group = groups.get(stay.institutionCode) ?? [stay, []];
    group[1].push({ claimId: stay.claimId, total: stay.total, lines });
    groups.set(stay.institutionCode, group);
  }
  return [...groups.values()];
}

async function write(
  store: EventStore,
  { institutionCode, receiver }: SettledStay,
  stays: readonly StayToUpload[],
  on: BusinessDate,
): Promise<number> {
  const ref = feeDetailsRef(institutionCode, on);
  const outcome = await store.write<number>({
    streams: [ref],
    idempotency: null,
    metadata: {
      actor: 'system:settlement.upload-details',
      onBehalfOf: `unit:${receiver}`,
      reason: '住院费用明细上传 (SET-16)',
      businessDate: on,
      correlationId: `upload-details/${institutionCode}/${on}`,
      causationId: null,
    },
    decide: (states) => {
      const events = decideUpload({ institutionCode, receiver, on, stays }, states.of(ref));
      const answer = events.reduce((count, { data }) => count + data.claims.length, 0);
      return { kind: 'accepted', answer, events: events.map((event) => ({ streamId: ref.id, event })) };
    },
  });
  return outcome.kind === 'accepted' ? outcome.answer : 0;
}
