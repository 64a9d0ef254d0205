import {
  checkChains,
  checkInvariants,
  checkReadModels,
  cellsIn,
  differencesOf,
  digestOf,
  figuresOf,
  policiesOf,
  type Check,
  type Invariant,
  type ServiceContext,
} from '#service';
import { holdInvariant, REFUNDED_INVARIANT } from './audit/verify-holds.js';
import { COLUMNS } from './claims/fund-columns.js';
import { IN_TIME_FOR } from './claims/waiting-reason.js';
import { counted } from './counted.js';
import { CITY_DUES } from './notice/queries/cities/city-dues.js';
import { TREASURY_INVARIANTS } from './treasury/verify-treasury.js';

const CELL = `concat_ws('/', month, payer, receiver, scheme)`;

const FUND_ROWS = `
  select c.period as month, c.payer, c.receiver, c.scheme, f.fund_column, sum(f.amount) as payable
    from claim c cross join lateral (values ${COLUMNS.map(([column, name]) => `('${column}', c.${name})`).join(', ')}) as f(fund_column, amount)
   where c.period in (select month from read_periods.period where generated_on is not null)
   group by 1, 2, 3, 4, 5 having sum(f.amount) <> 0`;

/** What every table carried of deductions and recoveries, and gave back because their claim was refunded in its month. */
const DEDUCTED_ROWS = `
  select month, payer, receiver, scheme, fund_column, sum(amount) as deducted from (
    select d.period as month, d.payer, d.receiver, d.scheme, d.fund_column, d.amount from read_deductions.deduction d
     where d.period is not null
    union all
    select r.period, d.payer, d.receiver, d.scheme, d.fund_column, -d.amount from read_deductions.deduction d
      join claim r on r.refund_of = d.claim_id
     where d.period < r.period and r.period in (select month from read_periods.period where generated_on is not null)) m
   group by 1, 2, 3, 4, 5 having sum(amount) <> 0`;

const SUMMED_NAMES = [...COLUMNS.map(([, name]) => name), 'payable'];
const SUMMED = SUMMED_NAMES.join(', ');

