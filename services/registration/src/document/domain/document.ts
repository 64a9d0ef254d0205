import type { DomainEvent, StreamDefinition, StreamRef } from '#event-store';
import type { DocumentKind } from '#policy';

/** 媒体类型 What papers may be, told from the content. */
export type DocumentMediaType = 'application/pdf' | 'image/jpeg' | 'image/png';

/** 材料入库 A paper was stored. Its bytes are kept elsewhere, sealed; nothing here says what stands in it (SEC-02). */
export type DocumentStored = {
  readonly documentId: string;
  readonly psnNo: string;
  readonly insuredRegion: string;
  readonly kind: DocumentKind;
  readonly mediaType: DocumentMediaType;
  /** Number of bytes as uploaded. */
  readonly bytes: number;
  /** `sm3:` and 64 hexadecimal digits, over the bytes as uploaded. */
  readonly hash: string;
  readonly storedOn: string;
  /** The last day on which nobody may delete it. */
  readonly keptUntil: string;
  readonly purpose: string | null;
};

/** 材料删除 A paper was deleted after its time. */
export type DocumentDeleted = {
  readonly documentId: string;
  readonly deletedOn: string;
  readonly reason: string;
};

export type DocumentEvent =
  DomainEvent<'DocumentStored', DocumentStored> | DomainEvent<'DocumentDeleted', DocumentDeleted>;

/** 材料 A paper a filing rests on, from its storing to its deletion. */
export interface FilingDocument {
  readonly stored: DocumentStored | null;
  readonly deletedOn: string | null;
}

export function evolveDocument(document: FilingDocument, event: DocumentEvent): FilingDocument {
  switch (event.type) {
    case 'DocumentStored':
      return { stored: event.data, deletedOn: null };
    case 'DocumentDeleted':
      return { ...document, deletedOn: event.data.deletedOn };
    default:
      return event satisfies never;
  }
}

const definition: StreamDefinition<FilingDocument, DocumentEvent> = {
  category: 'document',
  initialState: () => ({ stored: null, deletedOn: null }),
  evolve: evolveDocument,
};

export const documentRef = (documentId: string): StreamRef<FilingDocument> => ({
  id: `document-${documentId}`,
  definition,
});
