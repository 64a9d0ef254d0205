import type { DynamicModule, OnApplicationShutdown } from '@nestjs/common';
import type { Job } from 'bullmq';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../clock.js';
import type { FailedJob, JobHandler, JobQueue, JobReport } from '../port.js';
import type { JobBackend } from './backend.js';
import { type JobData, jobsModule, type NativeJobs } from './module.js';

export interface BullMqOptions {
  /** One queue per service. */
  readonly queue: string;
  readonly backend: JobBackend;
  readonly clock: Clock;
  readonly onError?: (error: Error) => void;
}

const ATTEMPTS = 3;
const BACKOFF_MS = 1_000;
const KEPT_JOBS = 1_000;
const POLL_MS = 10;
const HEALTH_MS = 2_000;
const TIME_ZONE = 'Asia/Shanghai';
const TIME = /^([01]\d|2[0-3]):([0-5]\d)$/;

/**
 * BullMQ over PostgreSQL or Redis. One queue and, over all its processes, one job at a time, so that the jobs of a
 * service run one after another. `module` must be imported by the application that the queue is used in.
 */
export class BullMqJobQueue implements JobQueue, OnApplicationShutdown {
  readonly kind: JobBackend['kind'];
  /** Makes the queue and its worker with the application, and closes them with it. */
  readonly module: DynamicModule;
  private readonly handlers = new Map<string, JobHandler>();
  private made: NativeJobs | null = null;
  /** Calls of `run` that have no answer yet. */
  private readonly waited = new Set<Promise<unknown>>();
  private closed = false;

  constructor(private readonly options: BullMqOptions) {
    const { queue, backend } = options;
    this.kind = backend.kind;
    this.module = jobsModule({
      ...{ queue, backend, process: this.process, onError: this.report },
      attach: (native) => {
        native.queue.on('error', this.report);
        this.made = native;
        return this;
      },
    });
  }

  register(handler: JobHandler): void {
    if (this.handlers.has(handler.job)) throw new Error(`job ${handler.job} is registered twice`);
    this.handlers.set(handler.job, handler);
  }

  async scheduleDaily(job: string, time: string): Promise<void> {
    const [, hour, minute] = TIME.exec(time) ?? [];
    if (hour === undefined || minute === undefined) throw new Error(`作业 ${job} 的时间 ${time} 不是 HH:mm`);
    this.refuseUnknown(job);
    const { queue } = this.native;
    const id = `daily-${job}`;
    const last = await queue.getJobScheduler(id);
    const pattern = `${Number(minute)} ${Number(hour)} * * *`;
    const template = { name: job, data: { asOf: null }, opts: jobOptions() };
    await queue.upsertJobScheduler(id, { pattern, tz: TIME_ZONE }, template);
    // Scheduling takes away what was due while nobody ran: it is asked for once more, so that a missed day is made up.
    if (last?.next !== undefined && last.next <= Date.now()) await queue.add(job, { asOf: null }, jobOptions());
  }

  async run(job: string, asOf: string): Promise<JobReport> {
    this.refuseUnknown(job);
    const answer = this.answer(job, asOf);
    this.waited.add(answer);
    return answer.finally(() => this.waited.delete(answer));
  }

  async start(): Promise<void> {
    const { queue, host } = this.native;
    await queue.waitUntilReady();
    await queue.setGlobalConcurrency(1);
    void host.worker.run().catch(this.report);
    await host.worker.waitUntilReady();
  }

  async failed(): Promise<readonly FailedJob[]> {
    return (await this.failedJobs()).map((job) => ({
      job: job.name,
      asOf: job.data.asOf ?? '',
      error: job.failedReason ?? '',
      attempts: job.attemptsMade,
    }));
  }

  queues(): readonly unknown[] {
    return [this.native.queue];
  }

  async health(): Promise<void> {
    const late = new AbortController();
    const tooLate = sleep(HEALTH_MS, undefined, { signal: late.signal }).then(() => {
      throw new Error('作业队列没有应答');
    });
    try {
      await Promise.race([this.native.queue.getJobCounts('waiting'), tooLate]);
    } finally {
      late.abort();
      tooLate.catch(() => undefined);
    }
  }

  async close(): Promise<void> {
    await this.made?.host.worker.close();
    this.closed = true;
    await Promise.allSettled(this.waited);
    await this.made?.queue.close();
  }

  /** With the application: nobody goes on waiting for a job that this process does not run any more. */
  onApplicationShutdown(): Promise<void> {
    return this.close();
  }

  private get native(): NativeJobs {
    if (this.made === null) throw new Error(`the queue ${this.options.queue} is not part of an application`);
    return this.made;
  }

  private async answer(job: string, asOf: string): Promise<JobReport> {
    const { id } = await this.native.queue.add(job, { asOf }, jobOptions());
    const report = await this.untilEnded(String(id), `${job} ${asOf}`);
    await this.forgetFailures(job, asOf);
    return report;
  }

  private refuseUnknown(job: string): void {
    if (!this.handlers.has(job)) throw new Error(`没有名为 ${job} 的作业`);
  }

  private readonly report = (error: Error): void => this.options.onError?.(error);

  private readonly process = async (job: Job<JobData, JobReport>): Promise<JobReport> => {
    const handler = this.handlers.get(job.name);
    if (handler === undefined) throw new Error(`没有名为 ${job.name} 的作业`);
    return handler.run(job.data.asOf ?? (await this.datedNow(job)));
  };

  /** The first attempt of a scheduled job gives it its date; a retry after midnight keeps it. */
  private async datedNow(job: Job<JobData, JobReport>): Promise<string> {
    const asOf = this.options.clock.businessDate();
    await job.updateData({ asOf });
    return asOf;
  }

  private failedJobs(): Promise<Job<JobData, JobReport>[]> {
    return this.native.queue.getFailed(0, KEPT_JOBS);
  }

  /** What has been done since is no longer work for the operator. */
  private async forgetFailures(job: string, asOf: string): Promise<void> {
    for (const failed of await this.failedJobs()) {
      if (failed.name === job && failed.data.asOf === asOf) await failed.remove();
    }
  }

  private async untilEnded(id: string, what: string): Promise<JobReport> {
    const { queue } = this.native;
    for (;;) {
      const state = await queue.getJobState(id);
      if (state === 'unknown') throw new Error(`作业 ${what} 已被移除`);
      if (state === 'completed' || state === 'failed') return reportOf(await queue.getJob(id), state, what);
      if (this.closed) throw new Error(`作业 ${what} 未等到结果：服务正在停止`);
      await sleep(POLL_MS);
    }
  }
}

function reportOf(job: Job<JobData, JobReport> | undefined, state: 'completed' | 'failed', what: string): JobReport {
  if (state === 'completed' && job !== undefined) return job.returnvalue;
  throw new Error(`作业 ${what} 失败：${job?.failedReason ?? '原因不明'}`);
}

const jobOptions = () => ({
  attempts: ATTEMPTS,
  backoff: { type: 'exponential' as const, delay: BACKOFF_MS },
  removeOnComplete: KEPT_JOBS,
  removeOnFail: KEPT_JOBS,
});
