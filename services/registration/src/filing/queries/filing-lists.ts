import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { EventStore } from '#event-store';
import type { Clock } from '#jobs';
import { digitsOf, isBusinessDate, RegionCode, type BusinessDate } from '#kernel';
import { PolicyBook } from '#policy';
import type { RegistrationValues } from '#policy';
import { CLOCK, EVENT_STORE } from '#service';
import { POLICY_BOOK } from '../../tokens.js';
import { policiesOf } from '../commands/policies-of.js';

/** Lines of one page of a list. */
export const PAGE = 500;

/** A city agency asks for its city, a province for all of itself (code ending in 0000); `after` is the `next` of the page before. */
export const listing = z.strictObject({
  region: z.string().regex(/^\d{6}$/, '须为六位区划代码'),
  after: z
    .string()
    .max(60)
    .refine((text) => isBusinessDate(text.split('_')[0]), { error: '须为上一页的next' })
    .optional(),
});

export interface Page<T> {
  readonly lines: readonly T[];
  /** Give it as `after` for the lines that follow; null at the end. */
  readonly next: string | null;
}

/** What the lists of the agencies share: the area asked for, pages, the policy of each line's place. */
@Injectable()
export class FilingLists {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(POLICY_BOOK) private readonly policies: PolicyBook,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  get today(): BusinessDate {
    return this.clock.businessDate();
  }

  /** Rows of a query whose `$1` is the pattern of the area, `$2` and `$3` the key of the last row seen, `$4` the page. */
  async page<R extends { readonly day: string; readonly filing_id: string }>(
    sql: string,
    { region, after }: z.infer<typeof listing>,
  ): Promise<{ readonly rows: readonly R[]; readonly next: string | null }> {
    const [day = '0001-01-01', filingId = ''] = after?.split('_') ?? [];
    const rows = await this.store.database.read<R>(sql, [`${digitsOf(region)}%`, day, filingId, PAGE]);
    const last = rows.at(-1);
    return { rows, next: last === undefined || rows.length < PAGE ? null : `${last.day}_${last.filing_id}` };
  }

  policyOf(insuredRegion: string): RegistrationValues | null {
    const policyOn = policiesOf(this.policies, RegionCode.of(insuredRegion), this.today);
    return policyOn.ok ? policyOn.value(this.today) : null;
  }
}
