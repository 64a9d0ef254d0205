import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Decimal, Money } from '#kernel';
import { bill } from '../testing/inputs.js';
import { checkAnnex13 } from './annex13.js';
import { splitFeeLine, sumSplit } from './fee-split.js';

describe('splitFeeLine', () => {
  const item = {
    code: 'X',
    name: '示例',
    class: '02',
    category: '09',
    selfpayProp: '0.05',
    priceCeiling: null,
    restricted: false,
  } as const;
  const line = (amount: string, quantity = '1', approval: '0' | '1' | '2' = '1') => ({
    code: 'X',
    amount: Money.of(amount),
    quantity: new Decimal(quantity),
    approval,
  });
  const texts = ({ inScope, classBPrepay, overLimit, selfPay }: ReturnType<typeof splitFeeLine>): string[] =>
    [inScope, classBPrepay, overLimit, selfPay].map(String);

  it('SET-03: splits the captured class-B line 4.52 into 0.23 and 4.29', () => {
    expect(texts(splitFeeLine(line('4.52'), item))).toEqual(['4.29', '0.23', '0.00', '0.00']);
  });

  it('SET-03: what is above the ceiling comes off before the prepay', () => {
    const capped = { ...item, selfpayProp: '0.10', priceCeiling: new Decimal('1.5') };
    expect(texts(splitFeeLine(line('20', '10'), capped))).toEqual(['13.50', '1.50', '5.00', '0.00']);
    expect(texts(splitFeeLine(line('15', '10'), capped))).toEqual(['13.50', '1.50', '0.00', '0.00']);
    expect(texts(splitFeeLine(line('15.01', '10'), capped))).toEqual(['13.50', '1.50', '0.01', '0.00']);
  });

  it('SET-03: class A is in scope, class C and codes outside the catalogue are self-pay', () => {
    expect(texts(splitFeeLine(line('10'), { ...item, class: '01' }))).toEqual(['10.00', '0.00', '0.00', '0.00']);
    expect(texts(splitFeeLine(line('10'), { ...item, class: '03' }))).toEqual(['0.00', '0.00', '0.00', '10.00']);
    const outside = splitFeeLine(line('10'), undefined);
    expect(texts(outside)).toEqual(['0.00', '0.00', '0.00', '10.00']);
    expect([outside.class, outside.category, outside.selfpayProp]).toEqual(['03', '14', '1']);
  });

  it.each([
    [true, '0', '10.00'],
    [true, '1', '0.00'],
    [true, '2', '10.00'],
    [false, '0', '0.00'],
    [false, '1', '0.00'],
    [false, '2', '10.00'],
  ] as const)('SET-03: restricted %s with approval %s leaves %s to the patient', (restricted, approval, selfPay) => {
    const split = splitFeeLine(line('10', '1', approval), { ...item, class: '01', restricted });
    expect(split.selfPay.toString()).toBe(selfPay);
  });

  it('SET-05, SET-13: the parts add up to the line, and a refund line is its mirror', () => {
    const price = fc.bigInt({ min: 0n, max: 10_000_000n }).map((value) => Money.fromFen(value));
    const anyItem = fc.record({
      class: fc.constantFrom('01', '02', '03'),
      prop: fc.integer({ min: 0, max: 100 }),
      ceiling: fc.option(fc.integer({ min: 0, max: 1_000_000 })),
    });
    fc.assert(
      fc.property(
        price,
        fc.integer({ min: 1, max: 99 }),
        anyItem,
        (amount, quantity, { class: level, prop, ceiling }) => {
          const priceCeiling = ceiling === null ? null : new Decimal(ceiling).div(10_000);
          const entry = {
            ...item,
            class: level as '01',
            selfpayProp: new Decimal(prop).div(100).toString(),
            priceCeiling,
          };
          const split = splitFeeLine({ code: 'X', amount, quantity: new Decimal(quantity), approval: '1' }, entry);
          const refunded = {
            code: 'X',
            amount: amount.negate(),
            quantity: new Decimal(-quantity),
            approval: '1',
          } as const;
          const refund = splitFeeLine(refunded, entry);
          expect(checkAnnex13(sumSplit([split])).ok).toBe(true);
          expect(sumSplit([split, refund])).toEqual({ ...bill('0') });
          expect([split.inScope, split.classBPrepay, split.overLimit].some((part) => part.isNegative())).toBe(false);
        },
      ),
    );
  });
});
