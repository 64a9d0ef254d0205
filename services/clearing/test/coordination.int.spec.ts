import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  claim,
  confirmed,
  finance,
  inpatient,
  investigation,
  nation,
  province,
  settled,
  startClearing,
  type ClearingUnderTest,
} from './month.js';

let clearing: ClearingUnderTest;
const call: ClearingUnderTest['service']['call'] = (...args) => clearing.service.call(...args);
const run = async (asOf: string) => {
  await clearing.service.setBusinessDate(asOf);
  return (await call('POST', '/ops/jobs/coordination-day/runs', { body: { asOf } })).body;
};

beforeAll(async () => {
  clearing = await startClearing();
  await clearing.service.setBusinessDate('2025-09-29');
});

afterAll(() => clearing.end());

describe('coordination', () => {
  const raise = async (over: object = {}) => {
    const body = { asker: '32', asked: '31', kind: 'filing', matter: '备案未同步', personal: false, ...over };
    return call('POST', '/clearing/problems', { as: province('32'), body });
  };
  const act = (requestId: unknown, path: string, area: string, body: object = {}) =>
    call('POST', `/clearing/problems/${String(requestId)}/${path}`, {
      as: area === 'nation' ? nation : province(area),
      body,
    });
  const ANSWER = { kind: 'filing', result: '已补登', helpers: ['33'] };

  it('COL-01, COL-02, SEC-01: asked, answered by the first responder, disputed, settled by the nation; seen by those it concerns', async () => {
    expect((await raise({ asker: '33' })).status).toBe(403);
    expect((await raise({ personal: true })).body).toMatchObject({ code: 'problem.person', rule: 'COL-01' });
    const { body } = await raise();
    expect(body).toMatchObject({ asked: '31', dueOn: '2025-10-09' });
    const { requestId } = body;
    expect((await act(requestId, 'answer', '33', ANSWER)).status).toBe(403);
    expect((await act(requestId, 'answer', 'nation', ANSWER)).body).toMatchObject({ rule: 'COL-02' });
    expect((await act(requestId, 'answer', '31', ANSWER)).body).toMatchObject({ late: false, confirmBy: '2025-10-20' });
    expect((await act(requestId, 'dispute', '32', { reason: '未解决' })).body).toMatchObject({ to: 'nation' });
    expect((await act(requestId, 'answer', '31', ANSWER)).status).toBe(403);
    expect((await act(requestId, 'answer', 'nation', ANSWER)).status).toBe(200);
    expect((await act(requestId, 'confirmation', '32')).body).toMatchObject({ silent: false });
    const seen = async (unit: string) =>
      (await call('GET', `/clearing/problems?unit=${unit}`, { as: province(unit) })).body['problems'];
    expect(await seen('33')).toMatchObject([{ requestId, status: 'closed', owner: 'nation', dispute: '未解决' }]);
    expect(await seen('44')).toEqual([]);
    expect((await act('unknown', 'confirmation', '32')).status).toBe(403);
  });

  it('COL-01, COL-02: the day notices what is late and what nobody disputed, once, also when days were missed', async () => {
    const late = (await raise()).body['requestId'];
    const silent = (await raise()).body['requestId'];
    const extension = { until: '2025-10-15', reason: '须调取档案' };
    expect((await act(late, 'extension', '31', extension)).status).toBe(200);
    await act(silent, 'answer', '31', ANSWER);
    expect(await run('2025-10-09')).toMatchObject({ confirmed: 0, overdue: 0 });
    expect((await act(late, 'extension/agreement', '32')).body).toMatchObject({ until: '2025-10-15' });
    expect(await run('2025-10-15')).toMatchObject({ confirmed: 0, overdue: 0 });
    expect(await run('2025-10-22')).toMatchObject({ confirmed: 1, overdue: 1 });
    expect(await run('2025-10-22')).toMatchObject({ confirmed: 0, overdue: 0 });
    const { body } = await call('GET', '/clearing/problems?status=open', { as: nation });
    expect(body['problems']).toMatchObject([{ requestId: late, dueOn: '2025-10-15', late: true }]);
  });

  it('COL-03, SEC-01: an announcement is for all, each unit acknowledges it for itself', async () => {
    const announcement = { kind: 'downtime', title: '停机维护', text: '升级', from: '2025-10-25T22:00' };
    const publish = (to?: string) =>
      call('POST', '/clearing/announcements', { as: nation, body: { ...announcement, ...(to ? { to } : {}) } });
    expect((await publish()).body).toMatchObject({ rule: 'COL-03', fields: ['from', 'to'] });
    const { announcementId } = (await publish('2025-10-26T02:00')).body;
    const acknowledge = (unit: string, as = province(unit)) =>
      call('POST', `/clearing/announcements/${String(announcementId)}/acknowledgements/${unit}`, { as, body: {} });
    expect((await acknowledge('32', province('31'))).status).toBe(403);
    expect((await acknowledge('32')).body).toMatchObject({ recorded: true });
    expect((await acknowledge('32')).body).toMatchObject({ recorded: false });
    const { body } = await call('GET', '/clearing/announcements', { as: finance('44') });
    const [line] = body['announcements'] as { acknowledged: string[]; unacknowledged: string[] }[];
    expect(line?.acknowledged).toEqual(['32']);
    expect(line?.unacknowledged).toHaveLength(31);
  });

  it('COL-04, SEC-01: figures of the month’s clearing with what the province reported, 70% of inpatient stays as the target', async () => {
    const stays = ['A', 'B', 'C', 'D', 'E', 'F', 'G'];
    await clearing.send(
      ...stays.map((id) => settled(inpatient(id, '100.00'))),
      settled(claim('O', '300.00')),
      confirmed([...stays, 'O']),
    );
    await clearing.day('2025-09-20');
    const report = (area: string, manualInpatients: number) =>
      call('PUT', '/clearing/monitoring/2025-08/32', {
        as: province(area),
        body: { manualInpatients, reserves: [{ region: '320200', scheme: 'resident', months: '5.99' }] },
      });
    expect((await report('31', 3)).status).toBe(403);
    expect((await report('32', 4)).body).toMatchObject({ recorded: true });
    const figures = async () =>
      (await call('GET', '/clearing/monitoring/2025-08?unit=32', { as: province('32') })).body['units'];
    expect(await figures()).toMatchObject([{ directPercent: '63.63', directTargetReached: false }]);
    expect((await report('32', 3)).status).toBe(200);
    expect(await figures()).toMatchObject([
      {
        ...{ claims: 8, inpatients: 7, total: '1000.00', meanCost: '125.00', growthPercent: null },
        ...{
          reimbursementPercent: '100.00',
          deductionPercent: '0.00',
          directPercent: '70.00',
          directTargetReached: true,
        },
        shortReserves: [{ region: '320200', scheme: 'resident', months: '5.99' }],
      },
    ]);
    expect((await call('GET', '/clearing/monitoring/2025-08?unit=32', { as: province('31') })).status).toBe(403);
    expect(await clearing.verified()).toEqual([]);
  });

  it('AUD-08: a claim that is not held is asked about by the problem request of its payer that names it, and no other', async () => {
    const requestOf = async (claimId: string) => (await raise({ kind: 'other', claimId })).body['requestId'];
    const [of, another] = [await requestOf('A'), await requestOf('B')];
    const file = (requestNo: unknown) =>
      call('POST', '/clearing/holds/A/investigation', {
        as: province('32'),
        body: { ...investigation('100.00', 'A'), requestNo },
      });
    expect((await file(another)).body).toMatchObject({ code: 'investigation.request', rule: 'AUD-08' });
    expect(await file(of)).toMatchObject({ status: 200, body: { claimId: 'A' } });
  });

  it('COL-04: what the table deducts counts, also of a unit that has no claims in it', async () => {
    await clearing.day('2025-09-21');
    await call('POST', '/clearing/claims/O/deductions', {
      as: province('31'),
      body: { nature: 'refused-cost', lines: [{ column: 'pool', amount: '1.00' }], reason: '超标准收费' },
    });
    await clearing.day('2025-10-21');
    const { body } = await call('GET', '/clearing/monitoring/2025-09?unit=32', { as: province('32') });
    expect(body['units']).toMatchObject([{ claims: 0, payable: '0.00', deducted: '1.00', deductionPercent: null }]);
  });
});
