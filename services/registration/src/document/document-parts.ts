import type { Provider, Type } from '@nestjs/common';
import type { ServiceContext } from '#service';
import { DOCUMENT_STORAGE } from '../tokens.js';
import { DeleteDocumentHandler } from './commands/delete-document/delete-document.js';
import { DocumentsController } from './commands/documents.controller.js';
import { StoreDocumentHandler } from './commands/store-document/store-document.js';
import { DocumentVault } from './document-vault.js';
import { DocumentsQueriesController } from './queries/documents/documents-queries.controller.js';
import { DocumentHandler, DocumentsOfPersonHandler } from './queries/documents/documents.query.js';
import { openDocumentStorage } from './storage/open-storage.js';

export const documentControllers: readonly Type[] = [DocumentsController, DocumentsQueriesController];

export const documentProviders = ({ config }: ServiceContext): readonly Provider[] => [
  { provide: DOCUMENT_STORAGE, useFactory: () => openDocumentStorage(config.documents) },
  DocumentVault,
  StoreDocumentHandler,
  DeleteDocumentHandler,
  DocumentHandler,
  DocumentsOfPersonHandler,
];
