import { Controller, Get, Headers, Inject, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { encodeForm, FORM_TYPES } from '#forms';
import { Access, dateInput, ZodQuery } from '#http';
import type { Clock } from '#jobs';
import { CLOCK } from '#service';
import { accountsForm } from '../../../forms/accounts-form.js';
import { FinanceAccountsQuery, type AccountLine } from './finance-accounts.js';

const ROLES = ['provincial-agency', 'provincial-finance', 'national-agency'] as const;
const query = z.strictObject({ on: dateInput.optional() });

/** 省级财政收款专户: whoever pays needs everybody's account (CLR-12). */
@ApiTags('treasury')
@Controller('clearing/finance-accounts')
export class FinanceAccountsController {
  constructor(
    private readonly queries: QueryBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Access({ roles: ROLES, area: 'every-unit', purpose: '各省级财政收款专户 (CLR-12)' })
  async accounts(
    @ZodQuery(query) { on }: z.infer<typeof query>,
  ): Promise<{ readonly on: string; readonly accounts: readonly AccountLine[] }> {
    const day = on ?? this.clock.businessDate();
    return { on: day, accounts: await this.queries.execute(new FinanceAccountsQuery(day)) };
  }

  @Get('forms/10')
  @ApiProduces(FORM_TYPES.xlsx, FORM_TYPES.pdf)
  @Access({ roles: ROLES, area: 'every-unit', purpose: '附件10 省级财政收款专户银行账号明细表，xlsx 或 PDF (CLR-12)' })
  async form(
    @ZodQuery(query) { on }: z.infer<typeof query>,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    const today = this.clock.businessDate();
    const day = on ?? today;
    const form = accountsForm(await this.queries.execute(new FinanceAccountsQuery(day)));
    const { body, type, extension } = await encodeForm(form, accept, today);
    void reply.type(type).header('content-disposition', `attachment; filename="annex-10-${day}.${extension}"`);
    return body;
  }
}
