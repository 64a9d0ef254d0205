import type { Invariant } from '#service';
import { FUND_ACCOUNTS, OWN_ACCOUNTS } from './domain/bookings.js';
import { BALANCE_GROUPS } from './queries/special-account/reconciliation.js';

const quoted = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ');

/** What each match says of both sides; every line and item has one match at most by its column. */
const MATCHED = `
  select m.unit, m.match_id, m.undone_on, coalesce(l.amount, 0) as bank, coalesce(i.amount, 0) as books, l.lines, i.items
    from read_treasury.match m
    left join (select unit, match_id, sum(case direction when 'in' then amount else -amount end) as amount, count(*) as lines
                 from read_treasury.line group by 1, 2) l using (unit, match_id)
    left join (select unit, match_id, sum(case direction when 'in' then amount else -amount end) as amount, count(*) as items
                 from read_treasury.item group by 1, 2) i using (unit, match_id)`;

/** 账账相符、账款相符 of every special account, at any moment (CLR-13, SEC-05). */
export const TREASURY_INVARIANTS: readonly Invariant[] = [
  {
    name: '财政专户每笔记账借贷相等',
    rule: 'CLR-13',
    sql: `select count(*) filter (where debit <> credit or lines <> 2) as broken, count(*) as seen
            from (select unit, movement_id, sum(debit) as debit, sum(credit) as credit, count(*) as lines
                    from read_treasury.entry group by 1, 2) m`,
  },
  {
    name: '应付、应收清算资金等于通知书，减已收付与期初前已办',
    rule: 'CLR-13',
    sql: `with notice as (
            select unit, counterparty, case annex when '15' then 'payable' else 'receivable' end as account, sum(amount) as amount
              from read_notices.line group by 1, 2, 3),
          ended as (
            select unit, counterparty, case kind when 'payment' then 'payable' else 'receivable' end as account, sum(amount) as amount
              from read_treasury.item where kind in ('payment', 'collection') and (booked_on is not null or closed_as is not null) group by 1, 2, 3),
          books as (
            select unit, counterparty, account, sum(case account when 'payable' then credit - debit else debit - credit end) as amount
              from read_treasury.entry where account in ('payable', 'receivable') group by 1, 2, 3)
          select count(*) filter (where coalesce(n.amount, 0) - coalesce(e.amount, 0) <> coalesce(b.amount, 0)) as broken, count(*) as seen
            from notice n full join ended e using (unit, counterparty, account) full join books b using (unit, counterparty, account)`,
  },
  {
    name: '对账单期初余额加全部流水等于期末余额',
    rule: 'CLR-13',
    sql: `with last as (
            select distinct on (unit, account) unit, account, closing from read_treasury.statement order by unit, account, position desc),
          said as (
            select unit, account, sum(amount) as amount from (
              select unit, account, opening as amount from read_treasury.statement where opens
              union all select unit, account, case direction when 'in' then amount else -amount end from read_treasury.line) s
             group by 1, 2)
          select count(*) filter (where last.closing is distinct from said.amount) as broken, count(*) as seen
            from last full join said using (unit, account)`,
  },
  {
    name: '每笔勾对两边金额相等，撤销的没有流水与账项',
    rule: 'CLR-13',
    sql: `select count(*) filter (where case when undone_on is null
                     then bank <> books or lines is null or items is null or (lines > 1 and items > 1)
                     else lines is not null or items is not null end) as broken, count(*) as seen
            from (${MATCHED}) m`,
  },
  {
    name: '已勾对或核销的流水均已记账，账款之差等于未达账项',
    rule: 'CLR-13',
    sql: `select count(*) filter (where g.bank <> g.books and l.ended) as broken, count(*) as seen
            from (${BALANCE_GROUPS} group by unit, about) g
            left join (select unit, coalesce(match_id, line_id) as about, bool_and(match_id is not null or closed_as is not null) as ended
                         from read_treasury.line group by 1, 2) l using (unit, about)`,
  },
  {
    name: '利息、手续费、违约金不入基金科目',
    rule: 'SEC-05',
    sql: `select count(*) filter (where l.line_id is not null and e.account not in ('special-account', ${quoted(OWN_ACCOUNTS)})
                                     or e.kind = 'notice' and e.account not in (${quoted(FUND_ACCOUNTS)})) as broken,
                 count(*) as seen
            from read_treasury.entry e left join read_treasury.line l on l.unit = e.unit and l.line_id = e.about`,
  },
];
