import type { Projection, RecordedEvent, WriteTransaction } from '#event-store';
import type { DocumentDeleted, DocumentStored } from './domain/document.js';

/** 材料清单 What is stored for a person, until when, and what was deleted. */
export const documentsProjection: Projection = {
  name: 'documents',
  mode: 'inline',
  handles: ['DocumentStored', 'DocumentDeleted'],
  ddl: (t) => `
    create table ${t('document')} (
      document_id text primary key,
      psn_no text not null,
      insured_unit text not null,
      insured_region text not null,
      kind text not null,
      media_type text not null,
      bytes integer not null,
      hash text not null,
      stored_on date not null,
      kept_until date not null,
      purpose text,
      deleted_on date,
      deleted_reason text
    );
    create index document_of_person on ${t('document')} (psn_no);`,
  async apply(tx, events, t) {
    for (const event of events) await applyOne(tx, event, t('document'));
  },
};

async function applyOne(tx: WriteTransaction, event: RecordedEvent, table: string): Promise<void> {
  if (event.type === 'DocumentDeleted') {
    const { documentId, deletedOn, reason } = event.data as unknown as DocumentDeleted;
    await tx.query(`update ${table} set deleted_on = $2, deleted_reason = $3 where document_id = $1`, [
      documentId,
      deletedOn,
      reason,
    ]);
    return;
  }
  const stored = event.data as unknown as DocumentStored;
  await tx.query(
    `insert into ${table} (document_id, psn_no, insured_unit, insured_region, kind, media_type, bytes, hash, stored_on,
       kept_until, purpose) values ($1, $2, left($3, 2), $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      stored.documentId,
      stored.psnNo,
      stored.insuredRegion,
      stored.kind,
      stored.mediaType,
      stored.bytes,
      stored.hash,
      stored.storedOn,
      stored.keptUntil,
      stored.purpose,
    ],
  );
}
