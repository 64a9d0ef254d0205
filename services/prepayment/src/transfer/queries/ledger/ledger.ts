import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { EventStore } from '#event-store';
import { EVENT_STORE } from '#service';

export interface Balance {
  readonly unit: string;
  readonly account: 'special-account' | 'advance-paid' | 'temporary-receipt';
  readonly counterparty: string;
  readonly debit: string;
  readonly credit: string;
}

/** 科目余额 of the advances: sums of every account of a unit by the other unit, up to a day (PRE-08). */
export class LedgerQuery extends Query<readonly Balance[]> {
  constructor(
    readonly unit: string | null,
    readonly asOf: string,
  ) {
    super();
  }
}

@QueryHandler(LedgerQuery)
export class LedgerHandler implements IQueryHandler<LedgerQuery> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  execute({ unit, asOf }: LedgerQuery): Promise<readonly Balance[]> {
    return this.store.database.read<Balance>(
      `select unit, account, counterparty, sum(debit)::numeric(18, 2)::text as debit, sum(credit)::numeric(18, 2)::text as credit
         from read_ledger.entry where booked_on <= $2 and ($1::text is null or unit = $1)
        group by unit, account, counterparty order by unit, account, counterparty`,
      [unit, asOf],
    );
  }
}
