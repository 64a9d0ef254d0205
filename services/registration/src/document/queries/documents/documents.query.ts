import { Query, QueryHandler, type IQueryHandler, type QueryBus } from '@nestjs/cqrs';
import { InjectRepository } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import { Repository } from 'typeorm';
import { assertArea, Forbidden, NotFound } from '#http';
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
  const { confinedTo, principal } = request;
  // The number names no city: of a paper that there is not, a city agency learns no more than of another city's.
  if (confinedTo === undefined || principal?.area !== unitOfDocument(documentId)) {
    assertArea(request, unitOfDocument(documentId));
  }
  const document = await queries.execute(new DocumentQuery(documentId));
  if (document === null) throw confinedTo === undefined ? new NotFound(NO_DOCUMENT) : new Forbidden(NOT_YOURS);
  assertArea(request, document.insuredRegion);
  return document;
}

const NO_DOCUMENT = '未找到该材料';
const NOT_YOURS = '无权查看或办理其他统筹区的材料';
