/** What a job did, for the operator and for programs. Counts only; money as text. */
export type JobReport = Readonly<Record<string, string | number | boolean | null>>;

export interface JobRun {
  readonly job: string;
  /** Business date the job works for, `YYYY-MM-DD`. */
  readonly asOf: string;
}

/** A wake-up call. The queue holds no truth: the work list is a query in the handler (architecture §3). */
export interface JobHandler {
  readonly job: string;
  /** One sentence for the operator. */
  readonly description: string;
  run(asOf: string): Promise<JobReport>;
}

export interface FailedJob {
  readonly job: string;
  readonly asOf: string;
  readonly error: string;
  readonly attempts: number;
}

export interface JobQueue {
  readonly kind: 'postgres' | 'redis';
  register(handler: JobHandler): void;
  /** Fires every day at HH:mm in Asia/Shanghai with the business date of that instant. */
  scheduleDaily(job: string, time: string): Promise<void>;
  /** Enqueues and waits for the end; throws the job's last error. The same job and date twice at once run one after the other. */
  run(job: string, asOf: string): Promise<JobReport>;
  start(): Promise<void>;
  /** Jobs whose attempts were all in vain and that no later run of the same job and date has made good. */
  failed(): Promise<readonly FailedJob[]>;
  /** Native BullMQ queues, for the operators' board. */
  queues(): readonly unknown[];
  health(): Promise<void>;
  close(): Promise<void>;
}
