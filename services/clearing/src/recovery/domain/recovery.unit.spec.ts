import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Money } from '#kernel';
import { decideRecovery, type RecordRecovery } from './recovery.js';
import { splitInProportion, type Weighted } from './split.js';

const yuan = (text: string): Money => Money.of(text);
const weights = (...amounts: readonly string[]): readonly Weighted<number>[] =>
  amounts.map((amount, key) => ({ key, weight: yuan(amount) }));
const split = (total: string, ...amounts: readonly string[]) =>
  splitInProportion(yuan(total), weights(...amounts)).map(({ key, amount }) => [key, amount.toString()]);

describe('split in proportion', () => {
  it('CLR-10: the cent left over goes to the largest remainder, of equal ones to the first', () => {
    expect(split('100.00', '1.00', '1.00', '1.00')).toEqual([
      [0, '33.34'],
      [1, '33.33'],
      [2, '33.33'],
    ]);
    // 0.05 in 1 : 2 : 4 is 0.714, 1.428 and 2.857 cents: whole cents 0, 1, 2, then the remainders .857 and .714
    expect(split('0.05', '1.00', '2.00', '4.00')).toEqual([
      [0, '0.01'],
      [1, '0.01'],
      [2, '0.03'],
    ]);
  });

  it('CLR-10: who paid nothing, or got money back on balance, has no part; without payments nothing can be split', () => {
    expect(split('10.00', '0.00', '5.00', '-1.00')).toEqual([[1, '10.00']]);
    expect(split('10.00', '0.00')).toEqual([]);
  });

  it('CLR-10: shares add up to the amount and are less than a cent from the exact share, in whatever order', () => {
    const fen = fc.bigInt(0n, 10n ** 12n);
    fc.assert(
      fc.property(fen, fc.array(fen, { minLength: 1, maxLength: 40 }), (total, given) => {
        const shares = splitInProportion(
          Money.fromFen(total),
          given.map((weight, key) => ({ key, weight: Money.fromFen(weight) })),
        );
        const whole = given.reduce((sum, weight) => sum + weight, 0n);
        expect(Money.sum(shares.map(({ amount }) => amount)).toFen()).toBe(whole === 0n ? 0n : total);
        for (const { key, amount } of shares) {
          const off = amount.toFen() * whole - total * (given[key] ?? 0n);
          expect(off < whole && off > -whole).toBe(true);
        }
      }),
    );
  });
});

describe('recovery', () => {
  const basis = { insuredRegion: '320200', scheme: 'employee', column: 'pool' } as const;
  const command = (changes: Partial<RecordRecovery> = {}): RecordRecovery => ({
    ...{ recoveryNo: '沪医保追〔2025〕1号', receiver: '31', institutionCode: 'H31', on: '2025-09-10' },
    ...{ amount: yuan('100.00'), penalties: Money.zero, claims: [], reason: '过度诊疗', year: 2024 },
    paidLastYear: [
      { key: { ...basis, payer: '32' }, weight: yuan('300.00') },
      { key: { ...basis, payer: '33', insuredRegion: '330100' }, weight: yuan('100.00') },
    ],
    ...changes,
  });
  const none = { recorded: false };

  it('CLR-10: what names no claim is split by last year’s payments of each pooling area', () => {
    expect(decideRecovery(command(), none)).toMatchObject({
      value: [
        {
          data: {
            splitBy: 2024,
            lines: [
              { payer: '32', insuredRegion: '320200', column: 'pool', amount: '75.00' },
              { payer: '33', insuredRegion: '330100', column: 'pool', amount: '25.00' },
            ],
          },
        },
      ],
    });
  });

  it('CLR-10: what names its claim is not split, and cannot be more than was recovered', () => {
    const named = (amount: string) =>
      decideRecovery(command({ claims: [{ claimId: 'C', amount: yuan(amount) }] }), none);
    expect(named('100.00')).toMatchObject({ value: [{ data: { byClaim: '100.00', splitBy: null, lines: [] } }] });
    expect(named('60.00')).toMatchObject({ value: [{ data: { lines: [{ amount: '30.00' }, { amount: '10.00' }] } }] });
    expect(named('100.01')).toMatchObject({ rejection: { code: 'recovery.sums' } });
  });

  it('CLR-10: without payments last year the claims must be named; a number is recorded once', () => {
    expect(decideRecovery(command({ paidLastYear: [] }), none)).toMatchObject({
      rejection: { code: 'recovery.no-basis' },
    });
    expect(decideRecovery(command(), { recorded: true })).toMatchObject({ rejection: { code: 'recovery.exists' } });
    expect(decideRecovery(command({ amount: Money.zero }), none)).toMatchObject({
      rejection: { code: 'recovery.amount' },
    });
  });

  it('SEC-05: penalties collected with it stay with the place of care and are in no line', () => {
    const decided = decideRecovery(command({ penalties: yuan('50.00') }), none);
    const lines = decided.ok ? (decided.value[0]?.data.lines ?? []) : [];
    expect(Money.sum(lines.map(({ amount }) => yuan(amount))).toString()).toBe('100.00');
    expect(decideRecovery(command({ penalties: yuan('-0.01') }), none)).toMatchObject({
      rejection: { rule: 'SEC-05' },
    });
  });
});
