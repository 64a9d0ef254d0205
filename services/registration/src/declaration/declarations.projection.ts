import type { Projection, RecordedEvent, WriteTransaction } from '#event-store';
import type { DeclarationEvent, DeclarationReceived } from './domain/declaration.js';

/** 待遇申报清单 What hospitals declared, for the agency that reviews it (REG-05). */
export const declarationsProjection: Projection = {
  name: 'declarations',
  mode: 'inline',
  handles: ['DeclarationReceived', 'DeclarationReviewed', 'DeclarationWithdrawn'],
  ddl: (t) => `
    create table ${t('declaration')} (
      declaration_no text primary key,
      kind text not null,
      psn_no text not null,
      insured_unit text not null,
      insured_region text not null,
      institution_code text not null,
      institution_region text not null,
      filed_on date not null,
      decide_by date,
      details jsonb not null,
      state text not null,
      closed_on date,
      reason text,
      filing_id text
    );
    create index declaration_waiting on ${t('declaration')} (insured_unit, decide_by) where state = 'waiting';
    create index declaration_of_unit on ${t('declaration')} (insured_unit, filed_on);`,
  async apply(tx, events, t) {
    for (const event of events) await applyOne(tx, event, t('declaration'));
  },
};

async function applyOne(tx: WriteTransaction, event: RecordedEvent, table: string): Promise<void> {
  const { type, data } = event as unknown as DeclarationEvent;
  switch (type) {
    case 'DeclarationReceived':
      return insert(tx, data, table);
    case 'DeclarationReviewed':
      await tx.query(
        `update ${table} set state = $2, closed_on = $3, reason = $4, filing_id = $5 where declaration_no = $1`,
        [data.declarationNo, data.outcome, data.reviewedOn, data.reason, data.filingId],
      );
      return;
    case 'DeclarationWithdrawn':
      await tx.query(`update ${table} set state = 'withdrawn', closed_on = $2 where declaration_no = $1`, [
        data.declarationNo,
        data.withdrawnOn,
      ]);
      return;
    default:
      return type satisfies never;
  }
}

async function insert(tx: WriteTransaction, received: DeclarationReceived, table: string): Promise<void> {
  const { declarationNo, kind, psnNo, insuredRegion, institutionCode, institutionRegion } = received;
  await tx.query(
    `insert into ${table} (declaration_no, kind, psn_no, insured_unit, insured_region, institution_code,
       institution_region, filed_on, decide_by, details, state)
     values ($1, $2, $3, left($4, 2), $4, $5, $6, $7, $8, $9, 'waiting')`,
    [
      ...[declarationNo, kind, psnNo, insuredRegion, institutionCode, institutionRegion],
      ...[received.filedOn, received.decideBy, JSON.stringify(received.details)],
    ],
  );
}
