import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { EventStore } from '#event-store';
import { EVENT_STORE } from '#service';
import type { AccountFacts } from '../../domain/finance-account.js';

export interface AccountLine extends AccountFacts {
  readonly unit: string;
  readonly effectiveOn: string;
}

/** 财政收款专户 in force on a day, of all units that have one. */
export class FinanceAccountsQuery extends Query<readonly AccountLine[]> {
  constructor(readonly on: string) {
    super();
  }
}

@QueryHandler(FinanceAccountsQuery)
export class FinanceAccountsHandler implements IQueryHandler<FinanceAccountsQuery> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  execute({ on }: FinanceAccountsQuery): Promise<readonly AccountLine[]> {
    return this.store.database.read<AccountLine>(
      `select distinct on (unit) unit, account_name as "accountName", account_number as "accountNumber",
              bank_name as "bankName", bank_code as "bankCode", effective_on::text as "effectiveOn"
         from read_finance_accounts.account where effective_on <= $1 order by unit, version desc`,
      [on],
    );
  }
}
