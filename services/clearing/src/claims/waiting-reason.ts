/**
 * SQL: the first reason for which a row `c` of `claim` cannot enter clearing, or null: not confirmed (REC-03), an open
 * difference (REC-01), held for audit (AUD-01).
 */
export const WAITING_REASON = `
  case when not exists (select from confirmation n where n.claim_id = c.claim_id) then 'not-confirmed'
       when exists (select from open_difference d where d.claim_id = c.claim_id) then 'difference'
       when exists (select from read_holds.hold h where h.claim_id = c.claim_id and h.status = 'held') then 'held'
  end`;
