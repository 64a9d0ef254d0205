import type { Rejection } from '#kernel';
import { prepared } from '../transaction/prepared.js';
import type { IdempotencyKey, Json, WriteOutcome, WriteRequest, WriteTransaction } from '../types.js';

export type StoredOutcome =
  { readonly kind: 'accepted'; readonly answer: Json } | { readonly kind: 'refused'; readonly rejection: Rejection };

interface Entry {
  readonly bodyHash: string;
  readonly outcome: StoredOutcome;
}

const KNOWN = prepared(
  `select i.scope, i.key, i.body_hash, i.outcome
     from unnest($1::text[], $2::text[]) as wanted(scope, key)
     join idempotency i on i.scope = wanted.scope and i.key = wanted.key`,
);

// JSON text has no raw line breaks, so lines carry it.
const STORE = prepared(
  `insert into idempotency (scope, key, body_hash, outcome)
   select scope, key, body_hash, outcome::json
     from unnest($1::text[], $2::text[], $3::text[], string_to_array($4, e'\\n')) as new(scope, key, body_hash, outcome)`,
);

const idOf = ({ scope, key }: { scope: string; key: string }): string => `${scope}\n${key}`;

/** Answers already given under the keys of a group, and those the group adds: the same request twice in one group too. */
export class Outcomes {
  private readonly entries = new Map<string, Entry>();
  private readonly added: { readonly key: IdempotencyKey; readonly outcome: StoredOutcome }[] = [];

  static async load(tx: WriteTransaction, requests: readonly WriteRequest[]): Promise<Outcomes> {
    const known = new Outcomes();
    const keys = requests.flatMap(({ idempotency }) => (idempotency === null ? [] : [idempotency]));
    if (keys.length === 0) return known;
    const rows = await tx.query<{ scope: string; key: string; body_hash: string; outcome: StoredOutcome }>(KNOWN, [
      keys.map(({ scope }) => scope),
      keys.map(({ key }) => key),
    ]);
    for (const row of rows) known.entries.set(idOf(row), { bodyHash: row.body_hash, outcome: row.outcome });
    return known;
  }

  /** The answer given before under this key, a conflict if the body was another one, or null if the key is new. */
  answerTo(key: IdempotencyKey | null): WriteOutcome | null {
    const entry = key === null ? undefined : this.entries.get(idOf(key));
    if (key === null || entry === undefined) return null;
    if (entry.bodyHash !== key.bodyHash) return { kind: 'key-conflict' };
    return entry.outcome.kind === 'refused'
      ? { kind: 'refused', rejection: entry.outcome.rejection, replayed: true }
      : { kind: 'accepted', answer: entry.outcome.answer, replayed: true, events: [] };
  }

  remember(key: IdempotencyKey, outcome: StoredOutcome): void {
    this.entries.set(idOf(key), { bodyHash: key.bodyHash, outcome });
    this.added.push({ key, outcome });
  }

  async store(tx: WriteTransaction): Promise<void> {
    if (this.added.length === 0) return;
    await tx.query(STORE, [
      this.added.map(({ key }) => key.scope),
      this.added.map(({ key }) => key.key),
      this.added.map(({ key }) => key.bodyHash),
      this.added.map(({ outcome }) => JSON.stringify(outcome)).join('\n'),
    ]);
  }
}
