import type { Database, EventStore } from '#event-store';
import type { DueStep } from '#jobs';
import { addDays, businessDate, monthOf, type BusinessDate } from '#kernel';
import { dueOn, UPLOAD_DAYS } from '../domain/fee-details.js';

/** Days back for which a job that was away makes up what is missing. */
export const MADE_UP_DAYS = 92;
const MAX_LATE = 1_000;

export interface HospitalDetails {
  readonly institutionCode: string;
  readonly stays: number;
  readonly inTime: number;
  /** Handed over after the third day, or not yet although it has passed. */
  readonly late: number;
  readonly waiting: number;
}

export interface LateDetails {
  readonly claimId: string;
  readonly institutionCode: string;
  readonly settledOn: string;
  readonly dueOn: string;
  /** Null while it has not come. */
  readonly uploadedOn: string | null;
  readonly daysLate: number;
}

export interface Asked {
  readonly from: string;
  readonly to: string;
  /** Place of care; null for the nation. */
  readonly unit: string | null;
  readonly today: string;
}

/** A settlement that was refunded before its lines had been handed over owes none. */
const STAYS = `
  from read_claims.claim c left join read_fee_details.upload u using (claim_id)
 where c.visit_kind = 'inpatient' and c.refund_of is null and (c.refunded_by is null or u.claim_id is not null)
   and c.settled_on between $1 and $2 and ($3::text is null or c.receiver = $3)`;
const LATE = `coalesce(u.uploaded_on, $4::date) > c.settled_on + ${UPLOAD_DAYS}`;

/** 上传情况 by hospital (SET-16). */
export const detailsByHospital = (
  db: Database,
  { from, to, unit, today }: Asked,
): Promise<readonly HospitalDetails[]> =>
  db.read<HospitalDetails>(
    `select c.institution_code as "institutionCode", count(*)::integer as stays,
            count(*) filter (where u.claim_id is not null and not ${LATE})::integer as "inTime",
            count(*) filter (where ${LATE})::integer as late,
            count(*) filter (where u.claim_id is null and not ${LATE})::integer as waiting ${STAYS}
      group by c.institution_code order by c.institution_code`,
    [from, to, unit, today],
  );

/** 逾期清单: the first thousand, by day of settlement (SET-16). */
export const lateDetails = (db: Database, { from, to, unit, today }: Asked): Promise<readonly LateDetails[]> =>
  db.read<LateDetails>(
    `select c.claim_id as "claimId", c.institution_code as "institutionCode", c.settled_on::text as "settledOn",
            (c.settled_on + ${UPLOAD_DAYS})::text as "dueOn", u.uploaded_on::text as "uploadedOn",
            coalesce(u.uploaded_on, $4::date) - c.settled_on - ${UPLOAD_DAYS} as "daysLate" ${STAYS} and ${LATE}
      order by c.settled_on, c.claim_id limit ${MAX_LATE}`,
    [from, to, unit, today],
  );

/** Places of care with stays whose lines are overdue and have not come, named once (SET-16). */
export async function overdueDetails({ database }: EventStore, asOf: BusinessDate): Promise<readonly DueStep[]> {
  const rows = await database.read<{ unit: string; first: string }>(
    `select c.receiver as unit, min(c.settled_on)::text as first ${STAYS} and u.claim_id is null and ${LATE}
      group by c.receiver order by c.receiver`,
    [addDays(asOf, -MADE_UP_DAYS), asOf, null, asOf],
  );
  return rows.map(({ unit, first }) => {
    const settledOn = businessDate(first);
    return { step: `住院费用明细上传 care:${unit}`, month: monthOf(settledOn), dueOn: dueOn(settledOn) };
  });
}
