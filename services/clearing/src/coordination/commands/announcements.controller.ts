import { randomUUID } from 'node:crypto';
import { Controller, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Access, answerOf, fromParam, idempotencyOf, metadataOf, nothing, unitOfPath, ZodBody } from '#http';
import type { Clock } from '#jobs';
import { CLOCK } from '#service';
import {
  AcknowledgeAnnouncementCommand,
  type AcknowledgedAnswer,
} from './acknowledge-announcement/acknowledge-announcement.js';
import { PublishAnnouncementCommand, type PublishedAnswer } from './publish-announcement/publish-announcement.js';

const moment = z.iso.datetime({ local: true, offset: false, precision: -1, error: '须为时刻YYYY-MM-DDTHH:MM' });
const body = z.strictObject({
  kind: z.enum(['downtime', 'policy'], { error: '须为 downtime（停机）或 policy（政策）' }),
  title: z.string().trim().min(1, '标题必填').max(100),
  text: z.string().trim().min(1, '正文必填').max(5000),
  from: moment.nullable().default(null),
  to: moment.nullable().default(null),
});

/** 公告 (COL-03). */
@ApiTags('coordination')
@Controller('clearing/announcements')
export class AnnouncementsController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post()
  @Access({
    roles: ['provincial-agency', 'national-agency'],
    area: 'every-unit',
    purpose: '发布停机公告或医保政策 (COL-03)',
  })
  async publish(
    @ZodBody(body) announcement: z.infer<typeof body>,
    @Req() request: FastifyRequest,
  ): Promise<PublishedAnswer> {
    const on = this.clock.businessDate();
    const by = request.principal?.area ?? '';
    const command = new PublishAnnouncementCommand(
      { ...announcement, announcementId: randomUUID(), by, on },
      this.actOf(request, '发布公告 (COL-03)'),
    );
    return answerOf(await this.commands.execute(command));
  }

  @Post(':announcementId/acknowledgements/:unit')
  @HttpCode(200)
  @Access({ roles: ['provincial-agency'], area: fromParam('unit'), purpose: '签收公告 (COL-03)' })
  async acknowledge(
    @Param() { announcementId, unit }: { announcementId: string; unit: string },
    @ZodBody(nothing) _body: z.infer<typeof nothing>,
    @Req() request: FastifyRequest,
  ): Promise<AcknowledgedAnswer> {
    const act = this.actOf(request, '签收公告 (COL-03)');
    const command = new AcknowledgeAnnouncementCommand(announcementId, unitOfPath(unit), act);
    return answerOf(await this.commands.execute(command));
  }

  private actOf(request: FastifyRequest, reason: string): PublishAnnouncementCommand['act'] {
    const metadata = metadataOf(request, { reason, businessDate: this.clock.businessDate() });
    return { metadata, idempotency: idempotencyOf(request) };
  }
}
