import { Controller, Get, Inject } from '@nestjs/common';
import { Query, QueryBus, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { EventStore } from '#event-store';
import { Access } from '#http';
import { CLEARING_UNITS } from '#kernel';
import { EVENT_STORE } from '#service';

interface Row {
  readonly announcementId: string;
  readonly kind: 'downtime' | 'policy';
  readonly title: string;
  readonly text: string;
  readonly by: string;
  readonly publishedOn: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly acknowledged: readonly string[];
}

export interface AnnouncementLine extends Row {
  /** Units that have not acknowledged it, in the official order; who published it need not. */
  readonly unacknowledged: readonly string[];
}

/** 公告, the latest first. */
export class AnnouncementsQuery extends Query<readonly AnnouncementLine[]> {}

const MAX_LINES = 500;
const UNITS = CLEARING_UNITS.map(({ code }) => code);

@QueryHandler(AnnouncementsQuery)
export class AnnouncementsHandler implements IQueryHandler<AnnouncementsQuery> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async execute(): Promise<readonly AnnouncementLine[]> {
    const rows = await this.store.database.read<Row>(
      `select announcement_id as "announcementId", kind, title, body as text, published_by as "by",
              published_on::text as "publishedOn", from_time as "from", to_time as "to",
              array(select unit from read_announcements.acknowledgement k where k.announcement_id = a.announcement_id
                     order by unit) as acknowledged
         from read_announcements.announcement a order by published_on desc, announcement_id limit ${MAX_LINES}`,
    );
    return rows.map((row) => {
      const done = new Set([...row.acknowledged, row.by]);
      return { ...row, unacknowledged: UNITS.filter((code) => !done.has(code)) };
    });
  }
}

@ApiTags('coordination')
@Controller('clearing/announcements')
export class AnnouncementsQueryController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Access({
    roles: ['provincial-agency', 'city-agency', 'provincial-finance', 'national-agency'],
    area: 'every-unit',
    purpose: '停机公告与医保政策，及各省签收情况 (COL-03)',
  })
  async announcements(): Promise<{ readonly announcements: readonly AnnouncementLine[] }> {
    return { announcements: await this.queries.execute(new AnnouncementsQuery()) };
  }
}
