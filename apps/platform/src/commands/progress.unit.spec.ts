import { describe, expect, it } from '@jest/globals';
import { lines } from './progress.js';

describe('progress in a log', () => {
  const told: string[] = [];
  let clock = 0;
  const view = lines(
    (line) => told.push(line),
    () => clock,
  );
  const at = (seconds: number, phase: string, done: number): void => {
    clock = seconds * 1000;
    view.show({ phase, done, of: 1000 });
  };

  it('tells a phase at its end, and one that takes long twice a minute', () => {
    at(0, '种子', 1);
    at(29, '种子', 9);
    at(30, '种子', 10);
    at(59, '种子', 19);
    at(61, '种子', 20);
    at(62, '结算', 5);
    at(63, '结算', 1000);
    at(64, '结算', 1000);
    at(70, '种子', 1000);
    expect(told).toEqual(['种子 10/1000\n', '种子 20/1000\n', '结算 1000/1000\n', '种子 1000/1000\n']);
  });
});