const INVARIANTS: readonly Invariant[] = [
  {
    name: '清算表各格等于费用之和',
    rule: 'CLR-15',
    sql: counted({
      from: `(${FUND_ROWS}) a full join (select * from read_periods.fund where payable <> 0) b
                 using (month, payer, receiver, scheme, fund_column)`,
      broken: 'coalesce(a.payable, 0) <> coalesce(b.payable, 0)',
      place: `concat_ws('/', ${CELL}, fund_column)`,
    }),
  },
  {
    name: '清算表扣款等于审核扣款与追回之和，退费的扣款退还',
    rule: 'CLR-10',
    sql: counted({
      from: `(${DEDUCTED_ROWS}) a full join (select * from read_periods.fund where deducted <> 0) b
                 using (month, payer, receiver, scheme, fund_column)`,
      broken: 'coalesce(a.deducted, 0) <> coalesce(b.deducted, 0)',
      place: `concat_ws('/', ${CELL}, fund_column)`,
    }),
  },
  {
    name: '清算金额等于应付减扣款，基金列之和等于合计',
    rule: 'CLR-09',
    sql: counted({
      from: `read_periods.cell c left join (select month, payer, receiver, scheme, sum(payable) as payable, sum(deducted) as deducted
              from read_periods.fund group by 1, 2, 3, 4) f using (month, payer, receiver, scheme)`,
      broken: `c.cleared <> c.payable - c.deducted or c.payable <> coalesce(f.payable, 0) or c.deducted <> coalesce(f.deducted, 0)`,
      place: CELL,
    }),
  },
  {
    name: '扣款与清算表各格的参保地、就医地不是同一单位',
    rule: 'CLR-01',
    sql: counted({
      from: `(select concat_ws('/', payer, receiver, deduction_id) as place, payer, receiver from read_deductions.deduction
              union all select ${CELL}, payer, receiver from read_periods.cell) p`,
      broken: 'payer = receiver',
      place: 'place',
    }),
  },
  {
    name: '清算期合计等于各格之和与截止笔数',
    rule: 'CLR-15',
    sql: counted({
      from: `read_periods.period p left join (select month, sum(cleared) as cleared, sum(payable) as payable, sum(claims) as claims
              from read_periods.cell group by month) c using (month) where p.generated_on is not null`,
      broken:
        'p.total <> coalesce(c.cleared, 0) or p.claims <> coalesce(c.claims, 0) or p.payable <> coalesce(c.payable, 0)',
      place: 'month',
    }),
  },
  {
    name: '随到随汇总等于逐笔费用之和',
    rule: 'CLR-15',
    sql: counted({
      // A pair whose claims have all left the month keeps its row, which must then come to nothing.
      from: `(select period as month, payer, receiver, scheme, claims, ${SUMMED} from claim_sum
               where (claims, ${SUMMED}) <> (${['claims', ...SUMMED_NAMES].map(() => '0').join(', ')})) s
        full join (select period as month, payer, receiver, scheme, count(*) as claims, ${COLUMNS.map(([, name]) => `sum(${name}) as ${name}`).join(', ')},
                          sum(payable) as payable from claim where period is not null group by 1, 2, 3, 4) c
             using (month, payer, receiver, scheme)`,
      broken: `(s.claims, ${SUMMED.replaceAll(/\w+/g, 's.$&')}) is distinct from (c.claims, ${SUMMED.replaceAll(/\w+/g, 'c.$&')})`,
      place: CELL,
    }),
  },
  {
    name: '已进入清算的费用均已按期确认且未被暂缓',
    rule: 'CLR-02',
    sql: counted({
      from: `claim c left join confirmation n using (claim_id) left join read_holds.hold h using (claim_id) where c.period is not null`,
      broken: `coalesce(${IN_TIME_FOR('n.confirmed_on')} > c.period, true) or h.status in ('held', 'excluded')`,
      place: 'claim_id',
    }),
  },
  {
    name: '付款通知与收款通知逐笔对应，等于清算表',
    rule: 'CLR-05',
    sql: `with pair as (select month, payer, receiver, sum(cleared) as cleared from read_periods.cell
              where month in (select month from read_periods.period where published_on is not null) group by 1, 2, 3 having sum(cleared) <> 0),
               due as (select month, '15' as annex, case when cleared > 0 then payer else receiver end as unit,
                       case when cleared > 0 then receiver else payer end as counterparty, abs(cleared) as amount, cleared < 0 as returned from pair),
               both_sides as (select * from due union all select month, '16', counterparty, unit, amount, returned from due)
          ${counted({
            from: 'both_sides b full join read_notices.line l using (month, annex, unit, counterparty, returned)',
            broken: 'b.amount is distinct from l.amount',
            place: `concat_ws('/', month, annex, unit, counterparty)`,
          })}`,
  },
  {
    name: '每笔扣款不超过该项基金支付',
    rule: 'CLR-09',
    sql: counted({
      from: `(select claim_id, fund_column, sum(amount) as amount from read_deductions.deduction where claim_id is not null
               group by 1, 2) d left join claim c using (claim_id)`,
      broken: `coalesce(d.amount > case d.fund_column ${COLUMNS.map(([column, name]) => `when '${column}' then c.${name}`).join(' ')} end, true)`,
      place: `concat_ws('/', claim_id, d.fund_column)`,
    }),
  },
  {
    name: '各市应上解、下拨等于其费用减扣款',
    rule: 'CLR-07',
    sql: counted({
      // Notices of before named no cities.
      from: `(select * from (${CITY_DUES('select month from read_cities.due')}) a
               where (month, unit) in (select month, unit from read_notices.notice)) a
             full join read_cities.due b using (month, unit, city, direction)`,
      broken: 'a.due is distinct from b.due',
      place: `concat_ws('/', month, unit, city, direction)`,
    }),
  },
  {
    name: '清算表不含21日之后查出或未经确认的扣款',
    rule: 'CLR-09',
    sql: counted({
      from: 'read_deductions.deduction d left join read_periods.period p on p.month = d.period',
      broken: `d.period is not null and (p.generated_on is null
               or coalesce(d.effective_on > to_date(d.period, 'YYYY-MM') + interval '1 month 20 days', true))`,
      place: 'd.deduction_id',
    }),
  },
  {
    name: '追回的基金逐分退回：列明费用与分摊之和等于追回金额',
    rule: 'CLR-10',
    sql: counted({
      broken: 'v.amount <> v.by_claim + coalesce(d.split, 0) or v.by_claim <> coalesce(d.named, 0)',
      place: `concat_ws('/', receiver, recovery_no)`,
      from: `read_deductions.recovery v left join (
              select receiver, reference as recovery_no, sum(amount) filter (where claim_id is null) as split,
                     sum(amount) filter (where claim_id is not null) as named
                from read_deductions.deduction where source = 'recovery' group by 1, 2) d using (receiver, recovery_no)`,
    }),
  },
  {
    name: '不予清算的费用及其退费未进入清算',
    rule: 'AUD-02',
    sql: counted({
      from: `read_holds.hold x join claim c on x.claim_id in (c.claim_id, c.refund_of) where x.status = 'excluded'`,
      broken: 'c.period is not null',
      place: 'c.claim_id',
    }),
  },
];

