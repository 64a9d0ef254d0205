import type { WriteTransaction } from '#event-store';
import type { ComparedDifference } from '../../domain/day.js';
import { compareParts } from './compare-parts.js';

/**
 * The nation's claims of a day against one side's ledgers, for the units that have reported: missing on either side,
 * reported twice, another state, another amount — in that order of precedence, one class per claim (REC-01). Parts of the
 * amounts are looked at where a side tells them.
 */
const COMPARE = `
  with reported as (
    select unit from ledger_upload where side = $1 and business_date = $2),
  ours as (
    select claim_id, case when refund_of is null then 'settled' else 'refunded' end as state,
           total, fund_total, account, cash, case when $1 = 'care' then receiver else payer end as unit
      from read_claims.claim
     where settled_on = $2 and case when $1 = 'care' then receiver else payer end in (select unit from reported)),
  theirs as (
    select claim_id, unit, min(state) as state, min(total) as total, min(fund_total) as fund_total,
           min(account) as account, min(cash) as cash, count(*) as entries
      from ledger_entry where side = $1 and business_date = $2 group by claim_id, unit)
  select coalesce(o.claim_id, t.claim_id) as claim_id, coalesce(o.unit, t.unit) as owner,
         case when o.claim_id is null or t.claim_id is null then 'one-sided'
              when t.entries > 1 then 'duplicate'
              when o.state <> t.state then 'state'
              else 'amount' end as class,
         case when o.claim_id is null then '国家侧无此结算'
              when t.claim_id is null then '该侧无此结算'
              when t.entries > 1 then '该侧重复' || t.entries || '次'
              when o.state <> t.state then '国家侧' || o.state || '，该侧' || t.state
              else '总费用' || o.total || '/' || t.total || '，基金' || o.fund_total || '/' || t.fund_total
                || '，账户' || o.account || '/' || t.account || '，现金' || o.cash || '/' || t.cash end as detail
    from ours o full join theirs t on t.claim_id = o.claim_id and t.unit = o.unit
   where o.claim_id is null or t.claim_id is null or t.entries > 1 or o.state <> t.state
      or (o.total, o.fund_total, o.account, o.cash) is distinct from (t.total, t.fund_total, t.account, t.cash)
   order by 1, 2`;

export async function compareSide(
  query: WriteTransaction['query'],
  side: 'care' | 'insured',
  businessDate: string,
): Promise<readonly ComparedDifference[]> {
  const rows = await query<{ claim_id: string; owner: string; class: ComparedDifference['class']; detail: string }>(
    COMPARE,
    [side, businessDate],
  );
  const idOf = (owner: string, claimId: string): string => `${businessDate}/${side}/${owner}/${claimId}`;
  const found = new Map<string, ComparedDifference>();
  for (const { claim_id: claimId, owner, class: kind, detail } of rows) {
    const differenceId = idOf(owner, claimId);
    found.set(differenceId, { differenceId, claimId, businessDate, class: kind, side, owner, detail });
  }
  for (const { claimId, owner, detail } of await compareParts(query, side, businessDate)) {
    const differenceId = idOf(owner, claimId);
    const known = found.get(differenceId);
    const facts = { differenceId, claimId, businessDate, class: 'amount', side, owner } as const;
    if (known === undefined) found.set(differenceId, { ...facts, detail });
    else if (known.class === 'amount') found.set(differenceId, { ...facts, detail: `${known.detail}，${detail}` });
  }
  return [...found.values()];
}
