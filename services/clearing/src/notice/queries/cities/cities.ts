import { Inject, Injectable } from '@nestjs/common';
import { EventStore } from '#event-store';
import { EVENT_STORE } from '#service';
import { BreakdownReader } from '../../../tables/queries/drill-down/breakdown.js';
import { cityLines, type CityLine, type MovedCity } from '../../domain/city.js';

export interface NoticeDay {
  readonly publishedOn: string;
  readonly handOverBy: string;
}

/** 上解、下拨 of the cities of a unit: their parts of the published table and what has moved (CLR-07). */
@Injectable()
export class CitiesReader {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly breakdown: BreakdownReader,
  ) {}

  async notice(month: string, unit: string): Promise<NoticeDay | null> {
    const [row] = await this.store.database.read<NoticeDay>(
      `select published_on::text as "publishedOn", hand_over_by::text as "handOverBy" from read_notices.notice
        where month = $1 and unit = $2`,
      [month, unit],
    );
    return row ?? null;
  }

  async lines(month: string, unit: string, today: string): Promise<readonly CityLine[]> {
    const notice = await this.notice(month, unit);
    const isPast = notice !== null && today > notice.handOverBy;
    const all = { month, city: null, institution: null, after: '' };
    const [owed, owing, moved] = await Promise.all([
      this.breakdown.lines({ ...all, by: 'insured-city', payer: unit, receiver: null }),
      this.breakdown.lines({ ...all, by: 'care-city', payer: null, receiver: unit }),
      this.store.database.read<MovedCity>(
        'select city, direction, moved_on::text as "movedOn", late from read_cities.settled where month = $1 and unit = $2',
        [month, unit],
      ),
    ]);
    return cityLines({ owed, owing, moved, isPast });
  }
}
