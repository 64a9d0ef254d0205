import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Queue } from 'bullmq';
import { randomBytes } from 'node:crypto';
import { businessDate, type BusinessDate } from '#kernel';
import type { JobBackend } from '../bullmq/backend.js';
import { BullMqJobQueue } from '../bullmq/queue.js';
import type { Clock } from '../clock.js';
import type { JobHandler, JobReport } from '../port.js';

/** What an adapter brings to the contract suite: a real server. */
export interface ContractHarness {
  readonly backend: JobBackend;
  close(): Promise<void>;
}

export class SetClock implements Clock {
  constructor(private date: BusinessDate = businessDate('2025-08-01')) {}

  now(): Date {
    return new Date(`${this.date}T02:00:00.000Z`);
  }

  businessDate(): BusinessDate {
    return this.date;
  }

  set(date: string): void {
    this.date = businessDate(date);
  }
}

/** A service's process as far as its jobs go. */
export interface Process {
  readonly jobs: BullMqJobQueue;
  /** BullMQ's own, as the operators' board gets it. */
  readonly native: Queue<{ asOf: string | null }>;
  stop(): Promise<void>;
}

@Module({})
class ProcessModule {}

export async function openProcess(backend: JobBackend, queue: string, clock: Clock): Promise<Process> {
  const jobs = new BullMqJobQueue({ queue, backend, clock });
  const root = { module: ProcessModule, imports: [jobs.module] };
  const application = await NestFactory.createApplicationContext(root, { logger: false });
  const [native] = jobs.queues();
  if (!(native instanceof Queue)) throw new TypeError('the board would get no queue of BullMQ');
  return { jobs, native, stop: () => application.close() };
}

/** Unlike any other of this server, which may be somebody's own. */
export const uniqueQueue = (): string => `contract-${randomBytes(6).toString('hex')}`;

/** A job that writes down what it was asked to do. */
export class Recording implements JobHandler {
  readonly description = 'test';
  readonly ran: string[] = [];
  running = 0;
  mostAtOnce = 0;

  constructor(
    readonly job: string,
    private readonly work: (asOf: string, attempt: number) => JobReport | Promise<JobReport> = () => ({}),
  ) {}

  async run(asOf: string): Promise<JobReport> {
    this.running += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.running);
    this.ran.push(asOf);
    try {
      return await this.work(asOf, this.ran.length);
    } finally {
      this.running -= 1;
    }
  }
}

/** Waits until a question is answered with yes; after `timeoutMs` the last answer is in the error. */
export async function eventually<T>(
  ask: () => T | Promise<T>,
  isIt: (answer: T) => boolean,
  timeoutMs = 30_000,
): Promise<T> {
  for (const until = Date.now() + timeoutMs; ;) {
    const answer = await ask();
    if (isIt(answer)) return answer;
    if (Date.now() > until) throw new Error(`still not: ${JSON.stringify(answer).slice(0, 500)}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
