import type { ServiceName } from '#contracts';
import type { Role } from '#http';

/** Two persons of one office. */
export type Person = 'first' | 'second';

/** How everybody outside reaches the platform: addresses, tokens, the stepped calendar, the daily jobs. */
export interface WorldLink {
  readonly urls: Readonly<Record<ServiceName, string>>;
  /** A token of a role for `nation` or a clearing unit, of its first person or of the second who approves (SEC-04). */
  tokenFor(role: Role, unit: string, person?: Person): Promise<string>;
  /** The earliest business date any of the services stands at. */
  businessDate(): Promise<string>;
  setBusinessDate(date: string): Promise<void>;
  /** The daily jobs of all services as of a date, in the order in which data flows. */
  runJobs(date: string): Promise<void>;
  /** Waits until no message and no read model is behind. */
  settle(): Promise<void>;
}
