import { Inject, Injectable } from '@nestjs/common';
import { EventStore } from '#event-store';
import { Money, type BusinessDate } from '#kernel';
import { EVENT_STORE } from '#service';
import { matchStatement } from '../../domain/match.js';
import type { Hypothesis } from '../../domain/open-items.js';
import { balanceStatement, type BalanceGroup, type BalanceStatement } from '../../domain/reconciliation.js';
import { openPool } from './open-pool.js';

/** How far the bank's side is known. */
export type StatedAccount = { readonly account: string; readonly to: string; readonly closing: string };

export type Reconciliation = BalanceStatement & {
  readonly unit: string;
  readonly on: string;
  readonly accounts: readonly StatedAccount[];
};

/** A line or item that nothing has ended. Yuan as text. */
export interface OpenPart {
  readonly id: string;
  readonly class:
    'bank-in-not-books' | 'bank-out-not-books' | 'books-in-not-bank' | 'books-out-not-bank' | 'receivable' | 'payable';
  readonly amount: string;
  readonly counterparty: string | null;
  readonly serialNumber: string | null;
  readonly text: string | null;
  /** Day of the bank, of the slip, or of the notice. */
  readonly since: string;
  /** 付款期限 of a notice. */
  readonly dueOn: string | null;
  readonly ageDays: number;
}

export interface OpenParts {
  readonly unit: string;
  readonly on: string;
  readonly counts: Readonly<Record<string, number>>;
  /** The oldest first; at most 1,000. */
  readonly parts: readonly OpenPart[];
  /** What may belong together, for a person to decide; at most 200. */
  readonly candidates: readonly Hypothesis[];
}

const MOST_PARTS = 1_000;
const MOST_CANDIDATES = 200;

/** Both sides by match, line and item up to a day, as far as they are matched today. */
export const BALANCE_GROUPS = `
  select unit, about, sum(bank) as bank, sum(books) as books, min(day)::text as since from (
    select unit, coalesce(match_id, line_id) as about, case direction when 'in' then amount else -amount end as bank, 0 as books,
           booked_on as day from read_treasury.line
    union all
    select unit, 'opening-' || account, opening, 0, from_on from read_treasury.statement where opens
    union all
    select e.unit, coalesce(i.match_id, e.about), 0, e.debit - e.credit, e.booked_on
      from read_treasury.entry e left join read_treasury.item i on i.unit = e.unit and i.item_id = e.about
     where e.account = 'special-account') side`;

const OPEN = `
  select line_id as id, case direction when 'in' then 'bank-in-not-books' else 'bank-out-not-books' end as class, amount,
         coalesce(counterparty_name, counterparty_account) as counterparty, serial_number, text, booked_on as since,
         null::date as due_on
    from read_treasury.line where unit = $1 and match_id is null and closed_as is null
  union all
  select item_id, case when booked_on is not null then 'books-' || direction || '-not-bank'
                       when direction = 'in' then 'receivable' else 'payable' end,
         amount, counterparty, serial_number, month, coalesce(booked_on, known_on), due_on
    from read_treasury.item where unit = $1 and match_id is null and closed_as is null`;

/** 余额调节表 and 未达账项 of one unit (CLR-13). */
@Injectable()
export class ReconciliationReader {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async statement(unit: string, on: BusinessDate): Promise<Reconciliation> {
    const [groups, accounts] = await Promise.all([
      this.store.database.read<{ about: string; bank: string; books: string; since: string }>(
        `${BALANCE_GROUPS} where unit = $1 and day <= $2 group by unit, about`,
        [unit, on],
      ),
      this.store.database.read<StatedAccount>(
        `select distinct on (account) account, max(to_on) over (partition by account)::text as to, closing::text
           from read_treasury.statement where unit = $1 order by account, position desc`,
        [unit],
      ),
    ]);
    const read = groups.map(({ about, bank, books, since }): BalanceGroup => ({
      about,
      bank: Money.of(bank),
      books: Money.of(books),
      since,
    }));
    return { unit, on, accounts, ...balanceStatement(read, on) };
  }

  async open(unit: string, on: BusinessDate): Promise<OpenParts> {
    const [parts, counts, pool] = await Promise.all([
      this.store.database.read<OpenPart>(
        `select id, class, amount::text, counterparty, serial_number as "serialNumber", text, since::text,
                due_on::text as "dueOn", greatest($2::date - since, 0) as "ageDays"
           from (${OPEN}) o order by since, id limit ${MOST_PARTS}`,
        [unit, on],
      ),
      this.store.database.read<{ class: string; count: number }>(
        `select class, count(*)::integer as count from (${OPEN}) o group by class order by class`,
        [unit],
      ),
      openPool(this.store, unit),
    ]);
    const { candidates } = matchStatement(pool.lines, pool.items);
    return {
      ...{ unit, on, counts: Object.fromEntries(counts.map((row) => [row.class, row.count])), parts },
      candidates: candidates.slice(0, MOST_CANDIDATES),
    };
  }
}
