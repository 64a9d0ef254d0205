import { Controller, Inject, Param, Put, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { accept, Access, fromParam, metadataOf, openApiOf, shaped, unitOfPath, UploadReader } from '#http';
import type { UploadLimits } from '#http';
import type { Clock } from '#jobs';
import { CLOCK } from '#service';
import { ImportStatementCommand, type ImportedFile } from './import-statement.js';

/** A hundred thousand lines of a bank have some 20 MB; a file is in memory whole, its balances are checked as a whole. */
const LIMITS: UploadLimits = { fileBytes: 24 * 1024 * 1024, fieldBytes: 1_000, fieldCount: 5, atOnce: 2 };

const fields = z.strictObject({
  /** 专户账号, for lists that do not name it. */
  account: z
    .string()
    .regex(/^\d{8,32}$/, '须为8至32位数字')
    .optional(),
});
const form = fields.extend({ file: z.string().meta({ format: 'binary' }) });

/** 银行对账单 of a unit's special account: camt.053, or the CSV of its bank (CLR-13). */
@ApiTags('treasury')
@Controller('clearing/special-accounts/:unit/statements')
export class StatementsController {
  private readonly uploads = new UploadReader(LIMITS, 'CLR-13');

  constructor(
    private readonly commands: CommandBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Put()
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: openApiOf(form) })
  @Access({
    roles: ['provincial-finance'],
    area: fromParam('unit'),
    purpose: '导入财政专户银行对账单并自动勾对，重复导入不变 (CLR-13)',
  })
  import(@Param('unit') unit: string, @Req() request: FastifyRequest): Promise<ImportedFile> {
    return this.uploads.read(request, async (upload) => {
      const { account = null } = shaped(fields, upload.fields);
      const metadata = metadataOf(request, {
        reason: '导入银行对账单 (CLR-13)',
        businessDate: this.clock.businessDate(),
      });
      return accept(
        await this.commands.execute(new ImportStatementCommand(unitOfPath(unit), upload.file, account, metadata)),
      );
    });
  }
}
