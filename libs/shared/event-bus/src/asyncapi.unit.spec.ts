import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { CATALOGUE } from '#contracts';
import { asyncApiDocument } from './asyncapi.js';

type Node = { readonly [key: string]: Node };

const OPTIONS = { version: '1.2.3', consumers: ['clearing', 'prepayment'] };
const documentOf = (catalogue = CATALOGUE): Node => asyncApiDocument(catalogue, OPTIONS) as Node;

function referencesIn(node: unknown): string[] {
  if (node === null || typeof node !== 'object') return [];
  return Object.entries(node).flatMap(([key, value]) => (key === '$ref' ? [String(value)] : referencesIn(value)));
}

const find = (document: Node, reference: string): unknown =>
  reference
    .slice(2)
    .split('/')
    .reduce<Node | undefined>((node, key) => node?.[key], document);

describe('asyncApiDocument', () => {
  it('describes every contract of the catalogue on its topic', () => {
    const document = documentOf();
    expect(document['asyncapi']).toBe('3.0.0');
    for (const { type, topic, example } of CATALOGUE) {
      const channel = Object.values(document['channels'] ?? {}).find((one) => String(one['address']) === topic);
      expect(Object.keys(channel?.['messages'] ?? {})).toContain(type);
      expect(document['components']?.['messages']?.[type]).toMatchObject({
        name: type,
        examples: [{ payload: example }],
      });
    }
  });

  it('has a channel for the dead letters of every consumer', () => {
    const addresses = Object.values(documentOf()['channels'] ?? {}).map((channel) => String(channel['address']));
    expect(addresses).toEqual(
      expect.arrayContaining(['kuasheng.dead-letter.clearing', 'kuasheng.dead-letter.prepayment']),
    );
  });

  it('has no reference that leads nowhere', () => {
    const document = documentOf();
    const references = new Set(referencesIn(document));
    expect(references.size).toBeGreaterThan(CATALOGUE.length);
    for (const reference of references) expect([reference, find(document, reference)]).not.toContain(undefined);
  });

  it('gives payloads as JSON Schema that says what the zod schema says', () => {
    const schema = z.object({ n: z.int().min(1), text: z.string().optional() });
    const document = documentOf([
      { type: 'a.b.v1', topic: 'kuasheng.a.v1', summary: 's', schema, example: { n: 1 } },
    ] as never);
    expect(document['components']?.['messages']?.['a.b.v1']?.['payload']).toMatchObject({
      type: 'object',
      required: ['n'],
      properties: { n: { type: 'integer', minimum: 1 }, text: { type: 'string' } },
    });
  });

  it('is the same every time and plain JSON', () => {
    expect(JSON.parse(JSON.stringify(documentOf()))).toEqual(documentOf());
    expect(JSON.stringify(documentOf())).toBe(JSON.stringify(documentOf()));
  });
});
