import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { asked, province, registrationOn, type Registration } from './registration.js';

let registration: Registration;
let persons = 0;
let psnNo = '';

beforeAll(async () => {
  registration = await registrationOn('2025-08-01');
});

afterAll(() => registration.end());

beforeEach(async () => {
  persons += 1;
  psnNo = `3202000000000001${String(persons).padStart(4, '0')}`;
  await registration.enrol(psnNo);
});

const recordsNothing = async (act: () => Promise<unknown>): Promise<void> => {
  const before = await registration.events();
  await act();
  expect(await registration.events()).toBe(before);
};

const of = (changes: object = {}): object => ({ psnNo, insuredRegion: '320200', ...changes });

async function filed(changes: object = {}): Promise<string> {
  const { status, body } = await registration.apply(asked(psnNo, changes));
  expect({ status, detail: body['detail'] }).toEqual({ status: 200, detail: undefined });
  return String(body['filingId']);
}

const PROMISE = { byPromise: true, documents: [] };
const ONLINE = { channel: 'national-app' };
const PERMIT = [{ kind: 'residence-permit' }];
const CERTIFICATE = {
  ...{ kind: 'referred', documents: [{ kind: 'referral-certificate' }], destination: '330100' },
  referral: { level: '3', region: '320200', diagnosis: 'C34.900', issuedOn: '2025-08-01' },
};
const REASON = { reason: '经核查不符合备案条件' };
const FINDING = { finding: '居住证系伪造' };

interface Route {
  readonly route: string;
  /** What stands before the act. */
  readonly before: object;
  readonly body: object;
  readonly answer: object;
  /** What the act is refused on, with the rule and the field. */
  readonly refused: readonly [rule: string, field: string, before: object, body: object];
}

const ROUTES: readonly Route[] = [
  {
    ...{ route: 'approval', before: ONLINE, body: {} },
    answer: { state: 'approved', validFrom: '2025-08-01', decideBy: null },
    refused: ['REG-05', 'filingId', {}, {}],
  },
  {
    ...{ route: 'refusal', before: ONLINE, body: REASON },
    answer: { state: 'refused', validFrom: null },
    refused: ['REG-05', 'filingId', {}, REASON],
  },
  {
    ...{ route: 'withdrawal', before: ONLINE, body: {}, answer: { state: 'refused' } },
    refused: ['REG-05', 'filingId', {}, {}],
  },
  {
    ...{ route: 'documents', before: PROMISE, body: { documents: PERMIT, documentsValidTo: '2027-05-31' } },
    answer: { owed: null, validTo: '2027-05-31', notice: null },
    refused: ['REG-03', 'documents', PROMISE, { documents: [{ kind: 'identity' }] }],
  },
  {
    ...{ route: 'change', before: {}, body: { channel: 'window', destination: '330100' } },
    answer: { state: 'approved', destination: '330100', validFrom: '2025-08-01' },
    refused: ['REG-04', 'destination', {}, { channel: 'window', destination: '330000' }],
  },
  {
    ...{ route: 'renewal', before: { documentsValidTo: '2025-12-31' } },
    body: { channel: 'window', documents: PERMIT, documentsValidTo: '2026-12-31' },
    answer: { validTo: '2026-12-31' },
    refused: ['REG-15', 'filingId', { kind: 'other-temporary', documents: [] }, { channel: 'window' }],
  },
  {
    ...{ route: 'cancellation', before: { kind: 'other-temporary', documents: [] }, body: { channel: 'website' } },
    answer: { state: 'ended', endedCause: 'cancelled', endedOn: '2025-08-01' },
    refused: ['REG-05', 'channel', { kind: 'other-temporary', documents: [] }, { channel: 'phone' }],
  },
  {
    ...{ route: 'revocation', before: {}, body: REASON, answer: { state: 'ended', endedCause: 'revoked' } },
    refused: ['REG-05', 'filingId', ONLINE, REASON],
  },
  {
    ...{ route: 'false-documents', before: {}, body: { ...FINDING, lossToRecover: '12345.67' } },
    answer: { state: 'ended', endedCause: 'false-documents' },
    refused: ['REG-21', 'filingId', ONLINE, FINDING],
  },
];

