import type { Database } from '#event-store';
import { addDays, addMonths, businessDate } from '#kernel';
import type { ListedClaim } from '../../domain/out-of-area-list.js';

export interface MonthRow extends ListedClaim {
  readonly psnNo: string;
  readonly settledAt: string;
  readonly careRegion: string;
}

const ROW = `claim_id as "claimId", visit_id as "visitId", psn_no as "psnNo", settled_at as "settledAt",
  care_region as "careRegion", insurance_type as "insuranceType", clearing_category as "clearingCategory", total::text,
  (fund_total + account)::text as "insurancePaid"`;

/** First and last day of a month yyyy-MM. */
export function daysOf(month: string): { readonly from: string; readonly to: string } {
  const from = businessDate(`${month}-01`);
  return { from, to: addDays(addMonths(from, 1), -1) };
}

/** A page of the month's claims and refunds of an institution, in the order they were settled. */
export function monthPage(
  database: Database,
  { institutionCode, month }: { readonly institutionCode: string; readonly month: string },
  { startRow, rows }: { readonly startRow: number; readonly rows: number },
): Promise<readonly MonthRow[]> {
  const { from, to } = daysOf(month);
  return database.read<MonthRow>(
    `select ${ROW} from read_claims.claim where institution_code = $1 and settled_on between $2 and $3
      order by settled_on, claim_id offset $4 limit $5`,
    [institutionCode, from, to, startRow - 1, rows],
  );
}

/** Claims of an institution and month by number. */
export async function claimsByNumber(
  database: Pick<Database, 'read'>,
  { institutionCode, month }: { readonly institutionCode: string; readonly month: string },
  claimIds: readonly string[],
): Promise<ReadonlyMap<string, ListedClaim>> {
  const { from, to } = daysOf(month);
  const rows = await database.read<MonthRow>(
    `select ${ROW} from read_claims.claim
      where institution_code = $1 and settled_on between $2 and $3 and claim_id = any($4::text[])`,
    [institutionCode, from, to, claimIds],
  );
  return new Map(rows.map((row) => [row.claimId, row]));
}
