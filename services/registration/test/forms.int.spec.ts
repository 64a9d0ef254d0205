import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mintDevelopmentToken } from '#http';
import { ID_NUMBER, NAME, province, registrationOn, type Registration } from './registration.js';

let registration: Registration;
const filings = { promising: '', papers: '', waiting: '' };

const terms = (psnNo: string, changes: object = {}): object => ({
  ...{ psnNo, insuredRegion: '320200', kind: 'long-term-resident', destination: '440200', channel: 'window' },
  ...{ documents: [{ kind: 'residence-permit' }] },
  ...changes,
});

beforeAll(async () => {
  registration = await registrationOn('2025-08-01');
  const fileFor = async (psnNo: string, changes: object = {}): Promise<string> => {
    await registration.enrol(psnNo);
    const { status, body } = await registration.apply(terms(psnNo, changes));
    expect(status).toBe(200);
    return String(body['filingId']);
  };
  filings.promising = await fileFor('32020000000000008001', { byPromise: true, documents: [] });
  filings.papers = await fileFor('32020000000000008002');
  filings.waiting = await fileFor('32020000000000008003', { channel: 'national-app' });
});

afterAll(() => registration.end());

const ask = (filingId: string, annex: string, as = province('32')) =>
  registration.service.call('GET', `/registration/filings/${filingId}/forms/${annex}`, { as });

/** The same as a browser would ask for it. */
async function askForPdf(filingId: string, annex: string, area = '32'): Promise<Response> {
  const token = await mintDevelopmentToken({ subject: 'test', roles: ['city-agency'], area, city: `${area}0200` });
  const headers = { accept: 'application/pdf', authorization: `Bearer ${token}` };
  return fetch(`${registration.service.url}/registration/filings/${filingId}/forms/${annex}`, { headers });
}

describe('forms of a filing over REST', () => {
  it('REG-22: annex 1 gives its fields, opened, and the local texts', async () => {
    expect(await ask(filings.papers, 'annex-1')).toMatchObject({
      status: 200,
      body: {
        fields: {
          ...{ filingId: filings.papers, name: NAME, idNumber: ID_NUMBER, sex: '男', kind: 'long-term-resident' },
          ...{ province: '江苏省', insuredPlace: '江苏省无锡市', destinationCity: '韶关市', phone1: null },
          ...{ documentsProvided: true, entry: 'new', filledOn: '2025-08-01', handledOn: '2025-08-01' },
        },
        texts: { layout: 'national', notice: expect.arrayContaining([expect.stringContaining('先备案，后结算')]) },
      },
    });
  });

  it('REG-22: both annexes are PDF where the caller accepts it, for nobody to keep on the way', async () => {
    for (const annex of ['annex-1', 'annex-2']) {
      const answer = await askForPdf(filings.promising, annex);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe('application/pdf');
      expect(answer.headers.get('cache-control')).toBe('no-store');
      const pdf = Buffer.from(await answer.arrayBuffer());
      expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
      expect(pdf.includes('NotoSerifSC')).toBe(true);
    }
  });

  it('REG-22, REG-09: a filing on a promise has a letter with what is owed, one with papers has none', async () => {
    expect(await ask(filings.promising, 'annex-2')).toMatchObject({
      status: 200,
      body: { fields: { missingDocuments: expect.stringContaining('居住证'), supplementBy: '2025-08-16' } },
    });
    expect(await ask(filings.papers, 'annex-2')).toMatchObject({ status: 422, body: { rule: 'REG-22' } });
    expect((await askForPdf(filings.papers, 'annex-2')).status).toBe(422);
  });

  it('REG-22: an unknown filing, one that waits for its decision and a third annex are not found or refused', async () => {
    expect((await ask('BA0', 'annex-1')).status).toBe(404);
    expect((await ask(filings.waiting, 'annex-1')).status).toBe(404);
    expect(await ask(filings.papers, 'annex-3')).toMatchObject({ status: 400, body: { fields: ['annex'] } });
  });

  it('SEC-01: another province is refused both, and learns nothing of the person', async () => {
    for (const annex of ['annex-1', 'annex-2']) {
      const refused = await ask(filings.promising, annex, province('41'));
      expect(refused.status).toBe(403);
      expect(JSON.stringify(refused.body)).not.toContain(NAME);
      expect((await askForPdf(filings.promising, annex, '41')).status).toBe(403);
    }
  });

  it('SEC-02: the name and the number that were printed stand in no log', () => {
    expect(registration.service.log()).not.toBe('');
    for (const secret of [NAME, ID_NUMBER]) expect(registration.service.log()).not.toContain(secret);
  });
});
