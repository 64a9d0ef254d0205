import { Controller, Get, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Access, fromQuery, unitInput, ZodQuery } from '#http';
import type { Clock } from '#jobs';
import { CLOCK } from '#service';
import { ProblemsQuery, type ProblemLine } from './problems.js';

const query = z.strictObject({
  unit: unitInput.optional(),
  status: z.enum(['open', 'answered', 'closed'], { error: '须为 open、answered 或 closed' }).optional(),
});

@ApiTags('coordination')
@Controller('clearing/problems')
export class ProblemsQueryController {
  constructor(
    private readonly queries: QueryBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Access({
    roles: ['provincial-agency', 'national-agency'],
    area: fromQuery('unit'),
    purpose: '问题协同清单与逾期情况 (COL-01, COL-02)',
  })
  async problems(
    @ZodQuery(query) { unit, status }: z.infer<typeof query>,
  ): Promise<{ readonly problems: readonly ProblemLine[] }> {
    const filter = { unit: unit ?? null, status: status ?? null, today: this.clock.businessDate() };
    return { problems: await this.queries.execute(new ProblemsQuery(filter)) };
  }
}
