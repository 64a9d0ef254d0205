import { expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { Recording } from './harness.js';
import type { ContractSuite } from './suite.js';

/** One job, several at once, and the end of the process. */
export function describeRunning(suite: ContractSuite): void {
  it('runs a job with its date and gives its report, text as it was', async () => {
    const { jobs } = await suite.process();
    const recording = new Recording('cut-off', (asOf) => ({ asOf, amount: '1234.50', note: '跨省“清算”', more: null }));
    jobs.register(recording);
    await jobs.start();
    const report = await jobs.run('cut-off', '2025-09-01');
    expect(report).toEqual({ asOf: '2025-09-01', amount: '1234.50', note: '跨省“清算”', more: null });
    expect(recording.ran).toEqual(['2025-09-01']);
  });

  it('runs the same job and date anew each time it is asked to', async () => {
    const { jobs } = await suite.process();
    const recording = new Recording('cut-off', (_, attempt) => ({ attempt }));
    jobs.register(recording);
    await jobs.start();
    expect(await jobs.run('cut-off', '2025-09-01')).toEqual({ attempt: 1 });
    expect(await jobs.run('cut-off', '2025-09-01')).toEqual({ attempt: 2 });
  });

  it('runs the same job and date asked for by two processes one after the other; the second changes nothing', async () => {
    const undone = new Set(['C1', 'C2', 'C3']);
    const recording = new Recording('cut-off', async () => {
      const found = [...undone];
      await sleep(150);
      for (const claim of found) undone.delete(claim);
      return { closed: found.length };
    });
    const both = [await suite.process(), await suite.process()] as const;
    for (const { jobs } of both) {
      jobs.register(recording);
      await jobs.start();
    }
    const reports = await Promise.all(both.map(({ jobs }) => jobs.run('cut-off', '2025-09-01')));
    expect(recording.mostAtOnce).toBe(1);
    expect(reports.map(({ closed }) => closed).sort()).toEqual([0, 3]);
  });

  it('runs different jobs of a service one after another, in the order they were asked for', async () => {
    const { jobs } = await suite.process();
    const order: string[] = [];
    const slow = new Recording('slow', async (asOf) => {
      await sleep(50);
      order.push(`slow ${asOf}`);
      return {};
    });
    const quick = new Recording('quick', (asOf) => {
      order.push(`quick ${asOf}`);
      return {};
    });
    for (const handler of [slow, quick]) jobs.register(handler);
    await jobs.start();
    const asked = [jobs.run('slow', '2025-09-01')];
    await sleep(20);
    asked.push(jobs.run('quick', '2025-09-01'));
    await sleep(20);
    asked.push(jobs.run('slow', '2025-09-02'));
    await Promise.all(asked);
    expect(order).toEqual(['slow 2025-09-01', 'quick 2025-09-01', 'slow 2025-09-02']);
  });

  it('runs a job that was asked for while no worker ran as soon as one starts', async () => {
    const asking = await suite.process();
    asking.jobs.register(new Recording('cut-off'));
    const answer = asking.jobs.run('cut-off', '2025-09-01');
    await sleep(200);
    const working = await suite.process();
    const recording = new Recording('cut-off', () => ({ closed: 7 }));
    working.jobs.register(recording);
    await working.jobs.start();
    expect(await answer).toEqual({ closed: 7 });
    expect(recording.ran).toEqual(['2025-09-01']);
  });

  it('waits at the end of the process until the job that runs has ended, and takes up no other', async () => {
    const { jobs, stop } = await suite.process();
    const recording = new Recording('cut-off', async () => {
      await sleep(500);
      return {};
    });
    jobs.register(recording);
    await jobs.start();
    const answers = ['2025-09-01', '2025-09-02'].map((asOf) =>
      jobs.run('cut-off', asOf).catch(({ message }: Error) => message),
    );
    while (recording.ran.length === 0) await sleep(10);
    await stop();
    expect(recording).toMatchObject({ running: 0, ran: [expect.any(String)] });
    const [done, other] = recording.ran[0] === '2025-09-01' ? answers : [...answers].reverse();
    expect(await done).toEqual({});
    expect(await other).toMatch(/未等到结果：服务正在停止$/);
  });

  it('refuses a job nobody has registered, one registered twice and a time that is none', async () => {
    const { jobs } = await suite.process();
    jobs.register(new Recording('cut-off'));
    expect(() => jobs.register(new Recording('cut-off'))).toThrow('cut-off is registered twice');
    await expect(jobs.run('cutoff', '2025-09-01')).rejects.toThrow('没有名为 cutoff 的作业');
    await expect(jobs.scheduleDaily('cutoff', '01:00')).rejects.toThrow('没有名为 cutoff 的作业');
    for (const time of ['24:00', '1:00', '01:60', '']) {
      await expect(jobs.scheduleDaily('cut-off', time)).rejects.toThrow('不是 HH:mm');
    }
  });

  it('says that it is well, and which backend it runs on', async () => {
    const { jobs } = await suite.process();
    await jobs.start();
    await expect(jobs.health()).resolves.toBeUndefined();
    expect(jobs.kind).toBe(suite.harness.backend.kind);
  });
}
