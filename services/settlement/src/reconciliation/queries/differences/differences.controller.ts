import { Controller, Get, Inject } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { ApiTags } from '@nestjs/swagger';
import { Repository } from 'typeorm';
import { z } from 'zod';
import { Access, dateInput, fromQuery, unitQuery, ZodQuery } from '#http';
import type { Clock } from '#jobs';
import { businessDate, daysBetween } from '#kernel';
import { CLOCK } from '#service';
import { DifferenceRow } from './difference.entity.js';

const CLASSES = ['one-sided', 'duplicate', 'state', 'amount'] as const;
const MAX_ROWS = 1_000;

const listing = unitQuery.extend({
  open: z.enum(['true', 'false'], { error: '须为 true 或 false' }).optional(),
  class: z.enum(CLASSES, { error: `须为 ${CLASSES.join('、')}` }).optional(),
  businessDate: dateInput.optional(),
  /** Number of the last difference that was read: the list goes on after it. */
  after: z.string().max(100).optional(),
});

interface DifferenceLine extends DifferenceRow {
  /** Calendar days it has stood, or stood until it was closed. */
  readonly ageDays: number;
}

/** 对账差异清单 with class, owner, age, reason: by day and number, a thousand at a time (REC-01). */
@ApiTags('reconciliation')
@Controller('settlement/reconciliation/differences')
export class DifferencesController {
  constructor(
    @InjectRepository(DifferenceRow, 'settlement') private readonly differences: Repository<DifferenceRow>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Access({
    roles: ['provincial-agency', 'national-agency'],
    area: fromQuery('unit'),
    purpose: '对账差异清单，每次至多一千条，以 after 续读',
  })
  async list(@ZodQuery(listing) query: z.infer<typeof listing>): Promise<readonly DifferenceLine[]> {
    const { unit, open, class: of, businessDate: day, after } = query;
    // A number begins with its day.
    const rows = this.differences.createQueryBuilder('d').orderBy('d.difference_id');
    if (unit !== undefined) rows.andWhere('d.owner = :unit', { unit });
    if (open !== undefined) rows.andWhere(open === 'true' ? 'd.closed_on is null' : 'd.closed_on is not null');
    if (of !== undefined) rows.andWhere('d.class = :of', { of });
    if (day !== undefined) rows.andWhere('d.business_date = :day', { day });
    if (after !== undefined) rows.andWhere('d.difference_id > :after', { after });
    const found = await rows.take(MAX_ROWS).getMany();
    return found.map((row) => ({ ...row, ageDays: this.ageOf(row) }));
  }

  private ageOf({ foundOn, closedOn }: DifferenceRow): number {
    return daysBetween(businessDate(foundOn), closedOn === null ? this.clock.businessDate() : businessDate(closedOn));
  }
}
