import type { Invariant } from '#service';
import { counted } from '../counted.js';
import { FUND_ACCOUNTS, OWN_ACCOUNTS } from './domain/bookings.js';
import { WITHDRAWN } from './domain/special-account.js';
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

const NOTICES = `
  (select unit, counterparty, case annex when '15' then 'payable' else 'receivable' end as account, sum(amount) as amount
     from read_notices.line group by 1, 2, 3)`;
const ENDED = `
  (select unit, counterparty, case kind when 'payment' then 'payable' else 'receivable' end as account, sum(amount) as amount
     from read_treasury.item where kind in ('payment', 'collection') and (booked_on is not null or closed_as is not null)
    group by 1, 2, 3)`;
const OWED = `
  (select unit, counterparty, account, sum(case account when 'payable' then credit - debit else debit - credit end) as amount
     from read_treasury.entry where account in ('payable', 'receivable') group by 1, 2, 3)`;

/** 账账相符、账款相符 of every special account, at any moment (CLR-13, SEC-05). */
export const TREASURY_INVARIANTS: readonly Invariant[] = [
  {
    name: '财政专户每笔记账借贷相等',
    rule: 'CLR-13',
    sql: counted({
      from: `(select unit, movement_id, sum(debit) as debit, sum(credit) as credit, count(*) as lines
                from read_treasury.entry group by 1, 2) m`,
      broken: 'debit <> credit or lines <> 2',
      place: `concat_ws('/', unit, movement_id)`,
    }),
  },
  {
    name: '应付、应收清算资金等于通知书，减已收付与期初前已办',
    rule: 'CLR-13',
    sql: counted({
      from: `${NOTICES} n full join ${ENDED} e using (unit, counterparty, account)
               full join ${OWED} b using (unit, counterparty, account)`,
      broken: 'coalesce(n.amount, 0) - coalesce(e.amount, 0) <> coalesce(b.amount, 0)',
      place: `concat_ws('/', unit, counterparty, account)`,
    }),
  },
  {
    name: '对账单期初余额加全部流水等于期末余额',
    rule: 'CLR-13',
    sql: counted({
      from: `(select distinct on (unit, account) unit, account, closing from read_treasury.statement
               order by unit, account, position desc) l
               full join (select unit, account, sum(amount) as amount from (
                 select unit, account, opening as amount from read_treasury.statement where opens
                 union all
                 select unit, account, case direction when 'in' then amount else -amount end from read_treasury.line) s
               group by 1, 2) said using (unit, account)`,
      broken: 'l.closing is distinct from said.amount',
      place: `concat_ws('/', unit, right(account, 4))`,
    }),
  },
  {
    name: '每笔勾对两边金额相等，撤销的没有流水与账项',
    rule: 'CLR-13',
    sql: counted({
      from: `(${MATCHED}) m`,
      broken: `case when undone_on is null
                    then bank <> books or lines is null or items is null or (lines > 1 and items > 1)
                    else lines is not null or items is not null end`,
      place: `concat_ws('/', unit, match_id)`,
    }),
  },
  {
    name: '已勾对或核销的流水均已记账，账款之差等于未达账项',
    rule: 'CLR-13',
    sql: counted({
      from: `(${BALANCE_GROUPS} group by unit, about) g
               left join (select unit, coalesce(match_id, line_id) as about,
                                 bool_and(match_id is not null or closed_as is not null) as ended
                            from read_treasury.line group by 1, 2) l using (unit, about)`,
      broken: 'g.bank <> g.books and l.ended',
      place: `concat_ws('/', unit, about)`,
    }),
  },
  {
    name: '撤回的预付金收付已红字冲平，没有勾对',
    rule: 'PRE-08',
    sql: counted({
      from: `(select i.unit, i.item_id, i.match_id, e.account, sum(e.debit - e.credit) as net
                from read_treasury.item i join read_treasury.entry e on e.unit = i.unit and e.about = i.item_id
               where i.closed_as = '${WITHDRAWN}' group by 1, 2, 3, 4) w`,
      broken: 'net <> 0 or match_id is not null',
      place: `concat_ws('/', unit, item_id)`,
    }),
  },
  {
    name: '利息、手续费、违约金不入基金科目',
    rule: 'SEC-05',
    sql: counted({
      from: 'read_treasury.entry e left join read_treasury.line l on l.unit = e.unit and l.line_id = e.about',
      broken: `l.line_id is not null and e.account not in ('special-account', ${quoted(OWN_ACCOUNTS)})
               or e.kind = 'notice' and e.account not in (${quoted(FUND_ACCOUNTS)})`,
      place: `concat_ws('/', e.unit, e.movement_id)`,
    }),
  },
];
