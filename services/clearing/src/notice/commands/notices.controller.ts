import { Controller, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
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
  nothing,
  unitInput,
  unitOfPath,
  ZodBody,
} from '#http';
import type { Clock } from '#jobs';
import { CLOCK } from '#service';
import type { NoticeEvent } from '../domain/notice.js';
import { TakeNoticeStepCommand, type NoticeStepTaken } from './take-step/take-step.js';

const payment = z.strictObject({
  ...bankSlip,
  /** Day the money moved; left out, the day of the report. */
  paidOn: dateInput.optional(),
  /** Lines that went by a transfer of their own; left out, its day is that of the report. */
  slips: z
    .array(
      z.strictObject({
        ...{ unit: unitInput, returned: z.boolean().default(false), ...bankSlip, paidOn: dateInput.optional() },
      }),
    )
    .optional(),
});

interface Place {
  readonly month: string;
  readonly unit: string;
}

type StepEvent = Exclude<NoticeEvent, { type: 'NoticePublished' }>;

/** The way of a notice after it was published (CLR-06): agency, finance, agency. */
@ApiTags('notice')
@Controller('clearing/notices/:month/:unit')
export class NoticesController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post('hand-over')
  @HttpCode(200)
  @Access({ roles: ['provincial-agency'], area: fromParam('unit'), purpose: '通知书移交财政部门 (CLR-06)' })
  handOver(
    @Param() place: Place,
    @ZodBody(nothing) _body: z.infer<typeof nothing>,
    @Req() request: FastifyRequest,
  ): Promise<NoticeStepTaken> {
    return this.take(place, request, (data) => ({ type: 'NoticeHandedOver', data }));
  }

  @Post('paid')
  @HttpCode(200)
  @Access({ roles: ['provincial-finance'], area: fromParam('unit'), purpose: '财政部门划款 (CLR-06, CLR-12)' })
  paid(
    @Param() place: Place,
    @ZodBody(payment) body: z.infer<typeof payment>,
    @Req() request: FastifyRequest,
  ): Promise<NoticeStepTaken> {
    return this.take(place, request, (data) => {
      const { paidOn = data.on, slips, ...slip } = body;
      const own = slips?.map((one) => ({ ...one, paidOn: one.paidOn ?? data.on }));
      return { type: 'NoticePaid', data: { ...data, ...slip, paidOn, ...(own === undefined ? {} : { slips: own }) } };
    });
  }

  @Post('reported')
  @HttpCode(200)
  @Access({ roles: ['provincial-agency'], area: fromParam('unit'), purpose: '反馈划款与收款 (CLR-06)' })
  reported(
    @Param() place: Place,
    @ZodBody(nothing) _body: z.infer<typeof nothing>,
    @Req() request: FastifyRequest,
  ): Promise<NoticeStepTaken> {
    return this.take(place, request, (data) => ({ type: 'NoticeReported', data }));
  }

  private async take(
    place: Place,
    request: FastifyRequest,
    eventOf: (data: { month: string; unit: string; on: string }) => StepEvent,
  ): Promise<NoticeStepTaken> {
    const [month, unit, on] = [monthOfPath(place.month), unitOfPath(place.unit), this.clock.businessDate()];
    const event = eventOf({ month, unit, on });
    const metadata = metadataOf(request, { reason: `通知书办理：${event.type} (CLR-06)`, businessDate: on });
    const act = { month, unit, event, metadata, idempotency: idempotencyOf(request) };
    return answerOf(await this.commands.execute(new TakeNoticeStepCommand(act)));
  }
}
