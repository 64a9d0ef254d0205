import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { clearingMonth, Money, shiftMonth, unwrap, type Result } from '#kernel';
import {
  decideConfirmCounty,
  decideGenerate,
  decideRemit,
  evolveCountyFigures,
  lookedAtSince,
  type CountyFigures,
  type CountyFiguresEvent,
  type Remit,
  type SettledPart,
} from './county-figures.js';

const NONE: CountyFigures = { months: new Map(), counted: new Map() };
const MONTH = '2025-08';
const settled = (county: string, claims: number, amount: string, settledIn = MONTH): SettledPart => ({
  ...{ county, settledIn, claims, amount },
});
const confirmedParts = [settled('320803', 3, '300.00'), settled('320804', 1, '-20.00')];
const making = (on: string, month = MONTH, confirmed: readonly SettledPart[] = confirmedParts, since = MONTH) => ({
  ...{ city: '320800', month, on, figuresBy: '2025-09-15', checkBy: '2025-09-18', since, confirmed },
});
const remitting = (changes: Partial<Remit> = {}): Remit => ({
  ...{ month: MONTH, county: '320803', amount: Money.of('300.00'), bank: '银行', serialNumber: 'S1' },
  ...{ remittedOn: '2025-09-25', today: '2025-09-30' },
  ...changes,
});
const after = (figures: CountyFigures, decided: Result<readonly CountyFiguresEvent[]>): CountyFigures =>
  unwrap(decided).reduce(evolveCountyFigures, figures);
const codeOf = (decided: Result<unknown>): string | null => (decided.ok ? null : decided.rejection.code);

const made = after(NONE, decideGenerate(making('2025-09-15'), NONE));
const confirm = (figures: CountyFigures, on = '2025-09-18', county = '320803') =>
  decideConfirmCounty({ month: MONTH, county, on, remitBy: '2025-09-25' }, figures);
const confirmed = after(made, confirm(made));

