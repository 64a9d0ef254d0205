import { describe, expect, it } from '@jest/globals';
import { businessDate, reaches } from '#kernel';
import {
  after,
  cancel,
  change,
  filingIn,
  restore,
  revoke,
  stayOf,
  supplement,
  withStay,
  afterDay,
} from '../../../test/filing-acts.js';
import {
  apply,
  bookOf,
  fold,
  HUAIAN,
  JIYUAN,
  NATIONAL,
  NOTHING,
  policiesOf,
  refusal,
  SHAOGUAN,
  WUXI,
} from '../../../test/filings.js';
import { coverageAt } from './coverage.js';
import type { FilingBook } from './filing-book.js';
import { recordStay, recordStayEnd } from './stays.js';

const at = (book: FilingBook, place: string, { on = '2025-08-10', insuredRegion = WUXI } = {}) =>
  coverageAt(book, { insuredRegion, place }, businessDate(on), policiesOf(insuredRegion));

describe('places a filing reaches', () => {
  it.each([
    ['330100', '330100', true, 'the city'],
    ['330100', '330122', true, 'a county of it'],
    ['330100', '330200', false, 'another city of the province'],
    ['330100', '430100', false, 'the same digits in another province'],
    ['330100', '339900', true, 'the province’s own unit, of the capital'],
    ['330100', '330000', true, 'the province level, of the capital'],
    ['330200', '339900', false, 'the province’s own unit, of no other city'],
    ['430100', '339900', false, 'the own unit of another province'],
    ['310000', '310115', true, 'all of a municipality'],
    ['660000', '659001', false, '新疆, of 兵团'],
    ['429004', '429004', true, 'a county of no city'],
    ['429004', '429005', false, 'another county of no city'],
  ])('REG-04: %s to %s: %s (%s)', (destination, place, expected) => {
    expect(reaches(destination, place)).toBe(expected);
  });
});

describe('coverage on a day', () => {
  const book = bookOf({ filingId: 'T', kind: 'other-temporary', destination: '330100', appliedOn: '2025-02-01' });

  it('REG-02, REG-07: from the first to the last day, not before and not after', () => {
    const on = (date: string) => at(book, '330105', { on: date }).kind;
    expect(on('2025-01-31')).toBe('none');
    expect(on('2025-02-01')).toBe('filed');
    expect(on('2025-07-31')).toBe('filed');
    expect(on('2025-08-01')).toBe('none');
  });

  it('REG-13: the day a filing ended is not covered, the days before stay so, asked about afterwards', () => {
    const cancelled = after(book, cancel(book, { filingId: 'T', on: '2025-03-01' }));
    expect(at(cancelled, '330105', { on: '2025-02-28' })).toMatchObject({ kind: 'filed', filingId: 'T' });
    expect(at(cancelled, '330105', { on: '2025-03-01' }).kind).toBe('none');
  });

  it('REG-02: what the former place of insurance granted covers nobody who has moved; who moved within the city keeps it', () => {
    const from = (insuredRegion: string) => at(book, '330105', { insuredRegion }).kind;
    expect([WUXI, '320281', HUAIAN].map(from)).toEqual(['none', 'none', 'none']);
    const inTime = (insuredRegion: string) => at(book, '330105', { on: '2025-06-01', insuredRegion }).kind;
    expect([WUXI, '320281', HUAIAN, JIYUAN].map(inTime)).toEqual(['filed', 'filed', 'none', 'none']);
    const seen = stayOf({ careRegion: '330105', openedOn: '2025-06-01', emergency: true });
    const deems = (insuredRegion: string) => recordStay(seen, insuredRegion, book).map(({ type }) => type);
    expect(deems(WUXI)).toEqual(['StayRegistered']);
    expect(deems(HUAIAN)).toEqual(['StayRegistered', 'FilingDeemed']);
  });

  it('REG-13: a filing that another is to follow covers until then', () => {
    const ahead = { filingId: 'F', destination: '110000', appliedOn: '2025-02-10', startsOn: '2025-04-01' };
    const both = bookOf(
      { filingId: 'T', kind: 'other-temporary', destination: '330100', appliedOn: '2025-02-01' },
      ahead,
    );
    expect(at(both, '330105', { on: '2025-03-31' }).filingId).toBe('T');
    expect(at(both, '330105', { on: '2025-04-01' }).kind).toBe('none');
    expect(at(both, '110105', { on: '2025-03-31' }).kind).toBe('none');
    expect(at(both, '110105', { on: '2025-04-01' }).filingId).toBe('F');
  });

  it('REG-13: a stay admitted within validity is covered after the filing ran out, until it ends; revoked it is not', () => {
    const inside = withStay(book, { careRegion: '330105', openedOn: '2025-07-31' });
    expect(at(inside, '330105', { on: '2025-08-20' })).toMatchObject({ kind: 'filed', filingId: 'T', rule: 'REG-13' });
    const left = fold(inside, recordStayEnd('V1', '2025-08-15', inside));
    expect(at(left, '330105', { on: '2025-08-20' }).kind).toBe('none');
    const outside = withStay(book, { careRegion: '330105', openedOn: '2025-08-01' });
    expect(at(outside, '330105', { on: '2025-08-20' }).kind).toBe('none');
    const revoked = after(inside, revoke(inside, { filingId: 'T', on: '2025-07-31' }));
    expect(at(revoked, '330105', { on: '2025-08-20' }).kind).toBe('none');
  });

  it('REG-14: a long-term filing covers before a referral to the same place', () => {
    const long = { filingId: 'L', insuredRegion: SHAOGUAN, destination: '430100', appliedOn: '2025-08-01' };
    const referral = { region: '430102' };
    const onward = { ...long, filingId: 'R', kind: 'referred', referral, appliedOn: '2025-08-02' } as const;
    expect(at(bookOf(long, onward), '430102', { insuredRegion: SHAOGUAN }).filingId).toBe('L');
  });
});

