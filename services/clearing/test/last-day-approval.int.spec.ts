import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CLEARING_UNITS } from '#kernel';
import { claim, confirmed, nation, province, settled, startClearing, type ClearingUnderTest } from './month.js';

let clearing: ClearingUnderTest;
const call: ClearingUnderTest['service']['call'] = (...args) => clearing.service.call(...args);

/** August with its table confirmed by all, and the publication of its notices proposed. */
beforeEach(async () => {
  clearing = await startClearing();
  await clearing.send(settled(claim('A', '100.00')), confirmed(['A']));
  await clearing.day('2025-09-21');
  for (const { code } of CLEARING_UNITS) {
    await call('POST', `/clearing/periods/2025-08/confirmations/${code}`, { as: province(code) });
  }
  await call('POST', '/clearing/periods/2025-08/publication', { as: { ...nation, subject: 'first' } });
});

afterEach(() => clearing.end());

const approve = (key: string) =>
  call('POST', '/clearing/periods/2025-08/publication-approval', { as: { ...nation, subject: 'second' }, key });
const runDay = () => call('POST', '/ops/days', { body: { asOf: '2025-09-30' } });
const publishedOn = async () => (await call('GET', '/clearing/periods/2025-08', { as: nation })).body['publishedOn'];
const publications = () =>
  clearing.service.database.read(`select data ->> 'publishedOn' as day from events where type = 'NoticesPublished'`);

describe('a publication approved on the last day of the month', () => {
  it('CLR-05, CLR-06: goes out at once and is due from that day, also when the job runs at the same time', async () => {
    await clearing.day('2025-09-25');
    await clearing.day('2025-09-30');
    expect(await publishedOn()).toBeNull();
    const [approved] = await Promise.all([approve('approval-1'), runDay()]);
    expect(approved).toMatchObject({ status: 200, body: { recorded: true } });
    expect(await publications()).toEqual([{ day: '2025-09-30' }]);
    const { body } = await call('GET', '/clearing/notices/2025-08', { as: nation });
    expect(body['notices']).toMatchObject([
      { unit: '31', publishedOn: '2025-09-30', handOverBy: '2025-10-14' },
      { unit: '32', publishedOn: '2025-09-30', handOverBy: '2025-10-14' },
    ]);
    expect(await approve('approval-1')).toMatchObject({ status: 200, body: { recorded: true } });
    await runDay();
    expect(await publications()).toHaveLength(1);
    expect(await clearing.verified()).toEqual([]);
  });

  it('CLR-05, SEC-04: goes out without the job; the day before it waits', async () => {
    await clearing.day('2025-09-25');
    await clearing.service.setBusinessDate('2025-09-29');
    await approve('approval-1');
    expect(await publishedOn()).toBeNull();
    await clearing.service.setBusinessDate('2025-09-30');
    expect(await approve('approval-2')).toMatchObject({ status: 200, body: { recorded: false } });
    expect(await publishedOn()).toBe('2025-09-30');
  });

  it('CLR-05, CLR-15: stays approved where an earlier step is missing, and goes out with it', async () => {
    await clearing.service.setBusinessDate('2025-09-30');
    expect(await approve('approval-1')).toMatchObject({ status: 200, body: { recorded: true } });
    expect(await publishedOn()).toBeNull();
    await runDay();
    expect(await publishedOn()).toBe('2025-09-30');
  });
});
