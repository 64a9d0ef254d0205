import { startSettlement, SECRET } from './hospital.js';
import type { ServiceUnderTest } from '#testing';
import { unreliableLine, type UnreliableLine } from './unreliable-line.js';

type Side = Awaited<ReturnType<typeof startSettlement>>;

/** Ours, which a hospital speaks to, and the place of insurance, a second gateway at the other end of a bad line. */
export interface RemoteWorld {
  readonly ours: Side;
  readonly theirs: Side;
  readonly line: UnreliableLine;
}

/** Both sides; Jiangsu computes itself from now on, each message within the time-out. */
export async function remoteWorld(timeoutMs = 500): Promise<RemoteWorld> {
  const [ours, theirs] = [await startSettlement(), await startSettlement()];
  const line = await unreliableLine(`${theirs.settlement.url}/hsa`);
  await setPlace(ours.settlement, { url: line.url, timeoutMs });
  return { ours, theirs, line };
}

/** Jiangsu registered as a place that computes itself, or changed; places are looked up every two seconds. */
export async function setPlace(settlement: ServiceUnderTest, facts: object): Promise<void> {
  const { status } = await settlement.call('PUT', '/settlement/remote-places/32', {
    as: { roles: ['national-agency'], area: 'nation' },
    body: { name: '江苏', transport: 'apikey', accessKey: 'K', secret: SECRET, ...facts },
  });
  if (status !== 200) throw new Error(`the place was answered ${status}`);
  await new Promise((resolve) => setTimeout(resolve, 2100));
}

/** Claims that were not refunded. */
export async function standing({ database }: ServiceUnderTest): Promise<number> {
  const [row] = await database.read<{ n: number }>(
    'select count(*)::integer as n from read_claims.claim where refund_of is null and refunded_by is null',
  );
  return row?.n ?? -1;
}

/** Waits until nothing is in doubt any more; the calls that still are. */
export async function stillOpen({ database }: ServiceUnderTest): Promise<readonly object[]> {
  for (const until = Date.now() + 30_000; ;) {
    const open = await database.read('select call_id from read_open_calls.call');
    if (open.length === 0 || Date.now() > until) return open;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Waits until the message of the first fault has been sent once. */
export async function untilSent({ faults: [fault] }: UnreliableLine): Promise<void> {
  const times = fault?.times ?? 0;
  for (const until = Date.now() + 5000; Date.now() < until && (fault?.times ?? 0) >= times;) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
