import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mintDevelopmentToken } from '#http';
import { province, registrationOn, type Registration } from './registration.js';

let registration: Registration;
const PERSON = { promising: '32020000000000007001', waiting: '32020000000000007002', papers: '32020000000000007003' };

const terms = (psnNo: string, changes: object = {}): object => ({
  ...{ psnNo, insuredRegion: '320200', kind: 'long-term-resident', destination: '330100', channel: 'window' },
  ...{ documents: [{ kind: 'residence-permit' }] },
  ...changes,
});

const ask = (path: string, as = province('32')) => registration.service.call('GET', `/registration/${path}`, { as });

/** The same as a spreadsheet would ask for it. */
async function askForCsv(path: string): Promise<string> {
  const token = await mintDevelopmentToken({ subject: 'test', roles: ['provincial-agency'], area: '32' });
  const headers = { accept: 'text/csv', authorization: `Bearer ${token}` };
  return (await fetch(`${registration.service.url}/registration/${path}`, { headers })).text();
}

beforeAll(async () => {
  registration = await registrationOn('2025-08-01');
  for (const psnNo of Object.values(PERSON)) await registration.enrol(psnNo);
  const answers = [
    await registration.apply(terms(PERSON.promising, { byPromise: true, documents: [] })),
    await registration.apply(terms(PERSON.waiting, { channel: 'national-app' })),
    await registration.apply(terms(PERSON.papers)),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(answers.map(({ body }) => body['state'])).toEqual(['approved', 'pending', 'approved']);
});

afterAll(() => registration.end());

describe('coverage on a date at a place', () => {
  const coverage = (psnNo: string, place: string, on = '2025-08-01') =>
    ask(`persons/${psnNo}/coverage?place=${place}&on=${on}`);

  it.each([
    ['330105', 'filed', 'a district of the city'],
    ['339900', 'filed', 'the province’s own unit, by its capital'],
    ['330200', 'none', 'another city of the province'],
    ['320282', 'home', 'a county of the place of insurance'],
    ['320500', 'none', 'another city of the province of insurance'],
  ])('REG-04: %s is %s: %s', async (place, kind) => {
    expect(await coverage(PERSON.papers, place)).toMatchObject({ status: 200, body: { kind, place } });
  });

  it('REG-02: the day before the filing begins is not covered, the day it begins is', async () => {
    expect((await coverage(PERSON.papers, '330100', '2025-07-31')).body).toMatchObject({
      kind: 'none',
      rule: 'REG-02',
    });
    expect((await coverage(PERSON.papers, '330100')).body).toMatchObject({
      kind: 'filed',
      filing: { destination: '330100' },
    });
  });

  it('REG-05: an application that waits covers nothing', async () => {
    expect((await coverage(PERSON.waiting, '330100')).body).toMatchObject({ kind: 'none', filing: null });
  });

  it('REG-04: a place that is none, and a date that is none, are named', async () => {
    expect(await coverage(PERSON.papers, '990000')).toMatchObject({ status: 422, body: { fields: ['place'] } });
    expect(await coverage(PERSON.papers, '330100', '2025-02-30')).toMatchObject({
      status: 400,
      body: { fields: ['on'] },
    });
  });

  it('FORMAT: a date of no year in which something can happen is named, not an error', async () => {
    for (const on of ['1700-01-01', '1849-12-31', '2200-01-01', '9999-12-31']) {
      expect(await coverage(PERSON.papers, '330100', on)).toMatchObject({ status: 400, body: { fields: ['on'] } });
    }
    expect((await coverage(PERSON.papers, '330100', '2199-12-31')).status).toBe(200);
    const ahead = { kind: 'other-temporary', documents: [], startsOn: '9999-12-31' };
    expect(await registration.apply(terms(PERSON.papers, ahead))).toMatchObject({
      ...{ status: 400, body: { fields: ['startsOn'] } },
    });
  });
});

describe('lists of the agency', () => {
  it('REG-09: who owes documents, which, by when, how many days are left and what follows', async () => {
    const { body } = await ask('filings/owed?region=320200');
    expect(body).toEqual({
      next: null,
      lines: [
        expect.objectContaining({
          ...{ psnNo: PERSON.promising, anyOf: ['居住证'], until: '2025-08-16', daysLeft: 15, remindedOn: null },
          otherwise: '逾期未补齐的，备案将被撤销，今后不再受理承诺制备案。',
        }),
      ],
    });
  });

  it('REG-09: the same as CSV, with a heading', async () => {
    const [head, line] = (await askForCsv('filings/owed?region=320000')).split('\n');
    expect(head).toMatch(/^备案编号,人员编号,/);
    expect(line).toContain(`${PERSON.promising},320200,long-term-resident,330100,2025-08-01,居住证,2025-08-16,15`);
  });

  it('REG-05: what waits for a decision, with its last day and the working days left', async () => {
    expect((await ask('filings/applications?region=320200')).body).toMatchObject({
      lines: [
        { psnNo: PERSON.waiting, decideBy: '2025-08-05', workingDaysLeft: 2, late: false, channel: 'national-app' },
      ],
    });
    expect((await ask('filings/applications?region=320500')).body).toEqual({ lines: [], next: null });
  });

  it.each(['owed', 'applications'])('FORMAT: a page of %s after what is none is named, not an error', async (list) => {
    for (const after of ['x', '2025-02-30_BA1', '_BA1']) {
      expect(await ask(`filings/${list}?region=320200&after=${after}`)).toMatchObject({
        ...{ status: 400, body: { fields: ['after'] } },
      });
    }
    const { body } = await ask(`filings/${list}?region=320200&after=9999-12-31_BA1`);
    expect(body).toEqual({ lines: [], next: null });
  });

  it('REG-10: a person without a sanction may promise', async () => {
    expect((await ask(`persons/${PERSON.promising}/sanctions`)).body).toEqual({
      ...{ psnNo: PERSON.promising, mayPromise: true, bannedUntil: null, sanctions: [], losses: [] },
    });
  });

  it('REG-09: a person’s filings show what waits first, and the duty of a promise in words', async () => {
    expect((await ask(`persons/${PERSON.waiting}/filings`)).body).toMatchObject([
      { state: 'pending', decideBy: '2025-08-05' },
    ]);
    expect((await ask(`persons/${PERSON.promising}/filings`)).body).toMatchObject([
      {
        state: 'approved',
        notice: '请在2025-08-16前（含当日）补交居住证。逾期未补齐的，备案将被撤销，今后不再受理承诺制备案。',
      },
    ]);
  });
});

describe('who may ask', () => {
  it('SEC-01: province 33 is refused on every one of these routes, by region and by person', async () => {
    const paths = [
      ...['filings/owed?region=320200', 'filings/applications?region=320200'],
      ...[`persons/${PERSON.papers}/coverage?place=330100`, `persons/${PERSON.papers}/sanctions`],
      ...[`persons/${PERSON.papers}/filings`, 'persons/32020000000000009999/filings'],
    ];
    for (const path of paths) expect([path, (await ask(path, province('33'))).status]).toEqual([path, 403]);
  });

  it('SEC-01: its own province is told that it knows no such person', async () => {
    expect((await ask('persons/32020000000000009999/filings')).status).toBe(404);
  });
});
