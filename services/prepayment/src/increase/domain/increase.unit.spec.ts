import { describe, expect, it } from '@jest/globals';
import { Money, businessDate, clearingMonth, clearingUnit } from '#kernel';
import type { MonthRates } from '../../warning/domain/warning.js';
import { movedOf } from '../../transfer/queries/ledger/ledger.projection.js';
import { decideDecline, decideGrant, decideProposeGrant, decideRequest } from './decisions.js';
import { evolveIncrease, increaseRef, partsOfIncreaseId, type Increase, type IncreaseEvent } from './increase.js';
import { decideHandOver, decideOverdue, decidePayment, decideReceipt } from './payment.js';

type PaidData = Extract<IncreaseEvent, { type: 'IncreasePaid' }>['data'];
const none: Increase = increaseRef('x').definition.initialState();
const after = (events: readonly IncreaseEvent[], from = none): Increase => events.reduce(evolveIncrease, from);

const rates = (cleared: string, level: 'none' | 'yellow' | 'red', advance = '1000.00'): MonthRates => ({
  receiver: '31',
  month: '2025-08',
  generatedOn: '2025-09-21',
  rates: [{ payer: null, cleared, advance, ratePercent: '90.00', level }],
});
const red = rates('900.00', 'red');

const request = (on: string, over: { signedOn?: string; amount?: string; payer?: string } = {}) => ({
  month: clearingMonth('2025-08'),
  receiver: clearingUnit('31'),
  payer: clearingUnit(over.payer ?? '32'),
  amount: Money.of(over.amount ?? '500.00'),
  reason: '就诊高峰',
  on: businessDate(on),
  signedOn: over.signedOn === undefined ? null : businessDate(over.signedOn),
});

function must(decided: { ok: true; value: readonly IncreaseEvent[] } | { ok: false; rejection: { code: string } }) {
  if (!decided.ok) throw new Error(decided.rejection.code);
  return decided.value;
}

const requested = after(must(decideRequest(request('2025-09-22'), none, red)));
const propose = (amount: string | null, increase = requested, by = 'user:wang') =>
  decideProposeGrant(
    { amount: amount === null ? null : Money.of(amount), on: businessDate('2025-09-23'), by },
    increase,
  );
const approve = (increase: Increase, by = 'user:li', amount = increase.proposed?.amount ?? '500.00') =>
  decideGrant({ amount: Money.of(amount), on: businessDate('2025-09-23'), by }, increase);
const proposed = after(must(propose(null)), requested);
const granted = after(must(approve(proposed)), proposed);
const handOver = (increase = granted) => decideHandOver(businessDate('2025-09-24'), increase);
const handedOver = after(must(handOver()), granted);

