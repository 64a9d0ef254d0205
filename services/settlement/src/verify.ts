import {
  checkChains,
  checkInvariants,
  checkReadModels,
  differencesOf,
  digestOf,
  figuresOf,
  settledDaysOf,
  type Check,
  type Invariant,
  type ServiceContext,
} from '#service';
import { HAND_CLAIM_INVARIANTS } from './by-hand/invariants.js';

const INVARIANTS: readonly Invariant[] = [
  {
    name: '总费用等于基金、账户、现金与医院负担之和',
    rule: 'SET-05',
    sql: `select count(*) filter (where total <> fund_total + account + cash + hospital_borne) as broken, count(*) as seen
            from read_claims.claim`,
  },
  {
    name: '退费与原结算逐项相反',
    rule: 'SET-13',
    sql: `select count(*) filter (where o.claim_id is null or (r.total, r.fund_total, r.account, r.cash)
             is distinct from (-o.total, -o.fund_total, -o.account, -o.cash)) as broken, count(*) as seen
            from read_claims.claim r left join read_claims.claim o on o.claim_id = r.refund_of where r.refund_of is not null`,
  },
  {
    name: '一笔结算至多退费一次',
    rule: 'SET-13',
    sql: `select count(*) filter (where n > 1) as broken, count(*) as seen
            from (select count(*) as n from read_claims.claim where refund_of is not null group by refund_of) r`,
  },
  {
    name: '个人账户收支与结算一致',
    rule: 'SET-20',
    sql: `select count(*) filter (where c.account <> coalesce(a.used, 0)) as broken, count(*) as seen
            from read_claims.claim c
            join events e on e.type = 'ClaimSettled' and e.data->'claim'->>'claimId' = coalesce(c.refund_of, c.claim_id)
             and e.data->'remote' is null
            left join (select data->>'claimId' as claim_id, sum(case type when 'AccountUsed' then 1 else -1 end
                              * (data->>'amount')::numeric) as used
                         from events where type in ('AccountUsed', 'AccountRestored') group by 1) a
              on a.claim_id = c.claim_id`,
  },
  {
    name: '只有跨省费用',
    rule: 'CLR-01',
    sql: `select count(*) filter (where payer = receiver) as broken, count(*) as seen from read_claims.claim`,
  },
  {
    name: '读模型与事件一致',
    rule: 'SEC-03',
    sql: `select abs((select count(*) from events where type in ('ClaimSettled', 'ClaimRefunded'))
             - (select count(*) from read_claims.claim)) as broken, (select count(*) from read_claims.claim) as seen`,
  },
  {
    name: '费用分割等于总费用',
    rule: 'SET-05',
    sql: `select count(*) filter (where (data->'claim'->>'total')::numeric <>
             (data->'claim'->>'inScope')::numeric + (data->'claim'->>'classBPrepay')::numeric
             + (data->'claim'->>'overLimit')::numeric + (data->'claim'->>'selfPay')::numeric) as broken, count(*) as seen
            from events where type in ('ClaimSettled', 'ClaimRefunded')`,
  },
  ...HAND_CLAIM_INVARIANTS,
];

/** Invariants of settlement: chains, identities of annex 13, refunds, claims by hand, medical years, read model against the log. */
export async function verifySettlement({ store }: ServiceContext): Promise<readonly Check[]> {
  return [await checkChains(store), await checkReadModels(store), ...(await checkInvariants(store, INVARIANTS))];
}

/** One line a claim as its event told it, and the day of its confirmation: what clearing must have of it. */
const TOLD = `
  select left(claim ->> 'settledOn', 7) as month, claim ->> 'payer' as payer, claim ->> 'receiver' as receiver,
         claim ->> 'claimId' as claim_id, funds.payable,
         concat_ws('|', claim ->> 'claimId', claim ->> 'refundOf', claim ->> 'scheme', claim ->> 'settledOn', claim ->> 'total',
           claim ->> 'insuredRegion', claim ->> 'careRegion', claim ->> 'institutionCode', claim ->> 'visitKind', funds.told,
           c.confirmed_on) as told
    from (select data -> 'claim' as claim from events where type in ('ClaimSettled', 'ClaimRefunded')) e
    left join read_claims.claim c on c.claim_id = claim ->> 'claimId'
   cross join lateral (
     select coalesce(sum(amount), 0) as payable, string_agg(name || '=' || amount, ',' order by name) filter (where amount <> 0) as told
       from (select f ->> 'column' as name, sum((f ->> 'amount')::numeric)::numeric(18, 2) as amount
               from jsonb_array_elements(claim -> 'funds') as f group by 1) by_column) funds`;

/** 对账差异 whose last event leaves them open: they keep their claims out of the clearing (REC-01). */
const OPEN = `
  select d.difference_id, d.claim_id, to_char(c.settled_on, 'YYYY-MM') as month, c.payer, c.receiver
    from (select distinct on (data ->> 'differenceId') type, data ->> 'differenceId' as difference_id, data ->> 'claimId' as claim_id
            from events where type in ('DifferenceFound', 'DifferenceClosed')
           order by data ->> 'differenceId', stream_version desc) d
    left join read_claims.claim c using (claim_id) where d.type = 'DifferenceFound'`;

/** What was settled and refunded on each day: prepayment's forecast counts by it (PRE-09). */
const SETTLED = `
  select settled_on::text, payer, receiver, sum(fund_total + account) as amount from read_claims.claim group by settled_on, payer, receiver`;

/** What the services must agree on once everything has been delivered. */
export async function settlementFigures({ store }: ServiceContext): Promise<Readonly<Record<string, string>>> {
  const [figures] = await store.database.read<Record<string, string>>(
    `select (select count(*) from insured_person)::text as persons, (select count(*) from filing)::text as filings,
            (select count(*) from read_claims.claim)::text as claims,
            (select coalesce(sum(fund_total + account), 0) from read_claims.claim)::numeric(18, 2)::text as payable,
            (select count(*) from read_claims.claim where confirmed_on is not null)::text as confirmed,
            (select count(*) from events where type = 'StayRegistered')::text as stays,
            (select count(*) from events where type = 'StayEnded')::text as "staysOver",
            (select count(*) from events where type = 'DeclarationFiled')::text as declarations,
            (select count(*) from events where type = 'DeclarationReviewed')::text as reviews`,
  );
  return {
    ...figures,
    ...(await figuresOf(store.database.read, digestOf(TOLD))),
    ...(await figuresOf(store.database.read, differencesOf(OPEN))),
    ...(await figuresOf(store.database.read, settledDaysOf(SETTLED))),
  };
}
