/** Bounds of every service process in one place (architecture §9). */
export const SERVICE_LIMITS = {
  /** A 2301 with 1000 lines is about 700 kB. */
  bodyBytes: 4 * 1024 * 1024,
  /** Connections of one service to its database; the embedded server takes 200. */
  databaseConnections: 12,
  /** How long the answer to an act waits until the act is on the bus. */
  publishedMs: 2_000,
  /** How long a stop may take before the process is ended. */
  stopMs: 20_000,
} as const;
