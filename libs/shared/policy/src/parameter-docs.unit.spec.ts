import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { BENEFIT_SCHEMAS, PARAMETER_DOCS, REGISTRATION_SCHEMAS, expandBraces, readYaml } from './index.js';

const KINDS = [
  ['registration', REGISTRATION_SCHEMAS, 'registration-docs.ts'],
  ['benefit', BENEFIT_SCHEMAS, 'benefit-docs.ts'],
] as const;

/** What to write where an entry is missing: the failing test prints it. */
const entryFor = (name: string, file: string): string =>
  `add to libs/shared/policy/src/${file}: '${name}': { topic: '…', meaning: '…（中文）', english: '…', rules: ['REG-…'], example: '…' }`;

describe.each(KINDS)('the descriptions of %s parameters', (kind, schemas, file) => {
  const entries = Object.entries(PARAMETER_DOCS[kind]);
  const described = entries.flatMap(([pattern]) => expandBraces(pattern));

  it('name every parameter of the schemas', () => {
    const missing = [...schemas.keys()].filter((name) => !described.includes(name));
    expect(missing.map((name) => entryFor(name, file))).toEqual([]);
  });

  it('name nothing that is no parameter, and nothing twice', () => {
    const stale = described.filter((name) => !schemas.has(name));
    expect(stale.map((name) => `remove from libs/shared/policy/src/${file}: ${name}`)).toEqual([]);
    expect(described.filter((name, index) => described.indexOf(name) !== index)).toEqual([]);
  });

  it('let a pattern stand for names of one form only', () => {
    const mixed = entries.filter(([pattern]) => {
      const [first, ...rest] = expandBraces(pattern).map((name) => schemas.get(name));
      return rest.some((schema) => schema !== first);
    });
    expect(mixed.map(([pattern]) => pattern)).toEqual([]);
  });

  it.each(entries)('%s: the example is a value that files may hold', (pattern, { example }) => {
    const schema = schemas.get(expandBraces(pattern)[0] ?? '');
    expect(schema?.safeParse(readYaml(example, pattern))).toMatchObject({ success: true });
  });

  it.each(entries)('%s: rules are rules of the list', (_pattern, { rules }) => {
    const list = readFileSync(
      fileURLToPath(new URL('../../../../docs/reference/rule-list.md', import.meta.url)),
      'utf8',
    );
    expect(rules.length).toBeGreaterThan(0);
    expect(rules.filter((rule) => !list.includes(`${rule} `))).toEqual([]);
  });
});
