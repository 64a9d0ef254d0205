import { Injectable } from '@nestjs/common';
import { DayResults } from '../queries/day-results/day-results.js';
import type { HandlersOf } from './handlers.js';

/** 13203 and 3209A: what the daily comparison found, told (REC-01). */
@Injectable()
export class DayResultHandlers {
  constructor(private readonly days: DayResults) {}

  readonly handlers: HandlersOf<'3209A' | '13203'> = {
    '3209A': (request, facts) => this.days.failed({ ...facts, request }),
    '13203': (request, facts) => this.days.ofDay({ ...facts, request }),
  };
}
