import { Controller, HttpCode, Inject, Param, Post, Put, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Access, answerOf, idempotencyOf, metadataOf, reasonInput, ZodBody, yearOfPath } from '#http';
import type { Clock } from '#jobs';
import { CLEARING_UNITS } from '#kernel';
import { CLOCK } from '#service';
import { ApproveLevelsCommand, type ApprovedAnswer } from '../approve-levels/approve-levels.js';
import { SetLevelsCommand, type ProposedAnswer } from './set-levels.js';

const ALL_PAIRS = CLEARING_UNITS.length * (CLEARING_UNITS.length - 1);

const body = z.strictObject({
  pairs: z
    .array(z.strictObject({ payer: z.string(), receiver: z.string(), amount: z.string() }))
    .min(1)
    .max(ALL_PAIRS),
  reason: reasonInput.optional(),
});
const approvalBody = z.strictObject({ proposalNo: z.int().positive() });
type Body = z.infer<typeof body>;

@ApiTags('advance')
@Controller('prepayment/levels')
export class SetLevelsController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Put(':year')
  @Access({ roles: ['national-agency'], area: 'nation', purpose: '提请核定年度预付金额度 (PRE-01, PRE-02)' })
  async setLevels(
    @Param('year') year: string,
    @ZodBody(body) { pairs, reason }: Body,
    @Req() request: FastifyRequest,
  ): Promise<ProposedAnswer> {
    const of = yearOfPath(year);
    const businessDate = this.clock.businessDate();
    const metadata = metadataOf(request, { reason: reason ?? `${year}年度预付金额度核定 (PRE-02)`, businessDate });
    const idempotency = idempotencyOf(request);
    return answerOf(await this.commands.execute(new SetLevelsCommand({ year: of, pairs, metadata, idempotency })));
  }

  @Post(':year/approval')
  @HttpCode(200)
  @Access({ roles: ['national-agency'], area: 'nation', purpose: '另一人复核年度预付金额度 (PRE-02, SEC-04)' })
  async approve(
    @Param('year') year: string,
    @ZodBody(approvalBody) { proposalNo }: z.infer<typeof approvalBody>,
    @Req() request: FastifyRequest,
  ): Promise<ApprovedAnswer> {
    const of = yearOfPath(year);
    const reason = `${year}年度预付金额度复核 (SEC-04)`;
    const metadata = metadataOf(request, { reason, businessDate: this.clock.businessDate() });
    const act = { metadata, idempotency: idempotencyOf(request) };
    return answerOf(await this.commands.execute(new ApproveLevelsCommand({ year: of, proposalNo }, act)));
  }
}
