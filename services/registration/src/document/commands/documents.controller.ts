import { Controller, Delete, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  accept,
  Access,
  answerOf,
  assertArea,
  idempotencyOf,
  metadataOf,
  openApiOf,
  reasonInput,
  shaped,
  UploadReader,
  ZodBody,
  type Upload,
} from '#http';
import type { Clock } from '#jobs';
import { RegionCode } from '#kernel';
import { DOCUMENT_KINDS, type DocumentKind } from '#policy';
import { CLOCK } from '#service';
import { contentHash } from '../content.js';
import type { DocumentStored } from '../domain/document.js';
import { DOCUMENT_LIMITS } from '../limits.js';
import { documentFor } from '../queries/documents/documents.query.js';
import { DeleteDocumentCommand } from './delete-document/delete-document.js';
import { StoreDocumentCommand } from './store-document/store-document.js';

const KINDS = Object.keys(DOCUMENT_KINDS) as DocumentKind[];

const fields = z.strictObject({
  psnNo: z.string().min(1).max(30),
  insuredRegion: z.string().regex(/^\d{6}$/, '须为六位区划代码'),
  kind: z.enum(KINDS, { error: '不是材料种类之一' }),
  /** What it is for, in words, without names and numbers of persons. */
  purpose: z.string().trim().min(1).max(100).optional(),
});
const form = fields.extend({ file: z.string().meta({ format: 'binary' }) });
const removal = z.strictObject({ reason: reasonInput });

const AGENCY = ['provincial-agency', 'city-agency'] as const;

/** 材料 stored and deleted by the agency of the place of insurance. */
@ApiTags('document')
@Controller('registration/documents')
export class DocumentsController {
  private readonly uploads = new UploadReader(DOCUMENT_LIMITS, 'REG-20');

  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post()
  @HttpCode(200)
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: openApiOf(form) })
  @Access({ roles: [...AGENCY], area: 'record', purpose: '上传材料' })
  store(@Req() request: FastifyRequest): Promise<DocumentStored> {
    return this.uploads.read(request, (upload) => this.storeUpload(request, upload));
  }

  @Delete(':documentId')
  @HttpCode(200)
  @Access({ roles: [...AGENCY], area: 'record', purpose: '删除保存期满的材料' })
  async remove(
    @Param('documentId') documentId: string,
    @ZodBody(removal) { reason }: z.infer<typeof removal>,
    @Req() request: FastifyRequest,
  ): Promise<{ readonly documentId: string }> {
    await documentFor(request, this.queries, documentId);
    const idempotency = idempotencyOf(request);
    const metadata = this.metadata(request, `删除材料：${reason}`);
    const outcome = await this.commands.execute(
      new DeleteDocumentCommand({ documentId, reason, metadata, idempotency }),
    );
    return { documentId: answerOf(outcome) };
  }

  /** The place of insurance stands in the form, so its area is checked as soon as that is read and before all else. */
  private async storeUpload(request: FastifyRequest, upload: Upload): Promise<DocumentStored> {
    const input = shaped(fields, upload.fields);
    const insuredRegion = accept(RegionCode.parse(input.insuredRegion, 'insuredRegion'));
    assertArea(request, insuredRegion);
    const { psnNo, kind, purpose = null } = input;
    const command = new StoreDocumentCommand({
      ...{ psnNo, insuredRegion, kind, purpose, file: upload.file },
      metadata: this.metadata(request, `上传材料 ${kind}`),
      idempotency: idempotencyOf(request, { ...input, file: contentHash(upload.file) }),
    });
    return answerOf(await this.commands.execute(command));
  }

  private metadata(request: FastifyRequest, reason: string) {
    return metadataOf(request, { reason, businessDate: this.clock.businessDate() });
  }
}
