import { Controller, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  Access,
  answerOf,
  dateInput,
  idempotencyOf,
  metadataOf,
  nothing,
  reasonInput,
  yuanInput,
  ZodBody,
} from '#http';
import type { AccessRule } from '#http';
import type { Clock } from '#jobs';
import { CLOCK } from '#service';
import { ClaimAccess } from '../../claims/claim-access.js';
import { deductionInput, MAX_COLUMNS } from './deduction-input.js';
import { AnswerInvestigationCommand } from './answer-investigation/answer-investigation.js';
import { ConfirmAnswerCommand } from './confirm-answer/confirm-answer.js';
import { DisputeAnswerCommand } from './confirm-answer/dispute-answer.js';
import { FileInvestigationCommand } from './file-investigation/file-investigation.js';
import type { HoldAct } from './hold-writer.js';
import { ApproveReleaseCommand } from './release-hold/approve-release.js';
import { ReleaseHoldCommand } from './release-hold/release-hold.js';

const text = (max: number) => z.string().trim().min(1, '必填').max(max);
const disputeBody = z.strictObject({ reason: reasonInput });
const releaseBody = z.strictObject({ note: reasonInput });
const investigationBody = z.strictObject({
  name: text(50),
  idNumber: text(18),
  sex: z.enum(['1', '2'], { error: '须为 1 男或 2 女' }),
  institutionCode: text(30),
  inpatientNumber: text(50).nullable(),
  invoiceNumber: text(50).nullable(),
  admittedOn: dateInput.nullable(),
  dischargedOn: dateInput.nullable(),
  total: yuanInput,
  suspicion: reasonInput,
  /** Number of the problem request, for a claim that is not held (AUD-08). */
  requestNo: z.uuid({ error: '须为问题协同编号' }).nullable().default(null),
});
const answerBody = z.strictObject({
  result: z.enum(['correct', 'wrong'], { error: '须为 correct（核查无误）或 wrong（核查有误）' }),
  reason: z.string().trim().max(200, '不超过200个字').default(''),
  deductions: z.array(deductionInput).max(MAX_COLUMNS).default([]),
  /** The whole claim is wrong (AUD-02). */
  excluded: z.boolean().default(false),
});

const ofRecord = (purpose: string): AccessRule => ({ roles: ['provincial-agency'], area: 'record', purpose });

/** What the two provinces of a held claim do about it (AUD-02 … AUD-06). */
@ApiTags('audit')
@Controller('clearing/holds/:claimId')
export class HoldsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly claims: ClaimAccess,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post('release')
  @HttpCode(200)
  @Access(ofRecord('参保地审核放行 (AUD-02)'))
  async release(
    @Param('claimId') claimId: string,
    @ZodBody(releaseBody) { note }: z.infer<typeof releaseBody>,
    @Req() request: FastifyRequest,
  ): Promise<{ readonly claimId: string }> {
    await this.claims.claimOf(claimId, 'payer', request);
    const act = this.actOf(claimId, request, '审核放行 (AUD-02)');
    return { claimId: answerOf(await this.commands.execute(new ReleaseHoldCommand(act, note))) };
  }

  @Post('release-approval')
  @HttpCode(200)
  @Access(ofRecord('参保地另一人复核放行 (SEC-04)'))
  async approveRelease(
    @Param('claimId') claimId: string,
    @ZodBody(nothing) _body: z.infer<typeof nothing>,
    @Req() request: FastifyRequest,
  ): Promise<{ readonly claimId: string }> {
    await this.claims.claimOf(claimId, 'payer', request);
    const act = this.actOf(claimId, request, '复核放行 (SEC-04)');
    return { claimId: answerOf(await this.commands.execute(new ApproveReleaseCommand(act))) };
  }

  @Post('investigation')
  @HttpCode(200)
  @Access(ofRecord('参保地提出费用协查 (AUD-03)'))
  async investigate(
    @Param('claimId') claimId: string,
    @ZodBody(investigationBody) body: z.infer<typeof investigationBody>,
    @Req() request: FastifyRequest,
  ): Promise<{ readonly claimId: string }> {
    const claim = await this.claims.claimOf(claimId, 'payer', request);
    const act = this.actOf(claimId, request, '提出费用协查 (AUD-03)');
    return { claimId: answerOf(await this.commands.execute(new FileInvestigationCommand(act, body, claim))) };
  }

  @Post('answer')
  @HttpCode(200)
  @Access(ofRecord('就医地反馈协查结果 (AUD-05)'))
  async answer(
    @Param('claimId') claimId: string,
    @ZodBody(answerBody) body: z.infer<typeof answerBody>,
    @Req() request: FastifyRequest,
  ): Promise<{ readonly claimId: string }> {
    const claim = await this.claims.claimOf(claimId, 'receiver', request);
    const act = this.actOf(claimId, request, '反馈协查结果 (AUD-05)');
    return { claimId: answerOf(await this.commands.execute(new AnswerInvestigationCommand(act, body, claim))) };
  }

  @Post('confirmation')
  @HttpCode(200)
  @Access(ofRecord('参保地确认协查结果 (AUD-06)'))
  async confirm(
    @Param('claimId') claimId: string,
    @ZodBody(nothing) _body: z.infer<typeof nothing>,
    @Req() request: FastifyRequest,
  ): Promise<{ readonly claimId: string }> {
    await this.claims.claimOf(claimId, 'payer', request);
    const act = this.actOf(claimId, request, '确认协查结果 (AUD-06)');
    return { claimId: answerOf(await this.commands.execute(new ConfirmAnswerCommand(act))) };
  }

  @Post('answer-dispute')
  @HttpCode(200)
  @Access(ofRecord('参保地对协查结果提出异议 (AUD-06)'))
  async disputeAnswer(
    @Param('claimId') claimId: string,
    @ZodBody(disputeBody) { reason }: z.infer<typeof disputeBody>,
    @Req() request: FastifyRequest,
  ): Promise<{ readonly claimId: string }> {
    await this.claims.claimOf(claimId, 'payer', request);
    const act = this.actOf(claimId, request, '对协查结果提出异议 (AUD-06)');
    return { claimId: answerOf(await this.commands.execute(new DisputeAnswerCommand(act, reason))) };
  }

  private actOf(claimId: string, request: FastifyRequest, reason: string): HoldAct {
    const metadata = metadataOf(request, { reason, businessDate: this.clock.businessDate() });
    return { claimId, metadata, idempotency: idempotencyOf(request) };
  }
}
