import { Query, QueryHandler, type IQueryHandler, type QueryBus } from '@nestjs/cqrs';
import { InjectRepository } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import { Repository } from 'typeorm';
import { assertArea, NotFound } from '#http';
import { isDocumentId, unitOfDocument } from '../../document-number.js';
import { DocumentRow } from './document.entity.js';

/** 一份材料: what is known of a paper; null where there is none. */
export class DocumentQuery extends Query<DocumentRow | null> {
  constructor(readonly documentId: string) {
    super();
  }
}

@QueryHandler(DocumentQuery)
export class DocumentHandler implements IQueryHandler<DocumentQuery> {
  constructor(@InjectRepository(DocumentRow, 'registration') private readonly documents: Repository<DocumentRow>) {}

  execute({ documentId }: DocumentQuery): Promise<DocumentRow | null> {
    return this.documents.findOneBy({ documentId });
  }
}

/** 一人的材料: every paper of a person, newest first. */
export class DocumentsOfPersonQuery extends Query<readonly DocumentRow[]> {
  constructor(readonly psnNo: string) {
    super();
  }
}

@QueryHandler(DocumentsOfPersonQuery)
export class DocumentsOfPersonHandler implements IQueryHandler<DocumentsOfPersonQuery> {
  constructor(@InjectRepository(DocumentRow, 'registration') private readonly documents: Repository<DocumentRow>) {}

  execute({ psnNo }: DocumentsOfPersonQuery): Promise<readonly DocumentRow[]> {
    return this.documents.find({ where: { psnNo }, order: { storedOn: 'DESC', documentId: 'ASC' } });
  }
}

/**
 * The paper a request names, for its own place only (SEC-01). Of one that there is not, the unit in its number decides what is said:
 * another province, and a city agency, are refused as of another's paper and do not learn whether there is one.
 */
export async function documentFor(
  request: FastifyRequest,
  queries: QueryBus,
  documentId: string,
): Promise<DocumentRow> {
  if (!isDocumentId(documentId)) throw new NotFound(NO_DOCUMENT);
  const document = await queries.execute(new DocumentQuery(documentId));
  assertArea(request, document?.insuredRegion ?? unitOfDocument(documentId));
  if (document === null) throw new NotFound(NO_DOCUMENT);
  return document;
}

const NO_DOCUMENT = '未找到该材料';
