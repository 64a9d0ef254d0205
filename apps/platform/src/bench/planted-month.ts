import { clearingService } from '#clearing';
import { EventStore, inWritingTransaction, type StreamDefinition, type WriteRequest } from '#event-store';
import { lastDayOf, type ClearingMonth } from '#kernel';
import { UNITS } from './planted-claims.js';

export interface PlantedMonth {
  readonly month: ClearingMonth;
  readonly claims: number;
}

const CHUNK = 100_000;
const LANES = 4;
/** From so many claims on their indexes are made after them: the same indexes, sooner. */
const INDEXED_LATER = 1_000_000;
const BATCH = 1_000;
/** What places of care found in a month; each takes one yuan off. */
const DEDUCTION_COUNT = 2_000;
const FUNDS = [
  ...['pool', 'account', 'large_amount', 'supplementary', 'civil_servant', 'disabled', 'assistance', 'other'],
  ...['basic', 'catastrophic'],
].join(', ');

/**
 * Claims `$1` … `$2` of `$3` of the month that begins on `$4`, drawn by arithmetic, in the shares of the first quarter of
 * 2025: 51 of 1,000 inpatients, 44 chronic, 267 pharmacies; 992 directed pairs; one of 1,000 undoes the one before it. A
 * stay of ¥30,000 or more is held, nine of ten released by review. Five of 1,000 are not confirmed, one has an open difference.
 */
const DRAWN = `
  select n, to_char(day, 'YYYYMMDD') || lpad((case when undone then n - 1 else n end)::text, 11, '0') || case when undone then 'R' else 'S' end as claim_id,
         case when undone then to_char(day, 'YYYYMMDD') || lpad((n - 1)::text, 11, '0') || 'S' end as refund_of,
         day, kind, payer, receiver, employee, case when undone then -1 else 1 end * fen / 100.0 as total,
         case when undone then -1 else 1 end * (fen * 6 / 10) / 100.0 as fund,
         kind = 'inpatient' and fen >= 3000000 as held, n / 7 % 10 = 0 as unreviewed, n % 1000 as turn
    from (select n, undone, kind, ($4::date + ((n - 1) * ($5::date - $4::date + 1) / $3)::integer) as day, m % 3 <> 0 as employee,
                 units[1 + m % ${UNITS.length}] as receiver,
                 units[1 + (m + 1 + m / ${UNITS.length} % ${UNITS.length - 1}) % ${UNITS.length}] as payer,
                 case when kind <> 'inpatient' then 5000 + m * 7919 % 50000
                      when m * 104729 % 100 < 15 then 3000000 + m * 7919 % 7000000
                      else 300000 + m * 7919 % 2690000 end as fen
            from (select n, n % 1000 = 999 as undone, case when n % 1000 = 999 then n - 1 else n end as m,
                         string_to_array('${UNITS.join(' ')}', ' ') as units,
                         case when n % 1000 in (998, 999) or n * 7919 % 1000 >= 362 then 'outpatient' when n * 7919 % 1000 < 51 then 'inpatient'
                              when n * 7919 % 1000 < 95 then 'chronic' else 'pharmacy' end as kind
                    from generate_series($1::bigint, $2::bigint) as n) as numbers) as claims`;

/** The rows a clearing service keeps of them once they have come: those that nothing holds back are in their month. */
const INSERT = `
  with drawn as materialized (${DRAWN}), claims as (
    insert into claim (claim_id, refund_of, visit_kind, payer, receiver, scheme, insured_region, care_region, institution_code,
      psn_no, inpatient_number, invoice_number, admitted_on, discharged_on, settled_on, total, ${FUNDS}, payable, period)
    select claim_id, refund_of, kind, payer, receiver, case when employee then 'employee' else 'resident' end,
           payer || '0' || 1 + n % 9 || '00', receiver || '0' || 1 + n / 9 % 9 || '00', 'H' || receiver || lpad((n % 2000)::text, 9, '0'),
           payer || lpad(n::text, 18, '0'), case when kind = 'inpatient' then 'ZY' || n end, 'FP' || n,
           case when kind = 'inpatient' then day - 9 end, case when kind = 'inpatient' then day end, day, total,
           case when employee then fund - big - own else 0 end, case when employee then own else 0 end,
           case when employee then big else 0 end, 0, 0, 0, 0, 0,
           case when employee then 0 else fund - big end, case when employee then 0 else big end, fund,
           case when turn >= 6 and not (held and unreviewed) then to_char($4::date, 'YYYY-MM') end
      from drawn cross join lateral (select case when kind = 'inpatient' then trunc(fund / 10, 2) else 0 end as big,
                                            case when kind <> 'inpatient' then trunc(fund / 4, 2) else 0 end as own) as parts),
  confirmed as (insert into confirmation select claim_id, $5::date from drawn where turn >= 5),
  differing as (insert into difference (difference_id, claim_id) select 'D' || claim_id, claim_id from drawn where turn = 5)
  insert into read_holds.hold (claim_id, payer, receiver, scheme, total, opened_on, status, released_on, cause, note)
  select claim_id, payer, receiver, case when employee then 'employee' else 'resident' end, total, day, 'released', $5::date,
         'reviewed', '费用合理' from drawn where held and not unreviewed`;

/** What waited in the month before is confirmed meanwhile, or its difference closed: it enters this month, late. */
const CATCH_UP = [
  `insert into confirmation select claim_id, $1::date from claim where period is null and settled_on < $1::date on conflict do nothing`,
  `update difference d set closed = true from claim c where c.claim_id = d.claim_id and c.settled_on < $1::date and not d.closed`,
  `update claim set period = to_char($1::date, 'YYYY-MM') where period is null and settled_on < $1::date`,
];

