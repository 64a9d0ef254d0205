import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, businessDate, monthOf } from '#kernel';
import { planting } from '#testing';
import { LAST_MONTH } from '../src/claims/waiting-reason.js';
import { lastClearingMonth } from '../src/period/domain/limits.js';
import {
  claim,
  closed,
  confirmed,
  difference,
  inpatient,
  investigation,
  province,
  settled,
  startClearing,
  type ClearingUnderTest,
} from './month.js';

let clearing: ClearingUnderTest;

/** Stays of August that were held, their refunds, and a visit that was not held. */
const STAYS = ['S', 'T', 'U', 'V'];
const refundOf = (claimId: string, settledOn: string) =>
  settled(inpatient(`${claimId}R`, '-500000.00', { refundOf: claimId, settledOn }));

beforeAll(async () => {
  clearing = await startClearing();
  await clearing.service.setBusinessDate('2025-08-20');
  await clearing.send(
    ...STAYS.map((id) => settled(inpatient(id, '500000.00'))),
    settled(claim('O', '40.00')),
    settled(claim('OR', '-40.00', { refundOf: 'O', settledOn: '2025-08-12' })),
  );
  const asked = { as: province('32'), body: investigation('500000.00', 'S') };
  expect((await clearing.service.call('POST', '/clearing/holds/S/investigation', asked)).status).toBe(200);
  await clearing.send(
    ...[refundOf('S', '2025-08-25'), refundOf('T', '2025-08-25'), refundOf('U', '2025-09-04')],
    refundOf('V', '2025-08-25'),
    difference('d', 'VR'),
    confirmed([...STAYS, 'O', 'UR', 'VR'], '2025-09-03'),
  );
});

afterAll(() => clearing.end());

const periods = async () => {
  const rows = await clearing.service.database.read<{ claim_id: string; period: string | null }>(
    'select claim_id, period from claim order by 1',
  );
  return Object.fromEntries(rows.map(({ claim_id, period }) => [claim_id, period]));
};
const deduct = async (claimId: string) => {
  const body = { nature: 'refused-cost', lines: [{ column: 'pool', amount: '9.00' }], reason: '超标准收费' };
  const path = `/clearing/claims/${claimId}/deductions`;
  return clearing.service.call('POST', path, { as: province('31'), body });
};

describe('a stay that was held and is refunded', () => {
  it('AUD-02, CLR-02: does not enter without its refund, under an investigation or not; what was not held does', async () => {
    expect(await clearing.service.database.read(`select status, cause, investigation from read_holds.hold`)).toEqual([
      ...[{ status: 'released', cause: 'refunded', investigation: 'filed' }],
      ...['T', 'U', 'V'].map(() => ({ status: 'released', cause: 'refunded', investigation: 'none' })),
    ]);
    await clearing.day('2025-09-20');
    await clearing.day('2025-09-21');
    const none = Object.fromEntries(['S', 'SR', 'T', 'TR', 'U', 'V', 'VR', 'OR'].map((id) => [id, null]));
    // The refund of U is of September and has its day there.
    expect(await periods()).toEqual({ ...none, O: '2025-08', UR: '2025-09' });
    const waiting = (await clearing.csv('/clearing/periods/2025-08/tables/waiting')).split('\n');
    expect(waiting.filter((line) => line.includes('退费尚不能一同清算'))).toHaveLength(4);
    expect(await clearing.verified()).toEqual([]);
  });

  it('CLR-09: can be deducted from until its refund is cleared', async () => {
    expect((await deduct('S')).status).toBe(201);
    expect((await deduct('O')).status).toBe(201);
  });

  it('AUD-02, REC-01, REC-03: enters with its refund once that is confirmed and no side differs about it', async () => {
    await clearing.send(confirmed(['SR'], '2025-10-05'));
    expect(await periods()).toMatchObject({ S: '2025-09', SR: '2025-09' });
    // Found after both have entered an open month: both leave it.
    await clearing.send(difference('s', 'SR'));
    expect(await periods()).toMatchObject({ S: null, SR: null });
    await clearing.send(closed('s', 'SR'), closed('d', 'VR'));
    await clearing.day('2025-10-20');
    await clearing.day('2025-10-21');
    const together = Object.fromEntries(['S', 'SR', 'U', 'UR', 'V', 'VR'].map((id) => [id, '2025-09']));
    expect(await periods()).toMatchObject({ ...together, T: null, TR: null });
    expect(await deduct('S')).toMatchObject({ status: 422, body: { code: 'deduction.refunded', rule: 'CLR-09' } });
    // What was found of S went with its refund; of O, whose refund has not come, it is taken.
    expect(await clearing.line('2025-09/tables/14-7?unit=31', '江苏')).toBe('江苏,-9.00,-9.00,0.00');
    expect(await clearing.verified()).toEqual([]);
  });

  it('CLR-02, CLR-09: enters alone at the time limit, and what is found of it is taken', async () => {
    await clearing.day('2025-11-20');
    expect(await periods()).toMatchObject({ T: '2025-10', TR: null });
    expect((await deduct('T')).status).toBe(201);
    expect(await clearing.verified()).toEqual([]);
  });

  it('AUD-02: verify finds one that entered before its refund could', async () => {
    const changed = planting(() => clearing.service.database);
    const failed = async () => await clearing.verified();
    const on = (date: string) => `update confirmation set confirmed_on = '${date}' where claim_id = 'SR'`;
    expect(await changed(on('2025-10-21'), on('2025-10-05'), failed)).toContain(
      '因退费放行的费用与退费一同进入清算，或已到清算期限',
    );
    expect(await failed()).toEqual([]);
  });

  it('CLR-02: the time limit is the same in the database', async () => {
    const days = Array.from({ length: 800 }, (_, index) => addDays(businessDate('2023-12-01'), index));
    const rows = await clearing.service.database.read<{ day: string; last: string }>(
      `select settled_on::text as day, ${LAST_MONTH('d')} as last from unnest($1::date[]) as d(settled_on)`,
      [days],
    );
    expect(rows).toHaveLength(800);
    expect(rows.filter(({ day, last }) => last !== lastClearingMonth(monthOf(businessDate(day))))).toEqual([]);
  });
});
