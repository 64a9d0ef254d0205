import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { FOLDER_OF, LIBRARY_NAMES, MAY_IMPORT, SERVICE_NAMES } from './layers.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const HOMES = ['libs/shared', 'services', 'apps', 'tools'];

const scopes = Object.keys(MAY_IMPORT);
const readProject = (scope: string) =>
  JSON.parse(readFileSync(join(ROOT, FOLDER_OF[scope] ?? '', 'project.json'), 'utf8')) as {
    name: string;
    sourceRoot: string;
    tags: readonly string[];
  };

/** Scopes that a scope reaches, by any number of imports. */
function reachable(scope: string, seen = new Set<string>()): Set<string> {
  for (const next of MAY_IMPORT[scope] ?? []) {
    if (seen.has(next)) continue;
    seen.add(next);
    reachable(next, seen);
  }
  return seen;
}

describe('the table of who may import whom', () => {
  it('names every project folder once', () => {
    const folders = HOMES.flatMap((home) => readdirSync(join(ROOT, home)).map((name) => `${home}/${name}`));
    const known = Object.values(FOLDER_OF);
    expect([...known].sort()).toEqual([...folders.filter((folder) => existsSync(join(ROOT, folder))), 'test'].sort());
    expect(Object.keys(FOLDER_OF).sort()).toEqual([...scopes].sort());
  });

  it.each(scopes)('%s carries its scope and its kind as nx tags', (scope) => {
    const { name, sourceRoot, tags } = readProject(scope);
    expect(name).toBe(scope);
    expect(sourceRoot.startsWith(FOLDER_OF[scope] ?? '?')).toBe(true);
    expect(tags).toContain(`scope:${scope}`);
    expect(tags.filter((tag) => /^type:(kernel|lib|service|app|tool)$/.test(tag))).toHaveLength(1);
  });

  it('has no circle', () => {
    expect(scopes.filter((scope) => reachable(scope).has(scope))).toEqual([]);
  });

  it('lets the kernel import no project and no service another one', () => {
    expect(MAY_IMPORT['kernel']).toEqual([]);
    for (const service of SERVICE_NAMES) {
      expect([...reachable(service)].filter((scope) => SERVICE_NAMES.includes(scope))).toEqual([]);
    }
  });

  it('lets no library import a service, the host or the simulator', () => {
    for (const library of LIBRARY_NAMES) {
      const others = [...reachable(library)].filter((scope) => !LIBRARY_NAMES.includes(scope));
      expect(others.filter((scope) => scope !== 'infra')).toEqual([]);
    }
  });
});
