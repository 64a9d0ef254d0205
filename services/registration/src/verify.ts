import { checkChains, checkInvariants, type Check, type ServiceContext } from '#service';

/**
 * Pairs of filings of one person that hold on the same day though the first still stood when the second was granted.
 * A referral beside a long-term filing is allowed where the place of insurance says so (REG-14).
 */
const OVERLAPS = `
  with held as (
    select filing_id, psn_no, applied_on, kind,
           kind in ('retiree-resettled', 'long-term-resident', 'posted-worker') as long_term, valid_from,
           coalesce(least(valid_to + 1, ended_on), 'infinity'::date) as over_on
      from read_filings.filing)
  select count(*) as broken, (select count(*) from held) as seen from held a join held b on a.psn_no = b.psn_no and a.filing_id < b.filing_id
     and daterange(a.valid_from, greatest(a.valid_from, a.over_on)) && daterange(b.valid_from, greatest(b.valid_from, b.over_on))
     and least(a.over_on, b.over_on) > greatest(a.applied_on, b.applied_on)
   where not (a.long_term and b.kind = 'referred' or b.long_term and a.kind = 'referred')`;

/** Invariants of registration: the log is unbroken; no person holds two standing filings that REG-14 does not allow. */
export async function verifyRegistration({ store }: ServiceContext): Promise<readonly Check[]> {
  const noOverlap = { name: '有效备案不重叠', rule: 'REG-14', sql: OVERLAPS };
  return [await checkChains(store), ...(await checkInvariants(store, [noOverlap]))];
}

/** What the services must agree on once everything has been delivered. */
export async function registrationFigures({ store }: ServiceContext): Promise<Readonly<Record<string, string>>> {
  const [figures] = await store.database.read<Record<string, string>>(
    `select (select count(distinct stream_id) from events where type = 'PersonEnrolled')::text as persons,
            (select count(*) from read_filings.filing)::text as filings,
            (select count(*) from events where type = 'StayRegistered')::text as stays,
            (select count(*) from events where type = 'StayEnded')::text as "staysOver",
            (select count(*) from events where type = 'DeclarationReceived')::text as declarations,
            (select count(*) from events where type = 'DeclarationReviewed')::text as reviews`,
  );
  return figures ?? {};
}
