import { Inject, Injectable } from '@nestjs/common';
import { EventStore } from '#event-store';
import { EVENT_STORE } from '#service';
import { POOL_OF } from '../../../claims/pool.js';

/** Below the province: 统筹地区 of the insured, of care, 医药机构, 费用 (CLR-03). */
export const BREAKDOWNS = ['insured-city', 'care-city', 'institution', 'claim'] as const;
export type Breakdown = (typeof BREAKDOWNS)[number];

export interface BreakdownOf {
  readonly month: string;
  readonly by: Breakdown;
  readonly payer: string | null;
  readonly receiver: string | null;
  readonly city: string | null;
  readonly institution: string | null;
  readonly after: string;
}

export interface BreakdownLine {
  readonly key: string;
  readonly claims: number;
  readonly payable: string;
  /** Deductions that name a claim; what a recovery split by pooling area stands at that of the insured only. */
  readonly deducted: string;
  readonly cleared: string;
}

const PAGE = 1_000;
const KEYS: Readonly<Record<Breakdown, { readonly claim: string; readonly split: string }>> = {
  'insured-city': { claim: POOL_OF('c.insured_region'), split: POOL_OF('d.insured_region') },
  'care-city': { claim: POOL_OF('c.care_region'), split: `''` },
  institution: { claim: 'c.institution_code', split: `''` },
  claim: { claim: 'c.claim_id', split: `''` },
};

/** What a cell of the published table is made of; all lines of a breakdown add up to it. */
@Injectable()
export class BreakdownReader {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  /** At most 1,000 lines after a key, in the order of keys. The empty key is what cannot be told apart further. */
  lines({ month, by, payer, receiver, city, institution, after }: BreakdownOf): Promise<readonly BreakdownLine[]> {
    const { claim, split } = KEYS[by];
    return this.store.database.read<BreakdownLine>(
      `with part as (
         select ${claim} as key, 1 as claims, c.payable, 0::numeric as deducted from claim c
          where c.period = $1 and ${FILTER('c')}
         union all
         select ${claim}, 0, 0, d.amount from read_deductions.deduction d join claim c using (claim_id)
          where d.period = $1 and ${FILTER('c')}
         union all
         select ${claim}, 0, 0, -d.amount from read_deductions.deduction d join claim r on r.refund_of = d.claim_id
           join claim c on c.claim_id = d.claim_id
          where r.period = $1 and d.period < $1 and ${FILTER('c')}
         union all
         select ${split}, 0, 0, d.amount from read_deductions.deduction d
          where d.period = $1 and d.claim_id is null and ($2::text is null or d.payer = $2)
            and ($3::text is null or d.receiver = $3)
            and ($4::text is null or ${POOL_OF('d.insured_region')} = $4) and $5::text is null)
       select key, sum(claims)::integer as claims, sum(payable)::numeric(18, 2)::text as payable,
              sum(deducted)::numeric(18, 2)::text as deducted, (sum(payable) - sum(deducted))::numeric(18, 2)::text as cleared
         from part where (key > $6 or ($6 = '' and key = ''))
          and exists (select from read_periods.period m where m.month = $1 and m.cut_off_on is not null) group by key order by key limit ${PAGE}`,
      [month, payer, receiver, city, institution, after],
    );
  }
}

const FILTER = (row: string): string =>
  `($2::text is null or ${row}.payer = $2) and ($3::text is null or ${row}.receiver = $3)
   and ($4::text is null or $4 in (${POOL_OF(`${row}.insured_region`)}, ${POOL_OF(`${row}.care_region`)}))
   and ($5::text is null or ${row}.institution_code = $5)`;
