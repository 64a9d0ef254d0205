import type { DueStep, JobReport } from '#jobs';

export interface LagEntry {
  readonly what: string;
  readonly behind: number;
}

export interface DeadLetterEntry {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly error: string;
  readonly attempts: number;
  readonly status: string;
}

export interface CheckEntry {
  readonly name: string;
  readonly rule: string;
  readonly ok: boolean;
  readonly detail: string;
}

/** What the ops team can do with a running service; every service offers the same. */
export interface ServiceOperations {
  readonly service: string;
  jobs(): readonly { readonly job: string; readonly description: string }[];
  runJob(job: string, asOf: string): Promise<JobReport>;
  /** Every daily job as of a date, in order. */
  runDay(asOf: string): Promise<Readonly<Record<string, JobReport>>>;
  /** Steps of the timetable whose day has passed and that are not done. */
  overdue(): Promise<readonly DueStep[]>;
  businessDate(): string;
  /** Only where the clock is simulated. */
  setBusinessDate(date: string): Promise<void>;
  lag(): Promise<readonly LagEntry[]>;
  deadLetters(): Promise<readonly DeadLetterEntry[]>;
  replayDeadLetter(id: string): Promise<string>;
  rebuild(readModel: string): Promise<{ readonly events: number }>;
  verify(): Promise<readonly CheckEntry[]>;
  /** What must agree with other services once everything has been delivered. */
  figures(): Promise<Readonly<Record<string, string>>>;
  health(): Promise<Readonly<Record<string, 'up' | 'down'>>>;
}
export const SERVICE_OPERATIONS = Symbol('SERVICE_OPERATIONS');
