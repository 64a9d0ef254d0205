import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { whyNotThisNode } from './prepare.mjs';

const packageJson = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  engines: { node: string };
};

describe('every entrance first looks at Node', () => {
  it.each(['20.19.0', '20.20.2', '22.0.0', '24.1.0'])('%s will do', (version) => {
    expect(whyNotThisNode(version)).toBeUndefined();
  });

  it.each(['18.20.8', '20.18.3', '8.0.0'])('%s is refused in a sentence with both versions', (version) => {
    expect(whyNotThisNode(version)).toContain(version);
    expect(whyNotThisNode(version)).toContain('Node.js 20.19');
  });

  it('asks for what package.json asks for', () => {
    expect(packageJson.engines.node).toBe('>=20.19');
  });
});
