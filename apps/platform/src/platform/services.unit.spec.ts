import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { ServiceContext } from '#service';
import { ALL_SERVICES } from './services.js';

const ROOT = new URL('../../../../', import.meta.url);
/** What the jobs are told of when they are listed: where the policy tables lie. */
const context = (): ServiceContext =>
  ({ store: {}, config: { policies: new URL('policies', ROOT).pathname } }) as unknown as ServiceContext;

const DAILY = ALL_SERVICES.flatMap((service) =>
  service
    .jobs(context())
    .flatMap(({ handler, time }) => (time === null ? [] : [{ job: handler.job, service: service.name, time }])),
);
const minuteOf = (job: string): number => {
  const [hour = NaN, minute = NaN] = (DAILY.find((one) => one.job === job)?.time ?? '').split(':').map(Number);
  return hour * 60 + minute;
};

describe('times of the daily jobs', () => {
  it('REC-03, CLR-02: what was confirmed up to midnight of the 20th is told well before the table of the 21st', () => {
    expect(minuteOf('confirm-last-lists')).toBeGreaterThanOrEqual(1);
    expect(minuteOf('clearing-day') - minuteOf('confirm-last-lists')).toBeGreaterThanOrEqual(30);
    // The notices that are due stand before bank lines are matched to them (CLR-13), and before advances are looked at.
    expect(minuteOf('treasury-day')).toBeGreaterThan(minuteOf('clearing-day'));
    expect(minuteOf('prepayment-day')).toBeGreaterThan(minuteOf('clearing-day'));
  });

  it('stand in the architecture as they are', () => {
    const page = readFileSync(new URL('docs/architecture.md', ROOT), 'utf8');
    const rows = [...page.matchAll(/^\| `([a-z-]+)` +\| ([a-z]+) +\| (\d\d:\d\d) +\|$/gm)];
    expect(rows.map(([, job, service, time]) => ({ job, service, time }))).toEqual(
      [...DAILY].sort((a, b) => (a.time < b.time ? -1 : 1)),
    );
  });
});
