import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Money, unwrap } from '#kernel';
import { feeLine, openedVisit, settle, settlement, withLines } from '../../../test/visits.js';
import type { RecordedLine } from './events.js';
import { expenseCategories } from './expense-categories.js';

const fen = fc.bigInt({ min: -50_000n, max: 500_000n }).map((amount) => Money.fromFen(amount));
const line = fc
  .record({
    category: fc.integer({ min: 1, max: 14 }).map((code) => String(code).padStart(2, '0')),
    itemClass: fc.constantFrom('01', '02', '03'),
    ...{ inScope: fen, classBPrepay: fen, overLimit: fen, selfPay: fen },
  })
  .map(({ category, itemClass, ...parts }): RecordedLine => {
    const texts = Object.fromEntries(Object.entries(parts).map(([name, amount]) => [name, amount.toString()]));
    return { ...feeLine('1'), category, itemClass, ...texts, total: Money.sum(Object.values(parts)).toString() };
  });
const sum = (texts: readonly string[]): string => Money.sum(texts.map((text) => Money.of(text))).toString();

describe('the national categories of a stay', () => {
  it('SET-02, SET-05: each is the sum of its four parts, once and in order, and all are the total', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
        const categories = expenseCategories(lines);
        for (const { total, classA, classB, selfPay, other } of categories) {
          expect(sum([classA, classB, selfPay, other])).toBe(total);
        }
        const codes = categories.map(({ category }) => category);
        expect(codes).toEqual([...new Set(codes)].sort());
        expect(sum(categories.map(({ total }) => total))).toBe(sum(lines.map(({ total }) => total)));
      }),
    );
  });

  it('SET-02: stand with the claim of a stay, and not with an outpatient’s, whose lines are sent', () => {
    const bed = { ...feeLine('1', '80.00'), category: '01', itemClass: '01', inScope: '80.00', classBPrepay: '0.00' };
    const stay = withLines(openedVisit(true), bed, feeLine('2', '100.00'));
    const settled = unwrap(settle(settlement('180.00', { batch: null, interim: true }), stay));
    expect(settled.event.data.categories).toEqual([
      { category: '01', total: '80.00', classA: '80.00', classB: '0.00', selfPay: '0.00', other: '0.00' },
      { category: '09', total: '100.00', classA: '0.00', classB: '100.00', selfPay: '0.00', other: '0.00' },
    ]);
    const visit = withLines(openedVisit(), feeLine('1'));
    expect(unwrap(settle(settlement('100.00'), visit)).event.data.categories).toBeUndefined();
  });
});
