import { Controller, Get, Headers, Param, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Access, BadRequest, csvOf, fromQuery, monthOfPath, Refused, unitQuery, ZodQuery } from '#http';
import type { Table } from '../domain/table.js';
import { ANNEXES, TableQuery } from './table.query.js';

/** 清算表: annexes 14, 14-1 … 14-7, 15, 16 and the lists, as JSON or, where the caller accepts text/csv, as CSV. */
@ApiTags('tables')
@Controller('clearing/periods/:month/tables')
export class TablesController {
  constructor(private readonly queries: QueryBus) {}

  @Get(':annex')
  @ApiProduces('application/json', 'text/csv')
  @Access({
    roles: ['provincial-agency', 'provincial-finance', 'national-agency'],
    area: fromQuery('unit'),
    purpose: '公布的清算表与清单，JSON 或 CSV (CLR-03, CLR-05)',
  })
  async table(
    @Param() { month, annex }: { month: string; annex: string },
    @ZodQuery(unitQuery) { unit }: z.infer<typeof unitQuery>,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Table | string> {
    if (!ANNEXES.includes(annex)) throw new BadRequest(`没有附件${annex}；可用：${ANNEXES.join('、')}`, ['annex']);
    const table = await this.queries.execute(new TableQuery({ annex, month: monthOfPath(month), unit: unit ?? null }));
    if (!table.ok) throw new Refused(table.rejection);
    if (accept?.includes('text/csv') !== true) return table.value;
    void reply.type('text/csv; charset=utf-8');
    return csvOf(table.value.columns, table.value.rows);
  }
}
