import { NO_HASH } from '../canonical.js';
import type { StreamDefinition } from '../types.js';

type AnyDefinition = StreamDefinition<unknown, never>;

/** A stream as far as it is known: folded state, version and the hash the next event continues from. */
export interface KnownStream {
  /** The definition that folded the state: another one must fold anew. */
  readonly definition: AnyDefinition;
  readonly version: number;
  readonly state: unknown;
  readonly hash: string;
}

export const unwritten = (definition: AnyDefinition): KnownStream => ({
  definition,
  version: 0,
  state: definition.initialState(),
  hash: NO_HASH,
});

/**
 * Hot states by stream, least recently used go first. An entry is only a guess: the writing transaction compares its
 * version with the log under the stream's lock, so a stale entry costs a read, never a wrong decision.
 */
export class StateCache {
  private readonly entries = new Map<string, KnownStream>();

  constructor(private readonly limit: number) {}

  /** What is known of a stream under this definition, at a version not beyond the log's. */
  get(streamId: string, definition: AnyDefinition, version: number): KnownStream | undefined {
    const known = this.entries.get(streamId);
    if (known === undefined || known.definition !== definition || known.version > version) return undefined;
    this.entries.delete(streamId);
    this.entries.set(streamId, known);
    return known;
  }

  /** Remembers a committed state, unless a later one is remembered already. */
  set(streamId: string, known: KnownStream): void {
    const before = this.entries.get(streamId);
    if (before !== undefined && before.definition === known.definition && before.version > known.version) return;
    this.entries.delete(streamId);
    this.entries.set(streamId, known);
    if (this.entries.size > this.limit) this.entries.delete(this.entries.keys().next().value as string);
  }

  clear(): void {
    this.entries.clear();
  }
}
