import { CONTRACTS, type Claim } from '#contracts';
import { FORM_TYPES } from '#forms';
import { mintDevelopmentToken } from '#http';
import { citizenIdCheckCharacter } from '#kernel';
import { developmentKeyRing, parseKeyRing, Sm4FieldCipher } from '#privacy';
import {
  deliver,
  failedChecks,
  startServiceForTest,
  testEnvironment,
  type EventOfOther,
  type ServiceUnderTest,
} from '#testing';

export const province = (area: string) => ({ roles: ['provincial-agency'] as const, area });
export const finance = (area: string) => ({ roles: ['provincial-finance'] as const, area });
export const nation = { roles: ['national-agency'] as const, area: 'nation' };

/** A claim of 江苏 treated in 上海 that only the pool pays; amounts in yuan. */
export function claim(claimId: string, total: string, changes: Partial<Claim> = {}): Claim {
  return {
    ...CONTRACTS.claimSettled.example,
    ...{ claimId, visitId: `v-${claimId}`, visitKind: 'outpatient', insuredRegion: '320200', careRegion: '310115' },
    ...{ payer: '32', receiver: '31', institutionCode: 'H31011500001', settledOn: '2025-08-10' },
    ...{
      settledAt: '2025-08-10 10:00:00',
      total,
      inScope: total,
      funds: [{ code: '310100', column: 'pool', amount: total }],
    },
    ...{ fundTotal: total, account: '0.00', cash: '0.00' },
    ...changes,
  };
}

const first17 = '32020219600501201';
const ID_NUMBER = `${first17}${citizenIdCheckCharacter(first17)}`;
const cipher = new Sm4FieldCipher(parseKeyRing(developmentKeyRing()));

export const inpatient = (claimId: string, total: string, changes: Partial<Claim> = {}): Claim =>
  claim(claimId, total, {
    ...{ visitKind: 'inpatient', inpatientNumber: `ZY-${claimId}`, invoiceNumber: `FP-${claimId}` },
    ...{ admittedOn: '2025-08-01', dischargedOn: '2025-08-10' },
    idNumberHash: cipher.searchHash('id-number', ID_NUMBER),
    ...changes,
  });

export const settled = (data: Claim): EventOfOther => ({
  type: data.refundOf === null ? CONTRACTS.claimSettled.type : CONTRACTS.claimRefunded.type,
  subject: data.visitId,
  data,
});

export const confirmed = (claimIds: readonly string[], confirmedOn = '2025-09-01'): EventOfOther => ({
  type: CONTRACTS.claimsConfirmed.type,
  subject: 'statement',
  data: { ...CONTRACTS.claimsConfirmed.example, claimIds, confirmedOn },
});

export const difference = (differenceId: string, claimId: string, owner = '31'): EventOfOther => ({
  type: CONTRACTS.differenceFound.type,
  subject: 'day',
  data: { ...CONTRACTS.differenceFound.example, differenceId, claimId, owner },
});

export const closed = (differenceId: string, claimId: string): EventOfOther => ({
  type: CONTRACTS.differenceClosed.type,
  subject: 'day',
  data: { ...CONTRACTS.differenceClosed.example, differenceId, claimId },
});

/** What the place of insurance fills in about a stay of `inpatient` (AUD-03). */
export const investigation = (total: string, claimId: string) => ({
  ...{ name: '王小明', idNumber: ID_NUMBER, sex: '1' },
  ...{ institutionCode: 'H31011500001', inpatientNumber: `ZY-${claimId}`, invoiceNumber: `FP-${claimId}` },
  ...{ admittedOn: '2025-08-01', dischargedOn: '2025-08-10', total, suspicion: '费用明显偏高' },
});

export interface ClearingUnderTest {
  readonly service: ServiceUnderTest;
  readonly environment: Readonly<Record<string, string>>;
  send(...events: readonly EventOfOther[]): Promise<void>;
  /** Sets the business date and runs the jobs of that day. */
  day(date: string): Promise<Record<string, Record<string, unknown>>>;
  csv(path: string): Promise<string>;
  /** The line of a published table that begins with a name. */
  line(table: string, name: string): Promise<string | undefined>;
  /** A form as an agency of an area gets it: a workbook, or what it accepts. */
  form(path: string, area: string, accept?: string): Promise<Response>;
  verified(): Promise<readonly string[]>;
  end(): Promise<void>;
}

export async function startClearing(): Promise<ClearingUnderTest> {
  const { environment, drop } = await testEnvironment();
  const service = await startServiceForTest('clearing', environment);
  const csv = async (path: string): Promise<string> => {
    const { body } = await service.call('GET', path, { as: nation });
    const { columns, rows } = body as unknown as { columns: string[]; rows: string[][] };
    return [columns, ...rows].map((row) => row.join(',')).join('\n');
  };
  return {
    service,
    environment,
    send: (...events) => deliver(service, environment, 'settlement', events),
    async day(date) {
      await service.setBusinessDate(date);
      const { body } = await service.call('POST', '/ops/days', { body: { asOf: date } });
      return body as Record<string, Record<string, unknown>>;
    },
    csv,
    line: async (table, name) =>
      (await csv(`/clearing/periods/${table}`)).split('\n').find((row) => row.startsWith(`${name},`)),
    async form(path, area, accept = FORM_TYPES.xlsx) {
      const token = await mintDevelopmentToken({ subject: 'forms', roles: ['provincial-agency'], area });
      return fetch(`${service.url}${path}`, { headers: { authorization: `Bearer ${token}`, accept } });
    },
    async verified() {
      return (await failedChecks(service)).map(({ name }) => name);
    },
    async end() {
      await service.stop();
      await drop();
    },
  };
}
