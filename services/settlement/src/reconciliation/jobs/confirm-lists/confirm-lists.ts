import type { EventStore, WriteTransaction } from '#event-store';
import type { JobHandler, JobReport } from '#jobs';
import { clearingUnitOf, RegionCode } from '#kernel';
import { confirmClaims, statementsOf, type ConfirmedClaim } from '../../domain/confirmations.js';
import { decideConfirm, listRef, type DayOfList } from '../../domain/out-of-area-list.js';
import { daysOf } from '../../queries/claims-of-institution/month-list.js';

/**
 * 清分确认 job: in the evening the lists that were confirmed (3261) and not rolled back (3262) go into the clearing (REC-03). What a
 * hospital confirmed counts by the day it did so, however late the job runs: the 20th decides on the month (CLR-02).
 */
export function confirmListsJob(store: EventStore): JobHandler {
  return {
    job: 'confirm-lists',
    description: '异地清分确认结果转入清算 (REC-03)',
    run: (asOf) => confirmLists(store, asOf),
  };
}

async function confirmLists(store: EventStore, asOf: string): Promise<JobReport> {
  const pending = await store.database.read<DayOfList>(
    `select distinct institution_code as "institutionCode", month, submitted_on::text as "submittedOn"
       from read_pending_lists.submission order by 1, 2, 3`,
  );
  let confirmed = 0;
  for (const day of pending) confirmed += await confirmDay(store, day, asOf);
  return { lists: pending.length, claims: confirmed };
}

type Claim = ConfirmedClaim & { readonly careRegion: string };

/** The list is looked at first to know its statements; what is decided under the locks is what stands then. */
function confirmDay(store: EventStore, day: DayOfList, asOf: string): Promise<number> {
  const { institutionCode, month } = day;
  const ref = listRef(institutionCode, month);
  const on = day.submittedOn ?? asOf;
  return store.transaction(async (tx) => {
    const seen = (await store.look([ref])).of(ref);
    const { claimIds } = decideConfirm(day, seen);
    const claims = await claimsIn(tx, claimIds);
    const [first] = claims;
    const period = daysOf(month);
    const receiver = first === undefined ? '' : clearingUnitOf(RegionCode.of(first.careRegion));
    const confirmation = { institutionCode, receiver, ...period, on };
    const statements = statementsOf(claims, confirmation);
    const [outcome] = await store.writeInTransaction(tx, [
      {
        streams: [ref, ...statements.map((statement) => statement.ref)],
        idempotency: null,
        metadata: {
          actor: 'system:settlement.confirm-lists',
          onBehalfOf: `institution:${institutionCode}`,
          reason: '异地清分确认 (REC-03)',
          businessDate: asOf,
          correlationId: `confirm-list/${institutionCode}/${month}/${on}`,
          causationId: null,
        },
        decide: (states) => {
          const now = decideConfirm(day, states.of(ref));
          const same = now.claimIds.join() === claimIds.join();
          // A batch came or went meanwhile: the next run takes the list as it is then.
          if (!same) return { kind: 'accepted', answer: 0, events: [] };
          const events = now.events.map((event) => ({ streamId: ref.id, event }));
          const confirmations = confirmClaims(statements, confirmation, states);
          return { kind: 'accepted', answer: claims.length, events: [...events, ...confirmations] };
        },
      },
    ]);
    return outcome?.kind === 'accepted' ? Number(outcome.answer) : 0;
  });
}

const claimsIn = (tx: WriteTransaction, claimIds: readonly string[]): Promise<readonly Claim[]> =>
  tx.query<Claim>(
    `select claim_id as "claimId", insurance_type as "insuranceType", clearing_category as "clearingCategory",
            care_region as "careRegion", total::text, fund_total::text as "fundTotal", account::text
       from read_claims.claim where claim_id = any($1::text[])`,
    [claimIds],
  );
