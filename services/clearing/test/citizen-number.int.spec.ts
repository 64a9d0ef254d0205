import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { developmentKeyRing, parseKeyRing, Sm4FieldCipher } from '#privacy';
import { inpatient, investigation, province, settled, startClearing, type ClearingUnderTest } from './month.js';

const NUMBER = '11010519491231002X';
const OTHERS = '110105194912310046';
const oldFormOf = (number: string): string => `${number.slice(0, 6)}${number.slice(8, 17)}`;
const FORMS = [
  ['as it stands', NUMBER],
  ['with a small x', NUMBER.toLowerCase()],
  ['in 15 places', oldFormOf(NUMBER)],
] as const;

let clearing: ClearingUnderTest;

beforeAll(async () => {
  clearing = await startClearing();
  const cipher = new Sm4FieldCipher(parseKeyRing(developmentKeyRing()));
  const idNumberHash = cipher.searchHash('id-number', NUMBER);
  await clearing.service.setBusinessDate('2025-08-20');
  await clearing.send(...FORMS.map((_form, index) => settled(inpatient(`H${index}`, '30000.00', { idNumberHash }))));
});

afterAll(() => clearing.end());

const file = (claimId: string, idNumber: string) =>
  clearing.service.call('POST', `/clearing/holds/${claimId}/investigation`, {
    as: province('32'),
    body: { ...investigation('30000.00', claimId), idNumber, sex: '2' },
  });

describe('the citizen number of an investigation', () => {
  it.each(FORMS)('AUD-03: is that of the claim also when it is written %s', async (form, number) => {
    const claimId = `H${FORMS.findIndex(([name]) => name === form)}`;
    expect((await file(claimId, oldFormOf(OTHERS))).body).toMatchObject({ rule: 'AUD-03', fields: ['idNumber'] });
    expect((await file(claimId, number)).status).toBe(200);
  });

  it('SEC-02: is kept as one hash, whatever the form', async () => {
    const kept = `select distinct data ->> 'identityHash' as hash from events where type = 'InvestigationFiled'`;
    expect(await clearing.service.database.read(kept)).toHaveLength(1);
  });
});
