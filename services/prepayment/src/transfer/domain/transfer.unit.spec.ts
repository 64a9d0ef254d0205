import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { businessDate, Money } from '#kernel';
import { bookingsOf, interestOf, reversed, type Booking } from './bookings.js';
import {
  decideHandOver,
  decideInterest,
  decideMovement,
  decideTransfers,
  decideWithdraw,
  type LevelChange,
  type ReportMovement,
} from './decisions.js';
import { evolveTransfers, partsOfTransferId, transfersRef, type TransferEvent, type Transfers } from './transfer.js';

const none: Transfers = transfersRef('31').definition.initialState();
const after = (events: readonly TransferEvent[], from = none): Transfers => events.reduce(evolveTransfers, from);
const must = (decided: ReturnType<typeof decideTransfers>): readonly TransferEvent[] => {
  if (!decided.ok) throw new Error(decided.rejection.code);
  return decided.value;
};
const change = (previous: string, amount: string, payer = '32'): LevelChange => ({ payer, previous, amount });
const due = (on: string, levels: readonly LevelChange[], from = none) =>
  decideTransfers({ receiver: '31', year: 2026, on: businessDate(on), levels }, from);

describe('transfers of a level notice', () => {
  it('PRE-02: the difference is paid, a negative one returned, none where the level stays', () => {
    const levels = [change('0.00', '1000.00'), change('1000.00', '600.00', '33'), change('5.00', '5.00', '34')];
    expect(must(due('2026-01-28', levels))).toMatchObject([
      {
        data: {
          lines: [
            { transferId: '2026-31-32-1', amount: '1000.00', returned: false },
            { transferId: '2026-31-33-1', amount: '400.00', returned: true },
          ],
        },
      },
    ]);
    expect(must(due('2026-01-28', [change('5.00', '5.00')]))).toEqual([]);
  });

  it('PRE-02, PRE-03: 5 and 10 working days, and by the end of February for a notice of January', () => {
    const deadlines = (on: string) => {
      const [event] = must(due(on, [change('0.00', '1.00')]));
      return event?.type === 'TransfersDue' ? [event.data.lines[0]?.submitBy, event.data.lines[0]?.payBy] : [];
    };
    expect(deadlines('2026-01-28')).toEqual(['2026-02-04', '2026-02-25']);
    // over the spring festival, with the Saturdays 02-14 and 02-28 worked
    expect(deadlines('2026-01-31')).toEqual(['2026-02-06', '2026-02-27']);
    expect(deadlines('2026-02-03')).toEqual(['2026-02-10', '2026-03-02']);
  });

  it('PRE-02: a later notice of the same pair is another transfer', () => {
    const first = after(must(due('2026-01-28', [change('0.00', '1.00')])));
    expect(must(due('2026-03-02', [change('1.00', '3.00')], first))).toMatchObject([
      { data: { lines: [{ transferId: '2026-31-32-2', amount: '2.00' }] } },
    ]);
    expect(partsOfTransferId('2026-31-32-2')).toEqual({ receiver: '31', payer: '32' });
    expect(partsOfTransferId('2026-31-32')).toBeNull();
  });
});

