import { randomUUID } from 'node:crypto';
import { Controller, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Access, answerOf, assertArea, Forbidden, fromBody, idempotencyOf, metadataOf, nothing, ZodBody } from '#http';
import { dateInput, NotFound, reasonInput, unitInput, type AccessRule } from '#http';
import type { Clock } from '#jobs';
import { businessDate } from '#kernel';
import { CLOCK } from '#service';
import type { ProblemStep } from '../domain/problem-decisions.js';
import { ProblemPartiesQuery } from '../queries/problems/problems.js';
import type { ProblemAnswer, ProblemKey } from './problem-writer.js';
import { RaiseProblemCommand } from './raise-problem/raise-problem.js';
import { TakeProblemStepCommand } from './take-problem-step/take-problem-step.js';

const MAX_HELPERS = 31;
const text = (max: number): z.ZodString => z.string().trim().min(1, '必填').max(max, `不超过${max}个字`);
const kind = z.enum(['filing', 'system-fault', 'other'], { error: '须为 filing、system-fault 或 other' });
const raiseBody = z.strictObject({
  asker: unitInput,
  asked: unitInput,
  kind,
  matter: text(1000),
  /** Concerns one insured person, whose number must then be said. */
  personal: z.boolean(),
  psnNo: z.string().trim().min(1).max(30).nullable().default(null),
  claimId: z.string().trim().min(1).max(30).nullable().default(null),
});
const answerBody = z.strictObject({
  kind,
  result: text(1000),
  helpers: z.array(unitInput).max(MAX_HELPERS).default([]),
});
const extensionBody = z.strictObject({ until: dateInput, reason: reasonInput });
const disputeBody = z.strictObject({ reason: reasonInput });

const ROLES = ['provincial-agency', 'national-agency'] as const;
const ofRecord = (purpose: string): AccessRule => ({ roles: ROLES, area: 'record', purpose });

/** 问题协同 (COL-01, COL-02). */
@ApiTags('coordination')
@Controller('clearing/problems')
export class ProblemsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post()
  @Access({ roles: ['provincial-agency'], area: fromBody('asker'), purpose: '提出问题协同 (COL-01)' })
  async raise(
    @ZodBody(raiseBody) body: z.infer<typeof raiseBody>,
    @Req() request: FastifyRequest,
  ): Promise<ProblemAnswer> {
    const key = this.keyOf(randomUUID(), request, '提出问题协同 (COL-01)');
    const problem = { ...body, requestId: key.requestId, on: this.clock.businessDate() };
    return answerOf(await this.commands.execute(new RaiseProblemCommand(key, problem)));
  }

  @Post(':requestId/answer')
  @HttpCode(200)
  @Access(ofRecord('第一响应人登记处理结果 (COL-02)'))
  answer(
    @Param('requestId') requestId: string,
    @ZodBody(answerBody) body: z.infer<typeof answerBody>,
    @Req() request: FastifyRequest,
  ): Promise<ProblemAnswer> {
    return this.take(requestId, { step: 'answer', ...body }, request);
  }

  @Post(':requestId/extension')
  @HttpCode(200)
  @Access(ofRecord('第一响应人提出延长处理时限 (COL-01)'))
  proposeExtension(
    @Param('requestId') requestId: string,
    @ZodBody(extensionBody) { until, reason }: z.infer<typeof extensionBody>,
    @Req() request: FastifyRequest,
  ): Promise<ProblemAnswer> {
    return this.take(requestId, { step: 'propose-extension', until: businessDate(until), reason }, request);
  }

  @Post(':requestId/extension/agreement')
  @HttpCode(200)
  @Access(ofRecord('申请地同意延长处理时限 (COL-01)'))
  agreeExtension(
    @Param('requestId') requestId: string,
    @ZodBody(nothing) _body: z.infer<typeof nothing>,
    @Req() request: FastifyRequest,
  ): Promise<ProblemAnswer> {
    return this.take(requestId, { step: 'agree-extension' }, request);
  }

  @Post(':requestId/confirmation')
  @HttpCode(200)
  @Access(ofRecord('申请地确认处理结果 (COL-02)'))
  confirm(
    @Param('requestId') requestId: string,
    @ZodBody(nothing) _body: z.infer<typeof nothing>,
    @Req() request: FastifyRequest,
  ): Promise<ProblemAnswer> {
    return this.take(requestId, { step: 'confirm' }, request);
  }

  @Post(':requestId/dispute')
  @HttpCode(200)
  @Access(ofRecord('申请地对结果有异议，申请上一级协调处理 (COL-02)'))
  dispute(
    @Param('requestId') requestId: string,
    @ZodBody(disputeBody) { reason }: z.infer<typeof disputeBody>,
    @Req() request: FastifyRequest,
  ): Promise<ProblemAnswer> {
    return this.take(requestId, { step: 'dispute', reason }, request);
  }

  private async take(requestId: string, step: ProblemStep, request: FastifyRequest): Promise<ProblemAnswer> {
    const parties = await this.queries.execute(new ProblemPartiesQuery(requestId));
    if (parties === null) {
      if (request.principal?.area === 'nation') throw new NotFound('未找到该问题协同');
      throw new Forbidden('无权查看或办理其他省级单位的业务');
    }
    assertArea(request, parties.asker, parties.owner);
    const key = this.keyOf(requestId, request, '办理问题协同 (COL-02)');
    const by = request.principal?.area ?? '';
    return answerOf(await this.commands.execute(new TakeProblemStepCommand(key, by, step)));
  }

  private keyOf(requestId: string, request: FastifyRequest, reason: string): ProblemKey {
    const metadata = metadataOf(request, { reason, businessDate: this.clock.businessDate() });
    return { requestId, metadata, idempotency: idempotencyOf(request) };
  }
}
