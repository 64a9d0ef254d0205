import type { Invariant } from '#service';

/** The latest event of these types before `e` in its stream. */
const before = (types: string): string => `left join lateral (
    select p.type, p.data from events p
     where p.stream_id = e.stream_id and p.stream_version < e.stream_version and p.type in (${types})
     order by p.stream_version desc limit 1) b on true`;

/** Counts what breaks and names the first of it by its stream. */
const broken = (breaks: string, from: string): string =>
  `select count(*) filter (where ${breaks}) as broken, count(*) as seen,
          (array_agg(e.stream_id order by e.stream_id) filter (where ${breaks}))[1:5] as places from ${from}`;

const yuan = (member: string, of = 'e.data'): string => `(${of}->>'${member}')::numeric`;

/** What claims by hand took and gave back: of every settlement its medical years, of a reversal those of the settlement before it. */
const TOLD_BY_HAND = `
  select case e.type when 'HandClaimSettled' then 'BenefitUsed' else 'BenefitRestored' end as type,
         substr(e.stream_id, length('hand-claim-') + 1) as claim_id,
         jsonb_array_elements(case e.type when 'HandClaimSettled' then e.data else b.data end -> 'benefits') as benefit
    from events e ${before(`'HandClaimSettled'`)} where e.type in ('HandClaimSettled', 'HandClaimReversed')`;

const benefitsOf = (event: string): string =>
  `coalesce(${event}.data->'earlierBenefits', '[]') || jsonb_build_array(${event}.data->'benefit')`;

/** The same of direct claims and their refunds; a place that computes itself keeps its years itself. */
const TOLD_DIRECTLY = `
  select 'BenefitUsed', s.data->'claim'->>'claimId', jsonb_array_elements(${benefitsOf('s')})
    from events s where s.type = 'ClaimSettled' and s.data->'remote' is null
  union all
  select 'BenefitRestored', r.data->'claim'->>'claimId', jsonb_array_elements(${benefitsOf('s')})
    from events r join events s on s.stream_id = r.stream_id and s.type = 'ClaimSettled'
     and s.data->'claim'->>'claimId' = r.data->'claim'->>'refundOf' and s.data->'remote' is null
   where r.type = 'ClaimRefunded'`;

/** 手工报销 stands in events of its own: the identities of direct claims hold of it too, and both share the medical years. */
export const HAND_CLAIM_INVARIANTS: readonly Invariant[] = [
  {
    name: '手工报销的费用分割等于总费用，总费用等于基金与个人负担之和',
    rule: 'SET-05',
    sql: broken(
      `(${yuan('inScope')} + ${yuan('classBPrepay')} + ${yuan('overLimit')} + ${yuan('selfPay')},
        ${yuan('fundTotal')} + ${yuan('personal')}) is distinct from (${yuan('total', 'b.data')}, ${yuan('total', 'b.data')})`,
      `events e ${before(`'HandClaimFiled'`)} where e.type = 'HandClaimSettled'`,
    ),
  },
  {
    name: '手工报销的基金支付等于各基金之和',
    rule: 'SET-05',
    sql: broken(
      `f.amount <> ${yuan('fundTotal')}`,
      `events e cross join lateral (
         select coalesce(sum((f->>'amount')::numeric), 0) as amount from jsonb_array_elements(e.data->'funds') f) f
        where e.type = 'HandClaimSettled'`,
    ),
  },
  {
    name: '手工报销的支付等于核定的基金支付，退回等于支付，各一次',
    rule: 'SET-17',
    sql: broken(
      `case when e.type = 'HandClaimPaid'
              then (b.type, ${yuan('fundTotal', 'b.data')}) is distinct from ('HandClaimSettled', ${yuan('amount')})
            when jsonb_typeof(e.data->'returned') = 'object'
              then (b.type, ${yuan('amount', 'b.data')}) is distinct from ('HandClaimPaid', (e.data->'returned'->>'amount')::numeric)
            else b.type is distinct from 'HandClaimSettled' end`,
      `events e ${before(`'HandClaimSettled', 'HandClaimPaid', 'HandClaimReversed'`)}
        where e.type in ('HandClaimPaid', 'HandClaimReversed')`,
    ),
  },
  {
    name: '年度累计的使用与退回等于各笔直接结算、退费与手工报销所述',
    rule: 'SET-19',
    sql: `with told as (${TOLD_BY_HAND} union all ${TOLD_DIRECTLY}),
            taken as (select type, stream_id, data from events where type in ('BenefitUsed', 'BenefitRestored')),
            both_sides as (
              select type, claim_id, benefit->>'benefitStream' as year, benefit->'accumulators' as used, 1 as n from told
              union all
              select type, data->>'claimId', stream_id, data->'accumulators', -1 from taken),
            differ as (select claim_id, year from both_sides group by type, claim_id, year, used having sum(n) <> 0)
          select (select count(*) from taken) as seen, count(distinct year || ' ' || claim_id) as broken,
                 (array_agg(distinct year || ' ' || claim_id))[1:5] as places from differ`,
  },
];
