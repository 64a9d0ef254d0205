import { Controller, Get, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { EventStore } from '#event-store';
import { Access, fromQuery, unitInput, ZodQuery } from '#http';
import { EVENT_STORE } from '#service';

const PAGE = 1_000;
const query = z.strictObject({ unit: unitInput });

/** One recovery as a unit sees it: the place of care all of it, a place of insurance its own part. Yuan and dates as text. */
export interface RecoveryView {
  readonly receiver: string;
  readonly recoveryNo: string;
  readonly institutionCode: string;
  readonly recordedOn: string;
  /** What goes back to this unit; of the place of care, to all. */
  readonly returned: string;
  /** Tables that carried it. */
  readonly periods: readonly string[];
}

/** 追回资金退回 of a unit as place of care or of insurance (CLR-10). */
@ApiTags('recovery')
@Controller('clearing/recoveries')
export class RecoveryQueriesController {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  @Get()
  @Access({
    roles: ['provincial-agency', 'provincial-finance', 'national-agency'],
    area: fromQuery('unit'),
    purpose: '追回资金退回情况 (CLR-10)',
  })
  async list(
    @ZodQuery(query) { unit }: z.infer<typeof query>,
  ): Promise<{ readonly recoveries: readonly RecoveryView[] }> {
    const recoveries = await this.store.database.read<RecoveryView>(
      `select v.receiver, v.recovery_no as "recoveryNo", v.institution_code as "institutionCode",
              v.recorded_on::text as "recordedOn", sum(d.amount)::numeric(18, 2)::text as returned,
              coalesce(array_agg(distinct d.period order by d.period) filter (where d.period is not null), '{}') as periods
         from read_deductions.recovery v
         join read_deductions.deduction d on d.source = 'recovery' and d.receiver = v.receiver and d.reference = v.recovery_no
        where $1 in (d.payer, d.receiver) group by 1, 2, 3, 4 order by 4 desc, 1, 2 limit ${PAGE}`,
      [unit],
    );
    return { recoveries };
  }
}
