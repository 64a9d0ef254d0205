import { describe, expect, it } from '@jest/globals';
import { businessDate, Money, unwrap, workingCalendar, type Result } from '#kernel';
import { refusal } from '../../../test/visits.js';
import {
  decideExtend,
  decideFile,
  decidePay,
  decideRefuse,
  decideReverse,
  decideSupplement,
  decideVerifyCover,
} from './acts.js';
import {
  evolveHandClaim,
  NO_HAND_CLAIM,
  type HandBill,
  type HandClaim,
  type HandClaimEvent,
  type HandSettled,
} from './hand-claim.js';
import { papersFor, type Paper } from './papers.js';

const KEY = { institutionCode: 'H31011500001', invoiceNumber: '31060125-0001' };
const ACT = { ...KEY, payer: '32', on: '2025-09-01' };
const BILL: HandBill = {
  ...{ ...KEY, psnNo: 'P1', insuranceType: '310', insuredRegion: '320803', payer: '32', careRegion: '310115' },
  ...{ settlementLevel: '3', visitKind: 'outpatient', diseaseCode: '', careFrom: '2025-08-01', careTo: '2025-08-01' },
  ...{ total: '100.00', cause: 'network', emergency: false, injury: false, died: false, visitId: null, batch: null },
};
const ALL: readonly Paper[] = ['invoice', 'fee-list', 'prescription'];
const termFrom = (day: string) => ({
  completeOn: day,
  dueOn: workingCalendar.addWorkingDays(businessDate(day), 10),
  limitOn: workingCalendar.addWorkingDays(businessDate(day), 20),
});
const file = (bill: Partial<HandBill> = {}, papers: readonly Paper[] = ALL, more: object = {}) => ({
  ...{ bill: { ...BILL, ...bill }, papers, on: '2025-09-01', thirdParty: false, term: termFrom('2025-09-01') },
  cover: null,
  ...more,
});
const after = (claim: HandClaim, decided: Result<readonly HandClaimEvent[]>): HandClaim =>
  unwrap(decided).reduce(evolveHandClaim, claim);
const received = after(NO_HAND_CLAIM, decideFile(file(), NO_HAND_CLAIM));
const settledWith = (fundTotal: string): HandClaim => {
  const settled: HandSettled = {
    ...{ settledOn: '2025-09-03', inScope: '100.00', classBPrepay: '0.00', overLimit: '0.00', selfPay: '0.00' },
    ...{ funds: [], fundTotal, personal: '0.00', deductible: '0.00', filing: 'referred', benefits: [], lines: [] },
    ...{ steps: [], policyFiles: [], late: false },
  };
  return evolveHandClaim(received, { type: 'HandClaimSettled', data: { ...KEY, ...settled } });
};
const SLIP = { bank: '中国银行', serialNumber: 'S1' };
const pay = (claim: HandClaim, amount: string, paidOn: string, on = paidOn) =>
  decidePay({ ...ACT, on, amount: Money.of(amount), slip: SLIP, paidOn, settledDirectly: null }, claim);

