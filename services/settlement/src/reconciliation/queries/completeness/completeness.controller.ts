import { Controller, Get, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { EventStore } from '#event-store';
import { Access, fromQuery, monthInput, unitQuery, ZodQuery } from '#http';
import type { Clock } from '#jobs';
import { clearingMonth, dayIn, lastDayOf, type BusinessDate } from '#kernel';
import { CLOCK, EVENT_STORE } from '#service';
import { completeBy, missingLedgers, type MissingLedger } from '../../jobs/reconcile-day/due.js';

const asked = unitQuery.extend({ month: monthInput });

interface Completeness {
  readonly month: string;
  /** The 3rd of the month after (REC-02). */
  readonly completeBy: BusinessDate;
  readonly complete: boolean;
  readonly overdue: boolean;
  readonly missing: readonly MissingLedger[];
}

/** 对账清单报送情况 of a month, over the days the daily job has seen (REC-02). */
@ApiTags('reconciliation')
@Controller('settlement/reconciliation/completeness')
export class CompletenessController {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Access({
    roles: ['provincial-agency', 'national-agency'],
    area: fromQuery('unit'),
    purpose: '某月对账清单是否报齐、何侧何日未报 (REC-02)',
  })
  async completeness(@ZodQuery(asked) query: z.infer<typeof asked>): Promise<Completeness> {
    const month = clearingMonth(query.month);
    const by = completeBy(month);
    const missing = await missingLedgers(this.store, dayIn(month, 1), lastDayOf(month), query.unit ?? null);
    const overdue = missing.length > 0 && this.clock.businessDate() > by;
    return { month, completeBy: by, complete: missing.length === 0, overdue, missing };
  }
}
