import { Inject, Injectable } from '@nestjs/common';
import { EventStore } from '#event-store';
import { EVENT_STORE } from '#service';
import { BreakdownReader } from '../../../tables/queries/drill-down/breakdown.js';
import type { CityDirection } from '../../domain/city.js';

export interface CityLine {
  readonly city: string;
  readonly direction: CityDirection;
  /** The city's part of the table; negative flows the other way, with "*" (CLR-08). */
  readonly due: string;
  readonly settledOn: string | null;
  /** Settled after the five working days, or still not settled after them (CLR-07). */
  readonly late: boolean;
}

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
      this.store.database.read<{ city: string; direction: string; moved_on: string; late: boolean }>(
        'select city, direction, moved_on::text, late from read_cities.settled where month = $1 and unit = $2',
        [month, unit],
      ),
    ]);
    const lineOf = (direction: CityDirection, { key, cleared }: { key: string; cleared: string }): CityLine => {
      const done = moved.find((row) => row.city === key && row.direction === direction);
      return { city: key, direction, due: cleared, settledOn: done?.moved_on ?? null, late: done?.late ?? isPast };
    };
    return [...owed.map((line) => lineOf('remit', line)), ...owing.map((line) => lineOf('receive', line))].filter(
      ({ due }) => due !== '0.00',
    );
  }
}
