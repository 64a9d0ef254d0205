import { canonicalJson, chainHashOfTexts } from '../canonical.js';
import type { AppendedEvent, EventMetadata, StreamRef, StreamStates } from '../types.js';
import type { PendingEvent } from './log-statements.js';
import type { KnownStream } from './state-cache.js';

/** What the events of one request share. */
export interface RequestFacts {
  readonly metadata: EventMetadata;
  readonly metadataText: string;
  readonly occurredAt: string;
}

interface Step {
  readonly event: PendingEvent;
  readonly before: KnownStream;
}

/** States of the streams of one group while it is decided: each request sees what the earlier ones did. */
export class WorkingStates implements StreamStates {
  private readonly steps: Step[] = [];

  constructor(private readonly streams: Map<string, KnownStream>) {}

  of<S>(ref: StreamRef<S>): S {
    return this.named(ref.id).state as S;
  }

  versionOf(streamId: string): number {
    return this.named(streamId).version;
  }

  /** Moves the stream's state and continues its version and hash chain. */
  append({ streamId, event }: AppendedEvent, schemaVersion: number, request: RequestFacts): void {
    const before = this.named(streamId);
    const { definition } = before;
    const { metadata, metadataText, occurredAt } = request;
    const { type, data } = event;
    const version = before.version + 1;
    const dataText = canonicalJson(data);
    const facts = { streamId, version, type, schemaVersion, dataText, metadataText, occurredAt };
    const hash = chainHashOfTexts(before.hash, facts);
    const evolve = definition.evolve as (state: unknown, event: unknown) => unknown;
    this.streams.set(streamId, { definition, version, hash, state: evolve(before.state, event) });
    // Written out member by member: this runs for every event, and spreading costs more than hashing.
    const pending = {
      streamId,
      version,
      type,
      schemaVersion,
      data,
      dataText,
      metadata,
      metadataText,
      occurredAt,
      hash,
    };
    this.steps.push({ event: pending, before });
  }

  /** Number of events appended so far. */
  get length(): number {
    return this.steps.length;
  }

  /** Takes back the events appended last, down to `length`. */
  takeBack(length: number): void {
    for (const { event, before } of this.steps.splice(length).reverse()) this.streams.set(event.streamId, before);
  }

  pending(): readonly PendingEvent[] {
    return this.steps.map(({ event }) => event);
  }

  /** Every stream of the group as the group leaves it. */
  known(): ReadonlyMap<string, KnownStream> {
    return this.streams;
  }

  private named(streamId: string): KnownStream {
    const stream = this.streams.get(streamId);
    // A decision that reaches for a stream it did not name would run without that stream's lock.
    if (stream === undefined) throw new Error(`stream ${streamId} is not among the streams of the request`);
    return stream;
  }
}
