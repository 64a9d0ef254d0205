import { Controller, Get, Headers, Inject, Param, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { encodeForm, FORM_TYPES, type Form } from '#forms';
import { accept, Access, assertArea, BadRequest, fromQuery, NotFound, unitQuery, yearOfPath, ZodQuery } from '#http';
import type { Clock } from '#jobs';
import { CLOCK } from '#service';
import { partsOfIncreaseId } from '../increase/domain/increase.js';
import { IncreasesQuery } from '../increase/queries/increases/increases.js';
import { increaseForm, INCREASE_ANNEXES, ownerOf } from './increase-form.js';
import { levelForm, LEVEL_ANNEXES } from './level-form.js';
import { YearLevelsReader } from './year-levels.js';

const ROLES = ['provincial-agency', 'provincial-finance', 'national-agency'] as const;

interface Asked {
  readonly accept: string | undefined;
  readonly reply: FastifyReply;
  readonly name: string;
}

/** 预付金表单: annexes 3 to 9 as workbook, or as PDF where the caller accepts application/pdf. */
@ApiTags('forms')
@Controller('prepayment')
export class FormsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly levels: YearLevelsReader,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('levels/:year/forms/:annex')
  @ApiProduces(FORM_TYPES.xlsx, FORM_TYPES.pdf)
  @Access({ roles: ROLES, area: fromQuery('unit'), purpose: '年度预付金通知书与明细表，xlsx 或 PDF (PRE-01, PRE-02)' })
  async ofYear(
    @Param() { year, annex }: { year: string; annex: string },
    @ZodQuery(unitQuery) { unit }: z.infer<typeof unitQuery>,
    @Headers('accept') type: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    const of = yearOfPath(year);
    const known = oneOf(LEVEL_ANNEXES, annex);
    const form = accept(levelForm(known, unit ?? null, accept(await this.levels.of(of))));
    const name = ['annex', annex, ...(unit === undefined ? [] : [unit]), year].join('-');
    return this.encoded(form, { accept: type, reply, name });
  }

  @Get('increases/:id/forms/:annex')
  @ApiProduces(FORM_TYPES.xlsx, FORM_TYPES.pdf)
  @Access({ roles: ROLES, area: 'record', purpose: '紧急调增付款、收款通知书，xlsx 或 PDF (PRE-06)' })
  async ofIncrease(
    @Param() { id, annex }: { id: string; annex: string },
    @Headers('accept') type: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    const known = oneOf(INCREASE_ANNEXES, annex);
    const parts = partsOfIncreaseId(id);
    if (parts === null) throw new NotFound('未找到该调增申请');
    assertArea(request, parts[ownerOf(known)]);
    const increases = await this.queries.execute(
      new IncreasesQuery(parts.month, parts.receiver, this.clock.businessDate()),
    );
    const increase = increases.find(({ increaseId }) => increaseId === id);
    const form = increase === undefined ? null : increaseForm(known, increase);
    if (form === null) throw new NotFound('该调增尚未核定，没有通知书');
    return this.encoded(form, { accept: type, reply, name: `annex-${annex}-${id}` });
  }

  private async encoded(form: Form, { accept: wanted, reply, name }: Asked): Promise<Buffer> {
    const { body, type, extension } = await encodeForm(form, wanted, this.clock.businessDate());
    void reply.type(type).header('content-disposition', `attachment; filename="${name}.${extension}"`);
    return body;
  }
}

function oneOf<T extends string>(known: readonly T[], text: string): T {
  const found = known.find((one) => one === text);
  if (found === undefined) throw new BadRequest(`没有附件${text}的表单；可用：${known.join('、')}`, ['annex']);
  return found;
}