/** Autovacuum would have been there in a month. */
const TOUCHED = ['claim', 'confirmation', 'difference', 'claim_sum', 'read_holds.hold', 'read_deductions.deduction'];

/** What the service would have summed as the claims came. */
const SUM = `
  insert into claim_sum (period, payer, receiver, scheme, claims, ${FUNDS}, payable)
  select period, payer, receiver, scheme, count(*), ${FUNDS.split(', ')
    .map((name) => `sum(${name})`)
    .join(', ')}, sum(payable)
    from claim where period = $1 group by period, payer, receiver, scheme`;

/** Puts a month of claims where the service would have them on the 20th; holds that stand and deductions have their events. */
export async function plantMonth(url: string, { month, claims }: PlantedMonth): Promise<void> {
  const store = await EventStore.open({ url, projections: clearingService.projections });
  try {
    const [from, to] = [`${month}-01`, lastDayOf(month)];
    const later = claims < INDEXED_LATER ? [] : await secondaryIndexes(store);
    await inWritingTransaction(store.database, async (tx) => {
      for (const { name } of later) await tx.query(`drop index ${name}`);
    });
    const chunks = Array.from({ length: Math.ceil(claims / CHUNK) }, (_, n) => n * CHUNK + 1).values();
    const lane = async (): Promise<void> => {
      for (const first of chunks) {
        const numbers = [first, Math.min(claims, first + CHUNK - 1), claims, from, to];
        await inWritingTransaction(store.database, (tx) => tx.query(INSERT, numbers));
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    await inWritingTransaction(store.database, async (tx) => {
      await tx.query(`set local maintenance_work_mem = '512MB'`);
      for (const { made } of later) await tx.query(made);
    });
    await inWritingTransaction(store.database, async (tx) => {
      for (const sql of CATCH_UP) await tx.query(sql, [from]);
      await tx.query(SUM, [month]);
    });
    await record(store, await standing(store, from, to), holdOf);
    await record(store, await deducted(store, month), deductionOf);
    for (const table of TOUCHED) await store.database.read(`vacuum analyze ${table}`);
    await store.database.read('checkpoint');
  } finally {
    await store.close();
  }
}

interface Index {
  readonly name: string;
  readonly made: string;
}

const secondaryIndexes = (store: EventStore): Promise<readonly Index[]> =>
  store.database.read<Index>(
    `select indexname as name, indexdef as made from pg_indexes
      where schemaname = 'public' and tablename = 'claim' and indexname <> 'claim_pkey' order by 1`,
  );

interface Facts {
  readonly claimId: string;
  readonly payer: string;
  readonly receiver: string;
  readonly scheme: string;
  readonly total: string;
  readonly on: string;
}

const FACTS = `claim_id as "claimId", payer, receiver, scheme, total::text, settled_on::text as "on"`;

const standing = (store: EventStore, from: string, to: string): Promise<readonly Facts[]> =>
  store.database.read<Facts>(
    `select ${FACTS} from claim c where period is null and settled_on between $1 and $2 and visit_kind = 'inpatient'
        and total >= 30000 and not exists (select from read_holds.hold h where h.claim_id = c.claim_id) order by 1`,
    [from, to],
  );

const deducted = (store: EventStore, month: string): Promise<readonly Facts[]> =>
  store.database.read<Facts>(
    `select ${FACTS} from claim where period = $1 and pool > 1 and refund_of is null limit ${DEDUCTION_COUNT}`,
    [month],
  );

type Recorded = { readonly category: string; readonly type: string; readonly data: Record<string, never> | object };

const holdOf = ({ on, ...facts }: Facts): Recorded => ({
  ...{ category: 'hold', type: 'HoldOpened', data: { ...facts, openedOn: on, heldFrom: '30000.00' } },
});

const deductionOf = ({ claimId, payer, receiver, scheme, on }: Facts): Recorded => ({
  ...{ category: 'deductions', type: 'DeductionRecorded' },
  data: {
    ...{ deductionId: `${claimId}/A1`, claimId, payer, receiver, scheme, source: 'care-audit', reference: null },
    ...{ lines: [{ column: 'pool', amount: '1.00' }], reason: '超标准收费', on },
  },
});

async function record(store: EventStore, facts: readonly Facts[], recordedOf: (one: Facts) => Recorded): Promise<void> {
  for (let from = 0; from < facts.length; from += BATCH) {
    const requests = facts.slice(from, from + BATCH).map((one) => requestOf(one.claimId, one.on, recordedOf(one)));
    await store.transaction((tx) => store.writeInTransaction(tx, requests));
  }
}

const DEFINITIONS = new Map<string, StreamDefinition<null>>();

function requestOf(claimId: string, on: string, { category, type, data }: Recorded): WriteRequest {
  const definition = DEFINITIONS.get(category) ?? { category, initialState: () => null, evolve: () => null };
  DEFINITIONS.set(category, definition);
  const ref = { id: `${category}-${claimId}`, definition };
  return {
    ...{ streams: [ref], idempotency: null },
    metadata: {
      ...{ actor: 'system:bench', onBehalfOf: 'nation', reason: 'bench', businessDate: on },
      ...{ correlationId: 'bench', causationId: null },
    },
    decide: () => ({
      kind: 'accepted',
      answer: null,
      events: [{ streamId: ref.id, event: { type, data: data as Record<string, never> } }],
    }),
  };
}
