import { Controller, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  Access,
  answerOf,
  fromParam,
  idempotencyOf,
  metadataOf,
  monthOfPath,
  nothing,
  reasonInput,
  unitOfPath,
  ZodBody,
} from '#http';
import type { Clock } from '#jobs';
import { CLOCK } from '#service';
import { ConfirmTableCommand } from './confirm-table/confirm-table.js';
import { DisputeTableCommand } from './dispute-table/dispute-table.js';
import type { UnitAct, UnitAnswer } from './period-writer.js';

const MAX_DISPUTED = 1_000;
const disputeBody = z.strictObject({
  claimIds: z.array(z.string().min(1).max(30)).min(1, '异议须列明费用').max(MAX_DISPUTED),
  reason: reasonInput,
});

/** What a province says of the table of a month (CLR-04). */
@ApiTags('period')
@Controller('clearing/periods/:month')
export class PeriodsController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post('confirmations/:unit')
  @HttpCode(200)
  @Access({ roles: ['provincial-agency'], area: fromParam('unit'), purpose: '省级单位确认清算表 (CLR-04)' })
  async confirm(
    @Param() { month, unit }: { month: string; unit: string },
    @ZodBody(nothing) _body: z.infer<typeof nothing>,
    @Req() request: FastifyRequest,
  ): Promise<UnitAnswer> {
    const act = this.actOf(month, unit, request, '确认清算表 (CLR-04)');
    return answerOf(await this.commands.execute(new ConfirmTableCommand(act)));
  }

  @Post('disputes/:unit')
  @HttpCode(200)
  @Access({ roles: ['provincial-agency'], area: fromParam('unit'), purpose: '省级单位对清算表提出异议 (CLR-04)' })
  async dispute(
    @Param() { month, unit }: { month: string; unit: string },
    @ZodBody(disputeBody) { claimIds, reason }: z.infer<typeof disputeBody>,
    @Req() request: FastifyRequest,
  ): Promise<UnitAnswer> {
    const act = this.actOf(month, unit, request, reason);
    return answerOf(await this.commands.execute(new DisputeTableCommand(act, claimIds, reason)));
  }

  private actOf(month: string, unit: string, request: FastifyRequest, reason: string): UnitAct {
    const metadata = metadataOf(request, { reason, businessDate: this.clock.businessDate() });
    return { month: monthOfPath(month), unit: unitOfPath(unit), metadata, idempotency: idempotencyOf(request) };
  }
}
