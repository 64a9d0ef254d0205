import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { isAllInstalled, whyNotThisNode } from './prepare.mjs';

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

describe('packages are installed again when they have to be', () => {
  const locked = {
    '': { version: '0.1.0' },
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b-win': { version: '1.0.0', optional: true },
  };

  it('not when all are there, though one for another machine is not', () => {
    expect(isAllInstalled(locked, { 'node_modules/a': { version: '1.0.0' } })).toBe(true);
  });

  it('when one is missing', () => {
    expect(isAllInstalled(locked, {})).toBe(false);
  });

  it('when one has another version, optional or not', () => {
    expect(isAllInstalled(locked, { 'node_modules/a': { version: '1.0.1' } })).toBe(false);
    const other = { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b-win': { version: '0.9.0' } };
    expect(isAllInstalled(locked, other)).toBe(false);
  });
});
