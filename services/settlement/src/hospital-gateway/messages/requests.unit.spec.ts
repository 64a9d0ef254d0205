import { describe, expect, it } from '@jest/globals';
import { isServed, parseCall, parseEnvelope } from './index.js';
import type { HospitalCall } from './index.js';
import { EXPECTED } from './testing/expected-requests.js';
import { requestOf, sample, samples } from './testing/sample-files.js';

const call = (file: string): HospitalCall => {
  const envelope = parseEnvelope(requestOf(file));
  if (!envelope.ok) throw new Error(envelope.rejection.message);
  const parsed = parseCall(envelope.value);
  if (!parsed.ok) throw new Error(parsed.rejection.message);
  return parsed.value;
};

const CONTRADICTING = ['1101.hunan-doc-appendix.json', '2161.hunan-doc.json'];

describe('requests of real hospital systems', () => {
  it.each(Object.entries(EXPECTED))('reads %s into the domain words', (file, expected) => {
    const parsed = call(file);
    expect(parsed.transaction).toBe(sample(file).infno);
    expect(parsed.request).toMatchObject(expected);
  });

  it('has an expectation for every sample but the two of the document that contradict themselves', () => {
    const served = samples.filter((one) => isServed(one.infno) && one.request !== undefined).map((one) => one.file);
    expect(served.filter((file) => !(file in EXPECTED))).toEqual(CONTRADICTING);
  });

  it('refuses the appendix sample, whose areas belong to no clearing unit', () => {
    const envelope = parseEnvelope(requestOf('1101.hunan-doc-appendix.json'));
    expect(envelope).toMatchObject({ ok: false, rejection: { fields: ['mdtrtarea_admvs'] } });
  });

  it('SET-21: refuses every sample that still carries a placeholder document number', () => {
    const withPlaceholder = samples.filter(
      (one) => isServed(one.infno) && one.file in EXPECTED && one.request?.includes('0000001900010'),
    );
    const rules = withPlaceholder.map((one) => {
      const envelope = parseEnvelope(Buffer.from(one.request ?? ''));
      const parsed = envelope.ok ? parseCall(envelope.value) : envelope;
      return parsed.ok ? 'accepted' : `${parsed.rejection.rule} ${parsed.rejection.message.includes('0000')}`;
    });
    expect(withPlaceholder.length).toBeGreaterThanOrEqual(7);
    expect(new Set(rules)).toEqual(new Set(['SET-21 false']));
  });

  it('serves every transaction a sample is of; the one of 2161, printed under 2101, is read under its own number', () => {
    const unread = samples.filter(({ request, file }) => request !== undefined && !(file in EXPECTED));
    expect(unread.map(({ file }) => file)).toEqual(CONTRADICTING);
    const read = (text: string) => {
      const envelope = parseEnvelope(Buffer.from(text));
      return envelope.ok ? parseCall(envelope.value) : envelope;
    };
    const printed = requestOf('2161.hunan-doc.json').toString();
    expect(read(printed)).toMatchObject({ ok: false, rejection: { code: 'message.missing', fields: ['psn_no'] } });
    expect(read(printed.replace('"infno":"2101"', '"infno":"2161"'))).toMatchObject({
      ok: true,
      value: { request: { documentNo: expect.stringMatching(/^\d{17}[\dX]$/), insuredArea: '430100' } },
    });
  });
});
