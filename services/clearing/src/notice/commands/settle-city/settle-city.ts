import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, streamRequest, type EventMetadata, type IdempotencyKey, type WriteOutcome } from '#event-store';
import { Money } from '#kernel';
import { EVENT_STORE } from '#service';
import { citiesRef, decideSettleCity, type SettleCity } from '../../domain/city.js';
import { CitiesReader } from '../../queries/cities/cities.js';

export type CityAnswer = { readonly city: string; readonly direction: string; readonly recorded: boolean };

/** 上解、下拨反馈 by the province (CLR-07). */
export class SettleCityCommand extends Command<WriteOutcome<CityAnswer>> {
  constructor(
    readonly act: { readonly metadata: EventMetadata; readonly idempotency: IdempotencyKey },
    readonly movement: Omit<SettleCity, 'due' | 'notice' | 'on'>,
  ) {
    super();
  }
}

@CommandHandler(SettleCityCommand)
export class SettleCityHandler implements ICommandHandler<SettleCityCommand> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly cities: CitiesReader,
  ) {}

  /** The table of a published month does not change any more, so the city's part may be read before the lock. */
  async execute({ act, movement }: SettleCityCommand): Promise<WriteOutcome<CityAnswer>> {
    const { month, unit, city, direction } = movement;
    const [notice, lines] = await Promise.all([
      this.cities.notice(month, unit),
      this.cities.lines(month, unit, act.metadata.businessDate),
    ]);
    const line = lines.find((one) => one.city === city && one.direction === direction);
    const due = line === undefined ? null : Money.of(line.due);
    const command = { ...movement, due, notice, on: act.metadata.businessDate };
    return this.store.write(
      streamRequest({
        ...{ stream: citiesRef(month, unit), ...act },
        decide: (cities) => decideSettleCity(command, cities),
        answer: (events): CityAnswer => ({ city, direction, recorded: events.length > 0 }),
      }),
    );
  }
}
