import { Controller, Get, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Access, fromQuery, monthInput, unitInput, ZodQuery } from '#http';
import type { Clock } from '#jobs';
import { CLOCK } from '#service';
import { IncreasesQuery, type IncreaseLine } from './increases.js';

const query = z.strictObject({ month: monthInput.optional(), unit: unitInput.optional() });

@ApiTags('increase')
@Controller('prepayment/increases')
export class IncreasesController {
  constructor(
    private readonly queries: QueryBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Access({
    roles: ['national-agency', 'provincial-agency', 'provincial-finance'],
    area: fromQuery('unit'),
    purpose: '查询紧急调增 (PRE-06)',
  })
  async increases(
    @ZodQuery(query) { month, unit }: z.infer<typeof query>,
  ): Promise<{ readonly increases: readonly IncreaseLine[] }> {
    const today = this.clock.businessDate();
    return { increases: await this.queries.execute(new IncreasesQuery(month ?? null, unit ?? null, today)) };
  }
}
