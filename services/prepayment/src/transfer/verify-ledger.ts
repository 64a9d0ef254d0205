import { CONTRACTS } from '#contracts';
import type { EventStore, JsonObject } from '#event-store';
import type { Invariant } from '#service';
import { movementTold } from './movement-told.js';
import { MOVEMENTS, WITHDRAWALS } from './queries/ledger/ledger.projection.js';

/** Every payment and receipt that stands reported since bookings are kept, as its own event says it (PRE-07). */
const REPORTED = `
  select transfer_id || '/paid' as about, amount from read_transfers.transfer where paid_on is not null
  union all select transfer_id || '/received', amount from read_transfers.transfer where received_on is not null
  union all select 'increase-' || increase_id || '/paid', granted from read_increases.increase where paid_on is not null and booked
  union all select 'increase-' || increase_id || '/received', granted from read_increases.increase where received_on is not null and booked`;

/** What the special account shows of a side, once slips that were taken back are booked the other way round. */
const BOOKED = `
  select about, abs(sum(debit - credit)) as amount from read_ledger.entry
   where account = 'special-account' and about not like 'interest-%' group by about having sum(debit - credit) <> 0`;

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
    sql: `select count(*) filter (where e.amount is distinct from m.amount) as broken, count(*) as seen,
                 (array_agg(about order by about) filter (where e.amount is distinct from m.amount))[1:5] as places
            from (${REPORTED}) m full join (${BOOKED}) e using (about)`,
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
            select case account when 'advance-paid' then unit else counterparty end as payer,
                   case account when 'advance-paid' then counterparty else unit end as receiver, sum(debit - credit) as amount
              from read_ledger.entry
             where about like '%/paid' and account <> 'special-account'
               and replace(about, '/paid', '/received') not in (select about from (${BOOKED}) b) group by 1, 2)
          select count(*) filter (where coalesce(paid.amount, 0) <> coalesce(held.amount, 0) + coalesce(moving.amount, 0)) as broken,
                 count(*) as seen
            from paid full join held using (payer, receiver) full join moving using (payer, receiver)`,
  },
];

/** Every movement clearing was told of, under its number, and whether its slip was taken back (CLR-13). */
export async function movementFigures({ database }: EventStore): Promise<Readonly<Record<string, string>>> {
  const events = await database.read<{ type: string; data: JsonObject }>(
    'select type, data from events where type = any($1)',
    [[...MOVEMENTS, ...WITHDRAWALS]],
  );
  return Object.fromEntries(
    events.flatMap((event) => {
      const told = movementTold(event);
      if (told === null) return [];
      const { movementId, ...moved } = CONTRACTS.specialAccountMoved.schema.parse(told.data);
      if (told.type === CONTRACTS.specialAccountWithdrawn.type) {
        return [[`moved ${movementId} withdrawn`, String(event.data['withdrawnOn'])] as const];
      }
      const { unit, kind, counterparty, direction, amount, movedOn, bank, serialNumber } = moved;
      const facts = [unit, kind, counterparty, direction, amount, movedOn, bank, serialNumber];
      return [[`moved ${movementId}`, facts.filter((fact) => fact !== null).join(' ')] as const];
    }),
  );
}
