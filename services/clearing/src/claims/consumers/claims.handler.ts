import { CONTRACTS, type Claim, type ClaimsConfirmed, type DifferenceClosed, type DifferenceFound } from '#contracts';
import type { DeliveredMessage, MessageHandler } from '#event-bus';
import type { WriteTransaction } from '#event-store';
import { Money } from '#kernel';
import { enterNamed } from '../entry.js';
import { COLUMNS } from '../fund-columns.js';

const SETTLED = CONTRACTS.claimSettled.type;
const REFUNDED = CONTRACTS.claimRefunded.type;
const CONFIRMED = CONTRACTS.claimsConfirmed.type;
const FOUND = CONTRACTS.differenceFound.type;
const CLOSED = CONTRACTS.differenceClosed.type;

/**
 * Keeps every claim with what decides whether it enters clearing, and has it enter its month as soon as nothing holds it
 * back (CLR-02). Whatever the order of arrival, the rows are the same. While a month is cut off it waits.
 */
export const claimsHandler: MessageHandler = {
  types: [SETTLED, REFUNDED, CONFIRMED, FOUND, CLOSED],
  async apply(tx, messages) {
    const dataOf = <T>(...types: string[]): readonly T[] =>
      messages
        .filter(({ type }) => types.includes(type))
        .map((message: DeliveredMessage) => message.data as unknown as T);
    const claims = dataOf<Claim>(SETTLED, REFUNDED);
    const confirmed = dataOf<ClaimsConfirmed>(CONFIRMED).flatMap(({ claimIds }) => claimIds);
    const disputed = dataOf<DifferenceFound | DifferenceClosed>(FOUND, CLOSED);
    await tx.query('lock table claim in row exclusive mode');
    await insertClaims(tx, claims);
    await insertConfirmations(tx, dataOf<ClaimsConfirmed>(CONFIRMED));
    await followDifferences(tx, messages);
    await enterNamed(tx, [...claims, ...disputed].map(({ claimId }) => claimId).concat(confirmed));
  },
};

function rowOf(claim: Claim): Readonly<Record<string, string | null>> {
  const sums = new Map<string, Money>();
  for (const { column, amount } of claim.funds) {
    sums.set(column, (sums.get(column) ?? Money.zero).plus(Money.of(amount)));
  }
  const columns = COLUMNS.map(([column, name]) => [name, (sums.get(column) ?? Money.zero).toString()] as const);
  return {
    claim_id: claim.claimId,
    refund_of: claim.refundOf,
    visit_kind: claim.visitKind,
    payer: claim.payer,
    receiver: claim.receiver,
    scheme: claim.scheme,
    insured_region: claim.insuredRegion,
    care_region: claim.careRegion,
    institution_code: claim.institutionCode,
    psn_no: claim.psnNo,
    id_number_hash: claim.idNumberHash ?? null,
    inpatient_number: claim.inpatientNumber,
    invoice_number: claim.invoiceNumber,
    admitted_on: claim.admittedOn,
    discharged_on: claim.dischargedOn,
    settled_on: claim.settledOn,
    total: claim.total,
    ...Object.fromEntries(columns),
    payable: Money.sum(sums.values()).toString(),
  };
}

const FACTS = `claim_id text, refund_of text, visit_kind text, payer text, receiver text, scheme text, insured_region text,
  care_region text, institution_code text, psn_no text, id_number_hash text, inpatient_number text, invoice_number text, admitted_on date,
  discharged_on date, settled_on date, total numeric`;

async function insertClaims(tx: WriteTransaction, claims: readonly Claim[]): Promise<void> {
  if (claims.length === 0) return;
  const names = [...FACTS.matchAll(/(\w+) (?:text|date|numeric)/g)].map(([, name]) => name);
  const funds = COLUMNS.map(([, name]) => name);
  const all = [...names, ...funds, 'payable'].join(', ');
  const shape = `${FACTS}, ${[...funds, 'payable'].map((name) => `${name} numeric`).join(', ')}`;
  await tx.query(
    `insert into claim (${all}) select ${all} from jsonb_to_recordset($1::jsonb) as r(${shape}) on conflict (claim_id) do nothing`,
    [JSON.stringify(claims.map(rowOf))],
  );
}

async function insertConfirmations(tx: WriteTransaction, confirmed: readonly ClaimsConfirmed[]): Promise<void> {
  for (const { confirmedOn, claimIds } of confirmed) {
    await tx.query(
      `insert into confirmation (claim_id, confirmed_on) select id, $1 from unnest($2::text[]) as id on conflict do nothing`,
      [confirmedOn, claimIds],
    );
  }
}

/** The last word on a difference holds, in whatever order it comes: closed ones come back, and what is replayed opens none (REC-01). */
async function followDifferences(tx: WriteTransaction, messages: readonly DeliveredMessage[]): Promise<void> {
  for (const { type, position, data } of messages) {
    if (type !== FOUND && type !== CLOSED) continue;
    const { differenceId, claimId, owner = null } = data as unknown as Partial<DifferenceFound> & DifferenceClosed;
    await tx.query(
      `insert into difference as d (difference_id, claim_id, owner, closed, told_at) values ($1, $2, $3, $4, $5)
       on conflict (difference_id) do update
          set owner = coalesce(excluded.owner, d.owner), closed = excluded.closed, told_at = excluded.told_at
        where d.told_at < excluded.told_at`,
      [differenceId, claimId, owner, type === CLOSED, position],
    );
  }
}
