import { setTimeout as sleep } from 'node:timers/promises';
import type { EventTypes } from '../event-types.js';
import { positionText, START } from '../position.js';
import { readLog } from '../reading/log-reader.js';
import { type EventRow, positionOf } from '../reading/stream-reader.js';
import type { Database } from '../transaction/database.js';
import { inWritingTransaction } from '../transaction/writing-transaction.js';
import type { Position, Projection, RecordedEvent, WriteTransaction } from '../types.js';
import { lockCheckpoint, saveCheckpoint } from './checkpoint.js';
import { compareProjection, type Comparison } from './compare.js';
import { FollowLoop } from './follow-loop.js';
import { rebuildProjection, type RebuildReport, rebuildUnlessCurrent } from './rebuild.js';
import { liveSchema } from './schema.js';
import { applyTo, createTables, stateOfTables } from './tables.js';

/** Asked for a read model this service does not keep. */
export class UnknownProjection extends Error {
  override readonly name = 'UnknownProjection';
}

/** The end of the log stayed out of reach: an older transaction has not ended. */
export class LogHeldBack extends Error {
  override readonly name = 'LogHeldBack';
}

const BATCH = 1000;
const INSTALL_LOCK = 4_210_003;
const CATCH_UP_POLL_MS = 10;
const CATCH_UP_MS = 30_000;

interface Step {
  readonly events: number;
  readonly reached: Position;
}

/** The read models of a service: created, kept, followed. */
export class Projections {
  private readonly asynchronous: readonly Projection[];
  private readonly inline: readonly Projection[];
  private readonly loops: readonly FollowLoop[];

  constructor(
    private readonly db: Database,
    private readonly types: EventTypes,
    readonly all: readonly Projection[],
    onError: (projection: string, error: unknown) => void,
  ) {
    if (new Set(all.map(liveSchema)).size < all.length) throw new RangeError('two read models have the same name');
    this.asynchronous = all.filter(({ mode }) => mode === 'async');
    this.inline = all.filter(({ mode }) => mode === 'inline');
    this.loops = this.asynchronous.map(
      (projection) =>
        new FollowLoop({
          step: async () => (await this.step(projection)).events === BATCH,
          // The checkpoint has not moved: the same batch comes again, and the operator sees why it does not pass.
          failed: (error) => onError(projection.name, error),
        }),
    );
  }

  /**
   * Creates the tables of read models that are not there yet. One that comes late to a log with events, or whose
   * definition has changed, is built from the log; its tables appear only when they are complete.
   */
  async install(): Promise<void> {
    const behind: Projection[] = [];
    await inWritingTransaction(this.db, async (tx) => {
      await tx.query('select pg_advisory_xact_lock($1)', [INSTALL_LOCK]);
      const [written] = await tx.query('select 1 from events limit 1');
      for (const projection of this.all) {
        const tables = await stateOfTables(tx, projection);
        if (tables === 'missing' && written === undefined) await createTables(tx, projection, liveSchema(projection));
        else if (tables !== 'current') behind.push(projection);
      }
    });
    for (const projection of behind) await rebuildUnlessCurrent(this.db, projection, this.types);
  }

  /** Builds one read model anew from the first event while writes go on. */
  async rebuild(name: string): Promise<RebuildReport> {
    const projection = this.all.find((candidate) => candidate.name === name);
    if (projection === undefined) throw new UnknownProjection(`没有名为 ${name} 的读模型`);
    return rebuildProjection(this.db, projection, this.types);
  }

  /** Every read model beside what the log makes of it, one after another; see `compareProjection`. */
  async compare(): Promise<Comparison> {
    const comparisons: Comparison[] = [];
    for (const projection of this.all) comparisons.push(await compareProjection(this.db, projection, this.types));
    return {
      rows: comparisons.reduce((sum, { rows }) => sum + rows, 0),
      disagreements: comparisons.flatMap(({ disagreements }) => disagreements),
    };
  }

  /** The inline read models, inside the writing transaction. */
  readonly applyInline = async (tx: WriteTransaction, events: readonly RecordedEvent[]): Promise<void> => {
    for (const projection of this.inline) {
      await applyTo(tx, projection, { events, schema: liveSchema(projection) });
    }
  };

  start(): void {
    for (const loop of this.loops) loop.start();
  }

  wake(): void {
    for (const loop of this.loops) loop.wake();
  }

  async stop(): Promise<void> {
    await Promise.all(this.loops.map((loop) => loop.stop()));
  }

  /**
   * Brings every asynchronous read model to the end of the log as it is now. Throws what a read model throws, and
   * `LogHeldBack` if a transaction older than the last event does not end within 30 s.
   */
  async catchUp(): Promise<void> {
    const [last] = await this.db.read<EventRow>(
      `select epoch, transaction_id, global_position from events
        order by epoch desc, transaction_id desc, global_position desc limit 1`,
    );
    const end = positionText(last === undefined ? START : positionOf(last));
    for (const projection of this.asynchronous) await this.catchUpTo(end, projection);
  }

  private async catchUpTo(end: string, projection: Projection): Promise<void> {
    const until = Date.now() + CATCH_UP_MS;
    for (;;) {
      const { events, reached } = await this.step(projection);
      if (positionText(reached) >= end) return;
      if (events > 0) continue;
      if (Date.now() > until) throw new LogHeldBack(`读模型 ${projection.name} 跟不到日志末尾：有更早的事务尚未结束`);
      await sleep(CATCH_UP_POLL_MS);
    }
  }

  /** Events an asynchronous read model has not seen, per read model. */
  async lag(): Promise<ReadonlyMap<string, number>> {
    const rows = await this.db.read<{ name: string; behind: string }>(
      `select p.name, (select count(*) from events e where (e.epoch, e.transaction_id, e.global_position) >
              (coalesce(c.epoch, 0), coalesce(c.transaction_id, '0'::xid8), coalesce(c.global_position, 0))) as behind
         from unnest($1::text[]) as p(name) left join projection_checkpoint c on c.name = p.name`,
      [this.asynchronous.map(({ name }) => name)],
    );
    return new Map(rows.map(({ name, behind }) => [name, Number(behind)]));
  }

  private step(projection: Projection): Promise<Step> {
    return inWritingTransaction(this.db, async (tx) => {
      const after = await lockCheckpoint(tx, projection.name);
      const { handles: dataOf } = projection;
      const events = await readLog(tx.query, after, { limit: BATCH, types: this.types, dataOf });
      const last = events.at(-1);
      if (last === undefined) return { events: 0, reached: after };
      await applyTo(tx, projection, { events, schema: liveSchema(projection) });
      await saveCheckpoint(tx, projection.name, last.position);
      return { events: events.length, reached: last.position };
    });
  }
}
