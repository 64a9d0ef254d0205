import type { WriteTransaction } from '#event-store';
import { cityOf } from '../../../tables/queries/drill-down/breakdown.js';
import type { CityDue } from '../../domain/notice.js';

/** Claims and deductions of a published month with both regions; a recovery split by pooling area has that of the insured only. */
const PARTS = `
  select payer, receiver, insured_region, care_region, payable as amount from claim where period = $1
  union all
  select c.payer, c.receiver, c.insured_region, c.care_region, -d.amount from read_deductions.deduction d join claim c using (claim_id)
   where d.period = $1
  union all
  select c.payer, c.receiver, c.insured_region, c.care_region, d.amount from read_deductions.deduction d
    join claim r on r.refund_of = d.claim_id join claim c on c.claim_id = d.claim_id
   where r.period = $1 and d.period < $1
  union all
  select d.payer, null, d.insured_region, null, -d.amount from read_deductions.deduction d where d.period = $1 and d.claim_id is null`;

/** What each city of each unit owes and is owed of a month whose table is made (CLR-07); one pass over its claims. */
export async function cityDuesOf(
  tx: WriteTransaction,
  month: string,
): Promise<ReadonlyMap<string, readonly CityDue[]>> {
  const rows = await tx.query<CityDue & { readonly unit: string }>(
    `with part as materialized (
       select payer, receiver, ${cityOf('insured_region')} as insured, ${cityOf('care_region')} as care, sum(amount) as amount
         from (${PARTS}) p group by 1, 2, 3, 4)
     select unit, city, direction, sum(amount)::numeric(18, 2)::text as due
       from (select payer as unit, insured as city, 'remit' as direction, amount from part
             union all select receiver, care, 'receive', amount from part where care is not null) d
      group by 1, 2, 3 having sum(amount) <> 0 order by 1, 2, 3`,
    [month],
  );
  const dues = new Map<string, CityDue[]>();
  for (const { unit, ...due } of rows) dues.set(unit, [...(dues.get(unit) ?? []), due]);
  return dues;
}
