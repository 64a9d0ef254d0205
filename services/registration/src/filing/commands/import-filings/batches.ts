/**
 * Items in batches of at most `size`, the next one being made ready while the last one is dealt with: while PostgreSQL works on
 * one batch, the bytes of the next are read. Never more than two are in memory.
 */
export async function* batchesAhead<T>(
  source: AsyncIterable<readonly T[]>,
  size: number,
): AsyncGenerator<readonly T[]> {
  const batches = batchesOf(source, size);
  let next = batches.next();
  try {
    for (;;) {
      const { value, done } = await next;
      if (done === true) return;
      next = batches.next();
      // Who asks for it gets its failure; who has given up must not die of it.
      next.catch(() => undefined);
      yield value;
    }
  } finally {
    // Not waited for: whoever breaks off must not depend on a sender that may have fallen silent.
    batches.return(undefined).catch(() => undefined);
  }
}

async function* batchesOf<T>(source: AsyncIterable<readonly T[]>, size: number): AsyncGenerator<readonly T[]> {
  let waiting: T[] = [];
  for await (const items of source) {
    for (const item of items) {
      waiting.push(item);
      if (waiting.length < size) continue;
      yield waiting;
      waiting = [];
    }
  }
  if (waiting.length > 0) yield waiting;
}
