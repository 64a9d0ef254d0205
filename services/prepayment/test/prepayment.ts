import { deliver, startServiceForTest, testEnvironment, type ServiceUnderTest } from '#testing';
import { table, tableMessage } from './clearing-messages.js';

export interface Caller {
  readonly roles: readonly ('national-agency' | 'provincial-agency')[];
  readonly area: string;
  readonly subject?: string;
}
export const nation: Caller = { roles: ['national-agency'], area: 'nation' };
export const province = (area: string): Caller => ({ roles: ['provincial-agency'], area });

export const AUGUST = table('2025-08', '2025-09-21', [
  ['32', '31', '600.00'],
  ['32', '31', '300.00', 'resident'],
  ['33', '31', '900.00'],
  ['31', '32', '699.99'],
  ['31', '44', '5.00'],
]);

export interface Prepayment {
  readonly service: ServiceUnderTest;
  readonly environment: Readonly<Record<string, string>>;
  get(path: string, as?: Caller): Promise<Record<string, unknown>>;
  setLevels(
    year: string,
    pairs: readonly object[],
    as?: Caller,
  ): Promise<{ status: number; body: Record<string, unknown> }>;
  events(): Promise<number>;
  end(): Promise<void>;
}

/** Prepayment with three levels of 2025, on the day of the clearing table of August, which it has received. */
export async function prepaymentInSeptember(): Promise<Prepayment> {
  const { environment, drop } = await testEnvironment();
  const service = await startServiceForTest('prepayment', environment);
  // Proposed by one and approved by another (SEC-04).
  const setLevels: Prepayment['setLevels'] = async (year, pairs, as = nation) => {
    const proposed = await service.call('PUT', `/prepayment/levels/${year}`, { as, body: { pairs } });
    if (proposed.status !== 200) return proposed;
    const second = { ...nation, subject: 'second' };
    const { proposalNo } = proposed.body;
    return service.call('POST', `/prepayment/levels/${year}/approval`, { as: second, body: { proposalNo } });
  };
  await service.setBusinessDate('2025-01-24');
  const { status } = await setLevels('2025', [
    { payer: '32', receiver: '31', amount: '1000.00' },
    { payer: '33', receiver: '31', amount: '1000.00' },
    { payer: '31', receiver: '32', amount: '1000.00' },
  ]);
  if (status !== 200) throw new Error(`the levels were answered ${status}`);
  await service.setBusinessDate('2025-09-21');
  await deliver(service, environment, 'clearing', [tableMessage(AUGUST)]);
  return {
    ...{ service, environment, setLevels },
    get: async (path, as = nation) => (await service.call('GET', path, { as })).body,
    async events() {
      const [row] = await service.database.read<{ n: number }>('select count(*)::integer as n from events');
      return row?.n ?? 0;
    },
    async end() {
      await service.stop();
      await drop();
    },
  };
}
