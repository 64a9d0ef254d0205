import { Announcer, EVENTS_CHANNEL } from './announcer.js';
import { EventTypes, type EventType } from './event-types.js';
import { Listener } from './listener.js';
import { Projections } from './projection/projections.js';
import { CommittedStates } from './reading/committed-states.js';
import { readLog } from './reading/log-reader.js';
import { readStreamsFrom } from './reading/stream-reader.js';
import { openDatabase, type Database } from './transaction/database.js';
import { migrate, migrateEventStore } from './transaction/migrate.js';
import { inWritingTransaction, isConflict } from './transaction/writing-transaction.js';
import type {
  Json,
  Position,
  Projection,
  RecordedEvent,
  StreamRef,
  StreamStates,
  WriteOutcome,
  WriteRequest,
  WriteTransaction,
} from './types.js';
import { keepEpoch } from './epoch.js';
import { decideGroup, type GroupContext, type GroupResult } from './writing/group.js';
import { DEFAULT_LIMITS, GroupWriter, type GroupLimits } from './writing/group-writer.js';
import { StateCache } from './writing/state-cache.js';
import { WorkingStates } from './writing/working-states.js';

export interface EventStoreOptions {
  readonly url: string;
  readonly eventTypes?: readonly EventType[];
  readonly projections?: readonly Projection[];
  /** Folder of the service's own migrations. */
  readonly migrations?: { readonly owner: string; readonly folder: URL };
  readonly limits?: GroupLimits;
  readonly connections?: number;
  readonly cachedStreams?: number;
  /** A read model that cannot go on; it is tried again, the operator should look. */
  readonly onProjectionError?: (projection: string, error: unknown) => void;
  readonly now?: () => Date;
}

const CACHED_STREAMS = 50_000;
const CONFLICT_RETRIES = 5;

/** The event store of one service: the only way to write, and the log to read. */
export class EventStore {
  readonly projections: Projections;
  private readonly writer: GroupWriter;
  private readonly context: GroupContext;
  private readonly committed: CommittedStates;
  private readonly announcer: Announcer;
  private readonly listener: Listener;

  private constructor(
    readonly database: Database,
    private readonly types: EventTypes,
    options: EventStoreOptions,
  ) {
    const report = options.onProjectionError ?? (() => undefined);
    this.projections = new Projections(database, types, options.projections ?? [], report);
    this.context = {
      cache: new StateCache(options.cachedStreams ?? CACHED_STREAMS),
      types,
      inline: this.projections.applyInline,
      now: options.now ?? (() => new Date()),
    };
    this.committed = new CommittedStates(database, this.context);
    this.announcer = new Announcer(database);
    this.writer = new GroupWriter(database, this.context, options.limits ?? DEFAULT_LIMITS, () =>
      this.announcer.announce(),
    );
    this.listener = new Listener(options.url, EVENTS_CHANNEL);
    this.listener.onWake(() => this.projections.wake());
  }

  /** Opens the store of a database that exists: migrates it, raises the epoch after a restore, installs read models. */
  static async open(options: EventStoreOptions): Promise<EventStore> {
    const database = openDatabase(options.url, { connections: options.connections });
    try {
      await migrateEventStore(database);
      if (options.migrations !== undefined)
        await migrate(database, options.migrations.owner, options.migrations.folder);
      await keepEpoch(database);
      const store = new EventStore(database, new EventTypes(options.eventTypes), options);
      await store.projections.install();
      return store;
    } catch (error) {
      await database.close();
      throw error;
    }
  }

  /** Begins to follow the log with the asynchronous read models. */
  async start(): Promise<void> {
    await this.listener.start();
    this.projections.start();
  }

  /** Decides and records a request together with others that are ready. See `GroupWriter.submit` for the errors. */
  write<A extends Json>(request: WriteRequest<A>): Promise<WriteOutcome<A>> {
    return this.writer.submit(request);
  }

  /**
   * A writing transaction for what is not a request: consumers with their inbox, administration tables, jobs. `body`
   * runs again in a new transaction after a conflict with another one, so it must have no effects outside of `tx`.
   */
  async transaction<T>(body: (tx: WriteTransaction) => Promise<T>): Promise<T> {
    for (let conflicts = 0; ; conflicts += 1) {
      try {
        return await inWritingTransaction(this.database, body);
      } catch (error) {
        if (!isConflict(error) || conflicts >= CONFLICT_RETRIES) throw error;
      }
    }
  }

  /**
   * Decides and records requests inside `transaction`, all or nothing with it. Call it once per transaction, before the
   * transaction writes anything (else `LocksTooLate`): its locks are sorted within one call only, and come before the
   * transaction's id so that every stream keeps its order in the log. A defect in one `decide` fails the transaction.
   */
  async writeInTransaction(tx: WriteTransaction, requests: readonly WriteRequest[]): Promise<readonly WriteOutcome[]> {
    const { outcomes } = await decideGroup(tx, requests, this.context);
    await tx.query('select pg_notify($1, $2)', [EVENTS_CHANNEL, '']);
    return outcomes.map((outcome: GroupResult['outcomes'][number]) => {
      if (outcome.kind === 'defect') throw outcome.error;
      return outcome;
    });
  }

  /** State and version of a stream from its events. Versions with a gap throw `StreamBroken`. */
  async load<S>(ref: StreamRef<S>): Promise<{ readonly state: S; readonly version: number }> {
    const events = await this.readStream(ref.id);
    const evolve = ref.definition.evolve as (state: S, event: RecordedEvent) => S;
    return { state: events.reduce(evolve, ref.definition.initialState()), version: events.length };
  }

  /**
   * States of streams as they are committed now, without their locks: to look ahead, never to decide what is recorded. What is
   * remembered of a stream is not read again, so this is also the way to look at many, or at every message.
   */
  async look(refs: readonly StreamRef[]): Promise<StreamStates> {
    const known = await Promise.all(refs.map(async (ref) => [ref.id, await this.committed.of(ref)] as const));
    return new WorkingStates(new Map(known));
  }

  readStream(streamId: string): Promise<readonly RecordedEvent[]> {
    return readStreamsFrom(this.database.read, [{ id: streamId, after: 0 }], this.types);
  }

  /**
   * Committed events after a position in log order; nothing can appear later behind what was returned. With `dataOf`, events of other
   * types come without their data and metadata.
   */
  readAll(after: Position, limit: number, dataOf?: readonly string[]): Promise<readonly RecordedEvent[]> {
    return readLog(this.database.read, after, { limit, types: this.types, dataOf });
  }

  /** Calls back when events may have been committed. */
  onWake(listener: () => void): () => void {
    return this.listener.onWake(listener);
  }

  /** Remembers no state any more, as after a restart: the next request reads its streams from the log. */
  forget(): void {
    this.context.cache.clear();
  }

  /** Requests waiting for a transaction: the length operators watch. */
  get queueLength(): number {
    return this.writer.queueLength;
  }

  /** Accepted requests are committed first; then followers stop and connections close. */
  async close(): Promise<void> {
    await this.writer.close();
    await this.announcer.close();
    await this.projections.stop();
    await this.listener.close();
    await this.database.close();
  }
}
