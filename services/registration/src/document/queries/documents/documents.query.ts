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
 * The paper a request names, for its own province only. The unit in the number is checked before anything is read, so that
 * another province does not even learn whether there is such a paper; the record's own unit decides in the end (SEC-01).
 */
export async function documentFor(
  request: FastifyRequest,
  queries: QueryBus,
  documentId: string,
): Promise<DocumentRow> {
  if (!isDocumentId(documentId)) throw new NotFound(NO_DOCUMENT);
  assertArea(request, unitOfDocument(documentId));
  const document = await queries.execute(new DocumentQuery(documentId));
  if (document === null) throw new NotFound(NO_DOCUMENT);
  assertArea(request, document.insuredUnit);
  return document;
}

const NO_DOCUMENT = '未找到该材料';
