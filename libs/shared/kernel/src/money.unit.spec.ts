import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Decimal, Money, ratioOf } from './index.js';

const anyMoney = fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }).map((fen) => Money.fromFen(fen));
const anyRatio = fc.integer({ min: 0, max: 10_000 }).map((n) => new Decimal(n).div(10_000).toString());

describe('Money', () => {
  it('CLR-14: reads and prints yuan with two decimals', () => {
    expect(Money.of('1234.5').toString()).toBe('1234.50');
    expect(Money.of('0').toString()).toBe('0.00');
    expect(Money.of('-0.00').toString()).toBe('0.00');
    expect(Money.of('9999999999999999.99').toString()).toBe('9999999999999999.99');
    expect(JSON.stringify({ amount: Money.of('-3.10') })).toBe('{"amount":"-3.10"}');
  });

  it.each(['1.234', '', ' 1', '1e3', '+1', '.5', '1.', '01', 'NaN', '10000000000000000', '1,000.00'])(
    'CLR-14: refuses %p and does not repeat it',
    (text) => {
      expect(() => Money.of(text)).toThrow(RangeError);
      const result = Money.parse(text, '总费用');
      expect(result).toMatchObject({ ok: false, rejection: { code: 'money.malformed', fields: ['总费用'] } });
    },
  );

  it('refuses a number where a text is due, because a float has already lost cents', () => {
    expect(Money.parse(12.5, '总费用').ok).toBe(false);
  });

  it('refuses results beyond numeric(18,2)', () => {
    const largest = Money.of('9999999999999999.99');
    expect(() => largest.plus(Money.of('0.01'))).toThrow(RangeError);
    expect(() => Money.sum([largest, largest])).toThrow(RangeError);
  });

  it('is compared structurally by its amount', () => {
    expect(Money.of('1.50')).toEqual(Money.of('1.5'));
    expect(Money.of('1.50')).not.toEqual(Money.of('1.51'));
    expect(Money.of('0.10').minus(Money.of('0.10'))).toEqual(Money.zero);
  });

  it.each([
    ['0.005', '0.01'],
    ['0.0049999999', '0.00'],
    ['115.633', '115.63'],
    ['48.888', '48.89'],
    ['-0.005', '-0.01'],
    ['-0.004', '0.00'],
  ])('SET-20: rounds %s half up to %s', (exact, rounded) => {
    expect(Money.roundHalfUp(new Decimal(exact)).toString()).toBe(rounded);
  });

  it('SET-20: takes a share and rounds it once', () => {
    expect(Money.of('165.19').share('0.70').toString()).toBe('115.63');
    expect(Money.of('0.01').share('0.5').toString()).toBe('0.01');
  });

  it.each(['1.01', '-0.1', '85%', '', '2', '0.123456789'])('refuses %p as a ratio', (ratio) => {
    expect(() => ratioOf(ratio)).toThrow(RangeError);
  });

  it('orders amounts', () => {
    const [low, high] = [Money.of('-1.00'), Money.of('2.00')];
    expect([low.lt(high), low.lte(low), high.gt(low), high.gte(high), low.eq(high)]).toEqual([
      true,
      true,
      true,
      true,
      false,
    ]);
    expect([high, low].sort((a, b) => a.compare(b))).toEqual([low, high]);
    expect(low.min(high)).toEqual(low);
    expect(low.max(high)).toEqual(high);
    expect(low.abs().toString()).toBe('1.00');
    expect([low.isNegative(), high.isPositive(), Money.zero.isZero(), Money.zero.isPositive()]).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  it('property: sums conserve whatever the order and the grouping', () => {
    fc.assert(
      fc.property(fc.array(anyMoney, { maxLength: 30 }), fc.nat(30), (amounts, cut) => {
        const total = Money.sum(amounts);
        expect(Money.sum([...amounts].reverse())).toEqual(total);
        expect(Money.sum(amounts.slice(0, cut)).plus(Money.sum(amounts.slice(cut)))).toEqual(total);
        expect(total.toFen()).toBe(amounts.reduce((sum, amount) => sum + amount.toFen(), 0n));
      }),
    );
  });

  it('property: text and fen are faithful both ways', () => {
    fc.assert(
      fc.property(anyMoney, (amount) => {
        expect(Money.of(amount.toString())).toEqual(amount);
        expect(Money.fromFen(amount.toFen())).toEqual(amount);
      }),
    );
  });

  it('property: a share is within half a cent of the exact product and mirrors under refund', () => {
    fc.assert(
      fc.property(anyMoney, anyRatio, (amount, ratio) => {
        const share = amount.share(ratio);
        const error = share
          .exact()
          .minus(amount.exact().times(ratioOf(ratio)))
          .abs();
        expect(error.lte('0.005')).toBe(true);
        expect(amount.negate().share(ratio)).toEqual(share.negate());
      }),
    );
  });
});