describe('emergency increase', () => {
  it('PRE-06: may be asked up to the third working day after the signature, not later, over the holidays', () => {
    // 2025-10-01 to 10-08 are holidays, Saturday 2025-10-11 is worked.
    const signed = { signedOn: '2025-09-30' };
    expect(decideRequest(request('2025-10-11', signed), none, red)).toMatchObject({
      value: [{ data: { increaseId: '2025-08-31-32', requestableUntil: '2025-10-11', ratePercent: '90.00' } }],
    });
    expect(decideRequest(request('2025-10-12', signed), none, red)).toMatchObject({
      rejection: { code: 'increase.late', rule: 'PRE-06', message: expect.stringContaining('2025-09-30') },
    });
  });

  it.each(['2025-09-22', '2025-09-25', '2025-09-30', '2025-10-21'])(
    'PRE-06: before the signature the days have not begun: asked on %s it is in time',
    (on) => {
      const [event] = must(decideRequest(request(on), none, red));
      expect(event).toMatchObject({ type: 'IncreaseRequested', data: { requestedOn: on } });
      expect(event?.data).not.toHaveProperty('requestableUntil');
    },
  );

  it('PRE-06: is refused below red with the rate, and for a month without rates', () => {
    expect(decideRequest(request('2025-09-22'), none, rates('899.90', 'yellow'))).toMatchObject({
      rejection: { code: 'increase.not-red', message: expect.stringContaining('89.99%') },
    });
    expect(decideRequest(request('2025-09-22'), none, rates('0.00', 'none', '0.00'))).toMatchObject({
      rejection: { code: 'increase.not-red', message: expect.stringContaining('无预付金') },
    });
    expect(decideRequest(request('2025-09-22'), none, null)).toMatchObject({ rejection: { code: 'rates.unknown' } });
  });

  it('PRE-06: 89.995% is refused as 89.99%, also where the month was recorded with 90.00%', () => {
    expect(decideRequest(request('2025-09-22'), none, rates('899.95', 'yellow'))).toMatchObject({
      rejection: { code: 'increase.not-red', message: expect.stringContaining('使用率89.99%，未达到90%') },
    });
  });

  it('section 10 item 2: the rate of the place of care opens the request, whatever the rate of the pair', () => {
    const both = (place: MonthRates, pair: MonthRates): MonthRates => ({
      ...place,
      rates: [...place.rates, ...pair.rates.map((rate) => ({ ...rate, payer: '32' }))],
    });
    const calm = rates('899.90', 'yellow');
    expect(decideRequest(request('2025-09-22'), none, both(red, calm)).ok).toBe(true);
    expect(decideRequest(request('2025-09-22'), none, both(calm, red))).toMatchObject({
      rejection: { code: 'increase.not-red', message: expect.stringContaining('89.99%') },
    });
  });

  it('PRE-06: below red is said before late: a late request would not have been granted either', () => {
    const late = request('2025-12-01', { signedOn: '2025-09-30' });
    expect(decideRequest(late, none, rates('100.00', 'none'))).toMatchObject({
      rejection: { code: 'increase.not-red' },
    });
  });

  it('PRE-06: is asked of another unit, for a positive amount, once until it is declined', () => {
    expect(decideRequest(request('2025-09-22', { payer: '31' }), none, red)).toMatchObject({
      rejection: { code: 'increase.same-unit' },
    });
    expect(decideRequest(request('2025-09-22', { amount: '0.00' }), none, red)).toMatchObject({
      rejection: { code: 'increase.amount' },
    });
    expect(decideRequest(request('2025-09-22'), requested, red)).toMatchObject({
      rejection: { code: 'increase.exists' },
    });
    const declined = after(
      must(decideDecline({ on: businessDate('2025-09-22'), reason: '金额无依据' }, requested)),
      requested,
    );
    expect(decideRequest(request('2025-09-23'), declined, red).ok).toBe(true);
  });

  it('PRE-06: a grant gives finance 5 and payment 10 more working days, over the holidays', () => {
    expect(granted.granted).toMatchObject({
      amount: '500.00',
      submitBy: '2025-09-29',
      payBy: '2025-10-20',
      nextClearingOn: '2025-10-21',
    });
  });

  it('PRE-06: a grant is not more than was asked, and is given once', () => {
    expect(propose('500.01')).toMatchObject({ rejection: { code: 'increase.amount' } });
    expect(propose('0.00')).toMatchObject({ rejection: { code: 'increase.amount' } });
    const less = after(must(propose('499.99')), requested);
    expect(approve(less)).toMatchObject({ value: [{ data: { amount: '499.99' } }] });
    expect(propose(null, granted)).toMatchObject({ rejection: { code: 'increase.decided' } });
    expect(approve(granted)).toMatchObject({ rejection: { code: 'increase.decided' } });
    expect(propose(null, none)).toMatchObject({ rejection: { code: 'increase.unknown' } });
  });

  it('SEC-04: a grant is proposed by one person and approved by another, and both are in its event', () => {
    expect(approve(requested)).toMatchObject({ rejection: { code: 'four-eyes.nothing-proposed' } });
    expect(approve(proposed, 'user:wang')).toMatchObject({ rejection: { code: 'four-eyes.same-person' } });
    expect(must(approve(proposed))).toMatchObject([{ data: { proposedBy: 'user:wang', approvedBy: 'user:li' } }]);
    expect(must(propose(null, proposed))).toEqual([]);
    expect(must(propose('100.00', proposed, 'user:li'))).toMatchObject([{ data: { proposedBy: 'user:li' } }]);
  });

  it('SEC-04: an approval names the amount, and another one put in its place is not approved unseen', () => {
    const swapped = after(must(propose('100.00', proposed)), proposed);
    expect(approve(swapped, 'user:li', '500.00')).toMatchObject({
      rejection: { code: 'four-eyes.changed', rule: 'SEC-04', fields: ['amount'] },
    });
    expect(must(approve(swapped, 'user:li', '100.00'))).toMatchObject([{ data: { amount: '100.00' } }]);
  });

  it('PRE-06: is handed to finance by the payer before finance pays, once', () => {
    const pay = (increase: Increase) =>
      decidePayment(
        { paidOn: businessDate('2025-09-24'), bank: '中国银行', serialNumber: 'S1', on: businessDate('2025-09-24') },
        increase,
      );
    expect(pay(granted)).toMatchObject({ rejection: { code: 'increase.out-of-order', rule: 'PRE-06' } });
    expect(handOver(requested)).toMatchObject({ rejection: { code: 'increase.unknown' } });
    expect(must(handOver())).toEqual([
      { type: 'IncreaseHandedOver', data: { increaseId: '2025-08-31-32', on: '2025-09-24' } },
    ]);
    expect(must(handOver(handedOver))).toEqual([]);
    // Paid before hand-overs were kept.
    expect(must(handOver(after(must(pay(handedOver)), granted)))).toEqual([]);
  });

  it('PRE-07: a payment is reported once with bank, serial number and date; after 5 working days as late', () => {
    const pay = (paidOn: string, on: string) =>
      decidePayment(
        { paidOn: businessDate(paidOn), bank: '中国银行', serialNumber: 'S1', on: businessDate(on) },
        handedOver,
      );
    expect(pay('2025-09-24', '2025-09-30')).toMatchObject({ value: [{ data: { reportedLate: false } }] });
    expect(pay('2025-09-24', '2025-10-09')).toMatchObject({ value: [{ data: { reportedLate: true } }] });
    expect(pay('2025-09-22', '2025-09-30')).toMatchObject({ rejection: { code: 'increase.paid-on' } });
    expect(pay('2025-10-09', '2025-09-30')).toMatchObject({ rejection: { code: 'increase.paid-on' } });
    const paid = after(must(pay('2025-09-24', '2025-09-30')), handedOver);
    const again = { paidOn: businessDate('2025-09-24'), bank: 'x', serialNumber: 'y', on: businessDate('2025-09-30') };
    expect(decidePayment(again, paid)).toMatchObject({ rejection: { code: 'increase.paid' } });
  });

  it('PRE-07: the place of care confirms the receipt, after the payment and not before its day', () => {
    const take = (receivedOn: string, on: string, increase: Increase) =>
      decideReceipt(
        { receivedOn: businessDate(receivedOn), bank: '中国工商银行', serialNumber: 'R1', on: businessDate(on) },
        increase,
      );
    expect(take('2025-09-25', '2025-09-25', granted)).toMatchObject({ rejection: { code: 'increase.not-paid' } });
    const payment = {
      paidOn: businessDate('2025-09-24'),
      bank: 'x',
      serialNumber: 'y',
      on: businessDate('2025-09-24'),
    };
    const paid = after(must(decidePayment(payment, handedOver)), handedOver);
    expect(take('2025-09-23', '2025-09-25', paid)).toMatchObject({ rejection: { code: 'increase.received-on' } });
    const taken = must(take('2025-09-25', '2025-09-25', paid));
    expect(taken).toMatchObject([{ data: { payer: '32', receiver: '31', amount: '500.00', reportedLate: false } }]);
    expect(take('2025-09-25', '2025-09-26', after(taken, paid))).toMatchObject({
      rejection: { code: 'increase.received' },
    });
  });

  it('PRE-08: a receipt is booked where its payment was, and not one-sided after a payment of before bookings were kept', () => {
    const slip = { bank: '中国银行', serialNumber: 'S1', on: businessDate('2025-09-25') };
    const payment = must(decidePayment({ ...slip, paidOn: businessDate('2025-09-24') }, handedOver));
    const unbooked: IncreaseEvent[] = payment.map((event) => {
      const { increaseId, paidOn, bank, serialNumber, reportedOn, reportedLate } = event.data as PaidData;
      return { type: 'IncreasePaid', data: { increaseId, paidOn, bank, serialNumber, reportedOn, reportedLate } };
    });
    const receiptOf = (paid: readonly IncreaseEvent[]) =>
      must(decideReceipt({ ...slip, receivedOn: businessDate('2025-09-25') }, after(paid, granted)));
    expect([...payment, ...receiptOf(payment)].map((event) => movedOf(event)?.id)).toEqual([
      ...['increase-2025-08-31-32/paid', 'increase-2025-08-31-32/received'],
    ]);
    expect([...unbooked, ...receiptOf(unbooked)].map(movedOf)).toEqual([null, null]);
  });

  it('PRE-06: an unpaid grant is overdue on the day after its last, and noticed once', () => {
    expect(decideOverdue(businessDate('2025-10-20'), granted)).toEqual([]);
    const noticed = decideOverdue(businessDate('2025-10-21'), granted);
    expect(noticed).toMatchObject([{ type: 'IncreaseOverdue', data: { noticedOn: '2025-10-21' } }]);
    expect(decideOverdue(businessDate('2025-10-22'), after(noticed, granted))).toEqual([]);
  });

  it('reads its number back, and nothing else', () => {
    expect(partsOfIncreaseId('2025-08-31-32')).toEqual({ month: '2025-08', receiver: '31', payer: '32' });
    expect(partsOfIncreaseId('2025-08-31')).toBeNull();
  });
});
