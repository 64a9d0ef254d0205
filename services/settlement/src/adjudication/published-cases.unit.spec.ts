import { describe, expect, it } from '@jest/globals';
import { readFileSync, readdirSync } from 'node:fs';
import { Money, unwrap } from '#kernel';
import { readYaml } from '#policy';
import { adjudicateCase, loadCatalogue, printCase } from './index.js';
import type { CaseExplanation } from './index.js';
import { TABLES } from './testing/inputs.js';

/** A worked example published by an authority or a newspaper, with its source. */
type Published = { readonly id: string; readonly title: string; readonly expected: Readonly<Record<string, unknown>> };

const published = JSON.parse(
  readFileSync(new URL('./fixtures/published-cases.json', import.meta.url), 'utf8'),
) as readonly Published[];
const FOLDER = new URL('../../../../examples/adjudicate/', import.meta.url);
const FILES = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.yaml'))
  .sort();
const tools = { tables: TABLES, catalogue: loadCatalogue() };

const run = (file: string): CaseExplanation => {
  const text = readFileSync(new URL(file, FOLDER), 'utf8');
  return unwrap(adjudicateCase(readYaml(text, file), tools));
};
const claimsOf = ({ then, ...first }: CaseExplanation) => [first, ...then];

/** Figures a page prints in words or of parts the program does not print one by one, with what stands for them. */
const OTHERWISE: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  WC17: {
    fully_personal: ['800.00', '5000.00'],
    class_a_personal: ['5799.36', '2420.00'],
    class_b_personal: ['5799.36', '2420.00'],
    relaxed_personal: ['5799.36', '2420.00'],
  },
  RC01: { claim_year: ['2025'], claims: ['1'], deductible_year: ['1200.00'] },
  RC02: { claims: ['2'], deductible: ['1000.00', '0.00'], lines: ['4250.00', '3400.00'] },
  RC04: { if_paid_before_ge_1200: ['0.00'], if_paid_before_lt_1200: ['200.00'] },
  RC07: { ratio_by: ['0.85'] },
  // The bases are not printed by themselves: 8590.48 − 700 − 501.97.
  DC01: { published_base: ['6889.43'], correct_base: ['6797.43'] },
};

const leaves = (value: unknown): readonly string[] =>
  typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [String(value)];

describe('every example file, by the code of the command', () => {
  it.each(FILES)('%s: what it expects comes out, what it calls misprinted does not', (file) => {
    const explained = run(file);
    const wrong = claimsOf(explained).flatMap(({ checks }) => checks.filter(({ agrees }) => !agrees));
    expect(wrong).toEqual([]);
    expect(printCase(explained)).not.toContain('不符');
  });

  it.each(FILES)('SET-05: %s: every payer together is the total, every step names a rule', (file) => {
    for (const claim of claimsOf(run(file))) {
      const parts = [claim.fundTotal, claim.hospitalBorne, claim.accountPaid, claim.cash].map(Money.of);
      expect(Money.sum(parts).toString()).toBe(claim.amounts.total);
      for (const step of claim.steps) {
        expect(step.rule).toMatch(/^SET-\d\d$/);
        expect(step.policyValue === null).toBe(step.source === null);
      }
    }
  });
});

describe('published cases, to the cent', () => {
  it.each(published)('$id: $title', ({ id, expected }) => {
    const files = FILES.filter((file) => file.startsWith(id.toLowerCase()));
    expect(files.length).toBeGreaterThan(0);
    const checks = files.flatMap((file) => claimsOf(run(file)).flatMap((claim) => claim.checks));
    const figures = checks.map(({ expected: figure }) => figure);
    for (const [name, value] of Object.entries(expected)) {
      // Each printed figure is among what the file expects, or it is said what stands for it.
      for (const figure of OTHERWISE[id]?.[name] ?? leaves(value))
        expect([name, figures]).toEqual([name, expect.arrayContaining([figure])]);
    }
  });

  it('WC17: the parts of the page that the program prints together add up to what it prints', () => {
    const { expected } = published.find(({ id }) => id === 'WC17') as Published;
    const parts = ['class_a_personal', 'class_b_personal', 'relaxed_personal'].map((name) =>
      Money.of(String(expected[name])),
    );
    const explained = run('wc17-knee-replacement.yaml');
    const printed = [explained.bands[0]?.borne ?? '', explained.amounts.classBPrepay].map(Money.of);
    expect(Money.sum(printed)).toEqual(Money.sum(parts));
    expect(Money.sum([explained.deductibleCharged, explained.amounts.selfPay].map(Money.of)).toString()).toBe(
      expected['fully_personal'],
    );
  });

  it('DC01: a defective published answer is not copied; the file says which figures are wrong and why', () => {
    const { checks } = run('dc01-shanghai-misprint.yaml');
    const wrong = checks.filter(({ why }) => why !== null);
    expect(wrong.map(({ expected: printed, computed }) => [printed, computed])).toEqual([
      ['6889.43', '6797.43'],
      ['599.08', '591.08'],
    ]);
  });
});
