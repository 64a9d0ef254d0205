import { Controller, Inject, Param, Put, Req } from '@nestjs/common';
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
  unitOfPath,
  yuanInput,
  ZodBody,
} from '#http';
import type { Clock } from '#jobs';
import { Money } from '#kernel';
import { CLOCK } from '#service';
import { ReportLocalAuditCommand, type LocalAuditAnswer } from './report-local-audit/report-local-audit.js';

const figuresBody = z.strictObject({ audited: yuanInput, deducted: yuanInput });

/** The local figures beside which the deduction rate of out-of-area claims is published (AUD-07). */
@ApiTags('audit')
@Controller('clearing/local-audits')
export class LocalAuditsController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Put(':month/:unit')
  @Access({ roles: ['provincial-agency'], area: fromParam('unit'), purpose: '就医地报送本地审核扣款情况 (AUD-07)' })
  async report(
    @Param() { month, unit }: { month: string; unit: string },
    @ZodBody(figuresBody) { audited, deducted }: z.infer<typeof figuresBody>,
    @Req() request: FastifyRequest,
  ): Promise<LocalAuditAnswer> {
    const reason = `报送${month}本地审核扣款情况 (AUD-07)`;
    const metadata = metadataOf(request, { reason, businessDate: this.clock.businessDate() });
    const figures = {
      ...{ month: monthOfPath(month), unit: unitOfPath(unit) },
      ...{ audited: Money.of(audited), deducted: Money.of(deducted) },
    };
    const act = { metadata, idempotency: idempotencyOf(request) };
    return answerOf(await this.commands.execute(new ReportLocalAuditCommand(act, figures)));
  }
}
