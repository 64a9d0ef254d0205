import { Controller, Get, Headers, Inject, Param, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { encodeForm, FORM_TYPES } from '#forms';
import { Access, BadRequest, fromQuery, monthOfPath, Refused, unitQuery, ZodQuery } from '#http';
import type { Clock } from '#jobs';
import type { ClearingMonth } from '#kernel';
import { CLOCK } from '#service';
import { PeriodQuery } from '../period/queries/periods/period.query.js';
import { TableQuery } from '../tables/queries/table.query.js';
import { clearingForm, FORM_ANNEXES, type FormDays } from './clearing-form.js';

/** 清算表单: annexes 14 … 14-7, 15 and 16 as workbook, or as PDF where the caller accepts application/pdf. */
@ApiTags('forms')
@Controller('clearing/periods/:month/forms')
export class FormsController {
  constructor(
    private readonly queries: QueryBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get(':annex')
  @ApiProduces(FORM_TYPES.xlsx, FORM_TYPES.pdf)
  @Access({
    roles: ['provincial-agency', 'provincial-finance', 'national-agency'],
    area: fromQuery('unit'),
    purpose: '清算表与通知书的正式表单，xlsx 或 PDF (CLR-03, CLR-05)',
  })
  async form(
    @Param() { month: monthText, annex }: { month: string; annex: string },
    @ZodQuery(unitQuery) { unit }: z.infer<typeof unitQuery>,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    if (!FORM_ANNEXES.includes(annex)) {
      throw new BadRequest(`没有附件${annex}的表单；可用：${FORM_ANNEXES.join('、')}`, ['annex']);
    }
    const month = monthOfPath(monthText);
    const table = await this.queries.execute(new TableQuery({ annex, month, unit: unit ?? null }));
    if (!table.ok) throw new Refused(table.rejection);
    const form = clearingForm(table.value, await this.daysOf(month));
    const { body, type, extension } = await encodeForm(form, accept, this.clock.businessDate());
    const name = ['annex', annex, ...(unit === undefined ? [] : [unit]), month].join('-');
    void reply.type(type).header('content-disposition', `attachment; filename="${name}.${extension}"`);
    return body;
  }

  private async daysOf(month: ClearingMonth): Promise<FormDays> {
    const period = await this.queries.execute(new PeriodQuery(month, null));
    return { generatedOn: period?.generatedOn ?? null, publishedOn: period?.publishedOn ?? null };
  }
}
