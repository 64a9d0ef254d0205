import { SERVICES, type ServiceName } from '#contracts';
import type { CheckEntry } from '#http';
import type { Layout } from '../platform/layout.js';
import { acrossServices } from './verify-across.js';
import { request } from './shared.js';

export interface VerifyReport {
  readonly ok: boolean;
  readonly checks: readonly (CheckEntry & { readonly service: ServiceName | 'across' })[];
}

/** Every invariant of every service, and those that hold only between them. */
export async function verifyPlatform({ urls }: Pick<Layout, 'urls'>): Promise<VerifyReport> {
  const perService = await Promise.all(
    SERVICES.map(async (service) => {
      const checks = await request<readonly CheckEntry[]>('POST', `${urls[service]}/ops/verify`);
      return checks.map((check) => ({ ...check, service }));
    }),
  );
  const across = (await acrossServices(urls)).map((check) => ({ ...check, service: 'across' as const }));
  const checks = [...perService.flat(), ...across];
  return { ok: checks.every(({ ok }) => ok), checks };
}

export const verifyText = ({ ok, checks }: VerifyReport): string =>
  [
    ...checks.map(
      (check) => `${check.ok ? '✓' : '✗'} ${check.service.padEnd(12)} ${check.name} [${check.rule}] ${check.detail}`,
    ),
    ok ? '全部核验通过' : '核验未通过',
  ].join('\n');
