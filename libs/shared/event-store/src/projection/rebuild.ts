import type { EventTypes } from '../event-types.js';
import { positionText, START } from '../position.js';
import { readLog } from '../reading/log-reader.js';
import type { Database } from '../transaction/database.js';
import { inWritingTransaction } from '../transaction/writing-transaction.js';
import type { Position, Projection, RecordedEvent, WriteTransaction } from '../types.js';
import { WRITERS_LOCK } from '../writing/locks.js';
import { lockCheckpoint, saveCheckpoint } from './checkpoint.js';
import { liveSchema, rebuildSchema, replacedSchema } from './schema.js';
import { applyTo, createTables, stateOfTables } from './tables.js';

const BATCH = 5000;
const REBUILD_LOCK = 4_211;

export interface RebuildReport {
  readonly projection: string;
  readonly events: number;
}

/**
 * Builds a read model from the first event in tables of its own while writes go on, then, with writers held for a
 * moment, applies the rest and puts the new tables in place of the old. If it fails the old tables stay.
 */
export function rebuildProjection(db: Database, projection: Projection, types: EventTypes): Promise<RebuildReport> {
  return alone(db, projection, async () => {
    const { applied } = await rebuild(db, projection, types);
    return { projection: projection.name, events: applied };
  });
}

/** The same, unless another process has done it while this one waited for its turn. */
export async function rebuildUnlessCurrent(db: Database, projection: Projection, types: EventTypes): Promise<void> {
  await alone(db, projection, async (tx) => {
    if ((await stateOfTables(tx, projection)) !== 'current') await rebuild(db, projection, types);
  });
}

/** One rebuild of a read model at a time, in all processes. The transaction holds the lock only, and has no id. */
export function alone<T>(db: Database, projection: Projection, body: (tx: WriteTransaction) => Promise<T>): Promise<T> {
  return inWritingTransaction(db, async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1, hashtext($2))', [REBUILD_LOCK, projection.name]);
    return body(tx);
  });
}

async function rebuild(db: Database, projection: Projection, types: EventTypes): Promise<Refill> {
  const refill = await beginRefill(db, projection, types);
  for (let behind = true; behind;) behind = await inWritingTransaction(db, (tx) => refill.step(tx));
  await dropReplaced(db, projection);
  await inWritingTransaction(db, (tx) => swap(tx, projection, refill));
  await dropReplaced(db, projection);
  return refill;
}

/** Empty tables beside the live ones, to be filled from the first event. */
export async function beginRefill(db: Database, projection: Projection, types: EventTypes): Promise<Refill> {
  const schema = rebuildSchema(projection);
  await inWritingTransaction(db, async (tx) => {
    await tx.query(`drop schema if exists ${schema} cascade`);
    await createTables(tx, projection, schema);
  });
  return new Refill(projection, types, schema);
}

/** Apart from the swap: it waits for whoever still reads the old tables, and nobody should wait with it. */
function dropReplaced(db: Database, projection: Projection): Promise<unknown> {
  return inWritingTransaction(db, (tx) => tx.query(`drop schema if exists ${replacedSchema(projection)} cascade`));
}

export class Refill {
  applied = 0;
  position: Position = START;

  constructor(
    private readonly projection: Projection,
    private readonly types: EventTypes,
    private readonly schema: string,
  ) {}

  /** Applies the next batch; true if there may be more. */
  async step(tx: WriteTransaction, wholeSnapshot = false): Promise<boolean> {
    const events = await readLog(tx.query, this.position, { limit: BATCH, types: this.types, wholeSnapshot });
    await this.apply(tx, events);
    return events.length === BATCH;
  }

  /** Goes on as far as a position and no further. */
  async stepTo(tx: WriteTransaction, end: Position): Promise<boolean> {
    const events = await readLog(tx.query, this.position, { limit: BATCH, types: this.types });
    const wanted = events.filter(({ position }) => positionText(position) <= positionText(end));
    await this.apply(tx, wanted);
    return wanted.length === BATCH;
  }

  private async apply(tx: WriteTransaction, events: readonly RecordedEvent[]): Promise<void> {
    await applyTo(tx, this.projection, { events, schema: this.schema });
    this.position = events.at(-1)?.position ?? this.position;
    this.applied += events.length;
  }
}

/**
 * An inline model must hold every committed event: its swap is alone with the log, for every writing group holds the
 * writers' lock shared until its commit. An asynchronous one goes on from its checkpoint, so it stays below the bound.
 */
async function swap(tx: WriteTransaction, projection: Projection, refill: Refill): Promise<void> {
  const inline = projection.mode === 'inline';
  if (inline) await tx.query('select pg_advisory_xact_lock($1)', [WRITERS_LOCK]);
  else await lockCheckpoint(tx, projection.name);
  while (await refill.step(tx, inline));
  const live = liveSchema(projection);
  const [there] = await tx.query('select 1 from pg_namespace where nspname = $1', [live]);
  if (there !== undefined) await tx.query(`alter schema ${live} rename to ${replacedSchema(projection)}`);
  await tx.query(`alter schema ${rebuildSchema(projection)} rename to ${live}`);
  if (!inline) await saveCheckpoint(tx, projection.name, refill.position);
}
