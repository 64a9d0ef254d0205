import { Inject, Injectable } from '@nestjs/common';
import { EventStore } from '#event-store';
import { EVENT_STORE } from '#service';
import type { LedgerAccount } from '../../domain/bookings.js';
import type { TreasuryAct } from '../../domain/special-account.js';

/** 科目余额 of one account and the other side of it. Yuan as text. */
export interface LedgerBalance {
  readonly account: LedgerAccount;
  readonly counterparty: string | null;
  readonly debit: string;
  readonly credit: string;
}

export interface ImportedStatementRow {
  readonly statementNo: string;
  readonly account: string;
  readonly from: string;
  readonly to: string;
  readonly opening: string;
  readonly closing: string;
  readonly newLines: number;
  readonly knownLines: number;
  readonly format: string;
  readonly importedOn: string;
}

export interface WaitingAct {
  readonly proposalId: string;
  readonly act: TreasuryAct;
  readonly reason: string;
  readonly proposedBy: string;
  readonly proposedOn: string;
}

export interface MatchRow {
  readonly matchId: string;
  readonly by: string;
  readonly matchedOn: string;
  readonly reason: string | null;
  readonly proposedBy: string | null;
  readonly approvedBy: string | null;
  readonly lineIds: readonly string[];
  readonly itemIds: readonly string[];
  readonly amount: string;
}

const MOST_ROWS = 1_000;

/** Books, statements, matches and waiting acts of one unit (CLR-13, SEC-04). */
@Injectable()
export class SpecialAccountReader {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  ledger(unit: string, on: string): Promise<readonly LedgerBalance[]> {
    return this.store.database.read<LedgerBalance>(
      `select account, counterparty, sum(debit)::numeric(18, 2)::text as debit, sum(credit)::numeric(18, 2)::text as credit
         from read_treasury.entry where unit = $1 and booked_on <= $2 group by account, counterparty
        order by account, counterparty nulls first`,
      [unit, on],
    );
  }

  statements(unit: string): Promise<readonly ImportedStatementRow[]> {
    return this.store.database.read<ImportedStatementRow>(
      `select statement_no as "statementNo", account, from_on::text as from, to_on::text as to, opening::text, closing::text,
              new_lines as "newLines", known_lines as "knownLines", format, imported_on::text as "importedOn"
         from read_treasury.statement where unit = $1 order by position desc limit ${MOST_ROWS}`,
      [unit],
    );
  }

  waiting(unit: string): Promise<readonly WaitingAct[]> {
    return this.store.database.read<WaitingAct>(
      `select proposal_id as "proposalId", act, reason, proposed_by as "proposedBy", proposed_on::text as "proposedOn"
         from read_treasury.proposal where unit = $1 order by proposal_id limit ${MOST_ROWS}`,
      [unit],
    );
  }

  /** Matches of lines the bank booked in a month. */
  matches(unit: string, month: string): Promise<readonly MatchRow[]> {
    return this.store.database.read<MatchRow>(
      `select m.match_id as "matchId", m.by, m.matched_on::text as "matchedOn", m.reason, m.proposed_by as "proposedBy",
              m.approved_by as "approvedBy", l.ids as "lineIds", l.amount::text,
              array(select i.item_id from read_treasury.item i where i.unit = m.unit and i.match_id = m.match_id order by 1) as "itemIds"
         from read_treasury.match m join (
           select unit, match_id, array_agg(line_id order by line_id) as ids, sum(amount) as amount, min(booked_on) as day
             from read_treasury.line where unit = $1 and match_id is not null group by unit, match_id) l using (unit, match_id)
        where to_char(l.day, 'YYYY-MM') = $2 order by l.day, m.match_id limit ${MOST_ROWS}`,
      [unit, month],
    );
  }
}
