import { describe, expect, it } from '@jest/globals';
import { digitsOf } from './index.js';

describe('places', () => {
  it.each([
    ['320000', '32', 'a province'],
    ['321000', '3210', 'a city whose own digits end with a nought'],
    ['320200', '3202', 'a city'],
    ['320281', '320281', 'a county'],
    ['419001', '419001', 'a county of no city'],
    ['32', '32', 'a unit'],
    ['', '', 'nothing'],
  ])('%s stands for what begins with %j: %s', (place, digits) => {
    expect(digitsOf(place)).toBe(digits);
  });
});
