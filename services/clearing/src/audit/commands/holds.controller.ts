import { Controller, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { FUND_COLUMNS, type FundColumn } from '#contracts';
import {
  Access,
  answerOf,
  assertArea,
  dateInput,
  Forbidden,
  idempotencyOf,
  metadataOf,
  NotFound,
  nothing,
  reasonInput,
  yuanInput,
  ZodBody,
} from '#http';
import type { AccessRule } from '#http';
import type { Clock } from '#jobs';
import { CLOCK } from '#service';
import { ClaimFactsReader, type ClaimFacts } from '../../claims/claim-facts.js';
import { AnswerInvestigationCommand } from './answer-investigation/answer-investigation.js';
import { ConfirmAnswerCommand } from './confirm-answer/confirm-answer.js';
import { FileInvestigationCommand } from './file-investigation/file-investigation.js';
import type { HoldAct } from './hold-writer.js';
import { ReleaseHoldCommand } from './release-hold/release-hold.js';

const text = (max: number) => z.string().trim().min(1, '必填').max(max);
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
});
const columns = [...new Set(Object.values(FUND_COLUMNS).flatMap((list) => list.map(({ column }) => column)))];
const answerBody = z.strictObject({
  result: z.enum(['correct', 'wrong'], { error: '须为 correct（核查无误）或 wrong（核查有误）' }),
  reason: z.string().trim().max(200, '不超过200个字').default(''),
  deductions: z
    .array(
      z.strictObject({
        column: z.enum(columns as [FundColumn, ...FundColumn[]], { error: '不是附件14的基金列' }),
        amount: yuanInput,
      }),
    )
    .max(columns.length)
    .default([]),
});

const ofRecord = (purpose: string): AccessRule => ({ roles: ['provincial-agency'], area: 'record', purpose });

/** What the two provinces of a held claim do about it (AUD-02 … AUD-06). */
@ApiTags('audit')
@Controller('clearing/holds/:claimId')
export class HoldsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly claims: ClaimFactsReader,
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
    await this.claimOf(claimId, 'payer', request);
    const act = this.actOf(claimId, request, '审核放行 (AUD-02)');
    return { claimId: answerOf(await this.commands.execute(new ReleaseHoldCommand(act, note))) };
  }

  @Post('investigation')
  @HttpCode(200)
  @Access(ofRecord('参保地提出费用协查 (AUD-03)'))
  async investigate(
    @Param('claimId') claimId: string,
    @ZodBody(investigationBody) body: z.infer<typeof investigationBody>,
    @Req() request: FastifyRequest,
  ): Promise<{ readonly claimId: string }> {
    const claim = await this.claimOf(claimId, 'payer', request);
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
    const claim = await this.claimOf(claimId, 'receiver', request);
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
    await this.claimOf(claimId, 'payer', request);
    const act = this.actOf(claimId, request, '确认协查结果 (AUD-06)');
    return { claimId: answerOf(await this.commands.execute(new ConfirmAnswerCommand(act))) };
  }

  /** The claim, if the caller is the side that may act on it. That another province's claim exists is not told. */
  private async claimOf(claimId: string, side: 'payer' | 'receiver', request: FastifyRequest): Promise<ClaimFacts> {
    const claim = await this.claims.read(claimId);
    if (claim !== null) {
      assertArea(request, claim[side]);
      return claim;
    }
    if (request.principal?.area === 'nation') throw new NotFound('没有这笔费用');
    throw new Forbidden('无权查看或办理其他省级单位的业务');
  }

  private actOf(claimId: string, request: FastifyRequest, reason: string): HoldAct {
    const metadata = metadataOf(request, { reason, businessDate: this.clock.businessDate() });
    return { claimId, metadata, idempotency: idempotencyOf(request) };
  }
}
