import { describe, expect, it } from '@jest/globals';
import { freePort } from '#infra/ports.mjs';

describe('a free port', () => {
  it('is given once, also before anybody listens on it', async () => {
    const ports = [];
    for (let n = 0; n < 400; n += 1) ports.push(await freePort());
    expect(new Set(ports).size).toBe(ports.length);
  });
});
