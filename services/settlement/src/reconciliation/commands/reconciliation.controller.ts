import { Controller, HttpCode, Inject, Param, Post, Put, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiConsumes, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  Access,
  answerOf,
  BadRequest,
  dateInput,
  fromBody,
  fromParam,
  idempotencyOf,
  metadataOf,
  principalOf,
  Refused,
  streamedBodyOf,
  unitOfPath,
  ZodBody,
} from '#http';
import type { Clock } from '#jobs';
import { isBusinessDate } from '#kernel';
import { CLOCK } from '#service';
import { CloseDifferenceCommand } from './close-difference/close-difference.js';
import { ledgerBatches, ledgerEntry, type LedgerEntry } from './upload-ledger/ledger-csv.js';
import { UploadLedgerCommand, type UploadedLedger } from './upload-ledger/upload-ledger.js';

/** What a request may carry as JSON; a longer day comes as a file. */
const MAX_ENTRIES = 10_000;

const ledger = z.strictObject({ entries: z.array(ledgerEntry).max(MAX_ENTRIES) });
const closing = z.strictObject({
  businessDate: dateInput,
  differenceId: z.string().min(1).max(100),
  unit: z.string().regex(/^\d{2}$/, '须为两位清算单位代码'),
  reason: z.string().min(1).max(500),
});

const AGENCY = ['provincial-agency'] as const;

interface Whose {
  readonly side: string;
  readonly unit: string;
  readonly date: string;
}

/** 对账 of the provinces: what each side recorded of a day, and how a difference is closed (REC-01, REC-02). */
@ApiTags('reconciliation')
@Controller('settlement/reconciliation')
export class ReconciliationController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Put('ledgers/:side/:unit/:date')
  @Access({ roles: [...AGENCY], area: fromParam('unit'), purpose: '报送日对账明细' })
  upload(
    @Param() whose: Whose,
    @ZodBody(ledger) { entries }: z.infer<typeof ledger>,
    @Req() request: FastifyRequest,
  ): Promise<UploadedLedger> {
    return this.take(whose, inOneBatch(entries), request);
  }

  @Put('ledgers/:side/:unit/:date/file')
  @ApiConsumes('text/csv')
  @Access({ roles: [...AGENCY], area: fromParam('unit'), purpose: '以CSV文件报送日对账明细，大小不限' })
  uploadFile(@Param() whose: Whose, @Req() request: FastifyRequest): Promise<UploadedLedger> {
    return this.take(whose, ledgerBatches(streamedBodyOf(request)), request);
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

  private async take(
    { side, unit, date }: Whose,
    entries: AsyncIterable<readonly LedgerEntry[]>,
    request: FastifyRequest,
  ): Promise<UploadedLedger> {
    if (side !== 'care' && side !== 'insured') throw new BadRequest('side 须为 care 或 insured', ['side']);
    if (!isBusinessDate(date)) throw new BadRequest('对账日期须为 YYYY-MM-DD', ['date']);
    const uploaded = await this.commands.execute(
      new UploadLedgerCommand({
        ...{ side, unit: unitOfPath(unit), businessDate: date, entries },
        uploadedBy: `user:${principalOf(request).subject}`,
        on: this.clock.businessDate(),
      }),
    );
    if (!uploaded.ok) throw new Refused(uploaded.rejection);
    return uploaded.value;
  }
}

async function* inOneBatch(entries: readonly LedgerEntry[]): AsyncGenerator<readonly LedgerEntry[]> {
  if (entries.length > 0) yield entries;
}
