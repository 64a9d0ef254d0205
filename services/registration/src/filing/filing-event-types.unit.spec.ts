import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { unwrap, type BusinessDate } from '#kernel';
import { EventTypes, type DomainEvent } from '#event-store';
import { change, day, supplement } from '../../test/filing-acts.js';
import { apply, fold, JIYUAN, NOTHING, refusal, SHAOGUAN } from '../../test/filings.js';
import type { FilingEvent } from './domain/filing-book.js';
import { FILING_EVENT_TYPES } from './filing-event-types.js';

/** Approvals as they were written before papers had kinds. */
const VERSION_1 = JSON.parse(
  readFileSync(new URL('./fixtures/filing-approved-1.json', import.meta.url), 'utf8'),
) as readonly DomainEvent['data'][];

const types = new EventTypes(FILING_EVENT_TYPES);
const read = (index: number): FilingEvent =>
  ({
    type: 'FilingApproved',
    data: types.upcast('FilingApproved', 1, VERSION_1[index] ?? {}),
  }) as unknown as FilingEvent;

describe('approvals of version 1', () => {
  it('REG-03: papers known by a text alone read as papers without a stored copy; what was not asked is not made up', () => {
    expect(read(1).data).toEqual({
      ...VERSION_1[1],
      ...{ student: false, documentsValidTo: null, referral: null, admittedOn: null, restores: null, owed: null },
      startsOn: '2025-03-05',
      documents: [
        { kind: '居住证', documentId: null },
        { kind: '劳动合同', documentId: null },
      ],
    });
  });

  it('REG-09: a promise of then owes documents without a limit: reminded, taken, and not sanctioned', () => {
    const book = fold(NOTHING, [read(0)]);
    expect(book.filings).toMatchObject([{ owed: { anyOf: [], until: null } }]);
    const jiyuan = fold(NOTHING, [
      { type: 'FilingApproved', data: { ...read(0).data, insuredRegion: JIYUAN, validTo: null } } as FilingEvent,
    ]);
    expect(day(jiyuan, '2025-12-24', JIYUAN)).toMatchObject([{ type: 'SupplementReminded' }]);
    const { filingId } = read(0).data as { filingId: string };
    expect(refusal(supplement(jiyuan, { filingId, insuredRegion: JIYUAN, on: '2025-12-24' }))).toBeNull();
  });

  it('they have every member an approval of today has, and today is version 2', () => {
    const [today] = unwrap(apply());
    expect(types.currentVersion('FilingApproved')).toBe(2);
    for (const index of [0, 1])
      expect(Object.keys(read(index).data).sort()).toEqual(Object.keys(today?.data ?? {}).sort());
  });

  it('REG-15: a filing of then is changed today with what it was granted on', () => {
    const book = fold(NOTHING, [read(1)]);
    const { filingId } = read(1).data as { filingId: string };
    const on = '2025-12-24' as BusinessDate;
    const papers = { documents: ['labour-contract'] };
    expect(refusal(change(book, { filingId, insuredRegion: SHAOGUAN, on, ...papers }))).toBeNull();
  });
});
