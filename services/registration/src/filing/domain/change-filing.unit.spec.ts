import { describe, expect, it } from '@jest/globals';
import { after, cancel, change, filingIn, renew, supplement, withStay } from '../../../test/filing-acts.js';
import {
  apply,
  bookOf,
  fold,
  HUAIAN,
  JIYUAN,
  NATIONAL,
  refusal,
  SHAOGUAN,
  WUXI,
  type Asked,
} from '../../../test/filings.js';
import { recordStayEnd } from './stays.js';

const LOCKED = { code: 'filing.locked', rule: 'REG-08' };
const L: Asked = { filingId: 'L', appliedOn: '2025-02-01' };
const filed = (insuredRegion = WUXI, asked: Asked = {}) => bookOf({ ...L, insuredRegion, ...asked });

describe('locks', () => {
  it.each([SHAOGUAN, NATIONAL])('REG-08: %s: neither changed nor cancelled in six months, after them both', (place) => {
    const at = (on: string) => ({ insuredRegion: place, on });
    for (const act of [cancel, change]) {
      expect(refusal(act(filed(place), at('2025-07-31')))).toEqual(LOCKED);
      expect(refusal(act(filed(place), at('2025-08-01')))).toBeNull();
    }
  });

  it.each([WUXI, '320500', HUAIAN])('REG-08: %s: changed on the next day', (insuredRegion) => {
    expect(refusal(change(filed(insuredRegion), { insuredRegion, on: '2025-02-02' }))).toBeNull();
  });

  it.each([
    ['inpatient', { inpatient: true, emergency: false }],
    ['emergency', { inpatient: false, emergency: true }],
  ])('REG-08: in Huai’an an open %s visit lifts the lock, and no longer once it is settled', (_kind, stay) => {
    const book = withStay(filed(HUAIAN), { ...stay, openedOn: '2025-03-01' }, HUAIAN);
    const at = { insuredRegion: HUAIAN, on: '2025-03-02' };
    expect(refusal(cancel(filed(HUAIAN), at))).toEqual(LOCKED);
    expect(refusal(cancel(book, at))).toBeNull();
    const settled = fold(book, recordStayEnd('V1', '2025-03-02', book));
    expect(refusal(cancel(settled, at))).toEqual(LOCKED);
  });

  it('REG-08: an ordinary visit lifts nothing, nor does a stay in Shaoguan', () => {
    const visit = withStay(filed(HUAIAN), { inpatient: false, openedOn: '2025-03-01' }, HUAIAN);
    expect(refusal(cancel(visit, { insuredRegion: HUAIAN, on: '2025-03-02' }))).toEqual(LOCKED);
    const stay = withStay(filed(SHAOGUAN), { emergency: true, openedOn: '2025-03-01' }, SHAOGUAN);
    expect(refusal(cancel(stay, { insuredRegion: SHAOGUAN, on: '2025-03-02' }))).toEqual(LOCKED);
  });

  it('REG-08: in Jiyuan the papers lift the lock of a promise on the day they come', () => {
    const book = filed(JIYUAN, { byPromise: true, documents: [], appliedOn: '2025-08-01' });
    const at = { insuredRegion: JIYUAN, on: '2025-08-10' };
    expect(refusal(change(book, at))).toEqual(LOCKED);
    const kept = after(book, supplement(book, at));
    expect(refusal(change(kept, at))).toBeNull();
    expect(refusal(cancel(kept, at))).toBeNull();
  });

  it('REG-08: a filing of the former place of insurance locks nobody at the new one', () => {
    const moved: Asked = { filingId: 'T', kind: 'other-temporary', insuredRegion: NATIONAL, appliedOn: '2025-03-01' };
    const book = bookOf({ ...L, insuredRegion: SHAOGUAN }, moved);
    expect(filingIn(book, 'L')).toMatchObject({ endedOn: '2025-03-01', endedCause: 'replaced' });
  });
});

