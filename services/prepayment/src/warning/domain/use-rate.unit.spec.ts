import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Money } from '#kernel';
import { ratePercent, useLevel } from './use-rate.js';

const of = (cleared: string, advance: string) => ({
  rate: ratePercent(Money.of(cleared), Money.of(advance)),
  level: useLevel(Money.of(cleared), Money.of(advance)),
});

describe('use rate', () => {
  it.each([
    ['6999.00', '69.99', 'none'],
    ['7000.00', '70.00', 'yellow'],
    ['8999.00', '89.99', 'yellow'],
    ['9000.00', '90.00', 'red'],
    ['10000.00', '100.00', 'red'],
    ['0.00', '0.00', 'none'],
    ['-50.00', '-0.50', 'none'],
  ])('PRE-05: %s of an advance of 10,000.00 is %s percent: %s', (cleared, rate, level) => {
    expect(of(cleared, '10000.00')).toEqual({ rate, level });
  });

  it('PRE-05: a cent below a mark prints below it, so that no rate is shown which the level denies', () => {
    expect(of('6999999.99', '10000000.00')).toEqual({ rate: '69.99', level: 'none' });
    expect(of('7000000.00', '10000000.00')).toEqual({ rate: '70.00', level: 'yellow' });
    expect(of('8999500.00', '10000000.00')).toEqual({ rate: '89.99', level: 'yellow' });
    expect(of('8999999.99', '10000000.00')).toEqual({ rate: '89.99', level: 'yellow' });
    expect(of('9000000.00', '10000000.00')).toEqual({ rate: '90.00', level: 'red' });
  });

  it('PRE-05: a place without an advance has no rate; it is named when money was cleared', () => {
    expect(of('0.01', '0.00')).toEqual({ rate: null, level: 'no-advance' });
    expect(of('0.00', '0.00')).toEqual({ rate: null, level: 'none' });
    expect(of('-1.00', '0.00')).toEqual({ rate: null, level: 'none' });
  });

  const cleared = fc.bigInt(-(10n ** 17n), 10n ** 17n);
  const advance = fc.bigInt(1n, 10n ** 17n);

  it('PRE-05: the level is exact for every pair of amounts', () => {
    fc.assert(
      fc.property(cleared, advance, (c, a) => {
        const level = useLevel(Money.fromFen(c), Money.fromFen(a));
        const expected = c * 10n >= a * 9n ? 'red' : c * 10n >= a * 7n ? 'yellow' : 'none';
        expect(level).toBe(expected);
      }),
    );
  });

  it('PRE-05: at the border and one cent below it, for every advance', () => {
    fc.assert(
      fc.property(fc.bigInt(1n, 10n ** 15n), fc.constantFrom(7n, 9n), (tenths, tenth) => {
        const border = tenths * tenth;
        const held = Money.fromFen(tenths * 10n);
        expect(useLevel(Money.fromFen(border), held)).toBe(tenth === 7n ? 'yellow' : 'red');
        expect(useLevel(Money.fromFen(border - 1n), held)).not.toBe(tenth === 7n ? 'yellow' : 'red');
      }),
    );
  });

  it('PRE-05: the printed rate is the exact one rounded down, less than a hundredth of a percent below it', () => {
    fc.assert(
      fc.property(cleared, advance, (c, a) => {
        const printed = ratePercent(Money.fromFen(c), Money.fromFen(a)) ?? '';
        const hundredths = BigInt(printed.replace('.', ''));
        const below = c * 10_000n - hundredths * a;
        expect(below >= 0n && below < a).toBe(true);
      }),
    );
  });
});
