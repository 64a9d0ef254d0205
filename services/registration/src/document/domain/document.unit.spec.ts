import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, businessDate, RegionCode, unwrap, type Result } from '#kernel';
import { HUAIAN, NATIONAL, policyOf, WUXI } from '../../../test/filings.js';
import { decideDelete } from './delete-document.js';
import { evolveDocument, type DocumentEvent, type FilingDocument } from './document.js';
import { checkContent, decideStore, type StoreDocument } from './store-document.js';

const NOTHING: FilingDocument = { stored: null, deletedOn: null };

const paper = (storedOn: string, region = WUXI, changes: Partial<StoreDocument> = {}): StoreDocument => ({
  ...{ documentId: 'WJ32', psnNo: 'P1', insuredRegion: RegionCode.of(region), kind: 'promise-letter' },
  ...{ mediaType: 'application/pdf', bytes: 1024, hash: `sm3:${'0'.repeat(64)}`, purpose: null },
  ...{ storedOn: businessDate(storedOn) },
  ...changes,
});

const fold = (events: readonly DocumentEvent[], from = NOTHING): FilingDocument => events.reduce(evolveDocument, from);

const stored = (storedOn: string, region = WUXI, changes: Partial<StoreDocument> = {}): FilingDocument => {
  const surroundings = { insuredRegion: region, policy: policyOf(region, storedOn) };
  return fold(unwrap(decideStore(paper(storedOn, region, changes), NOTHING, surroundings)));
};

const remove = (document: FilingDocument, on: string) =>
  decideDelete({ documentId: 'WJ32', on: businessDate(on), reason: '保存期满' }, document);

const refusal = <T>(result: Result<T>) => (result.ok ? null : result.rejection);

describe('storing a paper', () => {
  const periods: readonly (readonly [place: string, storedOn: string, keptUntil: string])[] = [
    [NATIONAL, '2025-08-01', '2027-08-01'],
    [WUXI, '2025-08-01', '2027-08-01'],
    [HUAIAN, '2025-08-01', '2028-08-01'],
    [WUXI, '2028-02-29', '2030-02-28'],
  ];

  it.each(periods)('REG-20: in %s a letter stored on %s is kept until %s', (place, storedOn, keptUntil) => {
    expect(stored(storedOn, place).stored).toMatchObject({ storedOn, keptUntil, kind: 'promise-letter' });
  });

  it('REG-20: every other paper is kept as long as a promise letter', () => {
    expect(stored('2025-08-01', HUAIAN, { kind: 'residence-permit' }).stored?.keptUntil).toBe('2028-08-01');
  });

  it('SEC-01: refuses a person insured elsewhere or unknown, naming the fields', () => {
    for (const insuredRegion of [HUAIAN, null]) {
      const refused = refusal(decideStore(paper('2025-08-01'), NOTHING, { insuredRegion, policy: policyOf(WUXI) }));
      expect(refused).toMatchObject({ code: 'document.not-insured', fields: ['psnNo', 'insuredRegion'] });
    }
  });

  it('REG-20: a number names one paper for ever, also a deleted one', () => {
    const surroundings = { insuredRegion: WUXI, policy: policyOf(WUXI) };
    const there = stored('2025-08-01');
    const gone = fold(unwrap(remove(there, '2027-08-02')), there);
    for (const document of [there, gone]) {
      expect(refusal(decideStore(paper('2027-09-01'), document, surroundings))?.code).toBe('document.exists');
    }
  });
});

describe('the content of a paper', () => {
  it.each(['application/pdf', 'image/jpeg', 'image/png'])('REG-20: takes %s', (type) => {
    expect(checkContent(1, type)).toEqual({ ok: true, value: type });
  });

  it.each(['application/x-msdownload', 'application/xml', 'image/apng', 'image/gif', 'application/zip', '', null])(
    'REG-20: refuses %j and says what is taken',
    (type) => {
      expect(refusal(checkContent(1, type))).toMatchObject({ code: 'document.type', rule: 'REG-20', fields: ['file'] });
      expect(refusal(checkContent(1, type))?.message).toContain('PDF');
    },
  );

  it('REG-20: refuses a file without a byte, whatever it is called', () => {
    expect(refusal(checkContent(0, null))).toMatchObject({ code: 'document.empty', rule: 'REG-20', fields: ['file'] });
    expect(refusal(checkContent(0, 'application/pdf'))?.code).toBe('document.empty');
  });
});

describe('deleting a paper', () => {
  const borders: readonly (readonly [place: string, lastKept: string, first: string])[] = [
    [NATIONAL, '2027-08-01', '2027-08-02'],
    [HUAIAN, '2028-08-01', '2028-08-02'],
  ];

  it.each(borders)('REG-20: in %s refuses on %s, naming the day, and deletes on %s', (place, lastKept, first) => {
    const document = stored('2025-08-01', place);
    expect(refusal(remove(document, lastKept))).toMatchObject({
      ...{ code: 'document.kept', rule: 'REG-20', fields: ['documentId'] },
      message: expect.stringContaining(lastKept),
    });
    const events = unwrap(remove(document, first));
    expect(events).toEqual([
      { type: 'DocumentDeleted', data: { documentId: 'WJ32', deletedOn: first, reason: '保存期满' } },
    ]);
    expect(fold(events, document).deletedOn).toBe(first);
  });

  it('REG-20: what is not there or has been deleted is not deleted', () => {
    expect(refusal(remove(NOTHING, '2030-01-01'))?.code).toBe('document.unknown');
    const document = stored('2025-08-01');
    const gone = fold(unwrap(remove(document, '2027-08-02')), document);
    expect(refusal(remove(gone, '2027-08-03'))).toMatchObject({ code: 'document.deleted', rule: 'REG-20' });
  });

  it('REG-20: on no day up to the last one kept, on every day after it', () => {
    const date = fc.nat(4000).map((days) => addDays(businessDate('2024-01-01'), days));
    fc.assert(
      fc.property(date, date, fc.constantFrom(WUXI, HUAIAN, NATIONAL), (storedOn, on, place) => {
        const surroundings = { insuredRegion: place, policy: policyOf(place) };
        const document = fold(unwrap(decideStore(paper(storedOn, place), NOTHING, surroundings)));
        const years = place === HUAIAN ? 3 : 2;
        const sameDay = `${Number(storedOn.slice(0, 4)) + years}${storedOn.slice(4)}`;
        fc.pre(!storedOn.endsWith('02-29'));
        expect(remove(document, on).ok).toBe(on > sameDay);
      }),
    );
  });
});
