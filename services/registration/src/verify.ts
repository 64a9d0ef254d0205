import { verifyChains } from '#event-store';
import type { Check, ServiceContext } from '#service';

/** Invariants of registration: the log is unbroken; no person holds two standing filings that REG-14 does not allow. */
export async function verifyRegistration({ store }: ServiceContext): Promise<readonly Check[]> {
  const chains = await verifyChains(store.database);
  const [overlaps] = await store.database.read<{ count: string }>(
    `select count(*) from read_filings.filing a join read_filings.filing b
        on a.psn_no = b.psn_no and a.filing_id < b.filing_id
       and a.ended_on is null and b.ended_on is null
       and daterange(a.valid_from, a.valid_to, '[]') && daterange(b.valid_from, b.valid_to, '[]')
     where not ('referred' in (a.kind, b.kind))`,
  );
  const count = Number(overlaps?.count ?? 0);
  return [
    {
      name: '事件哈希链完整',
      rule: 'SEC-03',
      ok: chains.broken.length === 0,
      detail: `${chains.events}个事件，${chains.streams}条流，断链${chains.broken.length}`,
    },
    { name: '有效备案不重叠', rule: 'REG-14', ok: count === 0, detail: `重叠${count}对` },
  ];
}

/** What the services must agree on once everything has been delivered. */
export async function registrationFigures({ store }: ServiceContext): Promise<Readonly<Record<string, string>>> {
  const [figures] = await store.database.read<Record<string, string>>(
    `select (select count(distinct stream_id) from events where type = 'PersonEnrolled')::text as persons,
            (select count(*) from read_filings.filing)::text as filings`,
  );
  return figures ?? {};
}
