import { describe, expect, it } from '@jest/globals';
import { CHANNELS } from '#policy';
import { after, approveOn, cancel, filingIn, refuseOn, withStay } from '../../../test/filing-acts.js';
import { apply, bookOf, fold, HUAIAN, NATIONAL, refusal, SHAOGUAN, WUXI, NOTHING } from '../../../test/filings.js';
import { recordStayEnd } from './stays.js';

const online = { filingId: 'W', channel: 'national-app' } as const;
const waiting = (asked = {}) => after(NOTHING, apply({ ...online, ...asked }));

describe('an application that waits', () => {
  it('REG-05: the window decides on the spot, the national app leaves an application with its day', () => {
    expect(bookOf({ channel: 'window' })).toMatchObject({ filings: [{ filingId: 'BA1' }], pending: [] });
    expect(waiting()).toMatchObject({ filings: [], pending: [{ filingId: 'W', decideBy: '2025-08-05' }] });
  });

  it.each([
    [NATIONAL, '2025-09-30', '2025-10-10'],
    [NATIONAL, '2025-09-26', '2025-09-29'],
    [WUXI, '2025-09-28', '2025-09-30'],
    ['320500', '2025-09-29', '2025-10-09'],
  ])('REG-05: %s, applied on %s, is decided by %s: two working days', (insuredRegion, appliedOn, decideBy) => {
    expect(waiting({ insuredRegion, appliedOn }).pending).toMatchObject([{ decideBy }]);
  });

  it.each([
    ['2025-09-30', '2025-10-09'],
    ['2025-09-26', '2025-09-28'],
    ['2025-10-10', '2025-10-11'],
  ])('REG-05: Huai’an has one working day: applied on %s, decided by %s', (appliedOn, decideBy) => {
    const book = waiting({ insuredRegion: HUAIAN, channel: 'website', appliedOn });
    expect(book.pending).toMatchObject([{ decideBy }]);
  });

  it('REG-05: a year whose working days are not published is refused, not guessed', () => {
    expect(apply({ ...online, appliedOn: '2026-12-31' })).toMatchObject({
      ok: false,
      rejection: { message: expect.stringMatching(/2027/) },
    });
  });

  it('REG-05: approved, it is a filing from the day of success on, and waits no longer', () => {
    const book = after(waiting(), approveOn(waiting(), { filingId: 'W', on: '2025-08-04' }));
    expect(book).toMatchObject({ pending: [], filings: [{ filingId: 'W', appliedOn: '2025-08-01' }] });
    expect(filingIn(book, 'W').validFrom).toBe('2025-08-04');
    expect(refusal(approveOn(book, { filingId: 'W', on: '2025-08-04' }))).toEqual({
      ...{ code: 'filing.not-pending', rule: 'REG-05' },
    });
  });

  it('REG-05: a decision after its day counts all the same', () => {
    const late = after(waiting(), approveOn(waiting(), { filingId: 'W', on: '2025-08-20' }));
    expect(filingIn(late, 'W').validFrom).toBe('2025-08-20');
  });

  it('REG-05, REG-09: the days of a promise count from the success', () => {
    const asked = waiting({ byPromise: true, documents: [] });
    const book = after(asked, approveOn(asked, { filingId: 'W', on: '2025-08-05' }));
    expect(filingIn(book, 'W')).toMatchObject({ validTo: '2025-08-20', owed: { until: '2025-08-20' } });
  });

  it('REG-12, REG-16: decided later, it begins with the admission that was stated, or on the later day asked for', () => {
    const begins = (asked: object) => {
      const book = waiting(asked);
      return filingIn(after(book, approveOn(book, { filingId: 'W', on: '2025-08-05' })), 'W').validFrom;
    };
    expect(begins({ admittedOn: '2025-07-28' })).toBe('2025-07-28');
    expect(begins({ startsOn: '2025-08-05' })).toBe('2025-08-05');
    expect(begins({ startsOn: '2025-09-01' })).toBe('2025-09-01');
    expect(begins({ startsOn: '2025-08-03' })).toBe('2025-08-05');
  });

  it('REG-06: papers that ran out while it waited are not approved; on their last day they are', () => {
    const book = waiting({ documentsValidTo: '2025-08-05' });
    expect(refusal(approveOn(book, { filingId: 'W', on: '2025-08-05' }))).toBeNull();
    expect(refusal(approveOn(book, { filingId: 'W', on: '2025-08-06' }))).toEqual({
      ...{ code: 'filing.documents-expired', rule: 'REG-06' },
    });
  });

  it('REG-12: a stay settled while it waited is not brought back', () => {
    const book = withStay(waiting({ admittedOn: '2025-07-28' }), { openedOn: '2025-07-28' });
    expect(refusal(approveOn(book, { filingId: 'W', on: '2025-08-04' }))).toBeNull();
    const settled = fold(book, recordStayEnd('V1', '2025-08-03', book));
    expect(refusal(approveOn(settled, { filingId: 'W', on: '2025-08-04' }))?.code).toBe('filing.discharged');
  });

  it('REG-08: what has been locked meanwhile is not replaced', () => {
    const other = { filingId: 'L', insuredRegion: SHAOGUAN, appliedOn: '2025-08-02' };
    const asked = waiting({ insuredRegion: SHAOGUAN, kind: 'other-temporary' });
    const book = after(asked, apply(other, asked));
    const approved = approveOn(book, { filingId: 'W', insuredRegion: SHAOGUAN, on: '2025-08-04' });
    expect(refusal(approved)).toEqual({ code: 'filing.locked', rule: 'REG-08' });
  });

  it('REG-05: refused or withdrawn it is over, and another may be made', () => {
    const book = after(waiting(), refuseOn(waiting(), { filingId: 'W', on: '2025-08-04' }));
    expect(book).toMatchObject({ pending: [], refused: ['W'], filings: [] });
    expect(refusal(refuseOn(book, { filingId: 'W', on: '2025-08-04' }))?.code).toBe('filing.not-pending');
    expect(refusal(apply({ ...online, filingId: 'W2' }, book))).toBeNull();
  });

  it('REG-05: a second application of the kind is refused while the first waits, one of another kind is not', () => {
    expect(refusal(apply({ ...online, filingId: 'W2' }, waiting()))).toEqual({
      ...{ code: 'filing.pending', rule: 'REG-05' },
    });
    expect(refusal(apply({ ...online, filingId: 'W2', kind: 'other-temporary' }, waiting()))).toBeNull();
  });

  it('REG-05: what could not be approved today does not wait for the agency to say so', () => {
    const book = bookOf({ filingId: 'L', insuredRegion: SHAOGUAN });
    const asked = { ...online, insuredRegion: SHAOGUAN, kind: 'other-temporary' } as const;
    expect(refusal(apply(asked, book))).toEqual({ code: 'filing.locked', rule: 'REG-08' });
  });

  it('SEC-01: another place of insurance decides nothing', () => {
    const elsewhere = { filingId: 'W', insuredRegion: HUAIAN, on: '2025-08-04' };
    for (const act of [approveOn, refuseOn]) {
      expect(refusal(act(waiting(), elsewhere))).toEqual({ code: 'filing.other-region', rule: 'SEC-01' });
    }
  });
});

