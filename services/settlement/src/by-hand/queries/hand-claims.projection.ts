import type { Projection, RecordedEvent, WriteTransaction } from '#event-store';
import { handClaimNo, type HandClaim, type HandClaimEvent } from '../domain/hand-claim.js';

const ddl = (t: (table: string) => string): string => `
  create table ${t('hand_claim')} (
    claim_no text primary key,
    institution_code text not null,
    invoice_number text not null,
    psn_no text not null,
    payer text not null,
    insured_region text not null,
    care_region text not null,
    visit_kind text not null,
    care_from date not null,
    care_to date not null,
    total numeric(18, 2) not null,
    cause text not null,
    visit_id text,
    status text not null,
    missing text[] not null,
    filed_on date not null,
    complete_on date,
    due_on date,
    extended boolean not null default false,
    settled_on date,
    fund_total numeric(18, 2),
    paid_on date,
    late boolean not null default false
  );
  create index hand_claim_of_payer on ${t('hand_claim')} (payer, status);`;

const FILED = (table: string): string => `
  insert into ${table} (claim_no, institution_code, invoice_number, psn_no, payer, insured_region, care_region, visit_kind,
         care_from, care_to, total, cause, visit_id, status, missing, filed_on, complete_on, due_on)
  select $1, r."institutionCode", r."invoiceNumber", r."psnNo", r.payer, r."insuredRegion", r."careRegion", r."visitKind",
         r."careFrom", r."careTo", r.total, r.cause, r."visitId", $3, $4, r."filedOn", $5, $6
    from jsonb_to_record($2::jsonb) as r("institutionCode" text, "invoiceNumber" text, "psnNo" text, payer text,
         "insuredRegion" text, "careRegion" text, "visitKind" text, "careFrom" date, "careTo" date, total numeric,
         cause text, "visitId" text, "filedOn" date)`;

/** 手工报销 cases; one that is filed again after a refusal or a reversal begins anew. */
export const handClaimsProjection: Projection = {
  name: 'hand_claims',
  mode: 'inline',
  handles: [
    ...['HandClaimFiled', 'HandClaimPapersReceived', 'HandClaimExtended', 'HandClaimSettled'],
    ...['HandClaimRefused', 'HandClaimPaid', 'HandClaimReversed'],
  ],
  ddl,
  async apply(tx, events, t) {
    for (const event of events) await applyOne(tx, t('hand_claim'), event);
  },
};

type Row = Readonly<Record<string, unknown>>;
/** In which scheme a person was insured is not listed. */
type Listed = Exclude<HandClaimEvent, { type: 'HandClaimCoverVerified' }>;
type Changed = Exclude<Listed, { type: 'HandClaimFiled' }>;

async function applyOne(tx: WriteTransaction, table: string, recorded: RecordedEvent): Promise<void> {
  const event = recorded as unknown as Listed;
  const no = handClaimNo(event.data);
  if (event.type === 'HandClaimFiled') {
    await tx.query(`delete from ${table} where claim_no = $1`, [no]);
    const { status, missing, complete_on, due_on } = received(event.data);
    await tx.query(FILED(table), [no, JSON.stringify(event.data), status, missing, complete_on, due_on]);
    return;
  }
  const changes = Object.entries(changesOf(event));
  const assignments = changes.map(([column], index) => `${column} = $${index + 2}`);
  await tx.query(`update ${table} set ${assignments.join(', ')} where claim_no = $1`, [
    no,
    ...changes.map(([, value]) => value),
  ]);
}

function changesOf(event: Changed): Row {
  switch (event.type) {
    case 'HandClaimPapersReceived':
      return received(event.data);
    case 'HandClaimExtended':
      return { extended: true, due_on: event.data.until };
    case 'HandClaimSettled': {
      const { settledOn, fundTotal, late } = event.data;
      return { status: 'settled', settled_on: settledOn, fund_total: fundTotal, late };
    }
    case 'HandClaimRefused':
      return { status: 'refused', late: event.data.late };
    case 'HandClaimPaid':
      return { status: 'paid', paid_on: event.data.paidOn, late: event.data.late };
    case 'HandClaimReversed':
      return { status: 'reversed' };
    default:
      return event satisfies never;
  }
}

const received = ({ missing, term }: Pick<HandClaim, 'missing' | 'term'>) => ({
  status: missing.length === 0 ? 'received' : 'papers-missing',
  missing,
  complete_on: term?.completeOn ?? null,
  due_on: term?.dueOn ?? null,
});