describe('changing the place', () => {
  it('REG-15: the old filing ends today, one of the same kind and last day begins', () => {
    const book = filed(WUXI, { documentsValidTo: '2027-05-31' });
    const changed = after(book, change(book, { on: '2025-03-01' }));
    expect(filingIn(changed, 'L')).toMatchObject({ endedOn: '2025-03-01', endedCause: 'replaced' });
    expect(filingIn(changed, 'N')).toMatchObject({
      ...{ replaces: 'L', kind: 'long-term-resident', destination: '330100', byPromise: false, owed: null },
      ...{ validFrom: '2025-03-01', validTo: '2027-05-31', documents: [{ kind: 'residence-permit' }] },
    });
  });

  it('REG-06: papers for the new place settle the last day anew, a date without papers does not', () => {
    const book = filed(WUXI, { documentsValidTo: '2027-05-31' });
    const until = (brought: object) =>
      filingIn(after(book, change(book, { on: '2025-03-01', ...brought })), 'N').validTo;
    expect(until({ documents: ['residence-permit'], documentsValidTo: '2028-12-31' })).toBe('2028-12-31');
    expect(until({ documentsValidTo: '2028-12-31' })).toBe('2027-05-31');
    expect(until({ documents: ['residence-permit'] })).toBe('2027-05-31');
  });

  it('REG-07: a change makes no temporary filing longer', () => {
    const book = bookOf({ ...L, kind: 'referred' });
    const papers = { documents: ['referral-certificate'], documentsValidTo: '2030-01-01' };
    const changed = after(book, change(book, { on: '2025-07-01', ...papers }));
    expect(filingIn(changed, 'N').validTo).toBe('2025-07-31');
  });

  it('REG-09: papers brought with a change keep the promise', () => {
    const book = filed(WUXI, { byPromise: true, documents: [] });
    const brought = { documents: ['residence-permit'], documentsValidTo: '2026-12-31' };
    const changed = after(book, change(book, { on: '2025-02-10', ...brought }));
    expect(filingIn(changed, 'N')).toMatchObject({ byPromise: false, owed: null, validTo: '2026-12-31' });
    expect(changed.sanctions).toEqual([]);
    expect(refusal(change(book, { on: '2025-02-10', documents: ['identity'] }))?.rule).toBe('REG-03');
  });

  it('REG-14: where another is to follow, it still does', () => {
    const later: Asked = { filingId: 'T', kind: 'other-temporary', appliedOn: '2025-02-02', startsOn: '2025-06-01' };
    const book = bookOf(L, later);
    const changed = after(book, change(book, { on: '2025-03-01' }));
    expect(filingIn(changed, 'N').validTo).toBe('2025-05-31');
    expect(filingIn(changed, 'T').endedOn).toBeNull();
  });

  it('REG-04, REG-08: refused to the own province, to a province as a whole, before it begins, and once it has ended', () => {
    const to = (destination: string) => refusal(change(filed(), { on: '2025-03-01', destination }))?.rule;
    expect(to('320500')).toBe('REG-04');
    expect(to('330000')).toBe('REG-04');
    const ahead = filed(WUXI, { startsOn: '2025-04-01' });
    expect(refusal(change(ahead, { on: '2025-03-31' }))?.code).toBe('filing.not-begun');
    expect(refusal(change(ahead, { on: '2025-04-01' }))).toBeNull();
    const over = after(filed(), change(filed(), { on: '2025-03-01' }));
    expect(refusal(change(over, { on: '2025-03-01', newFilingId: 'N2' }))?.code).toBe('filing.ended');
    expect(refusal(change(filed(), { on: '2025-03-01', insuredRegion: HUAIAN }))?.rule).toBe('SEC-01');
  });
});

