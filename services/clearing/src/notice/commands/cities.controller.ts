import { Controller, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  Access,
  answerOf,
  bankSlip,
  dateInput,
  fromParam,
  idempotencyOf,
  metadataOf,
  monthOfPath,
  unitOfPath,
  yuanInput,
  ZodBody,
} from '#http';
import type { Clock } from '#jobs';
import { Money } from '#kernel';
import { CLOCK } from '#service';
import type { CityLine } from '../domain/city.js';
import { CitiesReader } from '../queries/cities/cities.js';
import { SettleCityCommand, type CityAnswer } from './settle-city/settle-city.js';

const movement = z.strictObject({
  direction: z.enum(['remit', 'receive'], { error: '须为 remit（上解）或 receive（下拨）' }),
  amount: yuanInput,
  ...bankSlip,
  movedOn: dateInput,
});
type Place = { readonly month: string; readonly unit: string };

/** 上解、下拨 between a province and its cities (CLR-07). */
@ApiTags('notice')
@Controller('clearing/notices/:month/:unit/cities')
export class CitiesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly cities: CitiesReader,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Access({
    roles: ['provincial-agency', 'provincial-finance', 'national-agency'],
    area: fromParam('unit'),
    purpose: '各市应上解、应下拨及到账情况 (CLR-07)',
  })
  async list(@Param() { month, unit }: Place): Promise<{ readonly cities: readonly CityLine[] }> {
    const today = this.clock.businessDate();
    return { cities: await this.cities.lines(monthOfPath(month), unitOfPath(unit), today) };
  }

  @Post(':city')
  @HttpCode(200)
  @Access({
    roles: ['provincial-agency', 'provincial-finance'],
    area: fromParam('unit'),
    purpose: '反馈市级上解、下拨 (CLR-07)',
  })
  async settle(
    @Param() { month, unit, city }: Place & { readonly city: string },
    @ZodBody(movement) { amount, ...body }: z.infer<typeof movement>,
    @Req() request: FastifyRequest,
  ): Promise<CityAnswer> {
    const metadata = metadataOf(request, {
      reason: '市级上解、下拨 (CLR-07)',
      businessDate: this.clock.businessDate(),
    });
    const place = { month: monthOfPath(month), unit: unitOfPath(unit), city };
    const act = { metadata, idempotency: idempotencyOf(request) };
    return answerOf(
      await this.commands.execute(new SettleCityCommand(act, { ...place, ...body, amount: Money.of(amount) })),
    );
  }
}
