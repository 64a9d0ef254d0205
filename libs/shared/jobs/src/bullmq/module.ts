import { BullModule, getQueueToken, OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { type DynamicModule, Module } from '@nestjs/common';
import type { Job, Queue, Worker } from 'bullmq';
import type { JobQueue, JobReport } from '../port.js';
import { connectionOf, type JobBackend } from './backend.js';

/** A job whose date is known; `asOf` is null when a schedule fires: the clock gives the date then. */
export interface JobData {
  readonly asOf: string | null;
}

/** Injection token of the service's `JobQueue`. */
export const JOB_QUEUE = Symbol('JOB_QUEUE');

/** A worker that died keeps its job this long; then another one runs it again. */
const LOCK_MS = 10_000;
const STALLED_CHECK_MS = 5_000;
const MAX_STALLED = 20;
/** It starts with `JobQueue.start`, when the jobs are registered; and runs one job after another. */
const WORKER = {
  autorun: false,
  concurrency: 1,
  lockDuration: LOCK_MS,
  stalledInterval: STALLED_CHECK_MS,
  maxStalledCount: MAX_STALLED,
};

export interface NativeJobs {
  readonly queue: Queue<JobData, JobReport>;
  /** There once the application has been initialised. */
  readonly host: { readonly worker: Worker };
}

export interface JobsModuleOptions {
  /** One queue per service. */
  readonly queue: string;
  readonly backend: JobBackend;
  process(job: Job<JobData, JobReport>): Promise<JobReport>;
  onError(error: Error): void;
  /** Told once the queue is made; what it returns is injected for `JOB_QUEUE`. */
  attach(native: NativeJobs): JobQueue;
}

@Module({})
class JobsModule {}

/**
 * The queue and the worker of a service as a Nest module; the application opens and closes both. Not global: Nest closes
 * global modules last, and `JobQueue` must end before the queue below it.
 */
export function jobsModule(options: JobsModuleOptions): DynamicModule {
  const host = processorOf(options);
  const attached = {
    provide: JOB_QUEUE,
    inject: [getQueueToken(options.queue), host],
    useFactory: (queue: NativeJobs['queue'], made: WorkerHost) => options.attach({ queue, host: made }),
  };
  const queues = BullModule.registerQueue({ name: options.queue, ...connectionOf(options.backend) });
  return {
    module: JobsModule,
    imports: [queues],
    providers: [host, attached],
    exports: [JOB_QUEUE, queues],
  };
}

function processorOf({ queue, process, onError }: JobsModuleOptions) {
  @Processor(queue, WORKER)
  class ServiceJobs extends WorkerHost {
    process(job: Job<JobData, JobReport>): Promise<JobReport> {
      return process(job);
    }

    @OnWorkerEvent('error')
    failed(error: Error): void {
      onError(error);
    }
  }
  return ServiceJobs;
}