describe('renewing', () => {
  const referral = (asked: Asked = {}) => bookOf({ ...L, kind: 'referred', ...asked });
  const again = { on: '2025-07-01', sameDisease: true };

  it('REG-15: a referral goes on for another term; for the same disease no new certificate is asked for', () => {
    expect(filingIn(after(referral(), renew(referral(), again)), 'L').validTo).toBe('2026-01-31');
    expect(refusal(renew(referral(), { ...again, sameDisease: false }))).toEqual({
      ...{ code: 'filing.referral-missing', rule: 'REG-03' },
    });
    const certificate = {
      institutionCode: null,
      level: '3',
      region: WUXI,
      diagnosis: 'C50.900',
      issuedOn: '2025-06-30',
    };
    expect(refusal(renew(referral(), { on: '2025-07-01', referral: certificate }))).toBeNull();
    const tomorrow = { ...certificate, issuedOn: '2025-07-02' };
    expect(refusal(renew(referral(), { on: '2025-07-01', referral: tomorrow }))?.code).toBe('filing.referral-later');
  });

  it('REG-03, SEC-03: the new certificate is kept with the filing, one that is none is refused for the same disease too', () => {
    const anew = { institutionCode: 'H1', level: '3', region: WUXI, diagnosis: 'C50.900', issuedOn: '2025-06-30' };
    const documents = ['referral-certificate'];
    const renewed = after(referral(), renew(referral(), { ...again, referral: anew, documents }));
    expect(filingIn(renewed, 'L')).toMatchObject({ referral: anew, validTo: '2026-01-31' });
    expect(filingIn(renewed, 'L').documents).toHaveLength(2);
    const simple = after(referral(), renew(referral(), again));
    expect(filingIn(simple, 'L').referral).toEqual(filingIn(referral(), 'L').referral);
    const later = { ...anew, issuedOn: '2025-07-02' };
    expect(refusal(renew(referral(), { ...again, referral: later }))?.code).toBe('filing.referral-later');
  });

  it('REG-07: Huai’an renews by twelve months', () => {
    const book = referral({ insuredRegion: HUAIAN });
    const renewed = after(book, renew(book, { ...again, insuredRegion: HUAIAN, on: '2026-01-31' }));
    expect(filingIn(renewed, 'L').validTo).toBe('2027-01-31');
  });

  it('REG-15: on its last day it is renewed, on the day after it is over; renewed it is not renewed again at once', () => {
    expect(refusal(renew(referral(), { ...again, on: '2025-07-31' }))).toBeNull();
    expect(refusal(renew(referral(), { ...again, on: '2025-08-01' }))?.code).toBe('filing.ended');
    const renewed = after(referral(), renew(referral(), again));
    expect(refusal(renew(renewed, again))).toEqual({ code: 'filing.renewed-already', rule: 'REG-15' });
  });

  it('REG-14: renewed into a later filing it ends where that begins', () => {
    const later: Asked = { filingId: 'T', kind: 'other-temporary', appliedOn: '2025-02-02', startsOn: '2025-08-01' };
    const book = bookOf({ ...L, kind: 'referred' }, later);
    const renewed = after(book, renew(book, again));
    expect(filingIn(renewed, 'L')).toMatchObject({ endedOn: '2025-08-01', endedCause: 'replaced' });
    expect(filingIn(renewed, 'T').endedOn).toBeNull();
  });

  it('REG-06: a long-term filing goes on by papers that last longer, not by any others', () => {
    const book = filed(WUXI, { documentsValidTo: '2025-12-31' });
    const bring = (documentsValidTo: string | null, documents = ['residence-permit']) =>
      renew(book, { on: '2025-12-01', documents, documentsValidTo });
    expect(filingIn(after(book, bring('2026-01-01')), 'L').validTo).toBe('2026-01-01');
    expect(filingIn(after(book, bring(null)), 'L').validTo).toBeNull();
    expect(refusal(bring('2025-12-31'))).toEqual({ code: 'filing.not-longer', rule: 'REG-06' });
    expect(refusal(bring('2026-12-31', []))?.rule).toBe('REG-03');
    expect(refusal(bring('2026-12-31', ['identity']))?.rule).toBe('REG-03');
  });

  it('REG-15: what has no end and what is not a referral is not renewed, nor by phone', () => {
    expect(refusal(renew(filed(), again))?.code).toBe('filing.endless');
    expect(refusal(renew(bookOf({ ...L, kind: 'other-temporary' }), again))?.code).toBe('filing.not-renewable');
    expect(refusal(renew(referral(), { ...again, channel: 'phone' }))).toEqual({
      ...{ code: 'filing.channel', rule: 'REG-05' },
    });
  });
});

