import { Controller, Get, Headers, Param, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { WarningRaised } from '#contracts';
import { Access, type AccessRule, fromQuery, monthInput, monthOfPath, unitInput, unitQuery, ZodQuery } from '#http';
import { RatesQuery, WarningsQuery, type RateLine } from './rates.js';
import { rateTable, rateTableCsv, type RateTableRow } from './rates-table.js';

const warningsQuery = z.strictObject({ month: monthInput, unit: unitInput.optional() });

const reading = (purpose: string): AccessRule => ({
  roles: ['national-agency', 'provincial-agency', 'provincial-finance'],
  area: fromQuery('unit'),
  purpose,
});

/** Places of care that had cells or advances; those with money cleared and no advance are named beside them. */
interface WarningsAnswer {
  readonly month: string;
  readonly warnings: readonly WarningRaised[];
  readonly withoutAdvance: readonly RateLine[];
}

@ApiTags('warning')
@Controller('prepayment')
export class RatesController {
  constructor(private readonly queries: QueryBus) {}

  @Get('months/:month/rates')
  @Access(reading('查询预付金使用率 (PRE-05)'))
  async rates(
    @Param('month') month: string,
    @ZodQuery(unitQuery) { unit }: z.infer<typeof unitQuery>,
  ): Promise<{ readonly month: string; readonly rates: readonly RateLine[] }> {
    const rates = await this.queries.execute(new RatesQuery(monthOfPath(month), unit ?? null));
    return { month, rates };
  }

  @Get('warnings')
  @Access(reading('查询预付金预警 (PRE-05)'))
  async warnings(@ZodQuery(warningsQuery) { month, unit }: z.infer<typeof warningsQuery>): Promise<WarningsAnswer> {
    const [warnings, rates] = await Promise.all([
      this.queries.execute(new WarningsQuery(month, unit ?? null)),
      this.queries.execute(new RatesQuery(month, unit ?? null)),
    ]);
    return { month, warnings, withoutAdvance: rates.filter(({ level }) => level === 'no-advance') };
  }

  @Get('months/:month/tables/rates')
  @ApiProduces('application/json', 'text/csv')
  @Access(reading('预付金使用率表，JSON 或 CSV (PRE-05)'))
  async table(
    @Param('month') month: string,
    @ZodQuery(unitQuery) { unit }: z.infer<typeof unitQuery>,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | { readonly month: string; readonly rows: readonly RateTableRow[] }> {
    const rows = rateTable(await this.queries.execute(new RatesQuery(monthOfPath(month), unit ?? null)));
    if (accept?.includes('text/csv') !== true) return { month, rows };
    void reply.type('text/csv; charset=utf-8');
    return rateTableCsv(rows);
  }
}
