import { describe, expect, it } from '@jest/globals';
import { messagesBehind } from './behind.js';

const end = (partition: number, low: number, high: number) => ({
  partition,
  offset: String(high),
  low: String(low),
  high: String(high),
});

describe('what a group is behind by', () => {
  it('is what stands between its acknowledgements and the ends, over all partitions', () => {
    const committed = new Map([
      [0, 10n],
      [1, 6n],
    ]);
    expect(messagesBehind([end(0, 0, 10), end(1, 0, 7)], committed)).toBe(1);
    expect(messagesBehind([end(0, 0, 10), end(1, 0, 6)], committed)).toBe(0);
  });

  it('begins at the lowest offset in a partition where nothing was acknowledged', () => {
    expect(messagesBehind([end(0, 3, 10)], new Map())).toBe(7);
    expect(messagesBehind([end(0, 3, 10)], new Map([[0, -1n]]))).toBe(7);
    expect(messagesBehind([end(0, 0, 0)], new Map([[0, -1n]]))).toBe(0);
  });

  it('counts no message that is no longer there', () => {
    expect(messagesBehind([end(0, 8, 10)], new Map([[0, 5n]]))).toBe(2);
  });

  it('does not become less by a partition whose end the group has passed', () => {
    const committed = new Map([
      [0, 12n],
      [1, 5n],
    ]);
    expect(messagesBehind([end(0, 0, 10), end(1, 0, 7)], committed)).toBe(2);
  });
});