describe('a referral', () => {
  const refer = (referral: Asked['referral'], insuredRegion = SHAOGUAN, book = bookOf()) =>
    refusal(apply({ filingId: 'R', kind: 'referred', insuredRegion, destination: '330100', referral }, book));

  it('REG-03: rests on a certificate of a hospital that may refer, not issued later than the application', () => {
    expect(refer(null)?.code).toBe('filing.referral-missing');
    expect(refer({ issuedOn: '2025-08-01' })).toBeNull();
    expect(refer({ issuedOn: '2025-08-02' })?.code).toBe('filing.referral-later');
    expect(refer({ level: '3' })).toBeNull();
    expect(refer({ level: '2' })?.code).toBe('filing.referral-level');
    expect(refer({ level: '1' }, NATIONAL)).toBeNull();
  });

  it('REG-03: Shaoguan and Huai’an name hospitals of the city, the nation of the province', () => {
    expect(refer({ region: '440203' })).toBeNull();
    expect(refer({ region: '440100' })?.code).toBe('filing.referral-elsewhere');
    expect(refer({ region: '320100' }, HUAIAN)?.code).toBe('filing.referral-elsewhere');
    expect(refer({ region: '510700' }, NATIONAL)).toBeNull();
    expect(refer({ region: '500100' }, NATIONAL)?.code).toBe('filing.referral-elsewhere');
  });

  it('REG-14: beside a long-term filing stands only what a level-3 hospital of the residence refers onward', () => {
    const resident = (kind = {}) => bookOf({ ...L, insuredRegion: SHAOGUAN, destination: '430100', ...kind });
    const onward = (referral: object) =>
      apply({ filingId: 'R', kind: 'referred', insuredRegion: SHAOGUAN, destination: '310000', referral }, resident());
    const both = after(resident(), onward({ region: '430102' }));
    expect(both.filings.map(({ endedOn }) => endedOn)).toEqual([null, null]);
    expect(after(resident(), onward({ region: '439900' })).filings[0]?.endedOn).toBeNull();
    expect(refusal(onward({ region: '430102', level: '2' }))?.rule).toBe('REG-03');
    expect(refusal(onward({ region: '430200' }))?.code).toBe('filing.referral-elsewhere');
    const fromHome = after(resident(), onward({ region: SHAOGUAN }));
    expect(filingIn(fromHome, 'L')).toMatchObject({ endedOn: '2025-08-01', endedCause: 'replaced' });
  });
});

describe('students', () => {
  const study = (insuredRegion: string, asked: Asked = {}) =>
    refusal(apply({ insuredRegion, student: true, documents: ['student-proof'], ...asked }));

  it('REG-19: count as long-term residents in Shaoguan, by the proof of their school alone', () => {
    expect(study(SHAOGUAN)).toBeNull();
    expect(study(SHAOGUAN, { student: false })?.rule).toBe('REG-03');
    expect(study(SHAOGUAN, { kind: 'posted-worker' })).toEqual({ code: 'filing.student', rule: 'REG-19' });
  });

  it.each([WUXI, HUAIAN, JIYUAN, NATIONAL])('REG-19: not in %s', (place) => {
    expect(study(place)).toEqual({ code: 'filing.student', rule: 'REG-19' });
  });
});
