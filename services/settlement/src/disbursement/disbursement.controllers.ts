import { Controller, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { EventStore } from '#event-store';
import {
  Access,
  actFactsOf,
  answerOf,
  bankSlip,
  dateInput,
  fromBody,
  fromParam,
  fromQuery,
  institutionInput,
  monthInput,
  monthOfPath,
  Refused,
  unitInput,
  yuanInput,
  ZodBody,
  ZodQuery,
  type ActFacts,
} from '#http';
import type { Clock } from '#jobs';
import { clearingMonth } from '#kernel';
import { CLOCK, EVENT_STORE } from '#service';
import { CountyActCommand, type CountyAct, type CountyAnswer } from './commands/county-acts.js';
import { PayHospitalCommand, type Paid } from './commands/pay-hospital.js';
import { countyFiguresRef, type CountyState, type MonthFigures } from './domain/county-figures.js';
import type { HospitalLine } from './domain/hospital-payment.js';
import { HospitalMonths } from './queries/hospital-months.js';

const AGENCY = ['provincial-agency', 'city-agency'] as const;

const payment = z.strictObject({
  unit: unitInput,
  institutionCode: institutionInput,
  month: monthInput,
  amount: yuanInput,
  ...bankSlip,
  paidOn: dateInput,
});
const listing = z.strictObject({ unit: unitInput, month: monthInput });
const remittance = z.strictObject({ amount: yuanInput, ...bankSlip, remittedOn: dateInput });

/** 定点医药机构 months: what they have confirmed, what the place of care has paid, and by when (REC-03). */
@ApiTags('disbursement')
@Controller('settlement/hospital-payments')
export class HospitalPaymentsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly months: HospitalMonths,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Access({
    roles: ['provincial-agency', 'national-agency'],
    area: fromQuery('unit'),
    purpose: '逐院对账确认与拨付情况 (REC-03)',
  })
  async list(@ZodQuery(listing) { unit, month }: z.infer<typeof listing>): Promise<readonly HospitalLine[]> {
    const lines = await this.months.of({ unit, month: clearingMonth(month) }, this.clock.businessDate());
    if (!lines.ok) throw new Refused(lines.rejection);
    return lines.value;
  }

  @Post()
  @HttpCode(200)
  @Access({ roles: ['provincial-agency'], area: fromBody('unit'), purpose: '登记对定点医药机构的拨付 (REC-03)' })
  async pay(@ZodBody(payment) input: z.infer<typeof payment>, @Req() request: FastifyRequest): Promise<Paid> {
    const facts = factsOf(request, '拨付定点医药机构 (REC-03)', this.clock);
    const paid = { ...input, month: clearingMonth(input.month) };
    return answerOf(await this.commands.execute(new PayHospitalCommand(paid, facts)));
  }
}

interface Whose {
  readonly unit: string;
  readonly city: string;
  readonly month: string;
  readonly county: string;
}
type ListedFigures = Omit<MonthFigures['generated'], 'city' | 'month'> & {
  readonly counties: readonly CountyState[];
};

/** 县区清算汇总 of a city: made, checked and remitted within the days of its policy (REC-04). */
@ApiTags('disbursement')
@Controller('settlement/county-figures/:unit/:city/:month')
export class CountyFiguresController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Access({
    roles: [...AGENCY, 'national-agency'],
    area: fromParam('city'),
    purpose: '县区汇总、核对与上解情况 (REC-04)',
  })
  async list(@Param() whose: Whose): Promise<ListedFigures> {
    const { city, month } = placeOf(whose);
    const { state } = await this.store.load(countyFiguresRef(city));
    const figures = state.months.get(month);
    if (figures === undefined || !city.startsWith(whose.unit)) {
      const message = '该月汇总尚未生成';
      throw new Refused({ code: 'county.not-generated', rule: 'REC-04', message, fields: ['month'] });
    }
    const { city: _city, month: _month, ...generated } = figures.generated;
    return { ...generated, counties: [...figures.counties.values()] };
  }

  @Post()
  @HttpCode(200)
  @Access({ roles: [...AGENCY], area: fromParam('city'), purpose: '生成县区清算汇总 (REC-04)' })
  generate(@Param() whose: Whose, @Req() request: FastifyRequest): Promise<CountyAnswer> {
    return this.act(whose, { kind: 'generate' }, factsOf(request, '生成县区清算汇总 (REC-04)', this.clock));
  }

  @Post(':county/confirmation')
  @HttpCode(200)
  @Access({ roles: [...AGENCY], area: fromParam('city'), purpose: '县区核对确认 (REC-04)' })
  confirm(@Param() whose: Whose, @Req() request: FastifyRequest): Promise<CountyAnswer> {
    const facts = factsOf(request, '县区核对确认 (REC-04)', this.clock);
    return this.act(whose, { kind: 'confirm', county: whose.county }, facts);
  }

  @Post(':county/remittance')
  @HttpCode(200)
  @Access({ roles: [...AGENCY], area: fromParam('city'), purpose: '登记县区上解 (REC-04)' })
  remit(
    @Param() whose: Whose,
    @ZodBody(remittance) input: z.infer<typeof remittance>,
    @Req() request: FastifyRequest,
  ): Promise<CountyAnswer> {
    const facts = factsOf(request, '县区上解 (REC-04)', this.clock);
    return this.act(whose, { kind: 'remit', county: whose.county, ...input }, facts);
  }

  private async act(whose: Whose, act: CountyAct, facts: ActFacts): Promise<CountyAnswer> {
    return answerOf(await this.commands.execute(new CountyActCommand(placeOf(whose), act, facts)));
  }
}

const placeOf = ({ unit, city, month }: Whose) => ({ unit, city, month: monthOfPath(month) });

const factsOf = (request: FastifyRequest, reason: string, clock: Clock): ActFacts =>
  actFactsOf(request, { reason, businessDate: clock.businessDate() });
