import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Money } from '#kernel';
import {
  TRANSACTIONS,
  allTransactions,
  canonicalJson,
  parseCall,
  parseEnvelope,
  parseJson,
  renderJson,
} from './index.js';
import type { Json, JsonObject } from './index.js';
import { samples, withValidNumbers } from './testing/sample-files.js';

const parsers = Object.values(TRANSACTIONS).map(
  ({ parse }) => parse as (input: JsonObject) => { readonly ok: boolean },
);
const parseAll = (bytes: Uint8Array): boolean => {
  const envelope = parseEnvelope(bytes);
  return envelope.ok && parseCall(envelope.value).ok;
};
const requests = samples.flatMap(({ request }) => (request === undefined ? [] : [withValidNumbers(request)]));
type Tree = Record<string, unknown>;

/** Every path to a member of a message. */
const pathsOf = (value: unknown, path: readonly string[] = []): string[][] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => [[...path, name], ...pathsOf(member, [...path, name])]);
};
const put = (tree: Tree, path: readonly string[], value: unknown): void => {
  const parent = path.slice(0, -1).reduce<Tree>((node, name) => node[name] as Tree, tree);
  parent[path[path.length - 1] ?? ''] = value;
};
const mutant = fc.constantFrom(...requests).chain((request) => {
  const paths = pathsOf(JSON.parse(request));
  return fc.record({
    request: fc.constant(request),
    path: fc.constantFrom(...paths),
    value: fc.oneof(
      fc.jsonValue(),
      fc.constantFrom('', 'null', '0', '-1', '1e999', '\u0000', '2025-13-45', {}, [], [[]]),
    ),
  });
});

describe('robustness of the message layer', () => {
  it('never throws for arbitrary bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => typeof parseAll(bytes) === 'boolean'));
  });

  it('never throws for arbitrary text or form text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('', '=', 'a=', '%7B'),
        (text, head) => typeof parseAll(Buffer.from(head + text)) === 'boolean',
      ),
    );
  });

  it('never throws for arbitrary JSON in any parser', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const json = parseJson(JSON.stringify(value), 'input');
        if (!json.ok) return true;
        return parsers.every((parse) => typeof parse(json.value as JsonObject).ok === 'boolean');
      }),
    );
  });

  it('never throws for a real message with any member replaced by anything', () => {
    fc.assert(
      fc.property(mutant, ({ request, path, value }) => {
        const tree = JSON.parse(request) as Tree;
        put(tree, path, value);
        return typeof parseAll(Buffer.from(JSON.stringify(tree))) === 'boolean';
      }),
      { numRuns: 2000 },
    );
  });

  it('reads every unchanged sample of a served transaction, so the mutants start from accepted messages', () => {
    const served = new Set<string>(allTransactions().map((one) => one.transaction));
    const numberOf = (request: string): string => (JSON.parse(request) as { infno: string }).infno;
    const candidates = requests.filter((request) => served.has(numberOf(request)));
    const refused = candidates.filter((request) => !parseAll(Buffer.from(request)));
    // Documentation examples: one contradicts itself, one of 2161 is printed under the number of 2101.
    expect(refused.map(numberOf)).toEqual(['1101', '2101']);
  });

  it('survives deep nesting without overflowing the stack', () => {
    expect(parseAll(Buffer.from('['.repeat(200_000)))).toBe(false);
    expect(parseAll(Buffer.from(`${'['.repeat(100_000)}${']'.repeat(100_000)}`))).toBe(false);
  });
});

describe('laws of the message layer', () => {
  it('is not confused by member names of Object.prototype', () => {
    const text = '{"__proto__":{"infno":"9001"},"constructor":"x","toString":1}';
    expect(parseEnvelope(Buffer.from(text))).toMatchObject({ ok: false, rejection: { fields: ['infno'] } });
  });

  it('CLR-14: every amount that is printed is read back as the same amount', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 16n) + 1n, max: 10n ** 16n - 1n }), (fen) => {
        const printed = renderJson({ x: Money.fromFen(fen) });
        const read = parseJson(printed, 'x');
        return read.ok && Money.of(String((read.value as JsonObject)['x'])).toFen() === fen;
      }),
    );
  });

  it('canonical text does not depend on the order of members', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string()), (value) => {
        const entries = Object.entries(value);
        const turned = Object.fromEntries(entries.reverse()) as Json;
        return canonicalJson(value) === canonicalJson(turned);
      }),
    );
  });
});
