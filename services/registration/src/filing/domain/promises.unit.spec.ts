import { describe, expect, it } from '@jest/globals';
import { unwrap } from '#kernel';
import {
  after,
  afterDay,
  cancel,
  change,
  day,
  daysOf,
  filingIn,
  renew,
  reportFalse,
  supplement,
} from '../../../test/filing-acts.js';
import { apply, bookOf, HUAIAN, JIYUAN, NATIONAL, refusal, WUXI, type Asked } from '../../../test/filings.js';

const SUZHOU = '320500';
const PROMISE: Asked = { filingId: 'L', byPromise: true, documents: [], appliedOn: '2025-08-01' };
const promised = (insuredRegion = WUXI, asked: Asked = {}) => bookOf({ ...PROMISE, insuredRegion, ...asked });
const sanctionsOf = (events: readonly { type: string }[]) => events.filter(({ type }) => type === 'PromiseSanctioned');

describe('documents that are owed', () => {
  it.each([
    [WUXI, '2025-08-16'],
    [SUZHOU, '2025-08-16'],
    [HUAIAN, '2026-02-01'],
    [JIYUAN, null],
    [NATIONAL, null],
  ])('REG-09: a promise of %s of 2025-08-01 is to be kept by %s', (place, until) => {
    expect(filingIn(promised(place), 'L').owed?.until).toBe(until);
  });

  it('REG-09, REG-11: brought on day 15 the last day follows from them; on day 16 it is too late', () => {
    const brought = after(promised(), supplement(promised(), { on: '2025-08-16', documentsValidTo: '2027-05-31' }));
    expect(filingIn(brought, 'L')).toMatchObject({ owed: null, validTo: '2027-05-31', byPromise: true });
    expect(refusal(supplement(promised(), { on: '2025-08-17' }))?.code).toBe('filing.ended');
    const suzhou = { insuredRegion: SUZHOU };
    expect(refusal(supplement(promised(SUZHOU), { ...suzhou, on: '2025-08-16' }))).toBeNull();
    expect(refusal(supplement(promised(SUZHOU), { ...suzhou, on: '2025-08-17' }))).toEqual({
      ...{ code: 'filing.supplement-late', rule: 'REG-10' },
    });
  });

  it('REG-03: what does not prove the kind keeps no promise', () => {
    expect(refusal(supplement(promised(), { on: '2025-08-10', documents: ['identity'] }))).toEqual({
      ...{ code: 'filing.documents-missing', rule: 'REG-03' },
    });
  });

  it('REG-06: papers that ran out yesterday are refused, that run out today are taken', () => {
    const bring = (documentsValidTo: string) => refusal(supplement(promised(), { on: '2025-08-10', documentsValidTo }));
    expect(bring('2025-08-10')).toBeNull();
    expect(bring('2025-08-09')).toEqual({ code: 'filing.documents-expired', rule: 'REG-06' });
  });

  it('REG-09: nothing is brought twice, and nothing to a filing made with documents', () => {
    const brought = after(promised(), supplement(promised(), { on: '2025-08-10' }));
    for (const book of [brought, bookOf({ filingId: 'L' })]) {
      expect(refusal(supplement(book, { on: '2025-08-11' }))).toEqual({
        ...{ code: 'filing.nothing-owed', rule: 'REG-09' },
      });
    }
  });

  it('REG-09: one promise at a time: a second is refused while documents are owed, and taken once they came', () => {
    const again = { ...PROMISE, filingId: 'P2', appliedOn: '2025-08-10' };
    expect(refusal(apply(again, promised()))).toEqual({ code: 'filing.promise-owed', rule: 'REG-09' });
    const kept = after(promised(), supplement(promised(), { on: '2025-08-09' }));
    expect(refusal(apply(again, kept))).toBeNull();
  });

  it('REG-14: documents that make a filing meet a later one end it where that begins', () => {
    const later: Asked = { filingId: 'T', kind: 'other-temporary', appliedOn: '2025-08-02', startsOn: '2025-10-01' };
    const book = bookOf(PROMISE, later);
    expect(filingIn(book, 'L').endedOn).toBeNull();
    const kept = after(book, supplement(book, { on: '2025-08-10' }));
    expect(filingIn(kept, 'L')).toMatchObject({ endedOn: '2025-10-01', endedCause: 'replaced', validTo: null });
    expect(filingIn(kept, 'T').endedOn).toBeNull();
  });
});

