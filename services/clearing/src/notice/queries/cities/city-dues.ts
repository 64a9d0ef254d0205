import type { WriteTransaction } from '#event-store';
import { POOL_OF } from '../../../claims/pool.js';
import type { CityDue } from '../../domain/notice.js';

/** SQL: claims and deductions of months with both regions; a recovery split by pooling area has that of the insured only. */
const PARTS = (months: string): string => `
  select period as month, payer, receiver, insured_region, care_region, payable as amount from claim where period in (${months})
  union all
  select d.period, c.payer, c.receiver, c.insured_region, c.care_region, -d.amount
    from read_deductions.deduction d join claim c using (claim_id) where d.period in (${months})
  union all
  select r.period, c.payer, c.receiver, c.insured_region, c.care_region, d.amount from read_deductions.deduction d
    join claim r on r.refund_of = d.claim_id join claim c on c.claim_id = d.claim_id
   where r.period in (${months}) and d.period < r.period
  union all
  select d.period, d.payer, null, d.insured_region, null, -d.amount from read_deductions.deduction d
   where d.period in (${months}) and d.claim_id is null`;

/** SQL: what each pooling area of each unit owes and is owed of months whose tables are made (CLR-07); one pass over their claims. */
export const CITY_DUES = (months: string): string => `
  with part as materialized (
    select month, payer, receiver, ${POOL_OF('insured_region')} as insured, ${POOL_OF('care_region')} as care, sum(amount) as amount
      from (${PARTS(months)}) p group by 1, 2, 3, 4, 5)
  select month, unit, city, direction, sum(amount)::numeric(18, 2) as due
    from (select month, payer as unit, insured as city, 'remit' as direction, amount from part
          union all select month, receiver, care, 'receive', amount from part where care is not null) d
   group by 1, 2, 3, 4 having sum(amount) <> 0`;

/** 市级应上解、应下拨 of a month by unit. */
export async function cityDuesOf(
  tx: WriteTransaction,
  month: string,
): Promise<ReadonlyMap<string, readonly CityDue[]>> {
  const rows = await tx.query<CityDue & { readonly unit: string }>(
    `select unit, city, direction, due::text from (${CITY_DUES('$1')}) d order by unit, city, direction`,
    [month],
  );
  const dues = new Map<string, CityDue[]>();
  for (const { unit, ...due } of rows) dues.set(unit, [...(dues.get(unit) ?? []), due]);
  return dues;
}