describe('channels', () => {
  it.each(CHANNELS)('REG-05: %s is taken by the nation for applying unless it is the phone', (channel) => {
    const expected = channel === 'phone' ? { code: 'filing.channel', rule: 'REG-05' } : null;
    expect(refusal(apply({ channel, insuredRegion: NATIONAL }))).toEqual(expected);
  });

  it('REG-05: Huai’an takes the phone for cancelling alone, and not the national app', () => {
    const book = bookOf({ filingId: 'T', kind: 'other-temporary', insuredRegion: HUAIAN });
    const of = { filingId: 'T', on: '2025-08-02' };
    const channel = { code: 'filing.channel', rule: 'REG-05' };
    expect(refusal(apply({ channel: 'phone', insuredRegion: HUAIAN }))).toEqual(channel);
    expect(refusal(cancel(book, { ...of, insuredRegion: HUAIAN, channel: 'phone' }))).toBeNull();
    expect(refusal(cancel(book, { ...of, insuredRegion: HUAIAN, channel: 'national-app' }))).toEqual(channel);
    const wuxi = bookOf({ filingId: 'T', kind: 'other-temporary' });
    expect(refusal(cancel(wuxi, { ...of, channel: 'phone' }))).toEqual(channel);
  });

  it('REG-05: a referral a hospital of Huai’an uploads is decided by the agency, elsewhere at once', () => {
    const asked = { filingId: 'W', kind: 'referred', channel: 'hospital' } as const;
    expect(after(NOTHING, apply({ ...asked, insuredRegion: HUAIAN })).pending).toHaveLength(1);
    expect(after(NOTHING, apply({ ...asked, insuredRegion: NATIONAL })).filings).toHaveLength(1);
  });
});
