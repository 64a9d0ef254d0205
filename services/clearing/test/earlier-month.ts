import type { Claim } from '#contracts';
import { CLEARING_UNITS } from '#kernel';
import { claim, confirmed, nation, province, settled, type ClearingUnderTest } from './month.js';

/** July up to its notices, of one claim: what is refunded of it later turns its pair round (CLR-08). */
export async function clearedInJuly(
  { service, send }: ClearingUnderTest,
  claimId: string,
  total: string,
  changes: Partial<Claim> = {},
): Promise<void> {
  const step = async (job: string, asOf: string): Promise<void> => {
    await service.setBusinessDate(asOf);
    await service.call('POST', `/ops/jobs/${job}/runs`, { body: { asOf } });
  };
  await send(
    settled(claim(claimId, total, { settledOn: '2025-07-10', settledAt: '2025-07-10 10:00:00', ...changes })),
    confirmed([claimId], '2025-08-01'),
  );
  await step('cut-off', '2025-08-20');
  await step('table', '2025-08-21');
  for (const { code } of CLEARING_UNITS) {
    await service.call('POST', `/clearing/periods/2025-07/confirmations/${code}`, { as: province(code) });
  }
  await step('confirmations', '2025-08-25');
  for (const [path, subject] of [
    ['publication', 'first'],
    ['publication-approval', 'second'],
  ] as const) {
    await service.call('POST', `/clearing/periods/2025-07/${path}`, { as: { ...nation, subject }, body: {} });
  }
  await step('notices', '2025-08-31');
  await service.setBusinessDate('2025-08-20');
}
