interface Wanted<V> {
  readonly value: Promise<V | undefined>;
  readonly resolve: (value: V | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** So many keys go into one statement. */
const MOST_KEYS = 500;

/**
 * Reads by key: those wanted at the same moment share a statement. While one is under way the next gathers; an idle reader reads
 * at once; there is no timer. A value is always read after it was asked for, never taken from an answer to an earlier question.
 */
export class SharedReads<K, V> {
  private readonly waiting = new Map<K, Wanted<V>>();
  private reading = false;

  /** `read` gets distinct keys and gives the values of those there are. If it fails, all who asked for these keys are told. */
  constructor(private readonly read: (keys: readonly K[]) => Promise<ReadonlyMap<K, V>>) {}

  /** What stands under a key now; undefined if nothing does. */
  of(key: K): Promise<V | undefined> {
    const wanted = this.waiting.get(key) ?? this.want(key);
    if (!this.reading) {
      this.reading = true;
      // One turn of the event loop lets questions that come together travel together.
      setImmediate(() => void this.work());
    }
    return wanted.value;
  }

  private want(key: K): Wanted<V> {
    const { promise: value, resolve, reject } = withResolvers<V | undefined>();
    const wanted = { value, resolve, reject };
    this.waiting.set(key, wanted);
    return wanted;
  }

  private async work(): Promise<void> {
    while (this.waiting.size > 0) {
      const asked = [...this.waiting].slice(0, MOST_KEYS);
      for (const [key] of asked) this.waiting.delete(key);
      await this.answer(asked);
    }
    this.reading = false;
  }

  private async answer(asked: readonly (readonly [K, Wanted<V>])[]): Promise<void> {
    try {
      const values = await this.read(asked.map(([key]) => key));
      for (const [key, { resolve }] of asked) resolve(values.get(key));
    } catch (error) {
      for (const [, { reject }] of asked) reject(error);
    }
  }
}

function withResolvers<T>(): {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
} {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise<T>((done, failed) => {
    resolve = done;
    reject = failed;
  });
  return { promise, resolve, reject };
}
