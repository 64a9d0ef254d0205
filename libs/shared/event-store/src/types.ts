import type { Rejection } from '#kernel';

/** A JSON value as PostgreSQL keeps it. Money is text, counts are integers; floating numbers are refused on append. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** Who did it, for whom, when by the business calendar, and why (SEC-03). Part of every event, for ever. */
export interface EventMetadata {
  /** The person or system that acted: `user:<subject>`, `hospital:<institution code>`, `system:<service>.<job>`. */
  readonly actor: string;
  /** The party whose right was exercised: `province:32`, `institution:H32…`, `nation`. */
  readonly onBehalfOf: string;
  /** Why, in the field's words: the transaction number, the article, the stated reason. */
  readonly reason: string;
  /** Business date of the act, Asia/Shanghai, `YYYY-MM-DD`. */
  readonly businessDate: string;
  /** One id through everything a request caused, across services. */
  readonly correlationId: string;
  /** Id of the event or message that caused this one, when there is one. */
  readonly causationId: string | null;
}

/** Order of the log: raised epoch after a restore, then transaction, then position (architecture §4). */
export interface Position {
  readonly epoch: number;
  readonly transactionId: string;
  readonly globalPosition: string;
}

export interface RecordedEvent<D extends JsonObject = JsonObject> {
  readonly position: Position;
  readonly streamId: string;
  readonly version: number;
  readonly type: string;
  /** Version of the data's shape as written; readers get it upcast to the current one. */
  readonly schemaVersion: number;
  readonly data: D;
  readonly metadata: EventMetadata;
  readonly occurredAt: string;
  /** SM3 over the previous event's hash and this event: a changed record is noticed (SEC-03). */
  readonly hash: string;
}

export interface DomainEvent<T extends string = string, D extends JsonObject = JsonObject> {
  readonly type: T;
  readonly data: D;
}

/** One kind of stream: how its state begins and moves. `evolve` must never throw. */
export interface StreamDefinition<S, E extends DomainEvent = DomainEvent> {
  /** First word of every stream id of this kind, e.g. `visit` in `visit-2025…`. */
  readonly category: string;
  readonly initialState: () => S;
  evolve(state: S, event: E): S;
}

export interface StreamRef<S = unknown> {
  readonly id: string;
  // The event type is erased here: a group carries streams of many kinds.
  readonly definition: StreamDefinition<S, never>;
}

export interface IdempotencyKey {
  readonly scope: string;
  readonly key: string;
  readonly bodyHash: string;
}

export interface AppendedEvent {
  readonly streamId: string;
  readonly event: DomainEvent;
}

/** What a pure decision comes to: events with an answer, or a coded refusal. Both are stored under the idempotency key. */
export type Decision<A extends Json> =
  | { readonly kind: 'accepted'; readonly events: readonly AppendedEvent[]; readonly answer: A }
  | { readonly kind: 'refused'; readonly rejection: Rejection };

export interface StreamStates {
  /** State of a stream named in `streams`, with what earlier requests of the same group did to it. */
  of<S>(ref: StreamRef<S>): S;
  versionOf(streamId: string): number;
}

/** One request to change something. It is decided under the locks of its streams, in the writing transaction. */
export interface WriteRequest<A extends Json = Json> {
  readonly streams: readonly StreamRef[];
  readonly idempotency: IdempotencyKey | null;
  readonly metadata: EventMetadata;
  readonly decide: (states: StreamStates) => Decision<A>;
}

export type WriteOutcome<A extends Json = Json> =
  | {
      readonly kind: 'accepted';
      readonly answer: A;
      readonly replayed: boolean;
      readonly events: readonly RecordedEvent[];
    }
  | { readonly kind: 'refused'; readonly rejection: Rejection; readonly replayed: boolean }
  /** The same key came with another body: nothing was done. */
  | { readonly kind: 'key-conflict' };

/** The statements of one writing transaction. Only the event store opens it. */
export interface WriteTransaction {
  query<R extends object = Record<string, unknown>>(sql: string, values?: readonly unknown[]): Promise<readonly R[]>;
}

/** A read model kept from events. Tables are unqualified names; `t('claim')` gives the schema-qualified one. */
export interface Projection {
  readonly name: string;
  /** `inline`: in the writing transaction; `async`: follows the log in batches. */
  readonly mode: 'inline' | 'async';
  /** CREATE statements over `t('table')`. */
  readonly ddl: (t: (table: string) => string) => string;
  readonly handles: readonly string[];
  /** Applies events in log order. Must be deterministic in the events alone. */
  apply(tx: WriteTransaction, events: readonly RecordedEvent[], t: (table: string) => string): Promise<void>;
}
