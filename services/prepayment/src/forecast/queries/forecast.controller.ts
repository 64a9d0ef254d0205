import { Controller, Get, Inject, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Access, fromQuery, monthOfPath, unitQuery, ZodQuery } from '#http';
import type { Clock } from '#jobs';
import { CLOCK } from '#service';
import { ForecastQuery, type ForecastAnswer } from './forecast.js';

@ApiTags('forecast')
@Controller('prepayment/months/:month/forecast')
export class ForecastController {
  constructor(
    private readonly queries: QueryBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Access({
    roles: ['national-agency', 'provincial-agency', 'provincial-finance'],
    area: fromQuery('unit'),
    purpose: '预付金月内使用预测，含预计触及预警的日期 (PRE-09)',
  })
  forecast(
    @Param('month') month: string,
    @ZodQuery(unitQuery) { unit }: z.infer<typeof unitQuery>,
  ): Promise<ForecastAnswer> {
    return this.queries.execute(new ForecastQuery(monthOfPath(month), unit ?? null, this.clock.businessDate()));
  }
}