describe('at the place of insurance', () => {
  const filed = (insuredRegion: string, byPromise = false) =>
    bookOf({ filingId: 'L', insuredRegion, byPromise, documents: byPromise ? [] : ['residence-permit'] });

  it.each([
    [JIYUAN, '0.20'],
    [SHAOGUAN, '0.25'],
    [NATIONAL, '0.10'],
  ])('REG-17: %s takes %s off while papers are owed and nothing once they came', (insuredRegion, pointsOff) => {
    const owed = filed(insuredRegion, true);
    expect(at(owed, insuredRegion, { insuredRegion })).toMatchObject({ kind: 'home', pointsOff });
    const kept = after(owed, supplement(owed, { insuredRegion, on: '2025-08-10' }));
    expect(at(kept, insuredRegion, { insuredRegion })).toMatchObject({ kind: 'home', pointsOff: '0' });
    expect(at(filed(insuredRegion), insuredRegion, { insuredRegion })).toMatchObject({ kind: 'home', pointsOff: '0' });
  });

  it('REG-17: a long-term filer of Huai’an may use only the place of filing, from its first day to its end', () => {
    const insuredRegion = HUAIAN;
    const book = bookOf({ filingId: 'L', insuredRegion, documentsValidTo: '2026-03-31' });
    const on = (date: string) => at(book, HUAIAN, { insuredRegion, on: date }).kind;
    expect(on('2025-07-31')).toBe('home');
    expect(on('2025-08-01')).toBe('none');
    expect(on('2026-03-31')).toBe('none');
    expect(on('2026-04-01')).toBe('home');
    const referred = bookOf({ filingId: 'R', kind: 'referred', insuredRegion });
    expect(at(referred, HUAIAN, { insuredRegion }).kind).toBe('home');
  });

  it('REG-04: the insured of a municipality are at home in all its districts, of a county of no city in it alone', () => {
    expect(at(NOTHING, '310115', { insuredRegion: '310000' }).kind).toBe('home');
    expect(at(NOTHING, '429004', { insuredRegion: '429004' }).kind).toBe('home');
    expect(at(NOTHING, '429005', { insuredRegion: '429004' })).toMatchObject({ kind: 'none', rule: 'REG-04' });
  });
});

describe('emergencies', () => {
  const emergency = stayOf({ emergency: true, inpatient: false, careRegion: '440305' });

  it('REG-02: the hospital’s mark makes a visit deemed filed, once, for that visit on that day', () => {
    const events = recordStay(emergency, WUXI, NOTHING);
    expect(events.map(({ type }) => type)).toEqual(['StayRegistered', 'FilingDeemed']);
    const book = fold(NOTHING, events);
    expect(recordStay(emergency, WUXI, book)).toEqual([]);
    expect(at(book, '440305', { on: '2025-08-01' })).toMatchObject({ kind: 'deemed', rule: 'REG-02' });
    expect(at(book, '440305', { on: '2025-08-02' }).kind).toBe('none');
    expect(at(book, '440306', { on: '2025-08-01' }).kind).toBe('none');
  });

  it('REG-02: without the mark nothing is deemed; told later of it, it is', () => {
    const book = fold(NOTHING, recordStay({ ...emergency, emergency: false }, WUXI, NOTHING));
    expect(book).toMatchObject({ stays: [{ visitId: 'V1' }], deemed: [] });
    const later = recordStay(emergency, WUXI, book);
    expect(later.map(({ type }) => type)).toEqual(['StayRegistered', 'FilingDeemed']);
    const known = fold(book, later);
    expect(known.stays).toMatchObject([{ visitId: 'V1', emergency: true, endedOn: null }]);
    expect(recordStay(emergency, WUXI, known)).toEqual([]);
    expect(recordStay({ ...emergency, emergency: false }, WUXI, known)).toEqual([]);
  });

  it('REG-02: who is covered by a filing needs no deeming', () => {
    const book = bookOf({ filingId: 'T', kind: 'other-temporary', destination: '440300' });
    expect(recordStay(emergency, WUXI, book).map(({ type }) => type)).toEqual(['StayRegistered']);
    expect(recordStay({ ...emergency, careRegion: '440100' }, WUXI, book)).toHaveLength(2);
  });

  it('REG-02: an end told twice is one, an unknown one none; a stay taken up again is open', () => {
    const book = fold(NOTHING, recordStay(emergency, WUXI, NOTHING));
    expect(recordStayEnd('V9', '2025-08-02', book)).toEqual([]);
    const ended = fold(book, recordStayEnd('V1', '2025-08-02', book));
    expect(recordStayEnd('V1', '2025-08-02', ended)).toEqual([]);
    expect(fold(ended, recordStay(emergency, WUXI, ended)).stays).toMatchObject([{ endedOn: null }]);
  });
});

