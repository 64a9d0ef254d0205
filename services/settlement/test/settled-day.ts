import { startServiceForTest, testEnvironment, type ServiceUnderTest } from '#testing';
import { filing, openVisit, person, PSN_NO, putHospital, registered, send } from './hospital.js';
import { settled } from './stay.js';

export const DAY = '2025-08-01';
export const province = (area: string) => ({ roles: ['provincial-agency'] as const, area });

/** A claim as a side reports it. */
export interface Entry {
  readonly claimId: string;
  readonly state: 'settled' | 'refunded';
  readonly total: string;
  readonly fundTotal: string;
  readonly account: string;
  readonly cash: string;
}

export interface SettledDay {
  readonly service: ServiceUnderTest;
  readonly environment: Readonly<Record<string, string>>;
  /** Four settlements and the refund of one of them, as the nation knows them. */
  readonly claims: readonly Entry[];
  end(): Promise<void>;
}

/** A day on which a person of Wuxi was treated four times in one hospital of Shanghai, and once paid back. */
export async function settledDay(): Promise<SettledDay> {
  const { environment, drop } = await testEnvironment();
  const service = await startServiceForTest('settlement', environment);
  await service.setBusinessDate(DAY);
  await putHospital(service);
  await registered(service, environment, { persons: [person()], filings: [filing()] });
  let refund = {};
  for (const pieces of [100, 200, 300, 400]) {
    const { settle, visitId } = await openVisit(service, pieces);
    const paid = settled(await send(service, '2207', { data: settle }));
    refund = { setl_id: paid['setl_id'], mdtrt_id: visitId, psn_no: PSN_NO };
  }
  const refunded = await send(service, '2208', { data: refund });
  if (refunded.infcode !== '0') throw new Error(refunded.text);
  const claims = await service.database.read<Entry>(
    `select claim_id as "claimId", case when refund_of is null then 'settled' else 'refunded' end as state, total::text,
            fund_total::text as "fundTotal", account::text, cash::text from read_claims.claim order by claim_id`,
  );
  const end = async (): Promise<void> => {
    await service.stop();
    await drop();
  };
  return { service, environment, claims, end };
}
