import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { SharedReads } from './shared-reads.js';

const TURN_MS = 10;

/** A table that may change between two statements, and every statement asked of it. */
function table(rows: Map<string, number>, onRead: () => Promise<void> = () => sleep(TURN_MS)) {
  const statements: (readonly string[])[] = [];
  const reads = new SharedReads<string, number>(async (keys) => {
    statements.push(keys);
    const found = new Map(keys.flatMap((key) => (rows.has(key) ? [[key, rows.get(key) as number] as const] : [])));
    await onRead();
    return found;
  });
  return { reads, statements };
}

describe('reads that share a statement', () => {
  it('asks once for all who come together, and once for a key two of them want', async () => {
    const { reads, statements } = table(new Map(Object.entries({ a: 1, b: 2 })));
    expect(await Promise.all(['a', 'b', 'a', 'c'].map((key) => reads.of(key)))).toEqual([1, 2, 1, undefined]);
    expect(statements).toEqual([['a', 'b', 'c']]);
  });

  it('reads anew for whoever asks while a statement is under way: what it finds may be older than the question', async () => {
    const rows = new Map([['a', 1]]);
    const { reads, statements } = table(rows);
    const first = reads.of('a');
    await sleep(TURN_MS / 2);
    rows.set('a', 2);
    expect(await Promise.all([first, reads.of('a')])).toEqual([1, 2]);
    expect(statements).toEqual([['a'], ['a']]);
  });

  it('keeps nothing: the next question is a new statement', async () => {
    const rows = new Map([['a', 1]]);
    const { reads } = table(rows);
    expect(await reads.of('a')).toBe(1);
    rows.set('a', 2);
    expect(await reads.of('a')).toBe(2);
  });

  it('tells a failure to all who shared the statement and to nobody after them', async () => {
    let fails = true;
    const { reads } = table(new Map([['a', 1]]), async () => {
      if (fails) throw new Error('away');
    });
    const told = await Promise.allSettled([reads.of('a'), reads.of('b')]);
    expect(told.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    fails = false;
    expect(await reads.of('a')).toBe(1);
  });

  it('cuts very many keys into several statements', async () => {
    const keys = Array.from({ length: 1_100 }, (_, n) => `k${n}`);
    const { reads, statements } = table(new Map(keys.map((key, n) => [key, n])));
    expect(await Promise.all(keys.map((key) => reads.of(key)))).toEqual(keys.map((_, n) => n));
    expect(statements.map(({ length }) => length)).toEqual([500, 500, 100]);
  });
});
