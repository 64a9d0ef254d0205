import { Controller, Inject, Param, Put, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Access, answerOf, dateInput, fromParam, idempotencyOf, metadataOf, unitOfPath, ZodBody } from '#http';
import type { Clock } from '#jobs';
import { businessDate } from '#kernel';
import { CLOCK } from '#service';
import { ChangeAccountCommand, type AccountAnswer } from './change-account.js';

const name = (what: string): z.ZodString => z.string().trim().min(1, `${what}必填`).max(60);
const body = z.strictObject({
  accountName: name('开户名'),
  accountNumber: z.string(),
  bankName: name('开户银行名称'),
  bankCode: z.string(),
  effectiveOn: dateInput,
});

@ApiTags('treasury')
@Controller('clearing/finance-accounts')
export class ChangeAccountController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Put(':unit')
  @Access({ roles: ['provincial-agency'], area: fromParam('unit'), purpose: '变更本省级财政收款专户 (CLR-12)' })
  async change(
    @Param('unit') unit: string,
    @ZodBody(body) { effectiveOn, ...facts }: z.infer<typeof body>,
    @Req() request: FastifyRequest,
  ): Promise<AccountAnswer> {
    const on = this.clock.businessDate();
    const change = { unit: unitOfPath(unit), ...facts, effectiveOn: businessDate(effectiveOn), on };
    const metadata = metadataOf(request, { reason: '变更财政收款专户 (CLR-12)', businessDate: on });
    const act = { metadata, idempotency: idempotencyOf(request) };
    return answerOf(await this.commands.execute(new ChangeAccountCommand(change, act)));
  }
}
