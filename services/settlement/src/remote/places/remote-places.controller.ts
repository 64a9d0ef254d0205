import { Controller, Get, Inject, Param, Put, Req } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Repository } from 'typeorm';
import { z } from 'zod';
import { EventStore } from '#event-store';
import { Access, BadRequest, metadataOf, principalOf, ZodBody } from '#http';
import type { Clock } from '#jobs';
import type { FieldCipher } from '#privacy';
import { CLOCK, EVENT_STORE, FIELD_CIPHER } from '#service';
import { recordAdministration } from '../../administration/administration-acts.js';
import { RemotePlaceRow } from './remote-place.entity.js';

const place = z.strictObject({
  name: z.string().min(1).max(100),
  url: z.url({ protocol: /^https?$/, error: '须为 http 或 https 地址' }),
  transport: z.enum(['csb', 'x-tif', 'apikey'], { error: '须为 csb、x-tif 或 apikey' }),
  accessKey: z.string().min(1).max(100),
  secret: z.string().min(8).max(200),
  /** Of one message; a settlement takes several, and hospital systems wait 20 seconds. */
  timeoutMs: z.number().int().min(100).max(5000).default(2000),
  /** For new settlements; refunds and reversals go on (SET-13, SET-15). */
  open: z.boolean().default(true),
});

type Shown = Omit<RemotePlaceRow, 'secret'>;

/** 参保地 that adjudicate themselves: where they are reached (SET-15). By the nation; the secret goes in and never comes out. */
@ApiTags('administration')
@Controller('settlement/remote-places')
export class RemotePlacesController {
  constructor(
    @InjectRepository(RemotePlaceRow, 'settlement') private readonly places: Repository<RemotePlaceRow>,
    @Inject(FIELD_CIPHER) private readonly cipher: FieldCipher,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Put(':unit')
  @Access({ roles: ['national-agency'], area: 'nation', purpose: '登记自行计算待遇的参保地' })
  async put(
    @Param('unit') unit: string,
    @ZodBody(place) input: z.infer<typeof place>,
    @Req() request: FastifyRequest,
  ): Promise<Shown> {
    if (!/^\d{2}$/.test(unit)) throw new BadRequest('省级单位编号须为两位数字', ['unit']);
    const { secret, ...facts } = input;
    const changedBy = `user:${principalOf(request).subject}`;
    const row = { unit, ...facts, secret: this.cipher.seal('credential', secret), changedBy };
    const reason = '登记自行计算待遇的参保地';
    const metadata = metadataOf(request, { reason, businessDate: this.clock.businessDate() });
    const event = { type: 'RemotePlaceRegistered' as const, data: { unit, ...facts } };
    await recordAdministration(this.store, `place-${unit}`, { event, metadata });
    await this.places.save(row);
    return shown(row);
  }

  @Get()
  @Access({ roles: ['national-agency'], area: 'nation', purpose: '查询自行计算待遇的参保地' })
  async list(): Promise<readonly Shown[]> {
    return (await this.places.find({ order: { unit: 'ASC' } })).map(shown);
  }
}

const shown = ({ secret: _secret, ...rest }: RemotePlaceRow): Shown => rest;