describe('papers of a claim by hand', () => {
  it('SET-17: a stay and an emergency bring the diagnosis, other outpatients the prescription, a death its certificate', () => {
    expect(papersFor({ visitKind: 'inpatient', emergency: false })).toEqual(['invoice', 'fee-list', 'diagnosis']);
    expect(papersFor({ visitKind: 'outpatient', emergency: true })).toEqual(['invoice', 'fee-list', 'diagnosis']);
    expect(papersFor({ visitKind: 'chronic', emergency: false })).toEqual(ALL);
    expect(papersFor({ visitKind: 'outpatient', emergency: true, died: true })).toContain('death-certificate');
  });

  it('SET-17: what is missing is told all at once, and the clock begins on the day the last of it has come', () => {
    const owing = after(NO_HAND_CLAIM, decideFile(file({}, ['invoice', 'invoice']), NO_HAND_CLAIM));
    expect(owing).toMatchObject({ status: 'papers-missing', missing: ['fee-list', 'prescription'], dueOn: null });
    const bring = (claim: HandClaim, papers: readonly Paper[], on: string) =>
      decideSupplement({ ...ACT, on, papers, term: termFrom(on) }, claim);
    expect(refusal(bring(owing, ['diagnosis', 'invoice'], '2025-09-02'))?.code).toBe('hand-claim.papers');
    const half = after(owing, bring(owing, ['fee-list'], '2025-09-02'));
    expect(half).toMatchObject({ status: 'papers-missing', missing: ['prescription'], term: null });
    const whole = after(half, bring(half, ['prescription'], '2025-09-05'));
    expect(whole).toMatchObject({ status: 'received', dueOn: '2025-09-19', term: { limitOn: '2025-10-10' } });
    expect(refusal(bring(whole, ['diagnosis'], '2025-09-06'))?.code).toBe('hand-claim.complete');
  });
});

describe('filing a claim by hand', () => {
  it('SET-17: an invoice is filed once; after a refusal it may be filed again', () => {
    expect(refusal(decideFile(file(), received))?.code).toBe('hand-claim.filed');
    const refused = after(received, decideRefuse({ ...ACT, reason: '票据不合规' }, received));
    expect(after(refused, decideFile(file(), refused))).toMatchObject({ status: 'received', settlement: null });
  });

  it.each([
    [{ careFrom: '2025-08-02' }, 'hand-claim.dates'],
    [{ careTo: '2025-08-02' }, 'hand-claim.dates'],
    [{ careFrom: '2025-09-02', careTo: '2025-09-02' }, 'hand-claim.dates'],
    [{ total: '0.00' }, 'hand-claim.total'],
    [{ cause: 'unfiled-emergency' as const }, 'hand-claim.emergency'],
    [{ died: true }, 'hand-claim.death'],
  ])('SET-17: is refused with %j', (bill, code) => {
    expect(refusal(decideFile(file(bill), NO_HAND_CLAIM))?.code).toBe(code);
  });

  it('SET-09: with a third party it is refused', () => {
    const refused = refusal(decideFile(file({ injury: true }, ALL, { thirdParty: true }), NO_HAND_CLAIM));
    expect(refused).toEqual({ code: 'hand-claim.third-party', rule: 'SET-09' });
  });

  it('SET-18, SET-19: the cover of the day of the care is verified with a reason, at the filing or until it is settled', () => {
    const cover = { insuranceType: '390', reason: '已核对缴费记录' };
    const filed = after(NO_HAND_CLAIM, decideFile(file({}, ALL, { cover }), NO_HAND_CLAIM));
    expect(filed).toMatchObject({ status: 'received', cover: { ...cover, on: '2025-09-01' } });
    const verify = (claim: HandClaim, payer = '32') => decideVerifyCover({ ...ACT, payer, cover }, claim);
    expect(after(received, verify(received))).toMatchObject({ bill: { insuranceType: '390' }, cover });
    expect(refusal(verify(received, '33'))?.code).toBe('hand-claim.unknown');
    expect(refusal(verify(settledWith('1.00')))?.code).toBe('hand-claim.not-open');
    const refused = after(filed, decideRefuse({ ...ACT, reason: '票据不合规' }, filed));
    expect(after(refused, decideFile(file(), refused)).cover).toBeNull();
  });

  it('SEC-01: the agency of another province knows nothing of it', () => {
    const other = { ...ACT, payer: '33' };
    const acts = [
      decideExtend({ ...other, reason: '复核' }, received),
      decideRefuse({ ...other, reason: '复核' }, received),
      decideReverse({ ...other, reason: '复核', returned: null }, settledWith('1.00')),
      decidePay(
        { ...other, amount: Money.of('1'), slip: SLIP, settledDirectly: null, paidOn: '2025-09-01' },
        settledWith('1.00'),
      ),
    ];
    expect(acts.map((act) => refusal(act)?.code)).toEqual(Array(4).fill('hand-claim.unknown'));
  });
});