describe('figures of counties', () => {
  it('REC-04: are made once, when the month is over; after the 15th they are late', () => {
    expect(codeOf(decideGenerate(making('2025-08-31'), NONE))).toBe('county.month-open');
    expect(codeOf(decideGenerate(making('2025-09-01'), NONE))).toBeNull();
    expect(codeOf(decideGenerate(making('2025-09-16'), made))).toBe('county.generated');
    const late = (on: string) => after(NONE, decideGenerate(making(on), NONE)).months.get(MONTH)?.generated.late;
    expect([late('2025-09-15'), late('2025-09-16')]).toEqual([false, true]);
  });

  it('REC-04: are checked by each county once, by the third working day; later is marked', () => {
    expect(codeOf(confirm(NONE))).toBe('county.unknown');
    expect(codeOf(confirm(made, '2025-09-18', '320899'))).toBe('county.unknown');
    expect(codeOf(confirm(confirmed))).toBe('county.confirmed');
    const late = (on: string) =>
      after(made, confirm(made, on)).months.get(MONTH)?.counties.get('320803')?.confirmedLate;
    expect([late('2025-09-18'), late('2025-09-19')]).toEqual([false, true]);
  });

  it('REC-04: are remitted exactly, once, after they were checked; what is owed to a county is not', () => {
    expect(codeOf(decideRemit(remitting(), made))).toBe('county.unconfirmed');
    expect(codeOf(decideRemit(remitting({ amount: Money.of('299.99') }), confirmed))).toBe('county.amount');
    expect(codeOf(decideRemit(remitting({ remittedOn: '2025-09-17' }), confirmed))).toBe('county.remitted-on');
    expect(codeOf(decideRemit(remitting({ remittedOn: '2025-10-01' }), confirmed))).toBe('county.remitted-on');
    const both = after(confirmed, confirm(confirmed, '2025-09-18', '320804'));
    const back = remitting({ county: '320804', amount: Money.of('-20.00') });
    expect(codeOf(decideRemit(back, both))).toBe('county.nothing-due');
    const late = (remittedOn: string) =>
      after(confirmed, decideRemit(remitting({ remittedOn }), confirmed))
        .months.get(MONTH)
        ?.counties.get('320803')?.remittedLate;
    expect([late('2025-09-25'), late('2025-09-26')]).toEqual([false, true]);
    const done = after(confirmed, decideRemit(remitting(), confirmed));
    expect(codeOf(decideRemit(remitting(), done))).toBe('county.remitted');
  });

  it('REC-04: what was confirmed too late for its month, and what was owed to a county, stand in the next figures', () => {
    const [SEPTEMBER, on] = ['2025-09', '2025-10-15'];
    const confirmedNow = [
      settled('320803', 5, '450.00'),
      settled('320803', 2, '70.00', SEPTEMBER),
      settled('320804', 1, '-20.00'),
      settled('320804', 1, '50.00', SEPTEMBER),
    ];
    const next = after(made, decideGenerate(making(on, SEPTEMBER, confirmedNow), made));
    const dues = (figures: CountyFigures, month: string) =>
      [...(figures.months.get(month)?.counties.values() ?? [])].map(({ county, claims, amount }) => [
        ...[county, claims, amount],
      ]);
    expect(dues(next, SEPTEMBER)).toEqual([
      ['320803', 4, '220.00'],
      ['320804', 2, '30.00'],
    ]);
    const last = after(next, decideGenerate(making('2025-11-15', '2025-10', confirmedNow), next));
    expect(dues(last, '2025-10')).toEqual([]);
    expect(dues(last, MONTH)).toEqual(dues(made, MONTH));
  });

  it('REC-04: follow one another: no earlier month after a later one, and none read before another was made', () => {
    expect(codeOf(decideGenerate(making('2025-09-16', '2025-07', [], '2025-07'), made))).toBe('county.later-generated');
    expect(codeOf(decideGenerate(making('2025-10-16', '2025-09', [], '2025-09'), made))).toBe('county.busy');
    expect(lookedAtSince(NONE, clearingMonth('2025-09'))).toBe('2025-09');
    expect(lookedAtSince(made, clearingMonth('2025-09'))).toBe('2025-08');
    expect(lookedAtSince(made, clearingMonth('2027-08'))).toBe('2026-06');
  });

  it('REC-04: property: whatever order claims are confirmed in, every cent is due once', () => {
    const claim = fc.record({
      county: fc.constantFrom('320803', '320804'),
      settledIn: fc.integer({ min: 0, max: 5 }),
      delay: fc.integer({ min: 0, max: 3 }),
      fen: fc.integer({ min: -5_000, max: 20_000 }),
    });
    fc.assert(
      fc.property(fc.array(claim, { maxLength: 30 }), (claims) => {
        let figures = NONE;
        for (let n = 0; n < 9; n += 1) {
          const month = shiftMonth(clearingMonth(MONTH), n);
          const known = claims.filter(({ settledIn, delay }) => settledIn + delay <= n);
          const confirmed = known.map(({ county, settledIn, fen }) =>
            settled(county, 1, yuan(fen), shiftMonth(clearingMonth(MONTH), settledIn)),
          );
          const asked = making(`${shiftMonth(month, 1)}-15`, month, summed(confirmed), lookedAtSince(figures, month));
          figures = after(figures, decideGenerate(asked, figures));
        }
        for (const county of ['320803', '320804']) {
          const whole = claims.filter((one) => one.county === county).reduce((sum, { fen }) => sum + fen, 0);
          const dues = [...figures.months.values()].map(({ counties }) =>
            Money.of(counties.get(county)?.amount ?? '0'),
          );
          const remitted = Money.sum(dues.filter((due) => due.isPositive()));
          const waiting = dues.at(-1)?.min(Money.zero) ?? Money.zero;
          expect(remitted.plus(waiting).toString()).toBe(yuan(whole));
        }
      }),
    );
  });
});

const yuan = (fen: number): string => Money.fromFen(BigInt(fen)).toString();

/** As the database groups them. */
function summed(parts: readonly SettledPart[]): readonly SettledPart[] {
  const sums = new Map<string, SettledPart>();
  for (const part of parts) {
    const key = `${part.county}|${part.settledIn}`;
    const before = sums.get(key) ?? { ...part, claims: 0, amount: '0.00' };
    const amount = Money.of(before.amount).plus(Money.of(part.amount)).toString();
    sums.set(key, { ...part, claims: before.claims + 1, amount });
  }
  return [...sums.values()];
}
