import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Money, unwrap } from '#kernel';
import {
  decidePayHospital,
  evolveHospitalPayments,
  lineOf,
  type HospitalPayments,
  type PayHospital,
} from './hospital-payment.js';

const NONE: HospitalPayments = { paid: new Map(), slips: new Map() };
const paying = (changes: Partial<PayHospital> = {}): PayHospital => ({
  ...{ institutionCode: 'H31011500001', unit: '31', month: '2025-08', bank: '银行', serialNumber: 'S1' },
  ...{
    amount: Money.of('100.00'),
    confirmed: Money.of('100.00'),
    confirmedOfOthers: Money.zero,
    since: '2024-06',
    paidOn: '2025-09-20',
    payBy: '2025-09-20',
  },
  today: '2025-09-30',
  ...changes,
});
const codeOf = (command: PayHospital, state = NONE): string | null => {
  const decided = decidePayHospital(command, state);
  return decided.ok ? null : decided.rejection.code;
};
const after = (state: HospitalPayments, command: PayHospital): HospitalPayments =>
  unwrap(decidePayHospital(command, state)).reduce(evolveHospitalPayments, state);

describe('paying a hospital its month', () => {
  it('REC-03: what is confirmed and not one cent more, in parts if need be', () => {
    expect(codeOf(paying({ amount: Money.of('100.01') }))).toBe('payment.too-much');
    expect(codeOf(paying({ amount: Money.zero }))).toBe('payment.amount');
    const half = after(NONE, paying({ amount: Money.of('60.00') }));
    expect(codeOf(paying({ serialNumber: 'S2', amount: Money.of('40.01') }), half)).toBe('payment.too-much');
    expect(codeOf(paying({ serialNumber: 'S2', amount: Money.of('40.00') }), half)).toBeNull();
    expect(codeOf(paying({ confirmed: Money.of('-1.00'), amount: Money.of('0.01') }))).toBe('payment.too-much');
  });

  it('REC-03, SET-13: what refunds left overpaid in other months is kept back; what those still owe is not paid here', () => {
    const july = after(NONE, paying({ month: '2025-07', serialNumber: 'J' }));
    const kept = { confirmedOfOthers: Money.of('70.00') };
    expect(codeOf(paying({ ...kept, amount: Money.of('70.01') }), july)).toBe('payment.too-much');
    expect(codeOf(paying({ ...kept, amount: Money.of('70.00') }), july)).toBeNull();
    expect(codeOf(paying({ ...kept, since: '2025-08', amount: Money.of('100.00') }), july)).toBeNull();
    const owed = { confirmedOfOthers: Money.of('150.00'), amount: Money.of('100.01') };
    expect(codeOf(paying(owed), july)).toBe('payment.too-much');
  });

  it('REC-03: whichever month is paid first, all together never pass what all together confirmed', () => {
    const confirmed = new Map([
      ['2025-07', '100.00'],
      ['2025-08', '-30.00'],
      ['2025-09', '100.00'],
    ]);
    const total = Money.sum([...confirmed.values()].map((amount) => Money.of(amount)));
    fc.assert(
      fc.property(
        fc.array(fc.record({ month: fc.constantFrom(...confirmed.keys()), fen: fc.bigInt(1n, 12_000n) })),
        (tried) => {
          let state = NONE;
          for (const [n, { month, fen }] of tried.entries()) {
            const own = Money.of(confirmed.get(month) ?? '0.00');
            const amounts = { amount: Money.fromFen(fen), confirmed: own, confirmedOfOthers: total.minus(own) };
            const dates = { paidOn: '2025-10-20', payBy: '2025-10-20', today: '2025-10-20' };
            const decided = decidePayHospital(paying({ month, serialNumber: `S${n}`, ...amounts, ...dates }), state);
            if (decided.ok) state = decided.value.reduce(evolveHospitalPayments, state);
          }
          expect(Money.sum(state.paid.values()).lte(total)).toBe(true);
        },
      ),
    );
  });

  it('REC-03: the same slip again is the same payment; with another amount or day it is refused', () => {
    const paid = after(NONE, paying({ amount: Money.of('60.00') }));
    expect(unwrap(decidePayHospital(paying({ amount: Money.of('60.00') }), paid))).toEqual([]);
    expect(codeOf(paying({ amount: Money.of('40.00') }), paid)).toBe('payment.slip');
    expect(codeOf(paying({ amount: Money.of('60.00'), paidOn: '2025-09-19' }), paid)).toBe('payment.slip');
    expect(codeOf(paying({ amount: Money.of('60.00'), month: '2025-07' }), paid)).toBe('payment.slip');
    expect(codeOf(paying({ amount: Money.of('40.00'), bank: '另一银行' }), paid)).toBeNull();
  });

  it('REC-03: by the day of the place; the day after is late; never before the month or after today', () => {
    const late = (paidOn: string) => unwrap(decidePayHospital(paying({ paidOn }), NONE))[0]?.data.late;
    expect([late('2025-08-31'), late('2025-09-20'), late('2025-09-21')]).toEqual([false, false, true]);
    expect(codeOf(paying({ paidOn: '2025-07-31' }))).toBe('payment.paid-on');
    expect(codeOf(paying({ paidOn: '2025-10-01' }))).toBe('payment.paid-on');
  });

  it('REC-03: in whatever parts, the sum paid never passes what was confirmed', () => {
    const parts = fc.array(fc.bigInt({ min: 1n, max: 9_000n }), { maxLength: 12 });
    fc.assert(
      fc.property(parts, (amounts) => {
        let state = NONE;
        for (const [n, fen] of amounts.entries()) {
          const decided = decidePayHospital(paying({ serialNumber: `S${n}`, amount: Money.fromFen(fen) }), state);
          if (decided.ok) state = decided.value.reduce(evolveHospitalPayments, state);
        }
        expect(Money.sum(state.paid.values()).lte(Money.of('100.00'))).toBe(true);
      }),
    );
  });
});

describe('the month of a hospital', () => {
  const month = {
    institutionCode: 'H1',
    claims: 2,
    unconfirmed: 1,
    confirmed: '100.00',
    paid: '60.00',
    paidLate: false,
  };
  const on = (today: string, changes: Partial<typeof month> = {}) => {
    const line = lineOf({ ...month, ...changes }, { confirmBy: '2025-09-20', payBy: '2025-09-25', today });
    return [line.outstanding, line.confirmationLate, line.paymentLate];
  };

  it('REC-03: is late with its confirmation, and its place with the payment, from the day after theirs', () => {
    expect(on('2025-09-20')).toEqual(['40.00', false, false]);
    expect(on('2025-09-21')).toEqual(['40.00', true, false]);
    expect(on('2025-09-26')).toEqual(['40.00', true, true]);
    expect(on('2025-12-31', { unconfirmed: 0, paid: '100.00' })).toEqual(['0.00', false, false]);
    expect(on('2025-12-31', { unconfirmed: 0, paid: '100.00', paidLate: true })).toEqual(['0.00', false, true]);
    expect(on('2025-12-31', { confirmed: '-5.00', paid: '0.00', unconfirmed: 0 })).toEqual(['-5.00', false, false]);
  });
});
