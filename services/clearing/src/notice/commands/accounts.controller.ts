import { Controller, Get, Inject, Param, Put, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { EventStore } from '#event-store';
import { Access, answerOf, dateInput, fromParam, idempotencyOf, metadataOf, unitOfPath, ZodBody } from '#http';
import type { Clock } from '#jobs';
import { CLOCK, EVENT_STORE } from '#service';
import { accountRef, type Accounts } from '../domain/account.js';
import { RegisterAccountCommand, type AccountAnswer } from './register-account/register-account.js';

const accountBody = z.strictObject({
  accountName: z.string().trim().min(1, '户名必填').max(80),
  bank: z.string().trim().min(1, '开户银行必填').max(80),
  accountNumber: z.string().regex(/^\d{4,32}$/, '账号须为数字'),
  effectiveOn: dateInput,
});

/** 财政专户 with their effective dates (CLR-12, annex 10). */
@ApiTags('notice')
@Controller('clearing/accounts/:unit')
export class AccountsController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Put()
  @Access({ roles: ['provincial-finance'], area: fromParam('unit'), purpose: '登记或变更财政专户 (CLR-12，附件10)' })
  async register(
    @Param('unit') unit: string,
    @ZodBody(accountBody) body: z.infer<typeof accountBody>,
    @Req() request: FastifyRequest,
  ): Promise<AccountAnswer> {
    const reason = '登记财政专户 (CLR-12)';
    const metadata = metadataOf(request, { reason, businessDate: this.clock.businessDate() });
    const act = { metadata, idempotency: idempotencyOf(request) };
    return answerOf(await this.commands.execute(new RegisterAccountCommand(act, { unit: unitOfPath(unit), ...body })));
  }

  @Get()
  @Access({
    roles: ['provincial-agency', 'provincial-finance', 'national-agency'],
    area: fromParam('unit'),
    purpose: '查询财政专户及生效日期 (CLR-12)',
  })
  async list(@Param('unit') unit: string): Promise<{ readonly accounts: Accounts['registered'] }> {
    const { state } = await this.store.load(accountRef(unitOfPath(unit)));
    return { accounts: state.registered };
  }
}