describe('a revoked filing', () => {
  const promise = { filingId: 'L', byPromise: true, documents: [], appliedOn: '2025-08-01' };
  const stay = { openedOn: '2025-08-10' };
  const revoked = (changes = stay) => afterDay(withStay(bookOf(promise), changes), '2025-08-17');
  const again = { filingId: 'N', appliedOn: '2025-08-20' };

  it('REG-13: is restored before discharge by a new one from the day of admission', () => {
    const book = revoked();
    expect(at(book, '310104', { on: '2025-08-20' }).kind).toBe('none');
    const restored = after(book, restore(book, 'L', again));
    expect(filingIn(restored, 'N')).toMatchObject({ validFrom: '2025-08-10', restores: 'L', replaces: null });
    expect(at(restored, '310104', { on: '2025-08-20' })).toMatchObject({ kind: 'filed', filingId: 'N' });
  });

  it('REG-13: what restored the stay carries it to its end, also once it was changed itself', () => {
    const restored = after(revoked(), restore(revoked(), 'L', again));
    const moved = after(restored, change(restored, { filingId: 'N', newFilingId: 'M', on: '2025-08-25' }));
    expect(filingIn(moved, 'N').endedOn).toBe('2025-08-25');
    expect(at(moved, '310104', { on: '2025-08-26' })).toMatchObject({ kind: 'filed', filingId: 'N', rule: 'REG-13' });
  });

  it('REG-10, REG-13: not by another promise', () => {
    const promised = restore(revoked(), 'L', { ...again, byPromise: true, documents: [] });
    expect(refusal(promised)).toEqual({ code: 'filing.promise-banned', rule: 'REG-10' });
  });

  it('REG-13: admitted on its last day yes, on the day it was revoked no', () => {
    expect(refusal(restore(revoked({ openedOn: '2025-08-16' }), 'L', again))).toBeNull();
    expect(refusal(restore(revoked({ openedOn: '2025-08-17' }), 'L', again))?.code).toBe('filing.no-stay');
  });

  it('REG-13: not without an open stay there, not for another place, and not what was not revoked', () => {
    const book = revoked();
    const settled = fold(book, recordStayEnd('V1', '2025-08-19', book));
    expect(refusal(restore(settled, 'L', again))).toEqual({ code: 'filing.no-stay', rule: 'REG-13' });
    expect(refusal(restore(revoked({ ...stay, ...{ careRegion: '330100' } }), 'L', again))?.code).toBe(
      'filing.no-stay',
    );
    expect(refusal(restore(book, 'L', { ...again, destination: '330100' }))?.code).toBe('filing.restore-elsewhere');
    const expired = afterDay(
      withStay(bookOf({ ...promise, byPromise: false, documents: ['residence-permit'] })),
      '2025-08-17',
    );
    expect(refusal(restore(expired, 'L', again))).toEqual({ code: 'filing.not-revoked', rule: 'REG-13' });
    expect(refusal(restore(book, 'X', again))?.code).toBe('filing.unknown');
    expect(refusal(restore(book, 'L', { ...again, insuredRegion: '320500' }))?.rule).toBe('SEC-01');
  });

  it('REG-12: once the stay was settled, a filing made afterwards does not bring it back', () => {
    const open = withStay(NOTHING, stay, SHAOGUAN);
    const filing = { filingId: 'N', admittedOn: '2025-08-10', appliedOn: '2025-08-20', insuredRegion: SHAOGUAN };
    expect(filingIn(after(open, apply(filing, open)), 'N').validFrom).toBe('2025-08-10');
    const settled = fold(open, recordStayEnd('V1', '2025-08-15', open));
    expect(refusal(apply(filing, settled))).toEqual({ code: 'filing.discharged', rule: 'REG-12' });
    expect(refusal(apply({ ...filing, admittedOn: null }, settled))).toBeNull();
  });
});
