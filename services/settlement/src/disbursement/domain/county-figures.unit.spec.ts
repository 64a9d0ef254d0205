import { describe, expect, it } from '@jest/globals';
import { Money, unwrap, type Result } from '#kernel';
import {
  decideConfirmCounty,
  decideGenerate,
  decideRemit,
  evolveCountyFigures,
  type CountyFigures,
  type CountyFiguresEvent,
  type Remit,
} from './county-figures.js';

const NONE: CountyFigures = { generated: null, counties: new Map() };
const counties = [
  { county: '320803', claims: 3, amount: '300.00' },
  { county: '320804', claims: 1, amount: '-20.00' },
];
const making = (on: string, month = '2025-08') => ({
  ...{ city: '320800', month, on, figuresBy: '2025-09-15', checkBy: '2025-09-18', counties },
});
const remitting = (changes: Partial<Remit> = {}): Remit => ({
  ...{ county: '320803', amount: Money.of('300.00'), bank: '银行', serialNumber: 'S1' },
  ...{ remittedOn: '2025-09-25', today: '2025-09-30' },
  ...changes,
});
const after = (figures: CountyFigures, decided: Result<readonly CountyFiguresEvent[]>): CountyFigures =>
  unwrap(decided).reduce(evolveCountyFigures, figures);
const codeOf = (decided: Result<unknown>): string | null => (decided.ok ? null : decided.rejection.code);

const made = after(NONE, decideGenerate(making('2025-09-15'), NONE));
const confirm = (figures: CountyFigures, on = '2025-09-18', county = '320803') =>
  decideConfirmCounty({ county, on, remitBy: '2025-09-25' }, figures);
const confirmed = after(made, confirm(made));

describe('figures of counties', () => {
  it('REC-04: are made once, when the month is over; after the 15th they are late', () => {
    expect(codeOf(decideGenerate(making('2025-08-31'), NONE))).toBe('county.month-open');
    expect(codeOf(decideGenerate(making('2025-09-01'), NONE))).toBeNull();
    expect(codeOf(decideGenerate(making('2025-09-16'), made))).toBe('county.generated');
    const late = (on: string) => after(NONE, decideGenerate(making(on), NONE)).generated?.late;
    expect([late('2025-09-15'), late('2025-09-16')]).toEqual([false, true]);
  });

  it('REC-04: are checked by each county once, by the third working day; later is marked', () => {
    expect(codeOf(confirm(NONE))).toBe('county.unknown');
    expect(codeOf(confirm(made, '2025-09-18', '320899'))).toBe('county.unknown');
    expect(codeOf(confirm(confirmed))).toBe('county.confirmed');
    const late = (on: string) => after(made, confirm(made, on)).counties.get('320803')?.confirmedLate;
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
      after(confirmed, decideRemit(remitting({ remittedOn }), confirmed)).counties.get('320803')?.remittedLate;
    expect([late('2025-09-25'), late('2025-09-26')]).toEqual([false, true]);
    const done = after(confirmed, decideRemit(remitting(), confirmed));
    expect(codeOf(decideRemit(remitting(), done))).toBe('county.remitted');
  });
});
