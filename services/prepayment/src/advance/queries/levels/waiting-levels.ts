import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { EventStore } from '#event-store';
import { EVENT_STORE } from '#service';
import { levelsProposalRef, waitingList, type WaitingList } from '../../domain/levels-proposal.js';

export interface WaitingLevels {
  readonly year: number;
  readonly waiting: WaitingList | null;
}

/** 待复核额度: the list one person has proposed for a year and nobody has approved yet, with what an approval names (SEC-04). */
export class WaitingLevelsQuery extends Query<WaitingLevels> {
  constructor(readonly year: number) {
    super();
  }
}

@QueryHandler(WaitingLevelsQuery)
export class WaitingLevelsHandler implements IQueryHandler<WaitingLevelsQuery> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async execute({ year }: WaitingLevelsQuery): Promise<WaitingLevels> {
    const { state } = await this.store.load(levelsProposalRef(year));
    return { year, waiting: waitingList(state) };
  }
}
