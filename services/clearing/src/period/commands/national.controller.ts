import { Controller, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  Access,
  answerOf,
  idempotencyOf,
  metadataOf,
  monthOfPath,
  nothing,
  reasonInput,
  unitOfPath,
  ZodBody,
  type AccessRule,
} from '#http';
import type { Clock } from '#jobs';
import { CLOCK } from '#service';
import { deductionInput } from '../../audit/commands/deduction-input.js';
import { ApprovePublicationCommand, type PublicationAnswer } from './approve-publication/approve-publication.js';
import { DecideDisputeCommand } from './decide-dispute/decide-dispute.js';
import { OverrideConfirmationCommand } from './override-confirmation/override-confirmation.js';
import type { UnitAct, UnitAnswer } from './period-writer.js';

const MAX_LINES = 5_000;
const decisionBody = z.strictObject({
  outcome: z.enum(['upheld', 'rejected'], { error: '须为 upheld（支持）或 rejected（不予支持）' }),
  reason: reasonInput,
  deductions: z
    .array(deductionInput.extend({ claimId: z.string().min(1).max(30) }))
    .max(MAX_LINES)
    .default([]),
});
const overrideBody = z.strictObject({ reason: reasonInput });

const ofNation = (purpose: string): AccessRule => ({ roles: ['national-agency'], area: 'nation', purpose });
type Place = { readonly month: string; readonly unit: string };

/** What the national agency decides about the table of a month (CLR-04, CLR-05, SEC-04). */
@ApiTags('period')
@Controller('clearing/periods/:month')
export class NationalController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post('disputes/:unit/decision')
  @HttpCode(200)
  @Access(ofNation('国家裁定省级单位的异议 (CLR-04)'))
  async decideDispute(
    @Param() place: Place,
    @ZodBody(decisionBody) body: z.infer<typeof decisionBody>,
    @Req() request: FastifyRequest,
  ): Promise<UnitAnswer> {
    const act = this.actOf(place, request, body.reason);
    return answerOf(await this.commands.execute(new DecideDisputeCommand(act, body)));
  }

  @Post('confirmations/:unit/override')
  @HttpCode(200)
  @Access(ofNation('提出代逾期未确认的省级单位视同确认 (CLR-04, SEC-04)'))
  async override(
    @Param() place: Place,
    @ZodBody(overrideBody) { reason }: z.infer<typeof overrideBody>,
    @Req() request: FastifyRequest,
  ): Promise<UnitAnswer> {
    const act = this.actOf(place, request, reason);
    return answerOf(await this.commands.execute(new OverrideConfirmationCommand(act, reason)));
  }

  @Post('confirmations/:unit/override-approval')
  @HttpCode(200)
  @Access(ofNation('另一人复核视同确认 (SEC-04)'))
  async approveOverride(
    @Param() place: Place,
    @ZodBody(nothing) _body: z.infer<typeof nothing>,
    @Req() request: FastifyRequest,
  ): Promise<UnitAnswer> {
    const act = this.actOf(place, request, '复核视同确认 (SEC-04)');
    return answerOf(await this.commands.execute(new OverrideConfirmationCommand(act, null)));
  }

  @Post('publication')
  @HttpCode(200)
  @Access(ofNation('提请发布付款、收款通知书 (CLR-05, SEC-04)'))
  propose(
    @Param('month') month: string,
    @ZodBody(nothing) _body: z.infer<typeof nothing>,
    @Req() request: FastifyRequest,
  ): Promise<PublicationAnswer> {
    return this.publication('propose', month, request);
  }

  @Post('publication-approval')
  @HttpCode(200)
  @Access(ofNation('另一人复核发布通知书 (SEC-04)'))
  approve(
    @Param('month') month: string,
    @ZodBody(nothing) _body: z.infer<typeof nothing>,
    @Req() request: FastifyRequest,
  ): Promise<PublicationAnswer> {
    return this.publication('approve', month, request);
  }

  private async publication(
    step: 'propose' | 'approve',
    month: string,
    request: FastifyRequest,
  ): Promise<PublicationAnswer> {
    const reason = step === 'propose' ? '提请发布通知书 (CLR-05)' : '复核发布通知书 (SEC-04)';
    const metadata = metadataOf(request, { reason, businessDate: this.clock.businessDate() });
    const act = { month: monthOfPath(month), step, metadata, idempotency: idempotencyOf(request) };
    return answerOf(await this.commands.execute(new ApprovePublicationCommand(act)));
  }

  private actOf({ month, unit }: Place, request: FastifyRequest, reason: string): UnitAct {
    const metadata = metadataOf(request, { reason, businessDate: this.clock.businessDate() });
    return { month: monthOfPath(month), unit: unitOfPath(unit), metadata, idempotency: idempotencyOf(request) };
  }
}