/** Invariants of clearing: chains, and every published table against what it was made of. */
export async function verifyClearing(context: ServiceContext): Promise<readonly Check[]> {
  const { store } = context;
  const holds = await holdInvariant(store, policiesOf(context));
  return [
    await checkChains(store),
    await checkReadModels(store),
    ...(await checkInvariants(store, [...INVARIANTS, holds, REFUNDED_INVARIANT, ...TREASURY_INVARIANTS])),
  ];
}

/** One line a claim: what settlement told of it, and the day of its confirmation. `FUNDS` in the order of columns, without those that paid nothing. */
const TOLD = `
  select to_char(settled_on, 'YYYY-MM') as month, payer, receiver, claim_id, payable,
         concat_ws('|', claim_id, refund_of, scheme, settled_on, total,
           insured_region, care_region, institution_code, visit_kind, (select string_agg(f.name || '=' || f.amount, ',' order by f.name)
           from (values ${COLUMNS.map(([column, name]) => `('${column}', ${name})`).join(', ')}) as f(name, amount) where f.amount <> 0), confirmed_on) as told
    from claim left join confirmation using (claim_id)`;

/** 对账差异 that keep their claims out of the clearing (REC-01). */
const OPEN = `
  select d.difference_id, d.claim_id, to_char(c.settled_on, 'YYYY-MM') as month, c.payer, c.receiver
    from difference d left join claim c using (claim_id) where not d.closed`;

/** One line a movement of advances or interest, as prepayment told of it, and one where its slip was taken back (CLR-13); whether it was executed is the treasury's to say. */
const MOVED = `
  select 'moved ' || (data ->> 'movementId') as name,
         concat_ws(' ', data ->> 'unit', data ->> 'kind', data ->> 'counterparty', data ->> 'direction', data ->> 'amount',
                   data ->> 'movedOn', data ->> 'bank', data ->> 'serialNumber') as value
    from events where type = 'MovementReported'
  union all
  select 'moved ' || (data ->> 'movementId') || ' withdrawn', data ->> 'on' from events where type = 'MovementWithdrawn'`;

/** 签章 of every month that has notices: from it the days of PRE-06 count. */
const SIGNED = `
  select 'signed ' || month as name, published_on::text as value from read_periods.period where published_on is not null`;

/**
 * What the services must agree on once everything has been delivered: counts and sums, every cell of the tables, the
 * claims of every month and pair with a digest of them and of what keeps them out, and the advances that moved in the special
 * accounts.
 */
export async function clearingFigures({ store }: ServiceContext): Promise<Readonly<Record<string, string>>> {
  const { read } = store.database;
  const [figures] = await read<Record<string, string>>(
    `select (select count(*) from claim)::text as claims,
            (select coalesce(sum(payable), 0) from claim)::numeric(18, 2)::text as payable,
            (select count(*) from confirmation join claim using (claim_id))::text as confirmed,
            (select coalesce(sum(cleared), 0) from read_periods.cell)::numeric(18, 2)::text as cleared`,
  );
  return {
    ...figures,
    ...(await figuresOf(read, cellsIn('read_periods.cell'))),
    ...(await figuresOf(read, digestOf(TOLD))),
    ...(await figuresOf(read, differencesOf(OPEN))),
    ...(await figuresOf(read, MOVED)),
    ...(await figuresOf(read, SIGNED)),
  };
}
