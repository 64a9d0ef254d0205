import { Controller, Get, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Access, dateInput, fromQuery, unitInput, yearInput, ZodQuery } from '#http';
import type { Clock } from '#jobs';
import { CLOCK } from '#service';
import { LedgerQuery, type Balance } from './ledger/ledger.js';
import { TransfersQuery, type TransferLine } from './transfers/transfers.js';

const transfersOf = z.strictObject({ year: yearInput, unit: unitInput.optional() });
const ledgerOf = z.strictObject({ unit: unitInput.optional(), asOf: dateInput.optional() });
const ROLES = ['national-agency', 'provincial-agency', 'provincial-finance'] as const;

@ApiTags('transfer')
@Controller('prepayment')
export class TransferQueriesController {
  constructor(
    private readonly queries: QueryBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('transfers')
  @Access({ roles: ROLES, area: fromQuery('unit'), purpose: '预付金应划拨与到账情况 (PRE-02, PRE-07)' })
  async transfers(
    @ZodQuery(transfersOf) { year, unit }: z.infer<typeof transfersOf>,
  ): Promise<{ readonly transfers: readonly TransferLine[] }> {
    const query = new TransfersQuery(Number(year), unit ?? null, this.clock.businessDate());
    return { transfers: await this.queries.execute(query) };
  }

  @Get('ledger')
  @Access({ roles: ROLES, area: fromQuery('unit'), purpose: '预付款项、暂收款项科目余额 (PRE-08)' })
  async ledger(
    @ZodQuery(ledgerOf) { unit, asOf }: z.infer<typeof ledgerOf>,
  ): Promise<{ readonly asOf: string; readonly balances: readonly Balance[] }> {
    const day = asOf ?? this.clock.businessDate();
    return { asOf: day, balances: await this.queries.execute(new LedgerQuery(unit ?? null, day)) };
  }
}
