import { describe, expect, it } from '@jest/globals';
import { areOfDifferentTexts } from './search-hash.js';

describe('search hashes', () => {
  it('AUD-03: of one key are of different texts where they differ; of different keys nobody can tell', () => {
    expect(areOfDifferentTexts('hs3:k1:aa', 'hs3:k1:bb')).toBe(true);
    expect(areOfDifferentTexts('hs3:k1:aa', 'hs3:k1:aa')).toBe(false);
    expect(areOfDifferentTexts('hs3:k1:aa', 'hs3:k2:bb')).toBe(false);
  });
});
