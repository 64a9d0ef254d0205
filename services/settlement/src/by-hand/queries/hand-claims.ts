import { Inject, Injectable } from '@nestjs/common';
import { EventStore } from '#event-store';
import type { DueStep } from '#jobs';
import { businessDate, digitsOf, monthOf, workingCalendar, yearOf, type BusinessDate } from '#kernel';
import { EVENT_STORE } from '#service';

const MAX_LISTED = 1_000;

/**
 * `open`: to be reviewed or paid; `overdue`: of these, those whose time has run out; `settled-directly`: standing beside a direct
 * settlement of the same bill, so that one of both is to be taken back.
 */
export const HAND_CLAIM_LISTS = ['open', 'overdue', 'papers-missing', 'settled-directly', 'all'] as const;
export type HandClaimList = (typeof HAND_CLAIM_LISTS)[number];

export interface ListedHandClaim {
  readonly institutionCode: string;
  readonly invoiceNumber: string;
  readonly psnNo: string;
  readonly insuredRegion: string;
  readonly careRegion: string;
  readonly visitKind: string;
  readonly careFrom: string;
  readonly careTo: string;
  readonly total: string;
  readonly cause: string;
  readonly status: string;
  readonly missing: readonly string[];
  readonly filedOn: string;
  readonly completeOn: string | null;
  readonly dueOn: string | null;
  readonly extended: boolean;
  readonly fundTotal: string | null;
  readonly paidOn: string | null;
  readonly late: boolean;
  /** A standing direct settlement of the same bill: paid by hand too, it is to be taken back. */
  readonly settledDirectly: string | null;
}
export interface HandClaimLine extends ListedHandClaim {
  /** Working days left to the due day, negative once it has passed; null where there is none or nothing is open. */
  readonly workingDaysLeft: number | null;
}

/** An invoice number as `bareInvoice` reads it. */
const bare = (column: string): string => `regexp_replace(upper(${column}), '[^0-9A-Z]', '', 'g')`;
/** Both are stays, of days that belong to one. */
const sameStay = (other: string, from: string, to: string): string =>
  `${other}.visit_kind = 'inpatient' and (${from} = h.care_from or (${from} < h.care_to and ${to} > h.care_from))`;

/**
 * Standing direct settlements of the bills of cases: by invoice; or, where the case names no visit, the same person's stay of these
 * days in the institution, or, where the settlement names no invoice, the same total of a visit that had begun by then. Two joins, so
 * that a list of cases reads the settlements once.
 */
const settledDirectly = (until = ''): string => `(
  select s.claim_no, min(s.claim_id) as claim_id from (
    select h.claim_no, c.claim_id from read_hand_claims.hand_claim h join read_claims.claim c
        on c.institution_code = h.institution_code and ${bare('c.invoice_number')} = ${bare('h.invoice_number')}
     where c.refund_of is null and c.refunded_by is null ${until}
    union all
    select h.claim_no, c.claim_id from read_hand_claims.hand_claim h join read_claims.claim c
        on c.institution_code = h.institution_code and c.psn_no = h.psn_no
     where c.refund_of is null and c.refunded_by is null ${until} and h.visit_id is null and case
       when h.visit_kind = 'inpatient' then ${sameStay('c', 'c.admitted_on', 'c.discharged_on')}
       else c.invoice_number is null and c.visit_kind <> 'inpatient' and c.total = h.total and c.settled_on >= h.care_from
         and exists (select from events e where e.stream_id = 'visit-' || c.visit_id and e.type = 'VisitOpened'
                        and (e.data->>'openedOn')::date <= h.care_from) end) s
   group by s.claim_no)`;
/** The same bill, paid or to be paid by hand under another invoice: the stay, or the visit of which one of both names the lines. */
const SETTLED_BY_HAND = `(select min(o.claim_no) from read_hand_claims.hand_claim o
  where o.claim_no <> h.claim_no and o.status in ('settled', 'paid') and o.institution_code = h.institution_code
    and o.psn_no = h.psn_no and (o.visit_id is null or h.visit_id is null) and case
      when h.visit_kind = 'inpatient' then ${sameStay('o', 'o.care_from', 'o.care_to')}
      else o.visit_kind <> 'inpatient' and o.visit_id is distinct from h.visit_id and o.care_from = h.care_from
        and o.total = h.total end)`;
