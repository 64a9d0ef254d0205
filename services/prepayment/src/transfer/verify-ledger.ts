import { CONTRACTS } from '#contracts';
import type { EventStore, JsonObject } from '#event-store';
import type { Invariant } from '#service';
import { MOVEMENTS, movementTold } from './movement-told.js';

/** Every payment and receipt that was reported since bookings are kept, as its own event says it (PRE-07). */
const REPORTED = `
  select transfer_id || '/paid' as movement_id, amount from read_transfers.transfer where paid_on is not null
  union all select transfer_id || '/received', amount from read_transfers.transfer where received_on is not null
  union all select increase_id || '/paid', granted from read_increases.increase where paid_on is not null and booked
  union all select increase_id || '/received', granted from read_increases.increase where received_on is not null and booked`;

/** 账账相符 of the advances: double entry holds at any moment (PRE-08). */
export const LEDGER_INVARIANTS: readonly Invariant[] = [
  {
    name: '每笔预付金收付借贷相等',
    rule: 'PRE-08',
    sql: `select count(*) filter (where debit <> credit or lines <> 2) as broken, count(*) as seen
            from (select movement_id, sum(debit) as debit, sum(credit) as credit, count(*) as lines
                    from read_ledger.entry group by movement_id) m`,
  },
  {
    name: '预付金账与收付反馈一致',
    rule: 'PRE-08',
    sql: `select count(*) filter (where e.amount is distinct from m.amount) as broken, count(*) as seen
            from (${REPORTED}) m left join (select movement_id, sum(debit) as amount from read_ledger.entry group by movement_id) e
                 using (movement_id)`,
  },
  {
    name: '参保地预付款项等于就医地暂收款项加在途',
    rule: 'PRE-08',
    sql: `with paid as (
            select unit as payer, counterparty as receiver, sum(debit - credit) as amount from read_ledger.entry
             where account = 'advance-paid' group by 1, 2),
          held as (
            select counterparty as payer, unit as receiver, sum(credit - debit) as amount from read_ledger.entry
             where account = 'temporary-receipt' group by 1, 2),
          moving as (
            select payer, receiver, sum(amount) as amount from (
              select p.movement_id, case when p.account = 'advance-paid' then p.unit else p.counterparty end as payer,
                     case when p.account = 'advance-paid' then p.counterparty else p.unit end as receiver, p.debit as amount
                from read_ledger.entry p
               where p.movement_id like '%/paid' and p.debit > 0 and not exists (
                 select from read_ledger.entry r where r.movement_id = replace(p.movement_id, '/paid', '/received'))) m
             group by 1, 2)
          select count(*) filter (where coalesce(paid.amount, 0) <> coalesce(held.amount, 0) + coalesce(moving.amount, 0)) as broken,
                 count(*) as seen
            from paid full join held using (payer, receiver) full join moving using (payer, receiver)`,
  },
];

/** Every movement clearing was told of, under its number (CLR-13). */
export async function movementFigures({ database }: EventStore): Promise<Readonly<Record<string, string>>> {
  const events = await database.read<{ type: string; data: JsonObject }>(
    'select type, data from events where type = any($1)',
    [MOVEMENTS],
  );
  return Object.fromEntries(
    events.flatMap((event) => {
      const told = movementTold(event);
      if (told === null) return [];
      const { movementId, ...moved } = CONTRACTS.specialAccountMoved.schema.parse(told.data);
      const { unit, kind, counterparty, direction, amount, movedOn, bank, serialNumber } = moved;
      const facts = [unit, kind, counterparty, direction, amount, movedOn, bank, serialNumber];
      return [[`moved ${movementId}`, facts.filter((fact) => fact !== null).join(' ')] as const];
    }),
  );
}
