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
  psnNo = `3202000000000002${String(persons).padStart(4, '0')}`;
  await registration.enrol(psnNo);
});

const recordsNothing = async (act: () => Promise<unknown>): Promise<void> => {
  const before = await registration.events();
  await act();
  expect(await registration.events()).toBe(before);
};

async function filed(changes: object = {}): Promise<string> {
  const { status, body } = await registration.apply(asked(psnNo, changes));
  expect({ status, detail: body['detail'] }).toEqual({ status: 200, detail: undefined });
  return String(body['filingId']);
}

const PROMISE = { byPromise: true, documents: [] };
const sanctions = () =>
  registration.service.call('GET', `/registration/persons/${psnNo}/sanctions`, { as: province('32') });

/** Filings on the list of what is owed. */
async function owing(): Promise<readonly unknown[]> {
  const path = '/registration/filings/owed?region=320200';
  const { body } = await registration.service.call('GET', path, { as: province('32') });
  return (body['lines'] as readonly Record<string, unknown>[]).map(({ filingId }) => filingId);
}

describe('the day of filings', () => {
  it('REG-09, REG-10: reminds, revokes on day 16 also when days were missed, and a second run finds nothing', async () => {
    await registration.day('2025-08-01');
    const filingId = await filed(PROMISE);
    await registration.service.setBusinessDate('2025-08-12');
    expect(await registration.day('2025-08-12')).toMatchObject({ reminded: 1, revoked: 0 });
    await recordsNothing(async () => expect(await registration.day('2025-08-12')).toMatchObject({ reminded: 0 }));
    await registration.service.setBusinessDate('2025-08-25');
    await registration.day('2025-08-25');
    expect((await registration.filings(psnNo)).body).toMatchObject([
      { filingId, endedOn: '2025-08-17', endedCause: 'revoked' },
    ]);
    await recordsNothing(async () => {
      expect(await registration.day('2025-08-25')).toMatchObject({ revoked: 0, sanctioned: 0 });
      expect(await registration.apply(asked(psnNo, PROMISE))).toMatchObject({ status: 422, body: { rule: 'REG-10' } });
    });
  });

  it('REG-10: an act that comes before the day’s work finds the promise broken', async () => {
    const filingId = await filed(PROMISE);
    await registration.service.setBusinessDate('2025-09-15');
    const before = await sanctions();
    expect(before.body).toMatchObject({ sanctions: [] });
    await filed({ kind: 'other-temporary', documents: [] });
    expect((await registration.filings(psnNo)).body).toMatchObject([
      { kind: 'other-temporary' },
      { filingId, endedOn: '2025-09-10', endedCause: 'revoked' },
    ]);
    await registration.day('2025-09-15');
    const { body } = await sanctions();
    expect(body).toMatchObject({ mayPromise: false, sanctions: [{ filingId }] });
  });

  it('REG-10: a promise that another filing replaced is found by the work of its day', async () => {
    const filingId = await filed(PROMISE);
    await filed({ kind: 'other-temporary', documents: [] });
    expect(await owing()).toContain(filingId);
    await registration.service.setBusinessDate('2025-10-01');
    expect(await registration.day('2025-10-01')).toMatchObject({ sanctioned: 1, revoked: 0 });
    await recordsNothing(async () => expect(await registration.day('2025-10-01')).toMatchObject({ sanctioned: 0 }));
    const { body } = await sanctions();
    expect(body).toMatchObject({ sanctions: [{ filingId, cause: 'documents-overdue' }] });
    expect(await owing()).not.toContain(filingId);
  });

  it('REG-09: a promise that another filing replaced is listed until its papers come', async () => {
    const filingId = await filed(PROMISE);
    await filed({ kind: 'other-temporary', documents: [] });
    expect(await owing()).toContain(filingId);
    const brought = { psnNo, insuredRegion: '320200', documents: [{ kind: 'residence-permit' }] };
    expect(await registration.act(`${filingId}/documents`, brought)).toMatchObject({
      ...{ status: 200, body: { owed: null, state: 'ended', endedCause: 'replaced' } },
    });
    expect(await owing()).not.toContain(filingId);
  });

  it('REG-08, REG-09: a change takes the promise along: the new filing is listed in its place', async () => {
    const filingId = await filed(PROMISE);
    const change = { psnNo, insuredRegion: '320200', channel: 'window', destination: '330100' };
    const { body } = await registration.act(`${filingId}/change`, change);
    expect(await owing()).toEqual(expect.arrayContaining([body['filingId']]));
    expect(await owing()).not.toContain(filingId);
  });

  it('REG-10: a person insured in two places one after the other is looked at for both', async () => {
    const former = await filed(PROMISE);
    await registration.day('2025-10-01');
    await registration.enrol(psnNo, { insuredRegion: '320500' });
    const { body } = await registration.apply(
      asked(psnNo, { kind: 'other-temporary', documents: [], insuredRegion: '320500', startsOn: '2026-01-01' }),
    );
    expect(body).toMatchObject({ state: 'approved' });
    await registration.service.setBusinessDate('2026-07-02');
    await registration.day('2026-07-02');
    const { body: filings } = await registration.filings(psnNo);
    expect(filings).toMatchObject([
      { filingId: body['filingId'], endedOn: '2026-07-01', endedCause: 'expired' },
      { filingId: former, endedOn: '2025-10-17', endedCause: 'revoked' },
    ]);
  });

  it('REG-10, REG-14, SEC-03: verify holds for everything that happened here', async () => {
    const { body } = await registration.service.call('POST', '/ops/verify');
    const checks = body as unknown as { ok: boolean }[];
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(checks).toHaveLength(4);
  });
});
