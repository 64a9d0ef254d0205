import { Inject, Injectable } from '@nestjs/common';
import { EventStore } from '#event-store';
import { reject, ok, type Result } from '#kernel';
import { EVENT_STORE } from '#service';

/** What the nation set for one pair in a year, in yuan. Emergency increases of the year have papers of their own. */
export interface YearLevel {
  readonly payer: string;
  readonly receiver: string;
  /** 上年额度, emergency increases included. */
  readonly previous: string;
  /** 本年核定额度: what was set last. */
  readonly approved: string;
  /** 实际划款额度: the differences that were set; negative is returned (PRE-02). */
  readonly adjustment: string;
  /** Of the approved level, what emergency increases between two settings brought: paid on papers of their own (PRE-06). */
  readonly raised: string;
  readonly signedOn: string;
}

export interface YearLevels {
  readonly year: number;
  /** Nobody had a level in an earlier year: notices of first levels, not of adjustments. */
  readonly first: boolean;
  readonly signedOn: string;
  readonly levels: readonly YearLevel[];
}

/** Levels of a year as they were set, for annexes 3 to 7 (PRE-01, PRE-02). */
@Injectable()
export class YearLevelsReader {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async of(year: number): Promise<Result<YearLevels>> {
    const { read } = this.store.database;
    const levels = await read<YearLevel>(
      `select payer, receiver, previous::text, approved::text, adjustment::text,
              (approved - previous - adjustment)::text as raised, signed_on as "signedOn"
         from (select payer, receiver, (array_agg(previous order by version))[1] as previous,
                      (array_agg(amount order by version desc))[1] as approved,
                      sum(amount - previous) as adjustment, max(effective_on)::text as signed_on
                 from read_levels.level where year = $1 and increase_id is null group by payer, receiver) l
        order by receiver, payer`,
      [year],
    );
    const signedOn = levels
      .map((level) => level.signedOn)
      .sort()
      .at(-1);
    if (signedOn === undefined) return reject('levels.unknown', 'PRE-02', `${year}年度预付金额度尚未核定`, ['year']);
    const [earlier] = await read('select 1 from read_levels.level where year < $1 limit 1', [year]);
    return ok({ year, first: earlier === undefined, signedOn, levels });
  }
}
