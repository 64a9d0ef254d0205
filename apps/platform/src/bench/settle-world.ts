import type { LagEntry } from '#http';
import { Agencies, enrolPersons, fileRegistrations, makeWorld, registerInstitutions, type World } from '#simulator';
import { request } from '../commands/shared.js';
import { worldLink } from '../commands/world-link.js';
import type { Layout } from '../platform/layout.js';
import { SETTLED_ON } from './settle-messages.js';

/** Drawn alike by the bench and by its load process; claims set how many institutions and persons there are. */
export const WORLD = { seed: 20_250_815, month: SETTLED_ON.slice(0, 7) } as const;
/** So many claims have 2,016 hospitals, as many pharmacies and some 37,000 insured. */
export const WORLD_CLAIMS = 100_000;

const FILED_ON = '2025-07-30';
const AT_ONCE = 64;

/** Institutions, insured and filings told to a platform as agencies tell them, and all of it known to settlement. */
export async function populate(layout: Layout, claims: number): Promise<World> {
  const link = worldLink(layout);
  const agencies = new Agencies(link, AT_ONCE);
  const world = makeWorld({ ...WORLD, claims });
  await link.setBusinessDate(FILED_ON);
  await registerInstitutions(agencies, world.institutions, AT_ONCE);
  await enrolPersons(agencies, world.persons, AT_ONCE);
  await fileRegistrations(agencies, { persons: world.persons, on: FILED_ON }, AT_ONCE, () => undefined);
  await link.settle();
  await link.setBusinessDate(SETTLED_ON);
  agencies.close();
  return world;
}

/** Messages a service has recorded and not yet put on the bus. */
export async function behind(url: string): Promise<number> {
  const lags = await request<readonly LagEntry[]>('GET', `${url}/ops/lag`);
  return lags.reduce((sum, lag) => sum + lag.behind, 0);
}
