import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { BENEFIT_SCHEMAS, expandBraces, REGISTRATION_SCHEMAS } from '#policy';
import { formsOf, PARAMETER_PAGE, parameterPage } from './parameter-page.js';

const kept = fileURLToPath(new URL(`../../../../docs/reference/${PARAMETER_PAGE}`, import.meta.url));
const formsIn = (schema: z.ZodType): readonly string[] => formsOf(z.toJSONSchema(schema, { io: 'input' }));

describe('the reference of parameters', () => {
  it('is kept as the schemas have it; after a change run `node bin/kuasheng.mjs references`', () => {
    expect(readFileSync(kept, 'utf8')).toBe(parameterPage());
  });

  it('has every parameter of the schemas', () => {
    const patterns = [...parameterPage().matchAll(/^#### `(.*)`$/gm)].flatMap(([, pattern = '']) =>
      expandBraces(pattern),
    );
    expect(patterns.sort()).toEqual([...REGISTRATION_SCHEMAS.keys(), ...BENEFIT_SCHEMAS.keys()].sort());
  });

  it('writes the forms of a value the way a person writes them', () => {
    const rule = z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('none') }),
      z.strictObject({ kind: z.literal('some'), of: z.array(z.enum(['a', 'b'])), '1': z.string().optional() }),
    ]);
    expect(formsIn(rule)).toEqual(['{ kind: none }', "{ '1'?: text, kind: some, of: [a | b, …] }"]);
    expect(formsIn(z.union([z.literal('none'), z.string().meta({ title: 'amount' })]))).toEqual(['none', 'amount']);
    expect(formsIn(z.record(z.string(), z.iso.date().meta({ title: 'date' })))).toEqual(['{ <name>: date, … }']);
  });

  it('leaves no schema unwritten', () => {
    expect(parameterPage()).not.toMatch(/\{"|"type"/);
  });
});
