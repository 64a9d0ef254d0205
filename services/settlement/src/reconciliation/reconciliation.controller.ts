import { Controller, Get, HttpCode, Inject, Param, Post, Put, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { InjectRepository } from '@nestjs/typeorm';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Repository } from 'typeorm';
import { z } from 'zod';
import {
  Access,
  answerOf,
  BadRequest,
  dateInput,
  fromBody,
  fromParam,
  fromQuery,
  idempotencyOf,
  metadataOf,
  principalOf,
  Refused,
  yuanInput,
  ZodBody,
  ZodQuery,
} from '#http';
import type { Clock } from '#jobs';
import { isBusinessDate } from '#kernel';
import { CLOCK } from '#service';
import { CloseDifferenceCommand } from './commands/close-difference/close-difference.js';
import { UploadLedgerCommand, type UploadedLedger } from './commands/upload-ledger/upload-ledger.js';
import { DifferenceRow } from './queries/differences/difference.entity.js';

const MAX_ENTRIES = 10_000;
const MAX_ROWS = 1_000;
const unit = z.string().regex(/^\d{2}$/, '须为两位清算单位代码');

const ledger = z.strictObject({
  entries: z
    .array(
      z.strictObject({
        claimId: z.string().min(1).max(30),
        state: z.enum(['settled', 'refunded'], { error: '须为 settled 或 refunded' }),
        total: yuanInput,
        fundTotal: yuanInput,
        account: yuanInput,
        cash: yuanInput,
      }),
    )
    .max(MAX_ENTRIES),
});
const closing = z.strictObject({
  businessDate: dateInput,
  differenceId: z.string().min(1).max(100),
  unit,
  reason: z.string().min(1).max(500),
});
const listing = z.object({ unit: unit.optional(), open: z.enum(['true', 'false']).optional() });

const AGENCY = ['provincial-agency', 'city-agency'] as const;

/** 对账 of the provinces: what each side recorded, and the differences until they are closed (REC-01, REC-02). */
@ApiTags('reconciliation')
@Controller('settlement/reconciliation')
export class ReconciliationController {
  constructor(
    private readonly commands: CommandBus,
    @InjectRepository(DifferenceRow, 'settlement') private readonly differences: Repository<DifferenceRow>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Put('ledgers/:side/:unit/:date')
  @Access({ roles: [...AGENCY], area: fromParam('unit'), purpose: '报送日对账文件' })
  async upload(
    @Param() { side, unit: of, date }: { side: string; unit: string; date: string },
    @ZodBody(ledger) { entries }: z.infer<typeof ledger>,
    @Req() request: FastifyRequest,
  ): Promise<UploadedLedger> {
    if (side !== 'care' && side !== 'insured') throw new BadRequest('side 须为 care 或 insured', ['side']);
    if (!isBusinessDate(date)) throw new BadRequest('对账日期须为 YYYY-MM-DD', ['date']);
    const uploaded = await this.commands.execute(
      new UploadLedgerCommand({
        ...{ side, unit: of, businessDate: date, entries },
        uploadedBy: `user:${principalOf(request).subject}`,
        on: this.clock.businessDate(),
      }),
    );
    if (!uploaded.ok) throw new Refused(uploaded.rejection);
    return uploaded.value;
  }

  @Get('differences')
  @Access({ roles: [...AGENCY, 'national-agency'], area: fromQuery('unit'), purpose: '对账差异清单' })
  list(@ZodQuery(listing) query: z.infer<typeof listing>): Promise<readonly DifferenceRow[]> {
    const rows = this.differences.createQueryBuilder('d').orderBy('d.business_date').addOrderBy('d.difference_id');
    if (query.unit !== undefined) rows.andWhere('d.owner = :unit', { unit: query.unit });
    if (query.open !== undefined)
      rows.andWhere(query.open === 'true' ? 'd.closed_on is null' : 'd.closed_on is not null');
    return rows.take(MAX_ROWS).getMany();
  }

  @Post('differences/close')
  @HttpCode(200)
  @Access({ roles: [...AGENCY], area: fromBody('unit'), purpose: '关闭对账差异' })
  async close(@ZodBody(closing) input: z.infer<typeof closing>, @Req() request: FastifyRequest) {
    const { unit: owner, ...difference } = input;
    const metadata = metadataOf(request, { reason: '关闭对账差异', businessDate: this.clock.businessDate() });
    const command = new CloseDifferenceCommand({ ...difference, owner, metadata, idempotency: idempotencyOf(request) });
    return { differenceId: answerOf(await this.commands.execute(command)) };
  }
}