describe('acts on filings over REST', () => {
  it('REG-05, REG-09: an application from the national app waits, with its day and what a promise means', async () => {
    const { body } = await registration.apply(asked(psnNo, { ...ONLINE, ...PROMISE }));
    expect(body).toMatchObject({ state: 'pending', decideBy: '2025-08-05', validFrom: null });
    expect(body['notice']).toMatch(/15日/);
  });

  it.each(ROUTES)(
    'SET-15: $route is done once and answered the same again',
    async ({ route, before, body, answer }) => {
      const filingId = await filed(before);
      const first = await registration.act(`${filingId}/${route}`, of(body), { key: `${psnNo}-${route}` });
      expect(first).toMatchObject({ status: 200, body: answer });
      await recordsNothing(async () => {
        expect(await registration.act(`${filingId}/${route}`, of(body), { key: `${psnNo}-${route}` })).toEqual(first);
      });
    },
  );

  it('REG-21: what came back of a loss is recorded by its receipt and shown with it', async () => {
    const filingId = await filed({});
    const recovered = (amount: string) =>
      registration.act(`${filingId}/recovered-losses`, of({ amount, receipt: 'JK-1' }));
    expect((await recovered('100.00')).body).toMatchObject({ rule: 'REG-21', fields: ['filingId'] });
    await registration.act(`${filingId}/false-documents`, of({ ...FINDING, lossToRecover: '100.00' }));
    expect((await recovered('100.01')).body).toMatchObject({ rule: 'REG-21', fields: ['amount'] });
    expect((await recovered('100.00')).status).toBe(200);
    const path = `/registration/persons/${psnNo}/sanctions`;
    const { body } = await registration.service.call('GET', path, { as: province('32') });
    expect(body['losses']).toMatchObject([{ filingId, toRecover: '100.00', recovered: '100.00' }]);
  });

  it.each(ROUTES)('$route is refused with rule and field, and records nothing', async ({ route, refused }) => {
    const [rule, field, before, body] = refused;
    const filingId = await filed(before);
    await recordsNothing(async () => {
      const answer = await registration.act(`${filingId}/${route}`, of(body));
      const status = route === 'revocation' || route === 'false-documents' ? 404 : 422;
      expect(answer).toMatchObject({ status, body: { fields: expect.arrayContaining([field]) } });
      if (status === 422) expect(answer.body).toMatchObject({ rule });
      expect(answer.body['detail']).toMatch(/[\u4e00-\u9fff]/);
    });
  });

  it.each(ROUTES)('SEC-01: $route is not for another province, by its body or by the number', async (one) => {
    const filingId = await filed(one.before);
    const as = province('33');
    await recordsNothing(async () => {
      const path = `${filingId}/${one.route}`;
      expect((await registration.act(path, of(one.body), { as })).status).toBe(403);
      expect((await registration.act(path, of({ ...one.body, insuredRegion: '330100' }), { as })).status).toBe(403);
    });
  });

  it.each(ROUTES)('FORMAT: $route refuses what it does not know as a bad request', async ({ route, before, body }) => {
    const filingId = await filed(before);
    await recordsNothing(async () => {
      expect((await registration.act(`${filingId}/${route}`, of({ ...body, gift: 1 }))).status).toBe(400);
    });
  });

  it('REG-14: cancelled before it began, a filing lets the one it was to replace go on, in the list too', async () => {
    const later = { kind: 'other-temporary', documents: [], destination: '330100', startsOn: '2025-10-01' };
    const filingId = await filed();
    const listed = () =>
      registration.service.database.read(
        'select ended_on::text, ended_cause from read_filings.filing where filing_id = $1',
        [filingId],
      );
    const next = await filed(later);
    expect(await listed()).toEqual([{ ended_on: '2025-10-01', ended_cause: 'replaced' }]);
    expect((await registration.cancel(next, of())).status).toBe(200);
    expect(await listed()).toEqual([{ ended_on: null, ended_cause: null }]);
    expect((await registration.filings(psnNo)).body).toMatchObject([
      { state: 'ended' },
      { filingId, endedOn: null, state: 'approved' },
    ]);
  });

  it('REG-06: papers that are valid to 9999-12-31 have no end', async () => {
    const filingId = await filed({ documentsValidTo: '2025-12-31' });
    const body = of({ channel: 'window', documents: PERMIT, documentsValidTo: '9999-12-31' });
    expect((await registration.act(`${filingId}/renewal`, body)).body).toMatchObject({ validTo: null });
    const refused = await registration.act(`${filingId}/renewal`, of({ ...body, documentsValidTo: '9999-12-30' }));
    expect(refused).toMatchObject({ status: 400, body: { fields: ['documentsValidTo'] } });
  });

  it('REG-15: a referral is renewed for the same disease', async () => {
    const filingId = await filed(CERTIFICATE);
    await registration.service.setBusinessDate('2025-08-02');
    const answer = await registration.act(`${filingId}/renewal`, of({ channel: 'window', sameDisease: true }));
    expect(answer).toMatchObject({ status: 200, body: { validTo: '2026-07-31' } });
  });

  it('SEC-01: the former place of insurance ends its own filing, and grants nothing more', async () => {
    const filingId = await filed();
    const waiting = await filed({ ...ONLINE, kind: 'other-temporary', documents: [] });
    await registration.enrol(psnNo, { insuredRegion: '320500' });
    await recordsNothing(async () => {
      expect(await registration.act(`${waiting}/approval`, of())).toMatchObject({
        ...{ status: 422, body: { code: 'filing.not-insured' } },
      });
      const elsewhere = of({ ...REASON, insuredRegion: '320500' });
      expect((await registration.act(`${filingId}/revocation`, elsewhere)).status).toBe(403);
    });
    expect((await registration.act(`${filingId}/revocation`, of(REASON))).status).toBe(200);
  });
});