describe('a promise that is not kept', () => {
  it.each([WUXI, SUZHOU])('REG-10: %s revokes on day 16, not on day 15, and takes no promise ever again', (place) => {
    const book = promised(place);
    expect(day(book, '2025-08-16', place).filter(({ type }) => type !== 'SupplementReminded')).toEqual([]);
    const events = day(book, '2025-08-17', place);
    expect(events.slice(0, 2)).toMatchObject([
      { type: 'FilingEnded', data: { filingId: 'L', endedOn: '2025-08-17', cause: 'revoked' } },
      { type: 'PromiseSanctioned', data: { filingId: 'L', bannedForever: true, reportedToCredit: false } },
    ]);
    const revoked = afterDay(book, '2025-08-17', place);
    const again = { ...PROMISE, filingId: 'P2', insuredRegion: place, appliedOn: '2099-01-01' };
    expect(refusal(apply(again, revoked))).toEqual({ code: 'filing.promise-banned', rule: 'REG-10' });
    const withPapers: Asked = { filingId: 'D', insuredRegion: place, appliedOn: '2025-08-18' };
    expect(refusal(apply(withPapers, revoked))).toBeNull();
  });

  it('REG-10: Huai’an ends it after six months and tells the credit system, without a ban', () => {
    const book = promised(HUAIAN);
    expect(sanctionsOf(day(book, '2026-02-01', HUAIAN))).toEqual([]);
    expect(sanctionsOf(day(book, '2026-02-02', HUAIAN))).toMatchObject([
      { data: { sanctionedOn: '2026-02-02', bannedForever: false, bannedUntil: null, reportedToCredit: true } },
    ]);
    const ended = afterDay(book, '2026-02-02', HUAIAN);
    expect(refusal(apply({ ...PROMISE, filingId: 'P2', insuredRegion: HUAIAN, appliedOn: '2026-02-02' }, ended))).toBe(
      null,
    );
  });

  it('REG-10: Jiyuan locks it for six months; cancelled after that, no promise for 24 months to the day', () => {
    const book = promised(JIYUAN);
    const of = { insuredRegion: JIYUAN };
    expect(refusal(cancel(book, { ...of, on: '2026-01-31' }))?.code).toBe('filing.locked');
    const cancelled = after(book, cancel(book, { ...of, on: '2026-02-01' }));
    expect(cancelled.sanctions).toMatchObject([{ cause: 'cancelled-unfulfilled', bannedUntil: '2028-01-31' }]);
    const again = (appliedOn: string) => apply({ ...PROMISE, ...of, filingId: 'P2', appliedOn }, cancelled);
    expect(refusal(again('2028-01-31'))).toEqual({ code: 'filing.promise-banned', rule: 'REG-10' });
    expect(refusal(again('2028-02-01'))).toBeNull();
    expect(refusal(apply({ ...of, filingId: 'D', appliedOn: '2026-02-01' }, cancelled))).toBeNull();
  });

  it('REG-10: in Jiyuan who kept the promise cancels at once and may promise again', () => {
    const of = { insuredRegion: JIYUAN };
    const kept = after(promised(JIYUAN), supplement(promised(JIYUAN), { ...of, on: '2025-08-10' }));
    const cancelled = after(kept, cancel(kept, { ...of, on: '2025-08-10' }));
    expect(cancelled.sanctions).toEqual([]);
    expect(refusal(apply({ ...PROMISE, ...of, filingId: 'P2', appliedOn: '2025-08-10' }, cancelled))).toBeNull();
  });

  it('REG-10: in Jiyuan another filing put in its place unkept bars as cancelling does, one with the papers does not', () => {
    const of = { insuredRegion: JIYUAN, appliedOn: '2026-02-01' };
    const forsaken = bookOf({ ...PROMISE, insuredRegion: JIYUAN }, { ...of, filingId: 'T', kind: 'other-temporary' });
    expect(forsaken.sanctions).toMatchObject([{ filingId: 'L', bannedUntil: '2028-01-31' }]);
    expect(bookOf({ ...PROMISE, insuredRegion: JIYUAN }, { ...of, filingId: 'D' }).sanctions).toEqual([]);
  });

  it('REG-10: the nation sets neither a day nor a sanction', () => {
    expect(day(promised(NATIONAL), '2035-01-01', NATIONAL)).toMatchObject([{ type: 'SupplementReminded' }]);
  });

  it('REG-10: found late it bears the day it fell due, and a second look finds nothing', () => {
    const late = day(promised(), '2025-12-24');
    expect(late).toMatchObject([
      { type: 'FilingEnded', data: { endedOn: '2025-08-17', cause: 'revoked' } },
      { type: 'PromiseSanctioned', data: { sanctionedOn: '2025-08-17' } },
    ]);
    expect(day(afterDay(promised(), '2025-12-24'), '2025-12-24')).toEqual([]);
  });

  it('REG-10: replaced or cancelled on a day the work was missed, it had been broken before', () => {
    const book = bookOf(
      { ...PROMISE, insuredRegion: SUZHOU },
      { filingId: 'D', insuredRegion: SUZHOU, appliedOn: '2025-08-20' },
    );
    expect(day(book, '2025-08-21', SUZHOU)).toMatchObject([
      { type: 'FilingEnded', data: { filingId: 'L', endedOn: '2025-08-17', cause: 'revoked' } },
      { type: 'PromiseSanctioned', data: { filingId: 'L' } },
    ]);
  });

  it('REG-10: to be replaced later, it is revoked on its day', () => {
    const later: Asked = { filingId: 'T', kind: 'other-temporary', appliedOn: '2025-08-02', startsOn: '2025-10-01' };
    const of = { insuredRegion: SUZHOU };
    const book = bookOf({ ...PROMISE, ...of }, { ...later, ...of });
    expect(filingIn(book, 'L').endedOn).toBe('2025-10-01');
    expect(filingIn(afterDay(book, '2025-08-17', SUZHOU), 'L')).toMatchObject({ endedOn: '2025-08-17' });
  });

  it('REG-08, REG-10: a change takes the promise along with its day; the sanction names the new filing', () => {
    const book = after(promised(), change(promised(), { on: '2025-08-10' }));
    expect(filingIn(book, 'N')).toMatchObject({
      byPromise: true,
      validTo: '2025-08-16',
      owed: { until: '2025-08-16' },
    });
    expect(sanctionsOf(day(book, '2025-08-17'))).toMatchObject([{ data: { filingId: 'N' } }]);
  });

  it('REG-09: a promise has no papers to end with', () => {
    const dated = promised(SUZHOU, { documentsValidTo: '2025-08-05' });
    expect(filingIn(dated, 'L').validTo).toBeNull();
    expect(refusal(renew(promised(), { on: '2025-08-10' }))).toEqual({ code: 'filing.promise-owed', rule: 'REG-09' });
  });
});

