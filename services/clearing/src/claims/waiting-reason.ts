/** SQL: whether the month a row of `claim` enters is cut off, so that the claim is cleared in it for good (CLR-02). */
export const CLEARED = (row: string): string =>
  `exists (select from read_periods.period m where m.month = ${row}.period and m.cut_off_on is not null)`;

/** SQL: the month a row of `claim` was cleared in; null while that is not settled. */
export const CLEARED_IN = (row: string): string => `case when ${CLEARED(row)} then ${row}.period end`;

/**
 * SQL: the last month a confirmation of this day is in time for: by the 20th of the following month, that day included, whenever the
 * cut-off runs (CLR-02, REC-03, CLR-15).
 */
export const IN_TIME_FOR = (day: string): string => `to_char(${day} - 20, 'YYYY-MM')`;

/** SQL: whether a row of `claim` was confirmed in time for a month (REC-03). */
export const CONFIRMED_FOR = (row: string, month: string): string => `
  exists (select from confirmation n where n.claim_id = ${row}.claim_id and ${IN_TIME_FOR('n.confirmed_on')} <= ${month})`;

/** SQL: whether a side of a row of `claim` has an open difference about it (REC-01); a province that has no part in it keeps nothing out (SEC-01). */
const DIFFERS = (row: string): string => `
  exists (select from difference d where d.claim_id = ${row}.claim_id and not d.closed
     and coalesce(d.owner, ${row}.payer) in (${row}.payer, ${row}.receiver))`;

const OWN_REASON = (row: string, month: string): string => `
  case when not ${CONFIRMED_FOR(row, month)} then 'not-confirmed'
       when ${DIFFERS(row)} then 'difference'
       when exists (select from read_holds.hold h where h.claim_id = ${row}.claim_id and h.status = 'held') then 'held'
  end`;

/** SQL: the last month a row of `claim` may be cleared in, as `lastClearingMonth` says it (CLR-02). */
export const LAST_MONTH = (row: string): string => `
  least(to_char(${row}.settled_on + interval '2 months', 'YYYY-MM'), to_char(${row}.settled_on + interval '1 year', 'YYYY') || '-02')`;

/**
 * SQL: whether a row of `claim` whose hold its refund has ended waits for that refund: nobody but the hospital says that it will come
 * back, and alone it would be paid unaudited. Up to the time limit, as a hold; other claims wait for no refund (AUD-02, CLR-02).
 */
const REFUND_WAITS = (row: string, month: string): string => `
  (${row}.refund_of is null and ${row}.visit_kind = 'inpatient' and ${month} < ${LAST_MONTH(row)}
   and exists (select from read_holds.hold h join claim r on r.refund_of = h.claim_id
         where h.claim_id = ${row}.claim_id and h.cause = 'refunded'
           and (to_char(r.settled_on, 'YYYY-MM') > ${month} or ${OWN_REASON('r', month)} is not null)))`;

/**
 * SQL: the first reason for which a row `c` of `claim` cannot enter the clearing of a month, or null: not confirmed in time for it
 * (REC-03), an open difference (REC-01), held for audit (AUD-01). A refund waits for the claim it undoes, also for one that
 * is not known yet, as where it lies among the dead letters: money never comes back before it went. A claim that was held waits for its
 * refund: both enter together (AUD-02).
 */
export const WAITING_REASON = (month: string): string => `coalesce(${OWN_REASON('c', month)},
  case when c.refund_of is not null and not exists (select from claim o where o.claim_id = c.refund_of
       and (${CLEARED('o')} or ${OWN_REASON('o', month)} is null)) then 'original'
       when ${REFUND_WAITS('c', month)} then 'refund' end)`;

const EXCLUDED_CLAIMS = `(select x.claim_id from read_holds.hold x where x.status = 'excluded')`;

/**
 * SQL: a row `c` of `claim` that an investigation found wrong as a whole before it was cleared, or its refund (AUD-02).
 * Uncorrelated, so that the few are looked up in memory for the millions.
 */
export const EXCLUDED = `(c.claim_id in ${EXCLUDED_CLAIMS} or c.refund_of is not null and c.refund_of in ${EXCLUDED_CLAIMS})`;
