import { Controller, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { FilingApproved } from '#contracts';
import { Access, answerOf, dateInput, Forbidden, fromBody, idempotencyOf, metadataOf, Refused, ZodBody } from '#http';
import type { Clock } from '#jobs';
import { RegionCode, type BusinessDate } from '#kernel';
import { FILING_KINDS } from '#policy';
import { AnsweredWhenPublished, CLOCK } from '#service';
import { ApplyFilingCommand } from './apply-filing/apply-filing.js';
import { CancelFilingCommand } from './cancel-filing/cancel-filing.js';

const region = z.string().regex(/^\d{6}$/, '须为六位区划代码');
/** 渠道 (REG-05). */
const CHANNELS = ['window', 'national-app', 'mini-program', 'website', 'phone', 'hospital'] as const;

const application = z.strictObject({
  psnNo: z.string().min(1).max(30),
  insuredRegion: region,
  kind: z.enum(FILING_KINDS, { error: '不是六种备案类别之一' }),
  destination: region,
  byPromise: z.boolean().default(false),
  documents: z.array(z.string().min(1).max(100)).max(20).default([]),
  documentsValidTo: dateInput.nullable().default(null),
  channel: z.enum(CHANNELS, { error: '不是受理渠道之一' }),
  startsOn: dateInput.nullable().default(null),
});
const cancellation = z.strictObject({ psnNo: z.string().min(1).max(30), insuredRegion: region });

const AGENCY = ['provincial-agency', 'city-agency'] as const;

/** 备案 by the agency of the place of insurance, on behalf of the insured. */
@ApiTags('filing')
@Controller('registration/filings')
export class FilingsController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post()
  @HttpCode(200)
  @Access({ roles: [...AGENCY], area: fromBody('insuredRegion'), purpose: '申请备案' })
  @AnsweredWhenPublished()
  async apply(
    @ZodBody(application) input: z.infer<typeof application>,
    @Req() request: FastifyRequest,
  ): Promise<FilingApproved> {
    const command = new ApplyFilingCommand({
      ...input,
      insuredRegion: regionOf(input.insuredRegion, 'insuredRegion'),
      destination: regionOf(input.destination, 'destination'),
      documentsValidTo: input.documentsValidTo as BusinessDate | null,
      startsOn: input.startsOn as BusinessDate | null,
      metadata: this.metadata(request, `申请备案 ${input.kind}`),
      idempotency: idempotencyOf(request),
    });
    return answerOf(await this.commands.execute(command));
  }

  @Post(':filingId/cancellation')
  @HttpCode(200)
  @Access({ roles: [...AGENCY], area: fromBody('insuredRegion'), purpose: '取消备案' })
  @AnsweredWhenPublished()
  async cancel(
    @Param('filingId') filingId: string,
    @ZodBody(cancellation) input: z.infer<typeof cancellation>,
    @Req() request: FastifyRequest,
  ): Promise<{ readonly filingId: string }> {
    const outcome = await this.commands.execute(
      new CancelFilingCommand({
        psnNo: input.psnNo,
        filingId,
        insuredRegion: regionOf(input.insuredRegion, 'insuredRegion'),
        metadata: this.metadata(request, '取消备案'),
        idempotency: idempotencyOf(request),
      }),
    );
    if (outcome.kind === 'refused' && outcome.rejection.rule === 'SEC-01') {
      throw new Forbidden(outcome.rejection.message);
    }
    return { filingId: answerOf(outcome) };
  }

  private metadata(request: FastifyRequest, reason: string) {
    return metadataOf(request, { reason, businessDate: this.clock.businessDate() });
  }
}

function regionOf(text: string, field: string): RegionCode {
  const region = RegionCode.parse(text, field);
  if (!region.ok) throw new Refused(region.rejection);
  return region.value;
}