describe('reminders', () => {
  it('REG-09: seven, three and one day before the last, each once', () => {
    const days = daysOf('SupplementReminded', promised(), { from: '2025-08-01', to: '2025-09-30' });
    expect(days).toEqual(['2025-08-09', '2025-08-13', '2025-08-15']);
  });

  it('REG-09: days that were missed are made up by one reminder', () => {
    const late = daysOf('SupplementReminded', promised(), { from: '2025-08-14', to: '2025-08-16' });
    expect(late).toEqual(['2025-08-14', '2025-08-15']);
    const once = afterDay(promised(), '2025-08-14');
    expect(day(once, '2025-08-14')).toEqual([]);
  });

  it.each([JIYUAN, NATIONAL])('REG-09: every thirty days where %s sets no last one', (insuredRegion) => {
    const days = daysOf('SupplementReminded', promised(insuredRegion), {
      ...{ from: '2025-08-01', to: '2025-10-31', insuredRegion },
    });
    expect(days).toEqual(['2025-08-31', '2025-09-30', '2025-10-30']);
  });

  it('REG-09: none once the documents came', () => {
    const kept = after(promised(), supplement(promised(), { on: '2025-08-10' }));
    expect(daysOf('SupplementReminded', kept, { from: '2025-08-10', to: '2025-12-31' })).toEqual([]);
  });
});

describe('false documents', () => {
  it('REG-21: the filing ends and the loss is named; where untrue promises are told of, this one is', () => {
    expect(unwrap(reportFalse(bookOf({ filingId: 'L' }), { on: '2025-08-10', loss: '12345.67' }))).toMatchObject([
      { type: 'FalseDocumentsReported', data: { lossToRecover: '12345.67', reportedOn: '2025-08-10' } },
      { type: 'FilingEnded', data: { endedOn: '2025-08-10', cause: 'false-documents' } },
    ]);
    const of = { insuredRegion: HUAIAN, on: '2025-08-10' };
    expect(unwrap(reportFalse(bookOf({ filingId: 'L', insuredRegion: HUAIAN }), of))).toMatchObject([
      { type: 'FalseDocumentsReported', data: { lossToRecover: null } },
      { type: 'FilingEnded' },
      { type: 'PromiseSanctioned', data: { cause: 'false-documents', reportedToCredit: true, bannedForever: false } },
    ]);
  });

  it('REG-21: found after the end it is reported too, once, and ends nothing again', () => {
    const book = bookOf({ filingId: 'L', kind: 'other-temporary' });
    const cancelled = after(book, cancel(book, { on: '2025-08-05' }));
    const report = reportFalse(cancelled, { on: '2025-08-10' });
    expect(unwrap(report)).toMatchObject([{ type: 'FalseDocumentsReported' }]);
    expect(refusal(reportFalse(after(cancelled, report), { on: '2025-08-11' }))).toEqual({
      ...{ code: 'filing.reported', rule: 'REG-21' },
    });
    expect(refusal(reportFalse(book, { on: '2025-08-05', filingId: 'X' }))?.code).toBe('filing.unknown');
    expect(refusal(reportFalse(book, { on: '2025-08-05', insuredRegion: HUAIAN }))?.rule).toBe('SEC-01');
  });
});
