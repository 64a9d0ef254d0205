import { Controller, Inject, Param, Put, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Access, answerOf, fromParam, idempotencyOf, metadataOf, monthOfPath, unitOfPath, ZodBody } from '#http';
import type { Clock } from '#jobs';
import { CLOCK } from '#service';
import { ReportMonitoringCommand, type ReportedAnswer } from './report-monitoring.js';

const MAX_STAYS = 10_000_000;
const MAX_RESERVES = 200;
const body = z.strictObject({
  manualInpatients: z.int().min(0, '人次不能为负').max(MAX_STAYS),
  reserves: z
    .array(
      z.strictObject({
        region: z.string().regex(/^\d{6}$/, '须为6位行政区划代码'),
        scheme: z.enum(['employee', 'resident'], { error: '须为 employee 或 resident' }),
        months: z.string(),
      }),
    )
    .max(MAX_RESERVES)
    .default([]),
});

@ApiTags('coordination')
@Controller('clearing/monitoring')
export class ReportMonitoringController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Put(':month/:unit')
  @Access({
    roles: ['provincial-agency'],
    area: fromParam('unit'),
    purpose: '报送手工报销住院人次与基金可支付月数 (COL-04)',
  })
  async report(
    @Param() { month, unit }: { month: string; unit: string },
    @ZodBody(body) reported: z.infer<typeof body>,
    @Req() request: FastifyRequest,
  ): Promise<ReportedAnswer> {
    const on = this.clock.businessDate();
    const metadata = metadataOf(request, { reason: '报送监控数据 (COL-04)', businessDate: on });
    const report = { month: monthOfPath(month), unit: unitOfPath(unit), ...reported, on };
    const act = { metadata, idempotency: idempotencyOf(request) };
    return answerOf(await this.commands.execute(new ReportMonitoringCommand(report, act)));
  }
}
