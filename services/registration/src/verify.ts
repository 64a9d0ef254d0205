import { checkChains, checkInvariants, checkReadModels, type Check, type ServiceContext } from '#service';

/**
 * Pairs of filings of one person that hold on the same day though the first still stood on the day the second was granted, which
 * for an application that waited is the day of its decision. A referral beside a long-term filing is allowed where the place of
 * insurance says so (REG-14).
 */
const OVERLAPS = `
  with held as (
    select f.filing_id, f.psn_no, coalesce(a.decided_on, f.applied_on) as granted_on, f.kind,
           f.kind in ('retiree-resettled', 'long-term-resident', 'posted-worker') as long_term, f.valid_from,
           coalesce(least(f.valid_to + 1, f.ended_on), 'infinity'::date) as over_on
      from read_filings.filing f left join read_filings.application a using (filing_id))
  select count(*) as broken, (select count(*) from held) as seen from held a join held b on a.psn_no = b.psn_no and a.filing_id < b.filing_id
     and daterange(a.valid_from, greatest(a.valid_from, a.over_on)) && daterange(b.valid_from, greatest(b.valid_from, b.over_on))
     and least(a.over_on, b.over_on) > greatest(a.granted_on, b.granted_on)
   where not (a.long_term and b.kind = 'referred' or b.long_term and a.kind = 'referred')`;

/** Sanctions before which no promise filing of that number was granted, or no false documents of it were reported. */
const UNFOUNDED = `
  select count(*) as seen, count(*) filter (where not exists (
           select 1 from events cause
            where cause.stream_id = told.stream_id and cause.stream_version < told.stream_version
              and cause.data ->> 'filingId' = told.data ->> 'filingId'
              and case told.data ->> 'cause'
                    when 'false-documents' then cause.type = 'FalseDocumentsReported'
                    else cause.type = 'FilingApproved' and (cause.data ->> 'byPromise')::boolean end)) as broken
    from events told where told.type = 'PromiseSanctioned'`;

/** Invariants of registration: the log is unbroken; no two standing filings but by REG-14; no sanction without its filing. */
export async function verifyRegistration({ store }: ServiceContext): Promise<readonly Check[]> {
  const noOverlap = { name: '有效备案不重叠', rule: 'REG-14', sql: OVERLAPS };
  const founded = { name: '违诺处理均有依据', rule: 'REG-10', sql: UNFOUNDED };
  return [
    await checkChains(store),
    await checkReadModels(store),
    ...(await checkInvariants(store, [noOverlap, founded])),
  ];
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
