import { Controller, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Access, answerOf, fromParam, idempotencyOf, metadataOf, unitOfPath, ZodBody } from '#http';
import type { Clock } from '#jobs';
import { businessDate, Money } from '#kernel';
import { CLOCK } from '#service';
import { ReportInterestCommand, type InterestAnswer } from './report-transfer/report-interest.js';
import { slip } from './slip.js';

/** 利息 on advances: the place of care's own (CLR-11). */
@ApiTags('transfer')
@Controller('prepayment/interest/:unit')
export class InterestController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post()
  @HttpCode(200)
  @Access({ roles: ['provincial-finance'], area: fromParam('unit'), purpose: '就医地预付金利息入账 (CLR-11)' })
  async interest(
    @Param('unit') unit: string,
    @ZodBody(slip) { amount, on, bank, serialNumber }: z.infer<typeof slip>,
    @Req() request: FastifyRequest,
  ): Promise<InterestAnswer> {
    const metadata = metadataOf(request, {
      reason: '预付金利息入账 (CLR-11)',
      businessDate: this.clock.businessDate(),
    });
    const act = { metadata, idempotency: idempotencyOf(request) };
    const moved = { amount: Money.of(amount), receivedOn: businessDate(on), bank, serialNumber };
    return answerOf(
      await this.commands.execute(new ReportInterestCommand(act, { receiver: unitOfPath(unit), ...moved })),
    );
  }
}
