import { expect, it } from '@jest/globals';
import { eventually, Recording } from './harness.js';
import { killedWorker } from './killed-worker.js';
import { type ContractSuite, LONG_MS } from './suite.js';

/** Jobs that fail and workers that die. */
export function describeFailure(suite: ContractSuite): void {
  it('tries a failing job again', async () => {
    const { jobs } = await suite.process();
    const recording = new Recording('notices', (_, attempt) => {
      if (attempt < 3) throw new Error('bank statement is being written');
      return { issued: 992 };
    });
    jobs.register(recording);
    await jobs.start();
    expect(await jobs.run('notices', '2025-09-21')).toEqual({ issued: 992 });
    expect(recording.ran).toEqual(['2025-09-21', '2025-09-21', '2025-09-21']);
    expect(await jobs.failed()).toEqual([]);
  });

  it('lists a job that failed every time, until a later run of the same date has made it good', async () => {
    const { jobs } = await suite.process();
    let broken = true;
    const recording = new Recording('notices', () => {
      if (broken) throw new Error('表不平');
      return { issued: 992 };
    });
    jobs.register(recording);
    await jobs.start();
    await expect(jobs.run('notices', '2025-09-21')).rejects.toThrow('作业 notices 2025-09-21 失败：表不平');
    expect(recording.ran).toHaveLength(3);
    const entry = { job: 'notices', asOf: '2025-09-21', error: '表不平', attempts: 3 };
    expect(await jobs.failed()).toEqual([entry]);
    broken = false;
    await jobs.run('notices', '2025-09-22');
    expect(await jobs.failed()).toEqual([entry]);
    await jobs.run('notices', '2025-09-21');
    expect(await jobs.failed()).toEqual([]);
  });

  it('goes on with the next job after one that failed', async () => {
    const { jobs } = await suite.process();
    jobs.register(new Recording('bad', () => Promise.reject(new Error('no'))));
    jobs.register(new Recording('good', () => ({ done: true })));
    await jobs.start();
    const [bad, good] = await Promise.allSettled([jobs.run('bad', '2025-09-01'), jobs.run('good', '2025-09-01')]);
    expect([bad.status, good]).toEqual(['rejected', { status: 'fulfilled', value: { done: true } }]);
  });

  it(
    'runs a job again whose worker was killed in the middle of it',
    async () => {
      const { jobs } = await suite.process();
      const recording = new Recording('cut-off', () => ({ closed: 3 }));
      jobs.register(recording);
      const answer = jobs.run('cut-off', '2025-09-01');
      expect(await killedWorker(suite.harness.backend, suite.queue, 'cut-off')).toBe('2025-09-01');
      expect(await jobs.failed()).toEqual([]);
      await jobs.start();
      expect(await answer).toEqual({ closed: 3 });
      expect(recording.ran).toEqual(['2025-09-01']);
    },
    LONG_MS,
  );

  it('keeps the date of a scheduled job through its retries and lists it with that date', async () => {
    const { jobs, native } = await suite.process();
    const recording = new Recording('daily', () => {
      suite.clock.set('2025-08-03');
      throw new Error('no');
    });
    jobs.register(recording);
    await jobs.scheduleDaily('daily', '23:59');
    suite.clock.set('2025-08-02');
    const [fired] = await native.getDelayed();
    await fired?.promote();
    await jobs.start();
    const failed = await eventually(
      () => jobs.failed(),
      (list) => list.length > 0,
    );
    expect(failed).toMatchObject([{ job: 'daily', asOf: '2025-08-02', attempts: 3 }]);
    expect(recording.ran).toEqual(['2025-08-02', '2025-08-02', '2025-08-02']);
    expect((await native.getDelayed()).map(({ data }) => data)).toEqual([{ asOf: null }]);
  });
}