describe('payment and receipt', () => {
  const noticed = after(must(due('2026-01-28', [change('0.00', '1000.00'), change('1000.00', '600.00', '33')])));
  const handOver = (transferId: string, by: string, transfers = noticed) =>
    decideHandOver({ receiver: '31', transferId, by, on: businessDate('2026-02-04') }, transfers);
  const state = [
    ['2026-31-32-1', '32'],
    ['2026-31-33-1', '31'],
  ].reduce((transfers, [id = '', by = '']) => after(must(handOver(id, by, transfers)), transfers), noticed);
  const report = (changes: Partial<ReportMovement>, transfers = state) =>
    decideMovement(
      {
        ...{ receiver: '31', transferId: '2026-31-32-1', side: 'paid' as const, by: '32', amount: Money.of('1000.00') },
        ...{
          bank: '中国银行',
          serialNumber: 'S1',
          movedOn: businessDate('2026-02-05'),
          on: businessDate('2026-02-05'),
        },
        ...changes,
      },
      transfers,
    );

  it('PRE-03: the agency of whoever pays hands it to finance before finance pays, once', () => {
    expect(report({}, noticed)).toMatchObject({ rejection: { code: 'transfer.out-of-order', rule: 'PRE-03' } });
    expect(must(handOver('2026-31-32-1', '32'))).toEqual([
      { type: 'TransferHandedOver', data: { receiver: '31', transferId: '2026-31-32-1', on: '2026-02-04' } },
    ]);
    expect(handOver('2026-31-32-1', '31')).toMatchObject({ rejection: { code: 'transfer.other-side' } });
    expect(handOver('2026-31-33-1', '33')).toMatchObject({ rejection: { code: 'transfer.other-side' } });
    expect(handOver('2026-31-34-1', '34')).toMatchObject({ rejection: { code: 'transfer.unknown', rule: 'PRE-03' } });
    expect(must(handOver('2026-31-32-1', '32', state))).toEqual([]);
  });

  it('PRE-03: what was paid before hand-overs were kept is received, and is not handed over afterwards', () => {
    const paidUnkept = after(must(report({})), noticed);
    expect(must(handOver('2026-31-32-1', '32', paidUnkept))).toEqual([]);
    expect(report({ side: 'received', by: '31' }, paidUnkept).ok).toBe(true);
  });

  it('PRE-07: reported within 5 working days is in time, later is late', () => {
    const on = (day: string) => report({ on: businessDate(day) });
    expect(on('2026-02-12')).toMatchObject({ value: [{ type: 'TransferPaid', data: { reportedLate: false } }] });
    expect(on('2026-02-13')).toMatchObject({ value: [{ data: { reportedLate: true } }] });
  });

  it('CLR-11: what moves is what is due to the cent: bank charges do not come from the fund', () => {
    expect(report({ amount: Money.of('999.99') })).toMatchObject({
      rejection: { code: 'transfer.amount', rule: 'CLR-11' },
    });
    expect(report({ amount: Money.of('1000.01') })).toMatchObject({ rejection: { rule: 'CLR-11' } });
  });

  it('PRE-07: once, after the notice, not in the future, by the side whose turn it is', () => {
    expect(report({ movedOn: businessDate('2026-01-27') })).toMatchObject({ rejection: { code: 'transfer.date' } });
    expect(report({ movedOn: businessDate('2026-02-06') })).toMatchObject({ rejection: { code: 'transfer.date' } });
    expect(report({ by: '31' })).toMatchObject({ rejection: { code: 'transfer.other-side' } });
    expect(report({ transferId: '2026-31-34-1' })).toMatchObject({ rejection: { code: 'transfer.unknown' } });
    expect(report({ side: 'received', by: '31' })).toMatchObject({ rejection: { code: 'transfer.not-paid' } });
    const paid = after(must(report({})), state);
    expect(report({}, paid)).toMatchObject({ rejection: { code: 'transfer.reported' } });
    expect(report({ side: 'received', by: '32' }, paid)).toMatchObject({ rejection: { code: 'transfer.other-side' } });
    expect(report({ side: 'received', by: '31' }, paid)).toMatchObject({ value: [{ type: 'TransferReceived' }] });
  });

  it('PRE-07, PRE-08: a slip is taken back by who reported it; a payment not while its receipt stands', () => {
    const withdraw = (side: 'paid' | 'received', by: string, transfers: Transfers) =>
      decideWithdraw(
        { receiver: '31', transferId: '2026-31-32-1', side, by, on: businessDate('2026-02-06'), reason: '误报' },
        transfers,
      );
    const paid = after(must(report({})), state);
    expect(withdraw('paid', '32', state)).toMatchObject({ rejection: { code: 'slip.none', rule: 'PRE-07' } });
    expect(withdraw('paid', '31', paid)).toMatchObject({ rejection: { code: 'transfer.other-side' } });
    const received = after(must(report({ side: 'received', by: '31', serialNumber: 'R1' }, paid)), paid);
    expect(withdraw('paid', '32', received)).toMatchObject({ rejection: { code: 'slip.received', rule: 'PRE-08' } });
    const unreceived = after(must(withdraw('received', '31', received)), received);
    const unpaid = after(must(withdraw('paid', '32', unreceived)), unreceived);
    expect(report({ side: 'received', by: '31' }, unpaid)).toMatchObject({ rejection: { code: 'transfer.not-paid' } });
    expect(report({ serialNumber: 'S2' }, unpaid)).toMatchObject({ value: [{ data: { attempt: 2 } }] });
    expect(must(withdraw('paid', '32', paid))).toEqual([
      {
        type: 'TransferSlipWithdrawn',
        data: {
          ...{ receiver: '31', transferId: '2026-31-32-1', payer: '32', amount: '1000.00', returned: false },
          ...{ side: 'paid', bank: '中国银行', serialNumber: 'S1', on: '2026-02-05' },
          ...{ withdrawnOn: '2026-02-06', reason: '误报' },
        },
      },
    ]);
  });

  it('CLR-11: interest is the place of care’s own income, once by its slip, and no advance', () => {
    const interest = (amount: string, transfers = state, receivedOn = '2026-03-21', bank = '中国银行') =>
      decideInterest(
        {
          ...{ receiver: '31', amount: Money.of(amount), bank, serialNumber: 'L1' },
          ...{ receivedOn: businessDate(receivedOn), on: businessDate('2026-03-21') },
        },
        transfers,
      );
    expect(interest('0.00')).toMatchObject({ rejection: { rule: 'CLR-11' } });
    expect(interest('1.00', state, '2026-03-22')).toMatchObject({ rejection: { code: 'interest.date' } });
    const booked = after(must(interest('1.00')), state);
    expect(must(interest('1.00', booked))).toEqual([]);
    for (const other of [interest('1.01', booked), interest('1.00', booked, '2026-03-20')]) {
      expect(other).toMatchObject({ rejection: { code: 'interest.slip', rule: 'CLR-11' } });
    }
    expect(must(interest('1.00', booked, '2026-03-21', '中国工商银行'))).toHaveLength(1);
    expect(interestOf('31', Money.of('1.00')).map(({ unit, account }) => `${unit} ${account}`)).toEqual([
      ...['31 special-account', '31 interest-income'],
    ]);
  });

  it('PRE-04: advance money moves for its purpose only: by a notice, to its pair, in its amount', () => {
    expect(report({ transferId: '2026-31-35-1', by: '35' })).toMatchObject({ rejection: { code: 'transfer.unknown' } });
    expect(report({ transferId: '2026-31-33-1' })).toMatchObject({ rejection: { code: 'transfer.other-side' } });
    expect(report({ amount: Money.of('1.00') })).toMatchObject({ rejection: { code: 'transfer.amount' } });
  });

  it('PRE-02: a return is paid by the place of care', () => {
    const back = { transferId: '2026-31-33-1', amount: Money.of('400.00') };
    expect(report({ ...back, by: '33' })).toMatchObject({ rejection: { code: 'transfer.other-side' } });
    expect(report({ ...back, by: '31' })).toMatchObject({ value: [{ data: { returned: true } }] });
  });
});

