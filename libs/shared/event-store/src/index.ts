export { canonicalJson, chainHash, sha256 } from './canonical.js';
export { type EventType, EventTypes, type Upcast } from './event-types.js';
export { Listener } from './listener.js';
export { parsePosition, positionText, START } from './position.js';
export type { Comparison, Disagreement } from './projection/compare.js';
export { LogHeldBack, UnknownProjection } from './projection/projections.js';
export type { RebuildReport } from './projection/rebuild.js';
export { tablesIn } from './projection/schema.js';
export { READ_LOG } from './reading/log-reader.js';
export { SharedReads } from './reading/shared-reads.js';
export { StreamBroken } from './reading/stream-reader.js';
export { EventStore, type EventStoreOptions } from './store.js';
export { type Database, type DatabaseOptions, databaseUrl, openDatabase } from './transaction/database.js';
export { migrate, migrateEventStore, MigrationChanged } from './transaction/migrate.js';
export { prepared } from './transaction/prepared.js';
export {
  FailureSwallowed,
  inWritingTransaction,
  isInfrastructureFailure,
  OutcomeUnknown,
} from './transaction/writing-transaction.js';
export * from './types.js';
export { type ChainReport, verifyChains } from './verify.js';
export { type StreamAct, streamRequest } from './writing/stream-request.js';
export { Busy, DEFAULT_LIMITS, type GroupLimits } from './writing/group-writer.js';
export { LocksTooLate } from './writing/locks.js';
