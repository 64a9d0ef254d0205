import { Controller, Get, Inject, Param } from '@nestjs/common';
import { Query, QueryBus, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { EventStore } from '#event-store';
import { Access, fromQuery, monthOfPath, unitQuery, ZodQuery } from '#http';
import type { Clock } from '#jobs';
import { CLOCK, EVENT_STORE } from '#service';

/** One unit's notices with their deadlines (CLR-06). Yuan and dates as text. */
export interface NoticeState {
  readonly unit: string;
  readonly step: 'published' | 'handed-over' | 'paid' | 'reported';
  readonly paymentTotal: string;
  readonly collectionTotal: string;
  readonly publishedOn: string;
  readonly handOverBy: string;
  readonly payBy: string;
  readonly reportBy: string;
  readonly handedOverOn: string | null;
  readonly paidOn: string | null;
  readonly bank: string | null;
  readonly serialNumber: string | null;
  readonly reportedOn: string | null;
  /** Steps that are late as of today: undone after their day, or done too late. */
  readonly late: readonly string[];
}

export class NoticesQuery extends Query<readonly NoticeState[]> {
  constructor(
    readonly month: string,
    readonly unit: string | null,
  ) {
    super();
  }
}

@QueryHandler(NoticesQuery)
export class NoticesHandler implements IQueryHandler<NoticesQuery> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  execute({ month, unit }: NoticesQuery): Promise<readonly NoticeState[]> {
    return this.store.database.read<NoticeState>(
      `select unit, step, payment_total::text as "paymentTotal", collection_total::text as "collectionTotal",
              published_on::text as "publishedOn", hand_over_by::text as "handOverBy", pay_by::text as "payBy",
              report_by::text as "reportBy", handed_over_on::text as "handedOverOn", paid_on::text as "paidOn", bank,
              serial_number as "serialNumber", reported_on::text as "reportedOn",
              array_remove(array[case when coalesce(handed_over_on, $3) > hand_over_by then 'hand-over' end,
                                 case when coalesce(paid_on, $3) > pay_by and payment_total > 0 then 'paid' end,
                                 case when coalesce(reported_on, $3) > report_by then 'reported' end], null) as late
         from read_notices.notice where month = $1 and ($2::text is null or unit = $2) order by unit`,
      [month, unit, this.clock.businessDate()],
    );
  }
}

@ApiTags('notice')
@Controller('clearing/notices')
export class NoticesQueryController {
  constructor(private readonly queries: QueryBus) {}

  @Get(':month')
  @Access({
    roles: ['provincial-agency', 'provincial-finance', 'national-agency'],
    area: fromQuery('unit'),
    purpose: '通知书办理进度与逾期环节 (CLR-06)',
  })
  async notices(
    @Param('month') month: string,
    @ZodQuery(unitQuery) { unit }: z.infer<typeof unitQuery>,
  ): Promise<{ readonly month: string; readonly notices: readonly NoticeState[] }> {
    return { month, notices: await this.queries.execute(new NoticesQuery(monthOfPath(month), unit ?? null)) };
  }
}