describe('a revoked filing with a stay under way', () => {
  const stay = { careRegion: '310104', openedOn: '2025-08-02', inpatient: true, emergency: false };
  const again = (changes: object = {}): object => asked(psnNo, changes);

  it('REG-13: is restored from the day of admission, for the place of the stay alone, and once', async () => {
    const filingId = await filed();
    await recordsNothing(async () => {
      expect(await registration.act(`${filingId}/restoration`, again())).toMatchObject({
        ...{ status: 422, body: { rule: 'REG-13', fields: ['restores'] } },
      });
    });
    await registration.stay({ ...stay, psnNo, visitId: `V-${psnNo}` });
    await registration.service.setBusinessDate('2025-08-03');
    await registration.act(`${filingId}/revocation`, of(REASON));
    await recordsNothing(async () => {
      const elsewhere = await registration.act(`${filingId}/restoration`, again({ destination: '330100' }));
      expect(elsewhere).toMatchObject({ status: 422, body: { rule: 'REG-13', fields: ['destination'] } });
      const theirs = await registration.act(`${filingId}/restoration`, again(), { as: province('33') });
      expect(theirs.status).toBe(403);
    });
    const key = `${psnNo}-restore`;
    const restored = await registration.act(`${filingId}/restoration`, again(), { key });
    expect(restored).toMatchObject({ status: 200, body: { state: 'approved', validFrom: '2025-08-02' } });
    await recordsNothing(async () => {
      expect(await registration.act(`${filingId}/restoration`, again(), { key })).toEqual(restored);
    });
  });
});
