import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { adding, tallyRef, TestStores } from '../../test/support.js';
import type { EventStore } from '../index.js';

describe('states that are looked at', () => {
  let stores: TestStores;
  let store: EventStore;
  let other: EventStore;

  beforeEach(async () => {
    stores = await TestStores.create();
    [store, other] = [await stores.open(), await stores.open()];
  });
  afterEach(() => stores.end());

  const labels = async (name: string, by = store): Promise<readonly string[]> => {
    const ref = tallyRef(name);
    return (await by.look([ref])).of(ref).labels;
  };

  it('are those committed now, also by another process since the last look', async () => {
    expect(await labels('a')).toEqual([]);
    await store.write(adding({ stream: 'a', label: 'ours' }));
    expect(await labels('a')).toEqual(['ours']);
    await other.write(adding({ stream: 'a', label: 'theirs' }));
    expect(await labels('a')).toEqual(['ours', 'theirs']);
    expect(await labels('a', other)).toEqual(['ours', 'theirs']);
  });

  it('are each their own when many are looked at together, the same stream twice too', async () => {
    const names = Array.from({ length: 40 }, (_, n) => `s${n % 30}`);
    await Promise.all([...new Set(names)].map((name) => store.write(adding({ stream: name, label: name }))));
    expect(await Promise.all(names.map((name) => labels(name, other)))).toEqual(names.map((name) => [name]));
  });

  it('do not hold a write back from what was committed after the look', async () => {
    await store.write(adding({ stream: 'a', label: '1' }));
    await labels('a', other);
    await store.write(adding({ stream: 'a', label: '2' }));
    expect(await other.write(adding({ stream: 'a', label: '3' }))).toMatchObject({ answer: { total: 3 } });
    expect(await labels('a')).toEqual(['1', '2', '3']);
  });
});
