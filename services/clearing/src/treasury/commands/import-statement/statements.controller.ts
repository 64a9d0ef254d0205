import { Controller, Inject, Param, Put, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiConsumes, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { accept, Access, fromParam, metadataOf, streamedBytesOf, TooBusy, unitOfPath, ZodQuery } from '#http';
import type { Clock } from '#jobs';
import { CLOCK } from '#service';
import { ImportStatementCommand, type ImportedFile } from './import-statement.js';

/** Files read at the same time by one process: the lines of each are in memory until they are recorded together. */
const AT_ONCE = 2;

const query = z.strictObject({
  /** 专户账号, for lists that do not name it. */
  account: z
    .string()
    .regex(/^\d{8,32}$/, '须为8至32位数字')
    .optional(),
});

/** 银行对账单 of a unit's special account: camt.053, or the CSV of its bank (CLR-13). */
@ApiTags('treasury')
@Controller('clearing/special-accounts/:unit/statements')
export class StatementsController {
  private reading = 0;

  constructor(
    private readonly commands: CommandBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Put()
  @ApiConsumes('text/csv', 'application/xml')
  @Access({
    roles: ['provincial-finance'],
    area: fromParam('unit'),
    purpose: '导入财政专户银行对账单并自动勾对，文件大小不限，重复导入不变 (CLR-13)',
  })
  async import(
    @Param('unit') unit: string,
    @ZodQuery(query) { account }: z.infer<typeof query>,
    @Req() request: FastifyRequest,
  ): Promise<ImportedFile> {
    if (this.reading >= AT_ONCE) throw new TooBusy();
    this.reading += 1;
    try {
      const metadata = metadataOf(request, {
        reason: '导入银行对账单 (CLR-13)',
        businessDate: this.clock.businessDate(),
      });
      const command = new ImportStatementCommand(unitOfPath(unit), streamedBytesOf(request), account ?? null, metadata);
      return accept(await this.commands.execute(command));
    } finally {
      this.reading -= 1;
    }
  }
}
