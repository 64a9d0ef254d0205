import { Controller, Inject, Param, Post, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Access, answerOf, idempotencyOf, metadataOf, reasonInput, ZodBody } from '#http';
import type { Clock } from '#jobs';
import { CLOCK } from '#service';
import { ClaimAccess } from '../../claims/claim-access.js';
import { DEDUCTION_NATURES } from '../domain/record-deduction.js';
import { deductionInput, MAX_COLUMNS } from './deduction-input.js';
import { RecordDeductionCommand, type DeductionAnswer } from './record-deduction/record-deduction.js';

const deductionBody = z.strictObject({
  /** 款项性质; whatever is no refused cost is turned away (SEC-05). */
  nature: z.enum(DEDUCTION_NATURES, { error: `须为 ${DEDUCTION_NATURES.join('、')} 之一` }),
  lines: z.array(deductionInput).min(1, '扣款须列明基金与金额').max(MAX_COLUMNS),
  reason: reasonInput,
});

/** The place of care audits every out-of-area claim as its own (AUD-07). */
@ApiTags('audit')
@Controller('clearing/claims/:claimId')
export class DeductionsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly claims: ClaimAccess,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post('deductions')
  @Access({ roles: ['provincial-agency'], area: 'record', purpose: '就医地登记审核扣款 (AUD-07, CLR-09)' })
  async deduct(
    @Param('claimId') claimId: string,
    @ZodBody(deductionBody) body: z.infer<typeof deductionBody>,
    @Req() request: FastifyRequest,
  ): Promise<DeductionAnswer> {
    const claim = await this.claims.claimOf(claimId, 'receiver', request);
    const metadata = metadataOf(request, { reason: body.reason, businessDate: this.clock.businessDate() });
    const act = { claimId, metadata, idempotency: idempotencyOf(request) };
    return answerOf(await this.commands.execute(new RecordDeductionCommand(act, body, claim)));
  }
}
