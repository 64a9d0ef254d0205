import type { Database } from '../transaction/database.js';
import type { StreamRef } from '../types.js';
import type { EventTypes } from '../event-types.js';
import { loadStreams } from '../writing/log-statements.js';
import type { KnownStream, StateCache } from '../writing/state-cache.js';
import { SharedReads } from './shared-reads.js';

interface Context {
  readonly cache: StateCache;
  readonly types: EventTypes;
}

/**
 * States of streams as they are committed, without their locks: versions are asked of the log, and only what is not remembered at
 * that version is read. Questions that come together share their statements.
 */
export class CommittedStates {
  private readonly byDefinition = new Map<KnownStream['definition'], SharedReads<string, KnownStream>>();

  constructor(
    private readonly db: Database,
    private readonly context: Context,
  ) {}

  async of(ref: StreamRef): Promise<KnownStream> {
    const known = await this.readsOf(ref.definition as KnownStream['definition']).of(ref.id);
    // `loadStreams` knows every stream it was asked for, unwritten ones too.
    return known as KnownStream;
  }

  private readsOf(definition: KnownStream['definition']): SharedReads<string, KnownStream> {
    const known = this.byDefinition.get(definition);
    if (known !== undefined) return known;
    const reads = new SharedReads<string, KnownStream>((ids) => this.load(ids, definition));
    this.byDefinition.set(definition, reads);
    return reads;
  }

  private async load(
    ids: readonly string[],
    definition: KnownStream['definition'],
  ): Promise<ReadonlyMap<string, KnownStream>> {
    const refs = ids.map((id) => ({ id, definition }));
    const loaded = await loadStreams({ query: this.db.read }, refs, this.context);
    for (const [id, stream] of loaded) this.context.cache.set(id, stream);
    return loaded;
  }
}
