import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { METADATA, TestStores, LONG_MS } from '../../test/support.js';
import type { Decision, EventStore, StreamDefinition, StreamRef, WriteOutcome, WriteRequest } from '../index.js';

/** A small account: money goes in and out, never below zero. */
interface Account {
  readonly balance: number;
  readonly moves: number;
}
type Moved = { readonly type: 'Moved'; readonly data: { readonly by: number } };

const account: StreamDefinition<Account, Moved> = {
  category: 'account',
  initialState: () => ({ balance: 0, moves: 0 }),
  evolve: ({ balance, moves }, { data }) => ({ balance: balance + data.by, moves: moves + 1 }),
};

/** Moves money on one account, or from one to another. `key` repeats now and then, with the same or another body. */
interface Command {
  readonly from: number | null;
  readonly to: number;
  readonly by: number;
  readonly key: number | null;
  readonly throws: boolean;
}

const command: fc.Arbitrary<Command> = fc.record({
  from: fc.option(fc.nat(3)),
  to: fc.nat(3),
  by: fc.integer({ min: 1, max: 9 }),
  key: fc.option(fc.nat(9)),
  throws: fc.boolean(),
});
const commands = fc.array(
  command.map((c) => ({ ...c, throws: c.throws && c.by === 9 })),
  { minLength: 1, maxLength: 40 },
);

class World {
  private static worlds = 0;
  private readonly name = `${(World.worlds += 1)}`;
  /** State each decision was given, by stream. */
  readonly seen: { readonly id: string; readonly state: Account; readonly version: number }[] = [];

  ref = (n: number): StreamRef<Account> => ({ id: `account-${this.name}-${n}`, definition: account });

  request(c: Command): WriteRequest {
    const refs = [...new Set(c.from === null ? [c.to] : [c.from, c.to])].map(this.ref);
    const { scope, bodyHash } = { scope: this.name, bodyHash: JSON.stringify([c.from, c.to, c.by]) };
    return {
      streams: refs,
      idempotency: c.key === null ? null : { scope, key: String(c.key), bodyHash },
      metadata: METADATA,
      decide: (states): Decision<number> => {
        for (const ref of refs) {
          this.seen.push({ id: ref.id, state: states.of(ref), version: states.versionOf(ref.id) });
        }
        return this.decide(c, states.of(this.ref(c.from ?? c.to)).balance);
      },
    };
  }

  private decide({ from, to, by, throws }: Command, balance: number): Decision<number> {
    const move = (n: number, amount: number) => ({
      streamId: this.ref(n).id,
      event: { type: 'Moved', data: { by: amount } },
    });
    if (from !== null && balance < by) {
      return { kind: 'refused', rejection: { code: 'too-little', rule: 'BEN-01', message: '余额不足', fields: [] } };
    }
    const events = from === null ? [move(to, by)] : [move(from, -by), move(to, by)];
    if (throws) return { kind: 'accepted', answer: 0, events: [...events, move(99, 1)] };
    return { kind: 'accepted', answer: balance, events };
  }
}

const plain = (outcome: PromiseSettledResult<WriteOutcome>): unknown => {
  if (outcome.status === 'rejected') return 'failed';
  const { value } = outcome;
  return value.kind === 'accepted' ? [value.answer, value.replayed] : { ...value };
};

async function streamsOf(store: EventStore, world: World): Promise<unknown> {
  const streams = await Promise.all([0, 1, 2, 3].map((n) => store.readStream(world.ref(n).id)));
  return streams.map((events) => events.map(({ version, data }) => ({ version, data })));
}

describe('properties of writing', () => {
  let stores: TestStores;
  let store: EventStore;
  let tiny: EventStore;

  beforeAll(async () => {
    stores = await TestStores.create();
    store = await stores.open({
      limits: { groupSize: 128, queueLength: 1000, conflictRetries: 5, concurrentGroups: 1 },
    });
    tiny = await stores.open({ cachedStreams: 2, connections: 3 });
  });
  afterAll(() => stores.end());

  it(
    'however requests are grouped, every answer and every stream is as if they had come one by one',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          commands,
          fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 40, maxLength: 40 }),
          async (cs, sizes) => {
            const [single, grouped] = [new World(), new World()];
            const oneByOne: unknown[] = [];
            for (const c of cs)
              oneByOne.push(...(await Promise.allSettled([store.write(single.request(c))])).map(plain));
            const together: unknown[] = [];
            for (let from = 0, n = 0; from < cs.length; n += 1) {
              const size = sizes[n] as number;
              const group = cs.slice(from, from + size).map((c) => store.write(grouped.request(c)));
              together.push(...(await Promise.allSettled(group)).map(plain));
              from += size;
            }
            expect(together).toEqual(oneByOne);
            expect(await streamsOf(store, grouped)).toEqual(await streamsOf(store, single));
          },
        ),
        { numRuns: 40 },
      );
    },
    LONG_MS,
  );

  it(
    'the state a decision sees is the fold of its stream, from whatever the cache knows and the tail',
    async () => {
      await fc.assert(
        fc.asyncProperty(commands, fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }), async (cs, turns) => {
          const world = new World();
          // Two processes take turns, one with a cache of two streams: entries are missing, stale, or fresh.
          for (const [n, c] of cs.entries()) {
            const [outcome] = await Promise.allSettled([(turns[n] ? store : tiny).write(world.request(c))]);
            expect(outcome.status === 'fulfilled' || c.throws).toBe(true);
          }
          for (const { id, state, version } of world.seen) {
            const events = (await store.readStream(id)).slice(0, version);
            expect(events).toHaveLength(version);
            const folded = events.reduce(
              (folding, { data }) => account.evolve(folding, { type: 'Moved', data: { by: Number(data['by']) } }),
              account.initialState(),
            );
            expect(state).toEqual(folded);
          }
        }),
        { numRuns: 25 },
      );
    },
    LONG_MS,
  );

  it(
    'money moved between accounts by many at once is neither made nor lost',
    async () => {
      await fc.assert(
        fc.asyncProperty(commands, async (cs) => {
          const world = new World();
          const outcomes = await Promise.allSettled(
            cs.map((c, n) => (n % 2 === 0 ? store : tiny).write(world.request({ ...c, key: null }))),
          );
          const loaded = await Promise.all([0, 1, 2, 3].map((n) => store.load(world.ref(n))));
          const paidIn = cs.reduce(
            (sum, c, n) => (c.from === null && outcomes[n]?.status === 'fulfilled' ? sum + c.by : sum),
            0,
          );
          expect(loaded.reduce((sum, { state }) => sum + state.balance, 0)).toBe(paidIn);
          expect(loaded.every(({ state }) => state.balance >= 0)).toBe(true);
        }),
        { numRuns: 25 },
      );
    },
    LONG_MS,
  );
});
