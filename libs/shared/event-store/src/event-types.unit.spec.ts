import { describe, expect, it } from '@jest/globals';
import { EventTypes } from './event-types.js';

const types = new EventTypes([
  {
    type: 'Moved',
    upcasts: [(data) => ({ ...data, two: true }), (data) => ({ ...data, three: data['two'] ?? false })],
  },
]);

describe('versions of events (architecture §4)', () => {
  it('a type is at one more than its ways up; an unknown type is at 1', () => {
    expect([types.currentVersion('Moved'), types.currentVersion('Else')]).toEqual([3, 1]);
  });

  it.each([
    [1, { two: true, three: true }],
    [2, { three: false }],
    [3, {}],
  ])('data of version %s takes the steps it lacks', (version, expected) => {
    expect(types.upcast('Moved', version, {})).toEqual(expected);
  });

  it('a version newer than known is refused', () => {
    expect(() => types.upcast('Moved', 4, {})).toThrow('事件 Moved 的版本 4 高于本程序所知的 3');
  });
});
