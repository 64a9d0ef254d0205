import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ServiceUnderTest } from '#testing';
import { HOSPITAL, PSN_NO, startSettlement } from './hospital.js';
import { province } from './settled-day.js';
import { admit, settled } from './stay.js';

let settlement: ServiceUnderTest;
let end: () => Promise<void>;
const claims: string[] = [];

beforeAll(async () => {
  ({ settlement, end } = await startSettlement());
});

afterAll(() => end());

async function settleStay(): Promise<string> {
  const stay = await admit(settlement);
  await stay.lines('1', 100);
  await stay.lines('2', 50);
  await stay.discharge();
  const claimId = settled(await stay.settle('2304', 150))['setl_id'] ?? '';
  claims.push(claimId);
  return claimId;
}
const upload = async (asOf: string) =>
  (await settlement.call('POST', '/ops/jobs/upload-details/runs', { body: { asOf } })).body;
const ofAugust = async (area = '31') => {
  const path = `/settlement/fee-details?month=2025-08&unit=${area}`;
  return (await settlement.call('GET', path, { as: province(area) })).body as {
    hospitals: object[];
    late: { claimId: string }[];
  };
};
const linesOf = (claimId: string, area: string, page = '1') =>
  settlement.call('GET', `/settlement/claims/${claimId}/fee-lines?page=${page}`, { as: province(area) });
const overdue = async () => (await settlement.call('GET', '/ops/overdue')).body;

describe('fee lines of stays', () => {
  it('SET-16, SEC-01: wait after the settlement; the place of insurance sees them once they are handed over', async () => {
    const claimId = await settleStay();
    const waiting = { institutionCode: HOSPITAL, stays: 1, inTime: 0, late: 0, waiting: 1 };
    expect((await ofAugust()).hospitals).toEqual([waiting]);
    expect((await linesOf(claimId, '31')).body).toMatchObject({ uploadedOn: null, lineCount: 2 });
    expect(await linesOf(claimId, '32')).toMatchObject({
      status: 422,
      body: { code: 'details.not-uploaded', rule: 'SET-16' },
    });
    expect((await linesOf(claimId, '33')).status).toBe(403);
    await settlement.setBusinessDate('2025-08-04');
    expect(await overdue()).toEqual([]);
    expect(await upload('2025-08-04')).toMatchObject({ uploaded: 1, incomplete: 0 });
    expect(await upload('2025-08-04')).toMatchObject({ uploaded: 0 });
    expect((await ofAugust()).hospitals).toEqual([{ ...waiting, inTime: 1, waiting: 0 }]);
    const told = (await linesOf(claimId, '32')).body as unknown as {
      uploadedOn: string;
      lines: { sequence: string }[];
    };
    expect(told.uploadedOn).toBe('2025-08-04');
    expect(told.lines.map(({ sequence }) => sequence)).toEqual(['1', '2']);
    expect((await linesOf(claimId, '32', '2')).body).toMatchObject({ lineCount: 2, lines: [] });
  });

  it('SET-16: on the fourth day are late: counted by hospital, listed with their days, and named as overdue', async () => {
    const claimId = await settleStay();
    await settlement.setBusinessDate('2025-08-07');
    expect(await ofAugust()).toMatchObject({ hospitals: [{ late: 0, waiting: 1 }], late: [] });
    await settlement.setBusinessDate('2025-08-08');
    expect(await ofAugust()).toMatchObject({
      hospitals: [{ institutionCode: HOSPITAL, stays: 2, inTime: 1, late: 1, waiting: 0 }],
      late: [{ claimId, settledOn: '2025-08-04', dueOn: '2025-08-07', uploadedOn: null, daysLate: 1 }],
    });
    expect(await overdue()).toEqual([{ step: '住院费用明细上传 care:31', month: '2025-08', dueOn: '2025-08-07' }]);
    expect(await upload('2025-08-10')).toMatchObject({ uploaded: 1 });
    expect(await overdue()).toEqual([]);
    expect(await ofAugust()).toMatchObject({
      hospitals: [{ stays: 2, inTime: 1, late: 1, waiting: 0 }],
      late: [{ claimId, uploadedOn: '2025-08-10', daysLate: 3 }],
    });
    expect(await ofAugust('32')).toMatchObject({ hospitals: [], late: [] });
  });

  it('SET-13, SET-16: a stay refunded before its lines were handed over owes none; one of a refund shows those of the claim', async () => {
    const stay = await admit(settlement);
    await stay.lines('1', 10);
    await stay.discharge();
    const paid = settled(await stay.settle('2304', 10))['setl_id'];
    const refund = settled(await stay.refund(paid))['setl_id'] ?? '';
    expect(await upload('2025-08-10')).toMatchObject({ uploaded: 0, incomplete: 0 });
    expect(await ofAugust()).toMatchObject({ hospitals: [{ stays: 2 }] });
    const took = { lineCount: 1, lines: [{ sequence: '1', total: '45.20' }] };
    expect((await linesOf(refund, '31')).body).toMatchObject(took);
    const all = { mdtrt_id: stay.visitId, psn_no: PSN_NO, feedetl_sn: '0000' };
    expect((await stay.send('2302', { data: [all] })).err_msg).toBeNull();
    expect((await stay.lines('1', 25)).err_msg).toBeNull();
    for (const claimId of [paid ?? '', refund]) expect((await linesOf(claimId, '31')).body).toMatchObject(took);
  });
});
