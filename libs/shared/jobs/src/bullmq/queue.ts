import { createPostgresBackend, Queue, Worker, withBackend, type Job } from 'bullmq';
import { Redis } from 'ioredis';
import type { Clock } from '../clock.js';
import type { FailedJob, JobHandler, JobQueue, JobReport } from '../port.js';

export type JobBackend =
  { readonly kind: 'postgres'; readonly url: string } | { readonly kind: 'redis'; readonly url: string };

export interface BullMqOptions {
  /** One queue per service. */
  readonly queue: string;
  readonly backend: JobBackend;
  readonly clock: Clock;
  readonly onError?: (error: Error) => void;
}

/** A job whose date and result are known; `asOf` is null when a schedule fires: the clock gives the date then. */
interface JobData {
  readonly asOf: string | null;
}

const ATTEMPTS = 3;
const BACKOFF_MS = 1_000;
/** A worker that died keeps its job this long; then another one runs it again. */
const LOCK_MS = 10_000;
const STALLED_CHECK_MS = 5_000;
const MAX_STALLED = 20;
const KEPT_JOBS = 1_000;
const POLL_MS = 10;
const TIME_ZONE = 'Asia/Shanghai';
const SCHEMA = 'bullmq';

type Made = { readonly queue: Queue<JobData, JobReport>; readonly worker: Worker<JobData, JobReport> };

/** BullMQ over PostgreSQL or Redis: one queue and one worker, so that the jobs of a service run one after another. */
export class BullMqJobQueue implements JobQueue {
  readonly kind: JobBackend['kind'];
  private readonly handlers = new Map<string, JobHandler>();
  private readonly queue: Made['queue'];
  private readonly worker: Made['worker'];
  private readonly closing: (() => Promise<unknown>)[] = [];

  constructor(private readonly options: BullMqOptions) {
    this.kind = options.backend.kind;
    const made =
      options.backend.kind === 'postgres' ? this.onPostgres(options.backend.url) : this.onRedis(options.backend.url);
    this.queue = made.queue;
    this.worker = made.worker;
    const report = options.onError ?? (() => undefined);
    this.queue.on('error', report);
    this.worker.on('error', report);
  }

  register(handler: JobHandler): void {
    if (this.handlers.has(handler.job)) throw new Error(`job ${handler.job} is registered twice`);
    this.handlers.set(handler.job, handler);
  }

  async scheduleDaily(job: string, time: string): Promise<void> {
    const [hour, minute] = time.split(':').map(Number);
    const pattern = `${minute} ${hour} * * *`;
    const template = { name: job, data: { asOf: null }, opts: jobOptions() };
    await this.queue.upsertJobScheduler(`daily-${job}`, { pattern, tz: TIME_ZONE }, template);
  }

  async run(job: string, asOf: string): Promise<JobReport> {
    if (!this.handlers.has(job)) throw new Error(`没有名为 ${job} 的作业`);
    const jobId = `${job}--${asOf}`;
    for (;;) {
      const added = await this.queue.add(job, { asOf }, { ...jobOptions(), jobId });
      const ended = await this.untilEnded(added.id ?? jobId);
      // A failed run of before is taken away so that this call runs the job anew.
      if (ended !== null) return ended;
    }
  }

  async start(): Promise<void> {
    await this.queue.waitUntilReady();
    void this.worker.run().catch((error: Error) => this.options.onError?.(error));
    await this.worker.waitUntilReady();
  }

  async failed(): Promise<readonly FailedJob[]> {
    const jobs = await this.queue.getFailed(0, KEPT_JOBS);
    return jobs.map((job) => ({
      job: job.name,
      asOf: job.data.asOf ?? '',
      error: job.failedReason ?? '',
      attempts: job.attemptsMade,
    }));
  }

  queues(): readonly unknown[] {
    return [this.queue];
  }

  async health(): Promise<void> {
    await this.queue.getJobCounts('waiting');
  }

  async close(): Promise<void> {
    await this.worker.close();
    await this.queue.close();
    for (const close of this.closing) await close();
  }

  private onPostgres(url: string): Made {
    const backend = withBackend(createPostgresBackend);
    const connection = { connectionString: url, schema: SCHEMA, max: 4, migrate: true };
    return {
      queue: new backend.Queue<JobData, JobReport>(this.options.queue, { connection }),
      worker: new backend.Worker<JobData, JobReport>(this.options.queue, this.process, {
        connection,
        ...workerOptions(),
      }),
    } as unknown as Made;
  }

  private onRedis(url: string): Made {
    const connect = (): Redis => {
      const redis = new Redis(url, { maxRetriesPerRequest: null, enableReadyCheck: true });
      redis.on('error', (error) => this.options.onError?.(error));
      this.closing.push(async () => redis.disconnect());
      return redis;
    };
    const prefix = 'kuasheng';
    return {
      queue: new Queue<JobData, JobReport>(this.options.queue, { connection: connect(), prefix }),
      worker: new Worker<JobData, JobReport>(this.options.queue, this.process, {
        connection: connect(),
        prefix,
        ...workerOptions(),
      }),
    };
  }

  private readonly process = async (job: Job<JobData, JobReport>): Promise<JobReport> => {
    const handler = this.handlers.get(job.name);
    if (handler === undefined) throw new Error(`没有名为 ${job.name} 的作业`);
    return handler.run(job.data.asOf ?? this.options.clock.businessDate());
  };

  /** The report of a job that has completed; null if it had failed before and was removed; throws its error otherwise. */
  private async untilEnded(jobId: string): Promise<JobReport | null> {
    for (;;) {
      const job = await this.queue.getJob(jobId);
      if (job === undefined) return null;
      const state = await job.getState();
      if (state === 'completed') {
        const report = job.returnvalue;
        await job.remove().catch(() => undefined);
        return report;
      }
      if (state === 'failed') {
        const reason = job.failedReason ?? 'unknown';
        await job.remove().catch(() => undefined);
        throw new Error(`作业 ${job.name} ${job.data.asOf ?? ''} 失败：${reason}`);
      }
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }
}

const jobOptions = () => ({
  attempts: ATTEMPTS,
  backoff: { type: 'exponential' as const, delay: BACKOFF_MS },
  removeOnComplete: KEPT_JOBS,
  removeOnFail: KEPT_JOBS,
});

const workerOptions = () => ({
  concurrency: 1,
  autorun: false,
  lockDuration: LOCK_MS,
  stalledInterval: STALLED_CHECK_MS,
  maxStalledCount: MAX_STALLED,
});
