import { Controller, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { EventStore } from '#event-store';
import { accept, Access, answerOf, fromParam, idempotencyOf, metadataOf, unitOfPath, yearOfPath, ZodBody } from '#http';
import type { Clock } from '#jobs';
import { CLEARING_UNITS } from '#kernel';
import { CLOCK, EVENT_STORE } from '#service';
import { readPairs, type PairToSet } from '../../domain/set-levels.js';
import { ReportFirstLevelsCommand, type FirstLevelsAnswer } from './report-first-levels.js';

const body = z.strictObject({
  pairs: z
    .array(z.strictObject({ payer: z.string(), amount: z.string() }))
    .min(1)
    .max(CLEARING_UNITS.length - 1),
});

/** 首次额度: reported by the provinces, approved by the nation (PRE-01). */
@ApiTags('advance')
@Controller('prepayment/levels/:year/reports')
export class FirstLevelsController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post(':unit')
  @HttpCode(200)
  @Access({ roles: ['provincial-agency'], area: fromParam('unit'), purpose: '就医地首次报送预付金额度 (PRE-01)' })
  async report(
    @Param() { year, unit }: { year: string; unit: string },
    @ZodBody(body) { pairs }: z.infer<typeof body>,
    @Req() request: FastifyRequest,
  ): Promise<FirstLevelsAnswer> {
    const receiver = unitOfPath(unit);
    const read = accept(readPairs(pairs.map((pair) => ({ ...pair, receiver }))));
    const reason = `${year}年度首次报送预付金额度 (PRE-01)`;
    const metadata = metadataOf(request, { reason, businessDate: this.clock.businessDate() });
    const report = { receiver, year: yearOfPath(year), pairs: read.get(receiver) ?? [] };
    const act = { metadata, idempotency: idempotencyOf(request) };
    return answerOf(await this.commands.execute(new ReportFirstLevelsCommand(act, report)));
  }

  @Get()
  @Access({ roles: ['national-agency'], area: 'nation', purpose: '各就医地首次报送的额度，供核定 (PRE-01)' })
  async reports(@Param('year') year: string): Promise<{ readonly year: number; readonly pairs: readonly PairToSet[] }> {
    const pairs = await this.store.database.read<PairToSet>(
      'select receiver, payer, amount::text from read_first_levels.pair where year = $1 order by receiver, payer',
      [yearOfPath(year)],
    );
    return { year: Number(year), pairs };
  }
}
