import { describe, expect, it } from '@jest/globals';
import { RegionCode } from '#kernel';
import { type CareToCover, coveringFiling, type FilingToCheck } from './coverage.js';

const filing = (changes: Partial<FilingToCheck> = {}): FilingToCheck => ({
  ...{ filingId: 'BA1', insuredRegion: '320200', kind: 'long-term-resident', destination: '310000' },
  ...{ validFrom: '2025-02-01', validTo: '2025-07-31', endedOn: null, endedCause: null },
  ...changes,
});
const careAt = (region = '310115', openedOn = '2025-05-01', settledOn = openedOn): CareToCover => ({
  ...{ insuredRegion: '320281', careRegion: RegionCode.of(region), openedOn, settledOn },
});
const covers = (changes: Partial<FilingToCheck>, ...care: Parameters<typeof careAt>): boolean =>
  coveringFiling([filing(changes)], careAt(...care)) !== null;

describe('the filing that covers a visit', () => {
  it('REG-02: without any filing there is none', () => {
    expect(coveringFiling([], careAt())).toBeNull();
  });

  it('REG-02: what another pool granted does not count, what one of the same city did does', () => {
    const granted = ['320200', '320281', '320800', '330200', '320000'];
    expect(granted.map((insuredRegion) => covers({ insuredRegion }))).toEqual([true, true, false, false, false]);
  });

  it('REG-07: covers its first and its last day, not the days beside them', () => {
    const days = ['2025-01-31', '2025-02-01', '2025-07-31', '2025-08-01'];
    expect(days.map((day) => covers({}, '310115', day))).toEqual([false, true, true, false]);
    expect(covers({ validTo: null }, '310115', '2099-12-31')).toBe(true);
  });

  it('REG-13: once ended it covers until the day before, so that a stay admitted by then keeps it', () => {
    expect(covers({ endedOn: '2025-05-01' }, '310115', '2025-04-30')).toBe(true);
    expect(covers({ endedOn: '2025-05-01' }, '310115', '2025-05-01')).toBe(false);
  });

  describe('of a stay admitted on 1 May and settled on 20 May', () => {
    const carries = (...filings: readonly Partial<FilingToCheck>[]): string | undefined =>
      coveringFiling(filings.map(filing), careAt('310115', '2025-05-01', '2025-05-20'))?.filingId;

    it('REG-13: a filing that ran out, was cancelled or was replaced meanwhile still carries it', () => {
      expect(carries({ validTo: '2025-05-01' })).toBe('BA1');
      expect(carries({ validTo: '2025-04-30' })).toBeUndefined();
      for (const endedCause of ['expired', 'cancelled', 'replaced'] as const) {
        expect(carries({ endedOn: '2025-05-02', endedCause })).toBe('BA1');
        expect(carries({ endedOn: '2025-05-01', endedCause })).toBeUndefined();
      }
    });

    it.each(['revoked', 'false-documents'] as const)(
      'REG-13: a filing that was %s carries it no longer from that day on, the day of settlement included',
      (endedCause) => {
        const days = ['2025-05-19', '2025-05-20', '2025-05-21'];
        expect(days.map((endedOn) => carries({ endedOn, endedCause }))).toEqual([undefined, undefined, 'BA1']);
      },
    );

    it('REG-13: after a revocation a new filing restores it, if it covers the day of admission', () => {
      const revoked = { endedOn: '2025-05-10', endedCause: 'revoked' } as const;
      expect(carries(revoked, { filingId: 'BA2', validFrom: '2025-05-01' })).toBe('BA2');
      expect(carries(revoked, { filingId: 'BA2', validFrom: '2025-05-02' })).toBeUndefined();
    });
  });

  it('REG-04: a filing for a unit as a whole covers all of it, a city only itself', () => {
    expect(covers({ destination: '310000' }, '310115')).toBe(true);
    expect(covers({ destination: '330100' }, '330106')).toBe(true);
    expect(covers({ destination: '330100' }, '330200')).toBe(false);
    expect(covers({ destination: '310000' }, '330100')).toBe(false);
    expect(covers({ destination: '650100' }, '660100')).toBe(false);
  });

  it('REG-04: a filing for the capital also covers the unit of the province, one for another city does not', () => {
    for (const provinceUnit of ['339900', '330000']) {
      expect(covers({ destination: '330100' }, provinceUnit)).toBe(true);
      expect(covers({ destination: '330200' }, provinceUnit)).toBe(false);
    }
  });

  it('SET-06, REG-14: of two that cover the visit, the one without a reduction comes first, in whatever order they are', () => {
    const longTerm = filing({ filingId: 'L' });
    const referral = filing({ filingId: 'R', kind: 'referred' });
    const temporary = filing({ filingId: 'T', kind: 'other-temporary' });
    const first = (...filings: readonly FilingToCheck[]) => coveringFiling(filings, careAt())?.filingId;
    expect([first(longTerm, referral), first(referral, longTerm)]).toEqual(['L', 'L']);
    expect([first(temporary, referral), first(referral, temporary)]).toEqual(['R', 'R']);
    expect(first(filing({ filingId: 'gone', endedOn: '2025-03-01' }), temporary)).toBe('T');
  });
});
