import { Injectable } from '@nestjs/common';
import { ClaimHandlers } from './claim-handlers.js';
import { LineHandlers } from './line-handlers.js';
import { QueryHandlers } from './query-handlers.js';
import { StayHandlers } from './stay-handlers.js';

type Groups = [QueryHandlers, ClaimHandlers, LineHandlers, StayHandlers];
type Both<U> = (U extends unknown ? (one: U) => void : never) extends (all: infer I) => void ? I : never;
/** Every handler that stands in a group of its own. */
export type GroupedHandlers = Both<Groups[number]['handlers']>;

/** The groups of handlers as one table. */
@Injectable()
export class HandlerGroups {
  readonly handlers: GroupedHandlers;

  constructor(queries: QueryHandlers, claims: ClaimHandlers, lines: LineHandlers, stays: StayHandlers) {
    this.handlers = { ...queries.handlers, ...claims.handlers, ...lines.handlers, ...stays.handlers };
  }
}
