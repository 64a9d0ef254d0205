import { EventStore, streamRequest } from '#event-store';
import { citizenIdCheckCharacter, ok } from '#kernel';
import { databaseOf, parseConfig } from '#service';
import { startServiceForTest, testEnvironment, type ServiceUnderTest } from '#testing';
import { filingBookRef } from '../src/filing/domain/filing-book.js';
import type { Stay } from '../src/filing/domain/filing-events.js';
import { FILING_EVENT_TYPES } from '../src/filing/filing-event-types.js';

export interface Caller {
  readonly roles: readonly ('provincial-agency' | 'city-agency' | 'national-agency')[];
  readonly city?: string;
  readonly area: string;
}
export const province = (area: string): Caller => ({ roles: ['provincial-agency'], area });

/** An id number with its check digit. */
export const idNumber = (body17: string): string => `${body17}${citizenIdCheckCharacter(body17)}`;

export const NAME = '欧阳测试';
export const ID_NUMBER = idNumber('32020219600501201');
export const PHONE = '13800138000';
export const CARD = 'CARD-320202-000001';

/** A person of Wuxi as the province reports them; others of the same sex and birthday differ by number. */
export const insured = (psnNo: string, changes: object = {}): Record<string, unknown> => ({
  ...{ psnNo, name: NAME, idNumber: ID_NUMBER, phone: PHONE, credentials: [CARD], sex: '1', birthDate: '1960-05-01' },
  ...{ insuredRegion: '320200', insuranceType: '310', personType: '12', civilServant: false, insuranceStatus: '1' },
  ...{ insuredSince: '2010-01-01', accountBalance: '1200.00' },
  ...changes,
});

/** An application of a resident of Wuxi for Shanghai at the window, which decides on the spot. */
export const asked = (psnNo: string, changes: object = {}): Record<string, unknown> => ({
  ...{ psnNo, insuredRegion: '320200', kind: 'long-term-resident', destination: '310000' },
  ...{ documents: [{ kind: 'residence-permit' }], channel: 'window' },
  ...changes,
});

export interface Acting {
  readonly as?: Caller;
  readonly key?: string;
}

export interface Registration {
  readonly service: ServiceUnderTest;
  /** Folder of the stored papers. */
  readonly documents: string;
  enrol(psnNo: string, changes?: object): Promise<void>;
  apply(body: object, as?: Caller, key?: string): ReturnType<ServiceUnderTest['call']>;
  cancel(filingId: string, body: object, as?: Caller): ReturnType<ServiceUnderTest['call']>;
  /** Any act on a filing, by the last part of its route. */
  act(route: string, body: object, how?: Acting): ReturnType<ServiceUnderTest['call']>;
  /** The daily job of a day. */
  day(asOf: string): Promise<Record<string, unknown>>;
  /** What settlement tells of a stay, as it is kept in the book. */
  stay(stay: Stay): Promise<void>;
  filings(psnNo: string, as?: Caller): ReturnType<ServiceUnderTest['call']>;
  events(): Promise<number>;
  end(): Promise<void>;
}

export async function registrationOn(date: string, settings: Record<string, string> = {}): Promise<Registration> {
  const { environment: own, drop } = await testEnvironment();
  const environment = { ...own, ...settings };
  const service = await startServiceForTest('registration', environment);
  await service.setBusinessDate(date);
  const home = province('32');
  return {
    service,
    documents: (own['KUASHENG_DOCUMENTS'] ?? '').slice('file:'.length),
    async enrol(psnNo, changes = {}) {
      const body = { unit: '32', persons: [insured(psnNo, changes)] };
      const answer = await service.call('POST', '/registration/insured-persons', { as: home, body });
      if (answer.body['enrolled'] !== 1) throw new Error(JSON.stringify(answer));
    },
    apply: (body, as = home, key = undefined) =>
      service.call('POST', '/registration/filings', { as, body, ...(key === undefined ? {} : { key }) }),
    cancel: (filingId, body, as = home) =>
      service.call('POST', `/registration/filings/${filingId}/cancellation`, { as, body }),
    act: (route, body, { as = home, ...how } = {}) =>
      service.call('POST', `/registration/filings/${route}`, { as, body, ...how }),
    day: async (asOf) => (await service.call('POST', '/ops/jobs/filings-day/runs', { body: { asOf } })).body,
    stay: (stay) => keepStay(environment, stay),
    filings: (psnNo, as = home) => service.call('GET', `/registration/persons/${psnNo}/filings`, { as }),
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

async function keepStay(environment: Readonly<Record<string, string>>, stay: Stay): Promise<void> {
  const url = databaseOf(parseConfig(environment), 'registration');
  const store = await EventStore.open({ url, connections: 2, eventTypes: FILING_EVENT_TYPES });
  const metadata = {
    ...{ actor: 'system:settlement', onBehalfOf: 'nation', reason: 'test', businessDate: stay.openedOn },
    ...{ correlationId: 'test', causationId: null },
  };
  await store.write(
    streamRequest({
      ...{ stream: filingBookRef(stay.psnNo), idempotency: null, metadata },
      decide: () => ok([{ type: 'StayRegistered' as const, data: stay }]),
      answer: () => null,
    }),
  );
  await store.close();
}
