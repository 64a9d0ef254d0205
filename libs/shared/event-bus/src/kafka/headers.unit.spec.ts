import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { KafkaMessage } from 'kafkajs';
import type { BusMessage } from '../port.js';
import { deliveredOf, headersOf, UNREADABLE } from './headers.js';

const PLACE = { topic: 'kuasheng.test.v1', partition: 3 };

/** As kafkajs hands a record over: header values are buffers. */
function recordOf(headers: Record<string, string>, value: string | null): KafkaMessage {
  const entries = Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)] as const);
  return {
    key: Buffer.from('visit-1'),
    value: value === null ? null : Buffer.from(value),
    headers: Object.fromEntries(entries),
    offset: '42',
    timestamp: '1754006400000',
    attributes: 0,
  };
}

const anyMessage: fc.Arbitrary<BusMessage> = fc.record({
  id: fc.string({ unit: 'grapheme' }),
  source: fc.string(),
  type: fc.string(),
  subject: fc.string({ unit: 'grapheme' }),
  position: fc.string(),
  time: fc.string(),
  metadata: fc.dictionary(
    fc.string({ minLength: 1 }).filter((key) => key !== '__proto__'),
    fc.option(fc.string({ unit: 'grapheme' })),
  ),
  data: fc.dictionary(
    fc.string({ minLength: 1 }).filter((key) => key !== '__proto__'),
    fc.string({ unit: 'grapheme' }),
  ),
});

describe('CloudEvents headers', () => {
  it('carry every attribute there and back', () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        const read = deliveredOf(recordOf(headersOf(message), JSON.stringify(message.data)), PLACE);
        expect(JSON.parse(JSON.stringify(read))).toEqual(
          JSON.parse(JSON.stringify({ ...message, ...PLACE, offset: '42' })),
        );
      }),
    );
  });

  it('name the CloudEvents version and the content type', () => {
    const [message] = fc.sample(anyMessage, 1);
    expect(headersOf(message as BusMessage)).toMatchObject({
      ce_specversion: '1.0',
      'content-type': 'application/json',
    });
  });

  it.each([
    ['without headers', recordOf({}, '{}')],
    ['without a value', recordOf(headersOf(sample()), null)],
    ['with half a JSON', recordOf(headersOf(sample()), '{"a":')],
    ['with a JSON list', recordOf(headersOf(sample()), '[]')],
  ])('a record %s becomes an unreadable message with its place as identity', (_name, record) => {
    expect(deliveredOf(record, PLACE)).toMatchObject({
      type: UNREADABLE,
      id: 'unreadable/kuasheng.test.v1/3/42',
      offset: '42',
    });
  });
});

function sample(): BusMessage {
  return { id: '1', source: 's', type: 't', subject: 'x', position: '1', time: '', metadata: {}, data: {} };
}
