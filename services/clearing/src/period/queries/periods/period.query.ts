import { Controller, Get, Inject, Param } from '@nestjs/common';
import { Query, QueryBus, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { EventStore } from '#event-store';
import { Access, fromQuery, monthOfPath, NotFound, unitQuery, ZodQuery } from '#http';
import { CLEARING_UNITS, type FourEyes } from '#kernel';
import { EVENT_STORE } from '#service';
import { waitingOverrides, type WaitingOverride } from '../../domain/confirmation.js';
import { periodRef } from '../../domain/period.js';

export interface PeriodState {
  readonly month: string;
  readonly cutOffOn: string | null;
  readonly generatedOn: string | null;
  readonly chasedOn: string | null;
  readonly publishedOn: string | null;
  /** The two persons who had the notices published (SEC-04). */
  readonly proposedBy: string | null;
  readonly approvedBy: string | null;
  readonly confirmations: readonly {
    readonly unit: string;
    readonly confirmedOn: string;
    /** Confirmed in its stead: why, and by whom (SEC-04). */
    readonly deemed: (FourEyes & { readonly reason: string }) | null;
  }[];
  /** Units that have not confirmed, in the official order; of a province's own question, itself or none. */
  readonly unconfirmed: readonly string[];
  readonly disputes: readonly {
    readonly unit: string;
    readonly raisedOn: string;
    readonly claimIds: readonly string[];
    readonly reason: string;
    readonly decidedOn: string | null;
    readonly outcome: 'upheld' | 'rejected' | null;
    readonly decision: string | null;
  }[];
  /** Confirmations in a province's stead that one person has proposed and another must approve (CLR-04, SEC-04). */
  readonly overrides: readonly WaitingOverride[];
}

/** How far a clearing month has come, and who has confirmed. */
export class PeriodQuery extends Query<PeriodState | null> {
  constructor(
    readonly month: string,
    readonly unit: string | null,
  ) {
    super();
  }
}

@QueryHandler(PeriodQuery)
export class PeriodHandler implements IQueryHandler<PeriodQuery> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async execute({ month, unit }: PeriodQuery): Promise<PeriodState | null> {
    const { read } = this.store.database;
    const [period] = await read<Omit<PeriodState, 'confirmations' | 'unconfirmed' | 'disputes' | 'overrides'>>(
      `select month, cut_off_on::text as "cutOffOn", generated_on::text as "generatedOn", chased_on::text as "chasedOn",
              published_on::text as "publishedOn", proposed_by as "proposedBy", approved_by as "approvedBy" from read_periods.period where month = $1`,
      [month],
    );
    if (period === undefined) return null;
    const [confirmations, disputes, { state }] = await Promise.all([
      read<PeriodState['confirmations'][number]>(
        `select unit, confirmed_on::text as "confirmedOn", deemed from read_periods.confirmation
          where month = $1 and ($2::text is null or unit = $2) order by unit`,
        [month, unit],
      ),
      read<PeriodState['disputes'][number]>(
        `select unit, raised_on::text as "raisedOn", claim_ids as "claimIds", reason,
                decided_on::text as "decidedOn", outcome, decision from read_periods.dispute
          where month = $1 and ($2::text is null or unit = $2) order by raised_on, unit`,
        [month, unit],
      ),
      this.store.load(periodRef(month)),
    ]);
    const confirmed = new Set(confirmations.map((one) => one.unit));
    const asked = CLEARING_UNITS.map(({ code }) => code).filter((code) => unit === null || code === unit);
    const overrides = waitingOverrides(state).filter((one) => unit === null || one.unit === unit);
    return { ...period, confirmations, disputes, overrides, unconfirmed: asked.filter((code) => !confirmed.has(code)) };
  }
}

@ApiTags('period')
@Controller('clearing/periods')
export class PeriodQueryController {
  constructor(private readonly queries: QueryBus) {}

  @Get(':month')
  @Access({
    roles: ['provincial-agency', 'provincial-finance', 'national-agency'],
    area: fromQuery('unit'),
    purpose: '清算期进度与各省确认情况 (CLR-04)',
  })
  async period(
    @Param('month') month: string,
    @ZodQuery(unitQuery) { unit }: z.infer<typeof unitQuery>,
  ): Promise<PeriodState> {
    const period = await this.queries.execute(new PeriodQuery(monthOfPath(month), unit ?? null));
    if (period === null) throw new NotFound('该清算期尚未截止');
    return period;
  }
}
