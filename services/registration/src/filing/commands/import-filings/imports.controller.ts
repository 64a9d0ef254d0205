import { Controller, Get, Header, HttpCode, Inject, Param, Post, Req, StreamableFile } from '@nestjs/common';
import { ApiConsumes, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { EventStore } from '#event-store';
import {
  Access,
  assertArea,
  fromQuery,
  metadataOf,
  NotFound,
  streamedBytesOf,
  TooBusy,
  unitInput,
  ZodQuery,
} from '#http';
import type { Clock } from '#jobs';
import { CLOCK, EVENT_STORE } from '#service';
import { ENCODINGS } from './csv-lines.js';
import { errorsCsv } from './errors-csv.js';
import { FilingImports } from './import-filings.js';
import { ImportOvertaken, type ImportState, type KnownImport } from './import-state.js';

/** Eight digits of a filing's number are the line. */
const MAX_LINE = 99_999_999;

const flag = z.enum(['true', 'false'], { error: '须为true或false' }).default('false');
const query = z.strictObject({
  unit: unitInput,
  importId: z.string().regex(/^[\w.-]{1,64}$/, '须为1至64位字母、数字、点、横线'),
  fromLine: z.coerce.number().int().min(2, '首行数据为第2行').max(MAX_LINE, '一个文件不超过99,999,999行').default(2),
  more: flag,
  checkOnly: flag,
  encoding: z.enum(ENCODINGS, { error: `须为${ENCODINGS.join('、')}之一` }).optional(),
});

/** 批量迁入备案 of a province that moves over. The body is a CSV file or a part of it and is read as it comes. */
@ApiTags('filing')
@Controller('registration/filings/imports')
export class FilingImportsController {
  constructor(
    private readonly imports: FilingImports,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  @Post()
  @HttpCode(200)
  @ApiConsumes('text/csv')
  @Access({ roles: ['provincial-agency'], area: fromQuery('unit'), purpose: '批量迁入备案' })
  async take(@ZodQuery(query) input: z.infer<typeof query>, @Req() request: FastifyRequest): Promise<ImportState> {
    const { importId, unit, fromLine, encoding = null } = input;
    const reason = `批量迁入备案 ${importId}`;
    const part = {
      ...{ importId, unit, fromLine, encoding, more: input.more === 'true', checkOnly: input.checkOnly === 'true' },
      // One id through all events of the import, however many requests it takes.
      metadata: {
        ...metadataOf(request, { reason, businessDate: this.clock.businessDate() }),
        correlationId: `import/${importId}`,
      },
    };
    try {
      return stateOf(await this.imports.take(part, streamedBytesOf(request)));
    } catch (error) {
      throw error instanceof ImportOvertaken ? new TooBusy() : error;
    }
  }

  @Get(':importId')
  @Access({ roles: ['provincial-agency', 'national-agency'], area: 'record', purpose: '查询批量迁入的进度' })
  async state(@Param('importId') importId: string, @Req() request: FastifyRequest): Promise<ImportState> {
    return stateOf(await this.known(importId, request));
  }

  @Get(':importId/errors')
  @ApiProduces('text/csv')
  @Header('content-type', 'text/csv; charset=utf-8')
  @Access({ roles: ['provincial-agency', 'national-agency'], area: 'record', purpose: '下载批量迁入的错误清单' })
  async errors(@Param('importId') importId: string, @Req() request: FastifyRequest): Promise<StreamableFile> {
    await this.known(importId, request);
    return new StreamableFile(errorsCsv(this.store, importId), {
      disposition: `attachment; filename="${importId}-errors.csv"`,
    });
  }

  private async known(importId: string, request: FastifyRequest): Promise<KnownImport> {
    const known = await this.imports.find(importId);
    // Nothing is said of another province's import, not even that it is there (SEC-01).
    if (known === null) throw new NotFound('没有这个批次，或不属于本单位');
    assertArea(request, known.unit);
    return known;
  }
}

const stateOf = ({ columns: _columns, ...state }: ImportState & { readonly columns?: unknown }): ImportState => state;
