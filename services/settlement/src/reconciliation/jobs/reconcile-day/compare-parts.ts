import type { WriteTransaction } from '#event-store';
import type { ComparedDifference } from '../../domain/day.js';
import { LEDGER_PARTS, type LedgerPart } from '../../domain/ledger-parts.js';

/**
 * The parts one side has told of claims, each against the claim as it was recorded; a fund column nobody has paid from is 0.00.
 * The account of a relative, cleared as 其他 for a resident, stands in the list's account as in every message (fund code 3102…).
 * Only lines that tell parts are read, and of our claims only theirs.
 */
const COMPARE_PARTS = `
  with told as (
    select claim_id, unit, parts from ledger_entry where side = $1 and business_date = $2 and parts is not null)
  select t.claim_id, t.unit as owner, part.key as name, ours.amount::numeric(18, 2)::text as ours, part.value as theirs
    from told t
    join read_claims.claim c on c.claim_id = t.claim_id and c.settled_on = $2
     and case when $1 = 'care' then c.receiver else c.payer end = t.unit
    join events e on e.stream_id = 'visit-' || c.visit_id and e.type in ('ClaimSettled', 'ClaimRefunded')
     and e.data->'claim'->>'claimId' = c.claim_id
   cross join lateral jsonb_each_text(t.parts) part
   cross join lateral (
     select case when e.data->'claim' ? part.key then (e.data->'claim'->>part.key)::numeric
                 else (select coalesce(sum((fund->>'amount')::numeric), 0)
                         from jsonb_array_elements(e.data->'claim'->'funds') fund where fund->>'column' = part.key
                          and not starts_with(fund->>'code', '3102'))
            end as amount) ours
   where ours.amount <> part.value::numeric
   order by t.claim_id, t.unit`;

interface DifferentPart {
  readonly claim_id: string;
  readonly owner: string;
  readonly name: LedgerPart;
  readonly ours: string;
  readonly theirs: string;
}

export interface ComparedParts {
  readonly claimId: string;
  readonly owner: string;
  readonly detail: string;
}

/** Claims of which a side tells another split between funds, or of the fee, than the nation has (REC-01, CLR-14). */
export async function compareParts(
  query: WriteTransaction['query'],
  side: ComparedDifference['side'],
  businessDate: string,
): Promise<readonly ComparedParts[]> {
  const claims = new Map<string, DifferentPart[]>();
  for (const part of await query<DifferentPart>(COMPARE_PARTS, [side, businessDate])) {
    const key = `${part.owner}/${part.claim_id}`;
    const known = claims.get(key);
    if (known === undefined) claims.set(key, [part]);
    else known.push(part);
  }
  return [...claims.values()].map((parts) => {
    const [{ claim_id: claimId, owner }] = parts as [DifferentPart];
    return { claimId, owner, detail: detailOf(parts) };
  });
}

/** In the order of the titles, whatever the order of the list: the same difference has the same words. */
const detailOf = (parts: readonly DifferentPart[]): string =>
  [...LEDGER_PARTS]
    .flatMap(([name, title]) => {
      const part = parts.find((one) => one.name === name);
      return part === undefined ? [] : [`${title}${part.ours}/${part.theirs}`];
    })
    .join('，');
