import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { province, registrationOn, type Registration } from './registration.js';

const [OWNER, MEMBER] = ['32020000000000008001', '32020000000000008002'];
let registration: Registration;

beforeAll(async () => {
  registration = await registrationOn('2025-08-01');
  await registration.enrol(OWNER ?? '');
  await registration.enrol(MEMBER ?? '', { chronicDiseases: [{ code: 'M03900', from: '2025-01-01', to: null }] });
});

afterAll(() => registration.end());

const pair = { unit: '32', ownerPsnNo: OWNER, memberPsnNo: MEMBER, reason: '夫妻共济' };
const sharing = { ...pair, relation: 'spouse', from: '2025-08-01' };
const post = (path: string, body: object, as = province('32'), key?: string) =>
  registration.service.call('POST', `/registration/family-accounts${path}`, { as, body, ...(key ? { key } : {}) });
const listed = async (unit = '32') => {
  const path = `/registration/family-accounts?unit=${unit}&memberPsnNo=${MEMBER}`;
  return (await registration.service.call('GET', path, { as: province(unit) })).body;
};

describe('family accounts at the place of insurance', () => {
  it('SET-20, SEC-01, SEC-03: are shared and ended by its agency, with who and why, and go out as events', async () => {
    expect((await post('', { ...sharing, unit: '33' })).status).toBe(403);
    expect((await post('', { ...sharing, unit: '33' }, province('33'))).body['code']).toBe('family.other-unit');
    expect((await post('', { ...sharing, relation: 'friend' })).status).toBe(400);
    expect((await post('', { ...sharing, reason: ' ' })).status).toBe(400);
    expect(await listed()).toEqual([]);
    const first = await post('', sharing, province('32'), 'share-1');
    expect(first).toMatchObject({ status: 200, body: { ownerPsnNo: OWNER, memberPsnNo: MEMBER } });
    expect(await post('', sharing, province('32'), 'share-1')).toEqual(first);
    expect((await post('', sharing)).body['code']).toBe('family.shared');
    expect(await listed()).toMatchObject([{ ownerPsnNo: OWNER, relation: 'spouse', from: '2025-08-01', to: null }]);
    expect(await listed('33')).toEqual([]);
    expect((await post('/ending', pair)).status).toBe(200);
    expect((await post('/ending', pair)).body['code']).toBe('family.unknown');
    expect(await listed()).toEqual([]);
    const events = await registration.service.database.read(
      `select type, metadata->>'actor' as actor, metadata->>'reason' as reason from events
        where stream_id = $1 order by stream_version`,
      [`family-${MEMBER}`],
    );
    expect(events).toEqual([
      { type: 'FamilyAccountShared', actor: expect.stringContaining('test'), reason: '夫妻共济' },
      { type: 'FamilyAccountEnded', actor: expect.stringContaining('test'), reason: '夫妻共济' },
    ]);
  });

  it('SET-11: recognised diseases are enrolled with the person; dates the wrong way round are refused', async () => {
    const [row] = await registration.service.database.read<{ diseases: unknown }>(
      `select data->'chronicDiseases' as diseases from events where stream_id = $1`,
      [`person-${MEMBER}`],
    );
    expect(row?.diseases).toEqual([{ code: 'M03900', from: '2025-01-01', to: null }]);
    const chronicDiseases = [{ code: 'M03900', from: '2025-01-02', to: '2025-01-01' }];
    await expect(registration.enrol('32020000000000008003', { chronicDiseases })).rejects.toThrow('终止日期');
  });

  it('SET-01: retirement, identities and years without a claim are enrolled where the place of insurance tells them', async () => {
    const told = {
      ...{ retiredOn: '2024-12-31', unclaimedYears: 3 },
      identities: [{ code: '101', level: '1', from: '2025-01-01', to: null }],
    };
    await registration.enrol('32020000000000008004', told);
    const [row] = await registration.service.database.read<{ data: object }>(
      'select data from events where stream_id = $1',
      ['person-32020000000000008004'],
    );
    expect(row?.data).toMatchObject(told);
    const identities = [{ code: '101', from: '2025-01-02', to: '2025-01-01' }];
    await expect(registration.enrol('32020000000000008005', { identities })).rejects.toThrow('终止日期');
  });
});
