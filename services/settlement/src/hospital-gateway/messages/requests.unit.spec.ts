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

describe('requests of real hospital systems', () => {
  it.each(Object.entries(EXPECTED))('reads %s into the domain words', (file, expected) => {
    const parsed = call(file);
    expect(parsed.transaction).toBe(sample(file).infno);
    expect(parsed.request).toMatchObject(expected);
  });

  it('has an expectation for every sample of a served transaction but the document appendix that contradicts itself', () => {
    const served = samples.filter((one) => isServed(one.infno) && one.request !== undefined).map((one) => one.file);
    expect(served.filter((file) => !(file in EXPECTED))).toEqual(['1101.hunan-doc-appendix.json']);
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

  it('names the transactions of the other samples as not supported', () => {
    const messages = samples.flatMap((one) => {
      const envelope = parseEnvelope(requestOf(one.file));
      if (!envelope.ok || isServed(envelope.value.transaction)) return [];
      const parsed = parseCall(envelope.value);
      return [parsed.ok ? 'accepted' : parsed.rejection.message];
    });
    const numbers = ['2101'];
    expect(messages.sort()).toEqual(numbers.map((number) => `交易编号(infno)${number}不支持`));
  });
});