describe('double entry', () => {
  const pair = { payer: '32', receiver: '31', amount: Money.of('7.00') };
  const read = (bookings: readonly Booking[]) =>
    bookings.map(({ unit, account, debit }) => `${unit} ${debit.isZero() ? '贷' : '借'} ${account}`);

  it('PRE-08: an advance is 预付款项 at the payer and 暂收款项 at the place of care; a return the other way round', () => {
    expect(read(bookingsOf({ ...pair, returned: false, side: 'paid' }))).toEqual([
      '32 借 advance-paid',
      '32 贷 special-account',
    ]);
    expect(read(bookingsOf({ ...pair, returned: false, side: 'received' }))).toEqual([
      ...['31 借 special-account', '31 贷 temporary-receipt'],
    ]);
    expect(read(bookingsOf({ ...pair, returned: true, side: 'paid' }))).toEqual([
      ...['31 借 temporary-receipt', '31 贷 special-account'],
    ]);
    expect(read(bookingsOf({ ...pair, returned: true, side: 'received' }))).toEqual([
      ...['32 借 special-account', '32 贷 advance-paid'],
    ]);
  });

  it('PRE-08: what is taken back is booked the other way round, in the books of the same unit', () => {
    const paid = bookingsOf({ ...pair, returned: false, side: 'paid' });
    expect(read(reversed(paid))).toEqual(['32 借 special-account', '32 贷 advance-paid']);
    expect(read(reversed(reversed(paid)))).toEqual(read(paid));
  });

  it('PRE-08: whatever moves, every movement balances and what was paid equals what is held plus what is on its way', () => {
    const movement = fc.record({
      amount: fc.bigInt(1n, 10n ** 9n),
      returned: fc.boolean(),
      arrived: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(movement, { maxLength: 30 }), (movements) => {
        let underWay = Money.zero;
        const books = movements.flatMap(({ amount: fen, returned, arrived }) => {
          const amount = Money.fromFen(fen);
          if (!arrived) underWay = underWay.plus(amount);
          const of = { payer: '32', receiver: '31', amount, returned };
          const paid = bookingsOf({ ...of, side: 'paid' });
          return arrived ? [paid, bookingsOf({ ...of, side: 'received' })] : [paid];
        });
        for (const lines of books) {
          expect(Money.sum(lines.map(({ debit }) => debit)).eq(Money.sum(lines.map(({ credit }) => credit)))).toBe(
            true,
          );
          expect(new Set(lines.map(({ unit }) => unit)).size).toBe(1);
        }
        const balance = (account: string): Money =>
          Money.sum(books.flat().flatMap((line) => (line.account === account ? [line.debit.minus(line.credit)] : [])));
        const held = balance('temporary-receipt').negate();
        expect(balance('advance-paid').toString()).toBe(held.plus(underWay).toString());
        expect(Money.sum(['special-account', 'advance-paid', 'temporary-receipt'].map(balance)).isZero()).toBe(true);
      }),
    );
  });
});
