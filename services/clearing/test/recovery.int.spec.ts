import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { claim, confirmed, province, settled, startClearing, type ClearingUnderTest } from './month.js';

let clearing: ClearingUnderTest;

/** 上海's hospital treated patients of 江苏 and 浙江; both were cleared in 2025. */
beforeAll(async () => {
  clearing = await startClearing();
  const zhejiang = { payer: '33', insuredRegion: '330100' };
  await clearing.send(
    settled(claim('A', '100.00')),
    settled(claim('C', '300.00', zhejiang)),
    confirmed(['A', 'C'], '2025-09-01'),
  );
  await clearing.day('2025-09-21');
  await clearing.service.setBusinessDate('2026-01-10');
});

afterAll(() => clearing.end());

const recover = (receiver: string, changes: object = {}) =>
  clearing.service.call('POST', '/clearing/recoveries', {
    as: province(receiver),
    body: {
      ...{ recoveryNo: '追1', receiver, institutionCode: 'H31011500001', amount: '40.00', reason: '过度诊疗' },
      ...changes,
    },
  });

describe('a recovery split by last year', () => {
  it('CLR-10, SEC-01: of the hospital of another place of care there is nothing to split, as of one nobody knows', async () => {
    const foreign = await recover('33');
    expect(foreign).toMatchObject({
      status: 422,
      body: { code: 'recovery.no-basis', rule: 'CLR-10', fields: ['claims'] },
    });
    const { body: unknown } = await recover('33', { institutionCode: 'H00000000000' });
    expect(foreign.body['detail']).toBe(unknown['detail']);
    expect((await recover('33', { payer: '32' })).body).toMatchObject({ code: 'recovery.no-basis' });
  });

  it('CLR-10, CLR-01: its own place of care splits it, and the next table has pairs of two units only', async () => {
    expect(await recover('31')).toMatchObject({
      status: 201,
      body: {
        lines: [
          { payer: '32', insuredRegion: '320200', amount: '10.00' },
          { payer: '33', insuredRegion: '330100', amount: '30.00' },
        ],
      },
    });
    await clearing.day('2026-01-21');
    const cells = `select payer, receiver, cleared::text from read_periods.cell where cleared < 0 order by 1`;
    expect(await clearing.service.database.read(cells)).toEqual([
      { payer: '32', receiver: '31', cleared: '-10.00' },
      { payer: '33', receiver: '31', cleared: '-30.00' },
    ]);
    expect(await clearing.verified()).toEqual([]);
  });
});
