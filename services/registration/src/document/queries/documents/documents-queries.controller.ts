import { Controller, Get, Header, Param, Req, StreamableFile } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Access, assertArea, isOfCaller, NotFound } from '#http';
import { DocumentVault } from '../../document-vault.js';
import type { DocumentRow } from './document.entity.js';
import { documentFor, DocumentsOfPersonQuery } from './documents.query.js';

const AGENCY = ['provincial-agency', 'city-agency'] as const;
const ENDINGS: Readonly<Record<string, string>> = {
  'application/pdf': 'pdf',
  'image/jpeg': 'jpg',
  'image/png': 'png',
};

/** 材料查询 by the agency of the place of insurance. */
@ApiTags('document')
@Controller('registration')
export class DocumentsQueriesController {
  constructor(
    private readonly queries: QueryBus,
    private readonly vault: DocumentVault,
  ) {}

  @Get('documents/:documentId')
  @Access({ roles: [...AGENCY], area: 'record', purpose: '查询材料' })
  document(@Param('documentId') documentId: string, @Req() request: FastifyRequest): Promise<DocumentRow> {
    return documentFor(request, this.queries, documentId);
  }

  /** Never shown in the page it is fetched from, whatever a browser would make of it. */
  @Get('documents/:documentId/content')
  @Header('X-Content-Type-Options', 'nosniff')
  @Header('Content-Security-Policy', "default-src 'none'; sandbox")
  @Header('Cache-Control', 'no-store')
  @ApiProduces(...Object.keys(ENDINGS))
  @Access({ roles: [...AGENCY], area: 'record', purpose: '下载材料' })
  async content(@Param('documentId') documentId: string, @Req() request: FastifyRequest): Promise<StreamableFile> {
    const { deletedOn, hash, mediaType } = await documentFor(request, this.queries, documentId);
    if (deletedOn !== null) throw new NotFound(`该材料已于${deletedOn}删除`);
    const bytes = await this.vault.get(documentId, hash);
    const disposition = `attachment; filename="${documentId}.${ENDINGS[mediaType] ?? 'bin'}"`;
    return new StreamableFile(bytes, { type: mediaType, disposition, length: bytes.length });
  }

  @Get('persons/:psnNo/documents')
  @Access({ roles: [...AGENCY], area: 'record', purpose: '查询一人的材料' })
  async documentsOfPerson(
    @Param('psnNo') psnNo: string,
    @Req() request: FastifyRequest,
  ): Promise<readonly DocumentRow[]> {
    const documents = await this.queries.execute(new DocumentsOfPersonQuery(psnNo));
    // Nothing is said of a person of another province, not even that there is nothing (SEC-01).
    const regions = documents.map(({ insuredRegion }) => insuredRegion);
    assertArea(request, ...(regions.length > 0 ? regions : [psnNo.slice(0, 2)]));
    // Who has moved has papers in two places, and each sees its own.
    return documents.filter(({ insuredRegion }) => isOfCaller(request, insuredRegion));
  }
}
