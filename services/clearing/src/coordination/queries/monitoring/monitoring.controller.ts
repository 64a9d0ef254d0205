import { Controller, Get, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Access, fromQuery, monthOfPath, unitQuery, ZodQuery } from '#http';
import { MonitoringQuery, type MonitoringLine } from './monitoring.js';

@ApiTags('coordination')
@Controller('clearing/monitoring')
export class MonitoringController {
  constructor(private readonly queries: QueryBus) {}

  @Get(':month')
  @Access({
    roles: ['provincial-agency', 'provincial-finance', 'national-agency'],
    area: fromQuery('unit'),
    purpose: '运行监控指标：次均费用、涨幅、报销比例、扣款率、直接结算率、基金可支付月数 (COL-04)',
  })
  async figures(
    @Param('month') month: string,
    @ZodQuery(unitQuery) { unit }: z.infer<typeof unitQuery>,
  ): Promise<{ readonly month: string; readonly units: readonly MonitoringLine[] }> {
    return { month, units: await this.queries.execute(new MonitoringQuery(monthOfPath(month), unit ?? null)) };
  }
}
