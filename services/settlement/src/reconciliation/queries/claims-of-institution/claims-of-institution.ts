import type { Database } from '#event-store';
import type { OurClaim } from '../../domain/statement-details.js';
import type { ApplicationTotals } from '../../domain/month-statement.js';

export interface InstitutionPeriod {
  readonly institutionCode: string;
  readonly clearingCategory: string;
  readonly from: string;
  readonly to: string;
}

const PERIOD = 'institution_code = $1 and clearing_category = $2 and settled_on between $3 and $4';

/** Claims and refunds of one clearing category and period, in the order they were settled. */
export function claimsOf(
  database: Database,
  period: InstitutionPeriod,
  refunds: boolean,
): Promise<readonly OurClaim[]> {
  const { institutionCode, clearingCategory, from, to } = period;
  return database.read<OurClaim>(
    `select claim_id as "settlementId", visit_id as "visitId", psn_no as "psnNo", total::text,
            fund_total::text as "fundTotal", account::text, message_id as "messageId", refund_of as "refundOf",
            insurance_type as "insuranceType", (refund_of is not null or refunded_by is not null) as refunded
       from read_claims.claim where ${PERIOD} and ($5 or (refund_of is null and refunded_by is null))
      order by settled_on, claim_id`,
    [institutionCode, clearingCategory, from, to, refunds],
  );
}

/** Sums of a period and how many of its claims nobody has confirmed. */
export async function totalsOf(
  database: Database,
  { institutionCode, clearingCategory, from, to }: InstitutionPeriod,
): Promise<{ readonly totals: ApplicationTotals; readonly unconfirmed: number }> {
  const sum = (column: string) => `coalesce(sum(${column}), 0)::numeric(18,2)::text`;
  const [row] = await database.read<ApplicationTotals & { readonly unconfirmed: number }>(
    `select (count(*) filter (where refund_of is null) - count(*) filter (where refund_of is not null))::text as visits,
            ${sum('total')} as total, ${sum('fund_total')} as "fundTotal", ${sum('account')} as account,
            ${sum('cash')} as cash, (count(*) filter (where confirmed_on is null))::integer as unconfirmed
       from read_claims.claim where ${PERIOD}`,
    [institutionCode, clearingCategory, from, to],
  );
  const { unconfirmed, ...totals } = row as NonNullable<typeof row>;
  return { totals, unconfirmed };
}
