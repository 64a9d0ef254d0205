import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { EventStore } from '#event-store';
import { Money, ok, reject, type Result } from '#kernel';
import { EVENT_STORE } from '#service';
import { levelMonths } from '../../domain/level-rule.js';
import { byOfficialOrder } from '../../domain/official-order.js';
import type { PairToSet } from '../../domain/set-levels.js';
import { readRuleLevels } from './rule-levels.js';

export interface ProposedLevels {
  readonly year: number;
  readonly months: readonly string[];
  readonly total: string;
  readonly pairs: readonly PairToSet[];
}

/** 额度测算: what the rule of PRE-01 gives for a year, in the shape in which the nation sets it: every pair that cleared or holds an advance. */
export class ProposedLevelsQuery extends Query<Result<ProposedLevels>> {
  constructor(readonly year: number) {
    super();
  }
}

@QueryHandler(ProposedLevelsQuery)
export class ProposedLevelsHandler implements IQueryHandler<ProposedLevelsQuery> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async execute({ year }: ProposedLevelsQuery): Promise<Result<ProposedLevels>> {
    const rule = await readRuleLevels(this.store.database, year);
    if (rule === null) {
      return reject('levels.quarter-incomplete', 'PRE-01', `${year - 1}年第四季度的清算表不全，不能测算`, ['year']);
    }
    const pairs = [...rule].sort(
      (a, b) => byOfficialOrder(a.receiver, b.receiver) || byOfficialOrder(a.payer, b.payer),
    );
    const total = Money.sum(pairs.map(({ amount }) => Money.of(amount))).toString();
    return ok({ year, months: levelMonths(year), total, pairs });
  }
}
