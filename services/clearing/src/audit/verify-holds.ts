import type { EventStore } from '#event-store';
import type { PolicyBook } from '#policy';
import type { Invariant } from '#service';
import { IN_TIME_FOR, LAST_MONTH } from '../claims/waiting-reason.js';
import { counted } from '../counted.js';
import { heldFrom } from './audit-policy.js';

/** Days on end for which a place of insurance holds from one amount. */
interface Span {
  readonly region: string;
  readonly from: string;
  to: string;
  readonly amount: string;
}

/**
 * AUD-01: every stay that reached the amount of its place of insurance on the day of its settlement was held, and no other claim was. A
 * claim of a day or place without an amount was refused when it came.
 */
export async function holdInvariant(store: EventStore, policies: PolicyBook): Promise<Invariant> {
  const days = await store.database.read<{ readonly region: string; readonly day: string }>(
    `select distinct insured_region as region, settled_on::text as day from claim
      where visit_kind = 'inpatient' and refund_of is null order by 1, 2`,
  );
  const spans: Span[] = [];
  for (const { region, day } of days) {
    const from = heldFrom(policies, region, day);
    if (!from.ok) continue;
    const amount = from.value.toString();
    const last = spans.at(-1);
    if (last?.region === region && last.amount === amount) last.to = day;
    else spans.push({ region, from: day, to: day, amount });
  }
  return {
    name: '住院总费用达到参保地规定金额的均有审核暂缓，其他没有',
    rule: 'AUD-01',
    sql: counted({
      from: `claim c left join read_holds.hold h using (claim_id)
        left join jsonb_to_recordset('${JSON.stringify(spans)}') as p(region text, "from" date, "to" date, amount numeric)
          on p.region = c.insured_region and c.settled_on between p."from" and p."to"`,
      broken: `(coalesce(h.status, 'none') <> 'none') <> (c.visit_kind = 'inpatient' and c.refund_of is null and c.total >= p.amount)
               or h.held_from <> p.amount`,
      place: 'claim_id',
    }),
  };
}

/** AUD-02: a claim whose hold its refund has ended enters no month for which the refund was not confirmed, up to the time limit. */
export const REFUNDED_INVARIANT: Invariant = {
  name: '因退费放行的费用与退费一同进入清算，或已到清算期限',
  rule: 'AUD-02',
  sql: counted({
    from: `claim c join read_holds.hold h on h.claim_id = c.claim_id and h.cause = 'refunded'
             join claim r on r.refund_of = c.claim_id left join confirmation n on n.claim_id = r.claim_id
            where c.period is not null`,
    broken: `c.period < ${LAST_MONTH('c')} and (to_char(r.settled_on, 'YYYY-MM') > c.period
             or coalesce(${IN_TIME_FOR('n.confirmed_on')} > c.period, true))`,
    place: 'c.claim_id',
  }),
};
