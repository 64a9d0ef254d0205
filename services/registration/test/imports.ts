import { mintDevelopmentToken } from '#http';
import { insured, province, type Caller, type Registration } from './registration.js';

export const HEADER =
  'psnNo,insuredRegion,kind,destination,byPromise,documents,documentsValidTo,owedUntil,appliedOn,validFrom,validTo,channel';
export const WITH_REFERRAL = `${HEADER},student,referralInstitution,referralLevel,referralRegion,referralDiagnosis,referralIssuedOn`;

export const csv = (...rows: readonly string[]): string => `${[HEADER, ...rows].join('\n')}\n`;

/** A resident of Wuxi filed for Shanghai with a residence permit since March; changed as told. */
export function row(psnNo: string, changes: Readonly<Record<string, string>> = {}): string {
  const cells: Record<string, string> = {
    ...{ psnNo, insuredRegion: '320200', kind: 'long-term-resident', destination: '310000', byPromise: 'false' },
    ...{ documents: 'residence-permit', documentsValidTo: '', owedUntil: '', appliedOn: '2025-03-01' },
    ...{ validFrom: '2025-03-01', validTo: '', channel: '' },
    ...changes,
  };
  return HEADER.split(',')
    .map((name) => cells[name] ?? '')
    .join(',');
}

export interface Sent {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

export type Bytes = string | Buffer | AsyncIterable<Uint8Array>;

/** Sends a body as a stream, the way a file goes. */
export async function send(
  url: string,
  query: Readonly<Record<string, string | number | boolean>>,
  bytes: Bytes,
  as: Caller = province('32'),
): Promise<Sent> {
  const asked = new URLSearchParams({ unit: '32', ...mapText(query) });
  const response = await fetch(`${url}/registration/filings/imports?${asked.toString()}`, {
    method: 'POST',
    headers: { ...(await authorization(as)), 'content-type': 'text/csv' },
    body: typeof bytes === 'string' || Buffer.isBuffer(bytes) ? bytes : streamOf(bytes),
    duplex: 'half',
  } as RequestInit);
  const text = await response.text();
  return { status: response.status, body: JSON.parse(text) as Record<string, unknown> };
}

export async function errorsOf(url: string, importId: string, as: Caller = province('32')): Promise<string> {
  const response = await fetch(`${url}/registration/filings/imports/${importId}/errors`, {
    headers: await authorization(as),
  });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return Buffer.from(await response.arrayBuffer()).toString('utf8');
}

/** Persons of Wuxi, five hundred a request. */
export async function enrolMany({ service }: Pick<Registration, 'service'>, persons: readonly string[]): Promise<void> {
  for (let from = 0; from < persons.length; from += 500) {
    const body = { unit: '32', persons: persons.slice(from, from + 500).map((psnNo) => insured(psnNo)) };
    const { status } = await service.call('POST', '/registration/insured-persons', { as: province('32'), body });
    if (status !== 200) throw new Error(`enrolment answered ${status}`);
  }
}

const authorization = async (caller: Caller): Promise<Record<string, string>> => ({
  authorization: `Bearer ${await mintDevelopmentToken({ subject: 'test', ...caller })}`,
});
const mapText = (query: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)]));

function streamOf(bytes: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = bytes[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await iterator.next();
      if (done === true) controller.close();
      else controller.enqueue(value);
    },
  });
}
