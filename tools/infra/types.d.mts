/** What a launcher found or started for a test run. */
export interface Availability {
  readonly available: boolean;
  /** Why not, in a sentence. */
  readonly reason?: string;
  /** To be set for the tests. */
  readonly env: Readonly<Record<string, string>>;
  /** There if something was started here. */
  readonly stop?: () => Promise<void>;
}

/** A program started by a launcher. It does not end with the process that started it. */
export interface Server {
  readonly port: number;
  /** Process id; another one after `restart()`. */
  readonly pid: number;
  /** Orderly end. */
  stop(): Promise<void>;
  /** kill -9. */
  kill(): Promise<void>;
  /** Ends it if it runs and starts it on the same folder and port; resolves when it is ready. */
  restart(): Promise<void>;
}
