import { SERVICES, type ServiceName } from '#contracts';
import { mintDevelopmentToken, type LagEntry } from '#http';
import type { WorldLink } from '#simulator';
import type { Layout } from '../platform/layout.js';
import { PlatformRefused, request } from './shared.js';

const PATIENCE_MS = 120_000;
const RETRY_MS = 200;
const POLL_MS = 10;
/** Nothing may be under way between services when a day is closed: quiet twice in a row, for a message may be in hand. */
const QUIET_LOOKS = 2;

/** Over HTTP, patient with a platform that is being restarted. */
export function worldLink({ urls }: Pick<Layout, 'urls'>): WorldLink {
  const tokens = new Map<string, Promise<string>>();
  const settle = (): Promise<void> => untilQuiet(urls);
  return {
    urls,
    settle,
    tokenFor(role, unit, person = 'first') {
      const key = `${role}/${unit}/${person}`;
      const subject = person === 'first' ? `${role}-${unit}` : `${role}-${unit}-2`;
      const known = tokens.get(key) ?? mintDevelopmentToken({ subject, roles: [role], area: unit });
      tokens.set(key, known);
      return known;
    },
    async businessDate() {
      const dates = await Promise.all(
        SERVICES.map((service) =>
          patiently(() => request<{ businessDate: string }>('GET', `${urls[service]}/ops/clock`)),
        ),
      );
      return dates.map(({ businessDate }) => businessDate).sort()[0] ?? '';
    },
    async setBusinessDate(date) {
      for (const service of SERVICES) {
        await patiently(() => request('POST', `${urls[service]}/ops/clock`, { body: { date } }));
      }
    },
    async runJobs(date) {
      for (const service of SERVICES) {
        await settle();
        await patiently(() => request('POST', `${urls[service]}/ops/days`, { body: { asOf: date } }));
      }
      await settle();
    },
  };
}

/** Again while the platform is away; a refusal of the platform is final. */
export async function patiently<T>(attempt: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (error instanceof PlatformRefused || performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

/** A platform that has come back from a broker's restart may need long; one that makes no progress is not waited for. */
async function untilQuiet(urls: Readonly<Record<ServiceName, string>>): Promise<void> {
  let seen = '';
  let deadline = performance.now() + PATIENCE_MS;
  for (let quiet = 0; quiet < QUIET_LOOKS;) {
    const behind = (await behindNow(urls)).join('；');
    quiet = behind === '' ? quiet + 1 : 0;
    if (behind !== seen) deadline = performance.now() + PATIENCE_MS;
    seen = behind;
    if (performance.now() > deadline) throw new Error(`平台在${PATIENCE_MS / 1000}秒内没有进展：${behind}`);
    if (quiet < QUIET_LOOKS) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** Who is behind, with what and by how much; empty when the platform is quiet. */
async function behindNow(urls: Readonly<Record<ServiceName, string>>): Promise<readonly string[]> {
  const lags = await Promise.all(
    SERVICES.map(async (service) => {
      const entries = await patiently(() => request<readonly LagEntry[]>('GET', `${urls[service]}/ops/lag`));
      const late = entries.filter(({ behind }) => behind > 0);
      return late.map(({ what, behind }) => `${service} 的 ${what} 还有${behind}条`);
    }),
  );
  return lags.flat();
}
