import type { Claim, ClaimsConfirmed } from '#contracts';
import { prepared, type Projection, type RecordedEvent, type WriteTransaction } from '#event-store';

const ddl = (t: (table: string) => string): string => `
  create table ${t('claim')} (
    claim_id text primary key,
    refund_of text,
    refunded_by text,
    visit_id text not null,
    visit_kind text not null,
    psn_no text not null,
    scheme text not null,
    insurance_type text not null,
    insured_region text not null,
    care_region text not null,
    payer text not null,
    receiver text not null,
    institution_code text not null,
    clearing_category text not null,
    settled_on date not null,
    settled_at text not null,
    admitted_on date,
    discharged_on date,
    inpatient_number text,
    invoice_number text,
    total numeric(18, 2) not null,
    fund_total numeric(18, 2) not null,
    account numeric(18, 2) not null,
    cash numeric(18, 2) not null,
    hospital_borne numeric(18, 2) not null,
    confirmed_on date,
    message_id text not null
  );
  create index claim_of_institution on ${t('claim')} (institution_code, settled_on);
  create index claim_of_day on ${t('claim')} (settled_on);
  create index claim_of_visit on ${t('claim')} (visit_id);`;

interface ClaimEventData {
  readonly claim: Claim;
  readonly messageId: string;
}

/** 结算清单 Every claim and refund. Rides in the settlement's own transaction: 3201 must count what was just answered. */
export const claimsProjection: Projection = {
  name: 'claims',
  mode: 'inline',
  ddl,
  handles: ['ClaimSettled', 'ClaimRefunded', 'StatementBalanced'],
  async apply(tx, events, t) {
    await insertClaims(tx, t('claim'), events.filter(isClaimEvent));
    await markRefunded(tx, t('claim'), events);
    for (const event of events) {
      if (event.type === 'StatementBalanced') await markConfirmed(tx, t('claim'), event);
    }
  },
};

const isClaimEvent = ({ type }: RecordedEvent): boolean => type === 'ClaimSettled' || type === 'ClaimRefunded';

async function insertClaims(tx: WriteTransaction, table: string, events: readonly RecordedEvent[]): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map((event) => {
    const { claim, messageId } = event.data as unknown as ClaimEventData;
    return rowOf(claim, messageId);
  });
  await tx.query(
    prepared(`insert into ${table} (claim_id, refund_of, visit_id, visit_kind, psn_no, scheme, insurance_type, insured_region,
       care_region, payer, receiver, institution_code, clearing_category, settled_on, settled_at, admitted_on,
       discharged_on, inpatient_number, invoice_number, total, fund_total, account, cash, hospital_borne, message_id)
     select * from jsonb_to_recordset($1::jsonb) as r(claim_id text, refund_of text, visit_id text, visit_kind text,
       psn_no text, scheme text, insurance_type text, insured_region text, care_region text, payer text, receiver text,
       institution_code text, clearing_category text, settled_on date, settled_at text, admitted_on date,
       discharged_on date, inpatient_number text, invoice_number text, total numeric,
       fund_total numeric, account numeric, cash numeric, hospital_borne numeric, message_id text)`),
    [JSON.stringify(rows)],
  );
}

function rowOf(claim: Claim, messageId: string): Readonly<Record<string, string | null>> {
  return {
    claim_id: claim.claimId,
    refund_of: claim.refundOf,
    visit_id: claim.visitId,
    visit_kind: claim.visitKind,
    psn_no: claim.psnNo,
    scheme: claim.scheme,
    insurance_type: claim.insuranceType,
    insured_region: claim.insuredRegion,
    care_region: claim.careRegion,
    payer: claim.payer,
    receiver: claim.receiver,
    institution_code: claim.institutionCode,
    clearing_category: claim.clearingCategory,
    settled_on: claim.settledOn,
    settled_at: claim.settledAt,
    admitted_on: claim.admittedOn,
    discharged_on: claim.dischargedOn,
    inpatient_number: claim.inpatientNumber,
    invoice_number: claim.invoiceNumber,
    total: claim.total,
    fund_total: claim.fundTotal,
    account: claim.account,
    cash: claim.cash,
    hospital_borne: claim.hospitalBorne,
    message_id: messageId,
  };
}

async function markRefunded(tx: WriteTransaction, table: string, events: readonly RecordedEvent[]): Promise<void> {
  const refunds = events
    .filter(({ type }) => type === 'ClaimRefunded')
    .map((event) => (event.data as unknown as ClaimEventData).claim);
  if (refunds.length === 0) return;
  await tx.query(
    `update ${table} c set refunded_by = r.refund from unnest($1::text[], $2::text[]) as r(original, refund)
      where c.claim_id = r.original`,
    [refunds.map(({ refundOf }) => refundOf), refunds.map(({ claimId }) => claimId)],
  );
}

async function markConfirmed(tx: WriteTransaction, table: string, event: RecordedEvent): Promise<void> {
  const confirmed = event.data as unknown as ClaimsConfirmed;
  await tx.query(`update ${table} set confirmed_on = $1 where claim_id = any($2::text[])`, [
    confirmed.confirmedOn,
    confirmed.claimIds,
  ]);
}
