import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { WarningRaised } from '#contracts';
import { EventStore } from '#event-store';
import { EVENT_STORE } from '#service';
import { byOfficialOrder } from '../../../advance/domain/official-order.js';
import type { UseLevel } from '../../domain/use-rate.js';

export interface RateLine {
  readonly receiver: string;
  /** Null: all advances the place of care holds. */
  readonly payer: string | null;
  readonly advance: string;
  readonly cleared: string;
  /** Null where no advance is held. */
  readonly ratePercent: string | null;
  readonly level: UseLevel;
}

/** 使用率 of a month, of one place of care or of all. */
export class RatesQuery extends Query<readonly RateLine[]> {
  constructor(
    readonly month: string,
    readonly receiver: string | null,
  ) {
    super();
  }
}

/** 预警 of a month, of one place of care or of all. */
export class WarningsQuery extends Query<readonly WarningRaised[]> {
  constructor(
    readonly month: string,
    readonly receiver: string | null,
  ) {
    super();
  }
}

interface Directed {
  readonly receiver: string;
  readonly payer: string | null;
}

const inOrder = (a: Directed, b: Directed): number =>
  byOfficialOrder(a.receiver, b.receiver) || byOfficialOrder(a.payer, b.payer);

@QueryHandler(RatesQuery)
export class RatesHandler implements IQueryHandler<RatesQuery> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async execute({ month, receiver }: RatesQuery): Promise<readonly RateLine[]> {
    const rows = await this.store.database.read<RateLine>(
      `select receiver, nullif(payer, '') as payer, advance::text, cleared::text, rate_percent as "ratePercent", level
         from read_rates.rate where month = $1 and ($2::text is null or receiver = $2)`,
      [month, receiver],
    );
    return [...rows].sort(inOrder);
  }
}

@QueryHandler(WarningsQuery)
export class WarningsHandler implements IQueryHandler<WarningsQuery> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async execute({ month, receiver }: WarningsQuery): Promise<readonly WarningRaised[]> {
    const rows = await this.store.database.read<WarningRaised>(
      `select month, receiver, nullif(payer, '') as payer, level, rate_percent as "ratePercent", cleared::text,
              advance::text, raised_on::text as "raisedOn"
         from read_rates.warning where month = $1 and ($2::text is null or receiver = $2)`,
      [month, receiver],
    );
    // Levels of one month and pair: yellow stands before red as it was crossed before.
    return [...rows].sort((a, b) => inOrder(a, b) || b.level.localeCompare(a.level));
  }
}
