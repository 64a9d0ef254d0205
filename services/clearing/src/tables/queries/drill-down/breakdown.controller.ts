import { Controller, Get, Param, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Access, assertArea, monthOfPath, unitInput, ZodQuery } from '#http';
import { poolOf } from '#kernel';
import { BreakdownReader, BREAKDOWNS, type BreakdownLine } from './breakdown.js';

const NO_POOL = '须为统筹地区代码：市、直辖市，或不属于任何市的县';

const query = z.strictObject({
  by: z.enum(BREAKDOWNS, { error: `须为 ${BREAKDOWNS.join('、')} 之一` }),
  payer: unitInput.optional(),
  receiver: unitInput.optional(),
  city: z
    .string()
    .regex(/^\d{6}$/, NO_POOL)
    .refine((city) => poolOf(city) === city, NO_POOL)
    .optional(),
  institution: z.string().max(30).optional(),
  /** Key after which to go on. */
  after: z.string().max(30).default(''),
});

/** 清算表下钻: province → city → institution → claim; what a claim came to is explained by settlement (CLR-03). */
@ApiTags('tables')
@Controller('clearing/periods/:month/breakdown')
export class BreakdownController {
  constructor(private readonly reader: BreakdownReader) {}

  @Get()
  @Access({
    roles: ['provincial-agency', 'provincial-finance', 'national-agency'],
    area: 'record',
    purpose: '清算表下钻到市、医药机构、费用 (CLR-03)',
  })
  async breakdown(
    @Param('month') month: string,
    @ZodQuery(query) { by, payer, receiver, city, institution, after }: z.infer<typeof query>,
    @Req() request: FastifyRequest,
  ): Promise<{ readonly month: string; readonly by: string; readonly lines: readonly BreakdownLine[] }> {
    assertArea(request, ...[payer, receiver].filter((unit) => unit !== undefined));
    const of = {
      payer: payer ?? null,
      receiver: receiver ?? null,
      city: city ?? null,
      institution: institution ?? null,
    };
    return { month, by, lines: await this.reader.lines({ month: monthOfPath(month), by, ...of, after }) };
  }
}
