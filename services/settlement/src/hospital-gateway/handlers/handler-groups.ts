import { Injectable } from '@nestjs/common';
import { ClaimHandlers } from './claim-handlers.js';
import { DayResultHandlers } from './day-result-handlers.js';
import { FileHandlers } from './file-handlers.js';
import { LineHandlers } from './line-handlers.js';
import { QueryHandlers } from './query-handlers.js';
import { StatementHandlers } from './statement-handlers.js';
import { StayHandlers } from './stay-handlers.js';

/** Everything a hospital is only told. */
@Injectable()
export class ToldHandlers {
  readonly handlers: QueryHandlers['handlers'] &
    ClaimHandlers['handlers'] &
    LineHandlers['handlers'] &
    DayResultHandlers['handlers'];

  constructor(queries: QueryHandlers, claims: ClaimHandlers, lines: LineHandlers, days: DayResultHandlers) {
    this.handlers = { ...queries.handlers, ...claims.handlers, ...lines.handlers, ...days.handlers };
  }
}

/** Every handler that stands in a group of its own. */
export type GroupedHandlers = ToldHandlers['handlers'] &
  StayHandlers['handlers'] &
  StatementHandlers['handlers'] &
  FileHandlers['handlers'];

/** The groups of handlers as one table. */
@Injectable()
export class HandlerGroups {
  readonly handlers: GroupedHandlers;

  constructor(told: ToldHandlers, stays: StayHandlers, statements: StatementHandlers, files: FileHandlers) {
    this.handlers = { ...told.handlers, ...stays.handlers, ...statements.handlers, ...files.handlers };
  }
}
