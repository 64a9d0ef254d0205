import { Controller, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Access, dateInput, fromParam, metadataOf, monthInput, nothing, unitOfPath, ZodBody, ZodQuery } from '#http';
import type { AccessRule } from '#http';
import { EventStore } from '#event-store';
import type { Clock } from '#jobs';
import { businessDate } from '#kernel';
import { CLOCK, EVENT_STORE } from '#service';
import { matchUnit, type MatchingAnswer } from '../../commands/match-statement/match-statement.js';
import { ReconciliationReader, type OpenParts, type Reconciliation } from './reconciliation.js';
import {
  SpecialAccountReader,
  type ImportedStatementRow,
  type LedgerBalance,
  type MatchRow,
  type WaitingAct,
} from './special-account-reader.js';

const day = z.strictObject({ on: dateInput.optional() });
const ofMonth = z.strictObject({ month: monthInput });

const ofUnit = (purpose: string): AccessRule => ({
  roles: ['provincial-finance', 'provincial-agency', 'national-agency'],
  ...{ area: fromParam('unit'), purpose },
});

/** 财政专户 of a unit: books, statements, what is open, and whether both sides agree (CLR-13). */
@ApiTags('treasury')
@Controller('clearing/special-accounts/:unit')
export class SpecialAccountsController {
  constructor(
    private readonly accounts: SpecialAccountReader,
    private readonly reconciliation: ReconciliationReader,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('ledger')
  @Access(ofUnit('财政专户科目余额，借贷记账 (CLR-13)'))
  async ledger(
    @Param('unit') unit: string,
    @ZodQuery(day) { on = this.clock.businessDate() }: z.infer<typeof day>,
  ): Promise<{ readonly on: string; readonly balances: readonly LedgerBalance[] }> {
    return { on, balances: await this.accounts.ledger(unitOfPath(unit), on) };
  }

  @Get('statements')
  @Access(ofUnit('已导入的银行对账单 (CLR-13)'))
  async statements(@Param('unit') unit: string): Promise<{ readonly statements: readonly ImportedStatementRow[] }> {
    return { statements: await this.accounts.statements(unitOfPath(unit)) };
  }

  @Get('open-items')
  @Access(ofUnit('未达账项：未勾对的流水、通知书与预付金，按账龄，附可能的对应 (CLR-13)'))
  open(@Param('unit') unit: string): Promise<OpenParts> {
    return this.reconciliation.open(unitOfPath(unit), this.clock.businessDate());
  }

  @Get('reconciliation')
  @Access(ofUnit('余额调节表：账账相符、账款相符 (CLR-13)'))
  reconcile(
    @Param('unit') unit: string,
    @ZodQuery(day) { on = this.clock.businessDate() }: z.infer<typeof day>,
  ): Promise<Reconciliation> {
    return this.reconciliation.statement(unitOfPath(unit), businessDate(on));
  }

  @Get('matches')
  @Access(ofUnit('某月流水的勾对结果 (CLR-13)'))
  async matches(
    @Param('unit') unit: string,
    @ZodQuery(ofMonth) { month }: z.infer<typeof ofMonth>,
  ): Promise<{ readonly month: string; readonly matches: readonly MatchRow[] }> {
    return { month, matches: await this.accounts.matches(unitOfPath(unit), month) };
  }

  @Get('proposals')
  @Access(ofUnit('待复核的勾对、核销提议 (SEC-04)'))
  async waiting(@Param('unit') unit: string): Promise<{ readonly proposals: readonly WaitingAct[] }> {
    return { proposals: await this.accounts.waiting(unitOfPath(unit)) };
  }

  @Post('matching')
  @HttpCode(200)
  @Access({ roles: ['provincial-finance'], area: fromParam('unit'), purpose: '自动勾对，重复执行不变 (CLR-13)' })
  match(
    @Param('unit') unit: string,
    @ZodBody(nothing) _body: z.infer<typeof nothing>,
    @Req() request: FastifyRequest,
  ): Promise<MatchingAnswer> {
    const metadata = metadataOf(request, { reason: '自动勾对 (CLR-13)', businessDate: this.clock.businessDate() });
    return matchUnit(this.store, unitOfPath(unit), metadata);
  }
}
