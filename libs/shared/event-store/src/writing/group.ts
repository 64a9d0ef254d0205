import { canonicalJson } from '../canonical.js';
import type { EventTypes } from '../event-types.js';
import type {
  IdempotencyKey,
  Json,
  RecordedEvent,
  StreamRef,
  WriteOutcome,
  WriteRequest,
  WriteTransaction,
} from '../types.js';
import { appendEvents, loadStreams } from './log-statements.js';
import { takeLocks } from './locks.js';
import { Outcomes, type StoredOutcome } from './outcomes.js';
import type { KnownStream, StateCache } from './state-cache.js';
import { WorkingStates } from './working-states.js';

/** Called with the events of a group inside its transaction: the inline read models. */
export type InlineApply = (tx: WriteTransaction, events: readonly RecordedEvent[]) => Promise<void>;

export interface GroupContext {
  readonly cache: StateCache;
  readonly types: EventTypes;
  readonly inline: InlineApply;
  readonly now: () => Date;
}

export interface GroupResult {
  /** One per request, in order; a request whose `decide` threw has its own error and nothing else of the group suffers. */
  readonly outcomes: readonly (WriteOutcome | { readonly kind: 'defect'; readonly error: unknown })[];
  /** States to remember once the transaction has committed. */
  readonly states: ReadonlyMap<string, KnownStream>;
}

/**
 * Decides a group of requests one after another against the state the one before left, and writes everything they come
 * to: events, inline read models, stored outcomes. Runs inside a writing transaction opened by the caller.
 */
export async function decideGroup(
  tx: WriteTransaction,
  requests: readonly WriteRequest[],
  context: GroupContext,
): Promise<GroupResult> {
  await takeLocks(tx, requests);
  const known = await Outcomes.load(tx, requests);
  const states = new WorkingStates(await loadStreams(tx, distinctStreams(requests), context));
  const decided = requests.map((request) => decideOne(request, { known, states, context }));
  const recorded = await appendEvents(tx, states.pending());
  if (recorded.length > 0) await context.inline(tx, recorded);
  await known.store(tx);
  return { outcomes: decided.map((outcome) => withEvents(outcome, recorded)), states: states.known() };
}

function distinctStreams(requests: readonly WriteRequest[]): readonly StreamRef[] {
  const byId = new Map<string, StreamRef>();
  for (const stream of requests.flatMap(({ streams }) => streams)) {
    const { definition } = byId.get(stream.id) ?? stream;
    // Requests that read one stream in two ways cannot share a state; the writer decides them in groups of their own.
    if (definition !== stream.definition) throw new Error(`stream ${stream.id} has two definitions in one group`);
    byId.set(stream.id, stream);
  }
  return [...byId.values()];
}

interface DecidingGroup {
  readonly known: Outcomes;
  readonly states: WorkingStates;
  readonly context: GroupContext;
}

type Decided =
  | { readonly kind: 'earlier'; readonly outcome: WriteOutcome }
  | { readonly kind: 'accepted'; readonly answer: Json; readonly from: number; readonly to: number }
  | { readonly kind: 'refused'; readonly outcome: WriteOutcome }
  | { readonly kind: 'defect'; readonly error: unknown };

function decideOne(request: WriteRequest, group: DecidingGroup): Decided {
  const earlier = group.known.answerTo(request.idempotency);
  if (earlier !== null) return { kind: 'earlier', outcome: earlier };
  const mark = group.states.length;
  try {
    return decideAnew(request, group);
  } catch (error) {
    // Nothing of a decision that failed half way may stay: the next request must not build on it.
    group.states.takeBack(mark);
    return { kind: 'defect', error };
  }
}

function decideAnew(request: WriteRequest, group: DecidingGroup): Decided {
  const decision = request.decide(group.states);
  if (decision.kind === 'refused') {
    remember(group.known, request.idempotency, { kind: 'refused', rejection: decision.rejection });
    return { kind: 'refused', outcome: { kind: 'refused', rejection: decision.rejection, replayed: false } };
  }
  const { states, context } = group;
  const from = states.length;
  const { metadata } = request;
  const facts = { metadata, metadataText: canonicalJson({ ...metadata }), occurredAt: context.now().toISOString() };
  for (const appended of decision.events) {
    states.append(appended, context.types.currentVersion(appended.event.type), facts);
  }
  remember(group.known, request.idempotency, { kind: 'accepted', answer: decision.answer });
  return { kind: 'accepted', answer: decision.answer, from, to: states.length };
}

function remember(known: Outcomes, key: IdempotencyKey | null, outcome: StoredOutcome): void {
  if (key !== null) known.remember(key, outcome);
}

function withEvents(decided: Decided, recorded: readonly RecordedEvent[]): GroupResult['outcomes'][number] {
  if (decided.kind === 'defect') return decided;
  if (decided.kind !== 'accepted') return decided.outcome;
  const events = recorded.slice(decided.from, decided.to);
  return { kind: 'accepted', answer: decided.answer, replayed: false, events };
}
