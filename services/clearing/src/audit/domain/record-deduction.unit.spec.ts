import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FundColumn } from '#contracts';
import { Money } from '#kernel';
import { deductionsRef, evolveDeductions, type ClaimDeductions } from './deduction.js';
import { holdRef, type Hold } from './hold.js';
import { decideRecordDeduction, DEDUCTION_NATURES, type RecordDeduction } from './record-deduction.js';

const none: ClaimDeductions = deductionsRef('C').definition.initialState();
const noHold: Hold = holdRef('C').definition.initialState();
const claim = {
  ...{ claimId: 'C', payer: '32', receiver: '31', scheme: 'employee' as const, refunded: false },
  paid: new Map<FundColumn, Money>([
    ['pool', Money.of('100.00')],
    ['account', Money.of('10.00')],
  ]),
};
const deduct = (
  amount: string,
  changes: Partial<RecordDeduction> = {},
  before: ClaimDeductions = none,
  hold: Hold = noHold,
) =>
  decideRecordDeduction(
    {
      ...{
        claim,
        source: 'care-audit' as const,
        reference: null,
        nature: 'refused-cost' as const,
        reason: '超标准收费',
      },
      ...{ lines: [{ column: 'pool', amount }], on: '2025-09-22' },
      ...changes,
    },
    before,
    hold,
  );

describe('deduction by the place of care', () => {
  it('CLR-09, AUD-07: is recorded of any claim, paid already or not, up to what the fund paid', () => {
    expect(deduct('100.00')).toMatchObject({
      value: [{ data: { deductionId: 'C/A1', payer: '32', source: 'care-audit' } }],
    });
    expect(deduct('100.01')).toMatchObject({
      rejection: { code: 'deduction.exceeds', rule: 'CLR-09', fields: ['pool'] },
    });
    expect(deduct('0.00').ok).toBe(false);
    expect(deduct('1.00', { lines: [] })).toMatchObject({ rejection: { code: 'deduction.empty' } });
    expect(deduct('1.00', { lines: [{ column: 'basic', amount: '1.00' }] })).toMatchObject({ ok: false });
  });

  it('CLR-09: counts what was deducted before, also by an investigation', () => {
    const before = { taken: new Map([['pool', Money.of('60.00')]]), count: 1 };
    expect(deduct('40.00', {}, before)).toMatchObject({ value: [{ data: { deductionId: 'C/A2' } }] });
    expect(deduct('40.01', {}, before).ok).toBe(false);
    const answer = { ...{ claimId: 'C', on: '', reason: '' }, result: 'wrong' as const };
    const hold = { ...noHold, answer: { ...answer, deductions: [{ column: 'pool', amount: '30.00' }] } };
    expect(deduct('10.00', {}, before, hold).ok).toBe(true);
    expect(deduct('10.01', {}, before, hold).ok).toBe(false);
  });

  it('CLR-09: one column named twice counts as its sum', () => {
    const twice = (amount: string) =>
      deduct('', { lines: ['60.00', amount].map((each) => ({ column: 'pool', amount: each })) });
    expect([twice('40.00').ok, twice('40.01').ok]).toEqual([true, false]);
  });

  it('CLR-09: a refunded claim has nothing left to deduct', () => {
    expect(deduct('1.00', { claim: { ...claim, refunded: true } })).toMatchObject({
      rejection: { code: 'deduction.refunded' },
    });
  });

  it.each(DEDUCTION_NATURES.filter((nature) => nature !== 'refused-cost'))(
    'SEC-05, CLR-11: %s never enters a fund column',
    (nature) => {
      expect(deduct('1.00', { nature })).toMatchObject({
        rejection: { code: 'deduction.not-fund-money', rule: 'SEC-05' },
      });
    },
  );

  it('CLR-09: whatever is tried, no more is deducted than every fund paid', () => {
    const fen = fc.bigInt(-100n, 15_000n).map((value) => Money.fromFen(value).toString());
    const column = fc.constantFrom('pool', 'account', 'basic');
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.record({ column, amount: fen }), { maxLength: 3 }), { maxLength: 12 }),
        (tries) => {
          const end = tries.reduce((state, lines) => {
            const decided = deduct('', { lines }, state);
            return decided.ok ? decided.value.reduce(evolveDeductions, state) : state;
          }, none);
          for (const [name, sum] of end.taken) {
            expect(sum.lte(claim.paid.get(name as FundColumn) ?? Money.zero)).toBe(true);
          }
        },
      ),
    );
  });
});