/** To be reviewed, or settled and to be paid. */
const OPEN = `(h.status = 'received' or (h.status = 'settled' and h.fund_total > 0))`;
const OF_LIST: Readonly<Record<HandClaimList, string>> = {
  ...{ open: OPEN, overdue: `${OPEN} and h.due_on < $2`, all: 'true' },
  'papers-missing': `h.status = 'papers-missing'`,
  'settled-directly': `h.status in ('settled', 'paid') and d.claim_id is not null`,
};

export interface SettledOtherwise {
  readonly settledDirectly: string | null;
  readonly settledByHand: string | null;
}

/** 手工报销 cases of places of insurance (SET-17). */
@Injectable()
export class HandClaims {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  /** The direct settlement of the bill of a case by that day, and another claim by hand of it that stands; null for none. */
  async settledOtherwise(claimNo: string, by: string): Promise<SettledOtherwise> {
    const [row] = await this.store.database.read<SettledOtherwise>(
      `select d.claim_id as "settledDirectly", ${SETTLED_BY_HAND} as "settledByHand"
         from read_hand_claims.hand_claim h left join ${settledDirectly('and c.settled_on <= $2')} d using (claim_no)
        where h.claim_no = $1`,
      [claimNo, by],
    );
    return row ?? { settledDirectly: null, settledByHand: null };
  }

  /** The first thousand of a unit or of a region in it, those due first. */
  async list(
    { unit, region }: { readonly unit: string | null; readonly region: string | null },
    list: HandClaimList,
    today: BusinessDate,
  ): Promise<readonly HandClaimLine[]> {
    const rows = await this.store.database.read<ListedHandClaim & { readonly open: boolean }>(
      `select h.institution_code as "institutionCode", h.invoice_number as "invoiceNumber", h.psn_no as "psnNo",
              h.insured_region as "insuredRegion", h.care_region as "careRegion", h.visit_kind as "visitKind",
              h.care_from::text as "careFrom", h.care_to::text as "careTo", h.total::text, h.cause, h.status, h.missing,
              h.filed_on::text as "filedOn", h.complete_on::text as "completeOn", h.due_on::text as "dueOn", h.extended,
              h.fund_total::text as "fundTotal", h.paid_on::text as "paidOn", h.late,
              d.claim_id as "settledDirectly", ${OPEN} as open
         from read_hand_claims.hand_claim h left join ${settledDirectly()} d using (claim_no)
        where ($1::text is null or h.payer = $1) and ($3::text is null or starts_with(h.insured_region, $3))
          and $2::date is not null and ${OF_LIST[list]}
        order by h.due_on nulls last, h.filed_on, h.claim_no limit ${MAX_LISTED}`,
      [unit, today, region === null ? null : digitsOf(region)],
    );
    return rows.map(({ open, ...row }) => ({ ...row, workingDaysLeft: open ? daysLeft(row.dueOn, today) : null }));
  }
}

const daysLeft = (dueOn: string | null, today: BusinessDate): number | null =>
  dueOn === null || !workingCalendar.hasYear(yearOf(today))
    ? null
    : workingCalendar.workingDaysBetween(today, businessDate(dueOn));

/** Places of insurance with claims by hand whose time has run out, named once with how many (SET-17). */
export async function overdueHandClaims({ database }: EventStore, asOf: BusinessDate): Promise<readonly DueStep[]> {
  const rows = await database.read<{ unit: string; first: string; count: number }>(
    `select h.payer as unit, min(h.due_on)::text as first, count(*)::integer as count from read_hand_claims.hand_claim h
      where ${OPEN} and h.due_on < $1 group by h.payer order by h.payer`,
    [asOf],
  );
  return rows.map(({ unit, first, count }) => {
    const dueOn = businessDate(first);
    return { step: `手工报销 insured:${unit}`, month: monthOf(dueOn), dueOn, count };
  });
}