describe('the working days of a claim by hand', () => {
  it('SET-17: it is extended once, to twenty days, and not after the tenth', () => {
    const extend = (claim: HandClaim, on: string) => decideExtend({ ...ACT, on, reason: '票据须函调' }, claim);
    expect(received.dueOn).toBe('2025-09-15');
    expect(refusal(extend(received, '2025-09-16'))?.code).toBe('hand-claim.extend-late');
    const extended = after(received, extend(received, '2025-09-15'));
    expect(extended.dueOn).toBe('2025-09-28');
    expect(refusal(extend(extended, '2025-09-15'))?.code).toBe('hand-claim.extended');
    const untimed = after(
      NO_HAND_CLAIM,
      decideFile(file({}, ALL, { term: { completeOn: '2025-09-01', dueOn: null, limitOn: null } }), NO_HAND_CLAIM),
    );
    expect(refusal(extend(untimed, '2025-09-01'))?.code).toBe('hand-claim.no-term');
  });

  it.each([
    ['2025-09-15', false],
    ['2025-09-16', true],
  ])('SET-17: paid on %s is late: %s', (paidOn, late) => {
    const [event] = unwrap(pay(settledWith('80.00'), '80.00', paidOn));
    expect(event?.data).toMatchObject({ late, amount: '80.00' });
  });
});

describe('paying and taking back', () => {
  it('SET-17: exactly what the funds pay, once, between the decision and today; nothing where they pay nothing', () => {
    const settled = settledWith('80.00');
    expect(refusal(pay(received, '80.00', '2025-09-03'))?.code).toBe('hand-claim.not-settled');
    expect(refusal(pay(settled, '80.01', '2025-09-03'))?.code).toBe('hand-claim.amount');
    expect(refusal(pay(settled, '79.99', '2025-09-03'))?.code).toBe('hand-claim.amount');
    expect(refusal(pay(settled, '80.00', '2025-09-02'))?.code).toBe('hand-claim.paid-on');
    expect(refusal(pay(settled, '80.00', '2025-09-04', '2025-09-03'))?.code).toBe('hand-claim.paid-on');
    expect(refusal(pay(settledWith('0.00'), '0.00', '2025-09-03'))?.code).toBe('hand-claim.nothing-due');
    const paid = after(settled, pay(settled, '80.00', '2025-09-03'));
    expect(refusal(pay(paid, '80.00', '2025-09-03'))?.code).toBe('hand-claim.not-settled');
  });

  it('SET-17, SET-13: what was paid has come back before the settlement is taken back', () => {
    const settled = settledWith('80.00');
    const paid = after(settled, pay(settled, '80.00', '2025-09-10'));
    const back = { ...SLIP, returnedOn: '2025-09-10' };
    const reverse = (claim: HandClaim, returned: typeof back | null) =>
      decideReverse({ ...ACT, on: '2025-09-12', reason: '重复报销', returned }, claim);
    expect(refusal(reverse(received, null))?.code).toBe('hand-claim.not-settled');
    expect(refusal(reverse(paid, null))?.code).toBe('hand-claim.returned');
    expect(refusal(reverse(settled, back))?.code).toBe('hand-claim.returned');
    expect(refusal(reverse(paid, { ...back, returnedOn: '2025-09-09' }))?.code).toBe('hand-claim.returned-on');
    expect(refusal(reverse(paid, { ...back, returnedOn: '2025-09-13' }))?.code).toBe('hand-claim.returned-on');
    const [event] = unwrap(reverse(paid, back));
    expect(event?.data).toMatchObject({ returned: { ...back, amount: '80.00' } });
    const reversed = after(paid, reverse(paid, back));
    expect(refusal(reverse(reversed, null))?.code).toBe('hand-claim.not-settled');
    expect(after(reversed, decideFile(file(), reversed)).status).toBe('received');
  });
});
