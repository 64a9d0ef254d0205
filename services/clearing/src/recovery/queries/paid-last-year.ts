import { Inject, Injectable } from '@nestjs/common';
import type { FundColumn, Scheme } from '#contracts';
import { EventStore } from '#event-store';
import { Money } from '#kernel';
import { EVENT_STORE } from '#service';
import { COLUMNS } from '../../claims/fund-columns.js';
import { POOL_OF } from '../../claims/pool.js';
import { CLEARED } from '../../claims/waiting-reason.js';
import type { Basis } from '../domain/recovery.js';
import type { Weighted } from '../domain/split.js';

/** What is known of a recovery that names no claims: null where it cannot be told. */
export interface Known {
  readonly payer: string | null;
  readonly scheme: Scheme | null;
  readonly column: FundColumn | null;
}

/**
 * What the funds paid an institution of a place of care in a year and cleared, by pooling area, scheme and column (CLR-10). Of the
 * institution of another place of care it is nothing: who paid there is not told here (SEC-01).
 */
@Injectable()
export class PaidLastYear {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async of(
    { receiver, institutionCode }: { readonly receiver: string; readonly institutionCode: string },
    year: number,
    known: Known,
  ): Promise<readonly Weighted<Basis>[]> {
    const rows = await this.store.database.read<Basis & { readonly amount: string }>(
      `select c.payer, ${POOL_OF('c.insured_region')} as "insuredRegion", c.scheme, f."column", sum(f.amount)::numeric(18, 2)::text as amount
         from claim c cross join lateral (values ${COLUMNS.map(([column, name]) => `('${column}', c.${name})`).join(', ')}) as f("column", amount)
        where c.institution_code = $1 and c.settled_on between $2 and $3 and ${CLEARED('c')}
          and c.receiver = $4 and ($5::text is null or c.payer = $5) and ($6::text is null or c.scheme = $6)
          and ($7::text is null or f."column" = $7)
        group by 1, 2, 3, 4 having sum(f.amount) > 0 order by 1, 2, 3, 4`,
      [institutionCode, `${year}-01-01`, `${year}-12-31`, receiver, known.payer, known.scheme, known.column],
    );
    return rows.map(({ amount, ...key }) => ({ key, weight: Money.of(amount) }));
  }
}
