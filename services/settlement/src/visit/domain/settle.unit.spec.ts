import { describe, expect, it } from '@jest/globals';
import { Money, businessDate, unwrap } from '#kernel';
import {
  after,
  CALLER,
  feeLine,
  happened,
  NO_MARKS,
  openedVisit,
  refusal,
  settle,
  settlement,
  withLines,
} from '../../../test/visits.js';
import { policyWith } from '../../adjudication/testing/inputs.js';
import { NO_USE, accumulatorsFromJson } from '../../adjudication/domain/index.js';
import { decideDischarge } from './discharge.js';
import { decideRefund } from './refund.js';
import { readyToSettle, settledAs } from './settle.js';
import type { Visit } from './visit.js';

const stayOf = (...totals: readonly string[]): Visit =>
  withLines(openedVisit(true), ...totals.map((total, n) => feeLine(String(n), total)));
const discharged = (visit: Visit): Visit =>
  after(visit, decideDischarge({ ...CALLER, on: '2025-08-05', way: '1' }, visit));
const money = (yuan: string) => Money.of(yuan);

describe('settling', () => {
  it('SET-05: total = parts of the split = funds + account + cash + hospital, and the claim says so', () => {
    const { claim } = unwrap(settle(settlement('20000.00'), discharged(stayOf('19999.99', '0.01'))));
    expect(claim).toMatchObject({ total: '20000.00', payer: '32', receiver: '31', refundOf: null });
    const sum = (...parts: readonly string[]) => Money.sum(parts.map(money)).toString();
    expect(sum(claim.inScope, claim.classBPrepay, claim.overLimit, claim.selfPay)).toBe(claim.total);
    expect(sum(claim.fundTotal, claim.account, claim.cash, claim.hospitalBorne)).toBe(claim.total);
    expect(Money.sum(claim.funds.map(({ amount }) => money(amount))).toString()).toBe(
      sum(claim.fundTotal, claim.account),
    );
    expect(money(claim.fundTotal).isZero()).toBe(false);
  });

  it('SET-05: a total one cent off the sum of the lines is refused, naming both', () => {
    const visit = withLines(openedVisit(), feeLine('1'), feeLine('2'));
    expect(refusal(settle(settlement('200.00'), visit))).toBeNull();
    for (const total of ['199.99', '200.01']) {
      const refused = settle(settlement(total), visit);
      expect(refused).toMatchObject({ ok: false, rejection: { rule: 'SET-05', fields: ['medfee_sumamt'] } });
      expect(JSON.stringify(refused)).toMatch(new RegExp(`${total}.*200\\.00`));
    }
  });

  it('SET-05: a split one cent off that of the lines is refused, the right one is taken', () => {
    const visit = withLines(openedVisit(), feeLine('1'));
    const split = { inScope: money('95.00'), classBPrepay: money('5.00'), overLimit: Money.zero, selfPay: Money.zero };
    expect(refusal(settle(settlement('100.00', { split }), visit))).toBeNull();
    const moved = { ...split, inScope: money('95.01'), classBPrepay: money('4.99') };
    expect(refusal(settle(settlement('100.00', { split: moved }), visit))).toEqual({
      ...{ code: 'settle.split', rule: 'SET-05' },
    });
  });

  it('SET-05: a computation whose payers are a cent off the bill is refused with the two sums, not recorded', () => {
    const visit = withLines(openedVisit(), feeLine('1'));
    const command = settlement('100.00');
    const { adjudication } = unwrap(settle(command, visit));
    const ready = unwrap(readyToSettle(command, visit));
    const cash = adjudication.cash.plus(money('0.01'));
    const broken = settledAs(command, { ...ready, visit: ready.charged, adjudication: { ...adjudication, cash } });
    expect(refusal(broken)).toEqual({ code: 'claim.payers-differ', rule: 'SET-05' });
    expect(broken.ok ? '' : broken.rejection.message).toMatch(/100\.00.*100\.01/);
    expect(settledAs(command, { ...ready, visit: ready.charged, adjudication }).ok).toBe(true);
  });

  it('SET-20: a family account nobody registered is refused, not turned into cash; the own one and none are taken', () => {
    const visit = withLines(openedVisit(), feeLine('1'));
    expect(refusal(settle(settlement('100.00', { familyAccounts: [] }), visit))).toEqual({
      ...{ code: 'account.no-family', rule: 'SET-20' },
    });
    for (const useAccount of [true, false]) {
      expect(refusal(settle(settlement('100.00', { useAccount }), visit))).toBeNull();
    }
  });

  it('SET-01: conditions of the policy see the person and the visit as the messages tell them', () => {
    const policy = policyWith(
      'employee',
      {
        'inpatient.deductible': {
          value: '900',
          variants: [
            { when: { age: { from: '60' }, insuredYears: { from: '5' }, groups: ['11'], marks: ['21'] }, value: '100' },
          ],
        },
      },
      '320200',
    );
    const charged = (birthDate: string, insuredSince: string): string => {
      const dates = { birthDate: businessDate(birthDate), insuredSince: businessDate(insuredSince) };
      const command = settlement('2000.00', { policy, ...dates });
      return unwrap(settle(command, discharged(stayOf('2000.00')))).event.data.facts.deductible;
    };
    expect(charged('1965-08-01', '2020-08-01')).toBe('100.00');
    expect(charged('1965-08-02', '2020-08-01')).toBe('900.00');
    expect(charged('1965-08-01', '2020-08-02')).toBe('900.00');
  });

  it('SET-01: rules on items see the lines of the visit by category and code', () => {
    const items = [{ name: '西药', categories: ['09'], ceiling: '50', pay: { kind: 'normal' } }];
    const policy = policyWith('employee', { 'inpatient.deductible': '900', items }, '320200');
    const { facts } = unwrap(settle(settlement('2000.00', { policy }), discharged(stayOf('2000.00')))).event.data;
    // Of the medicine only 50.00 are considered, and the deductible takes all of them.
    expect([facts.deductible, facts.funds[0]?.inScope]).toEqual(['50.00', '50.00']);
  });

  it('SET-03: an outpatient settlement takes its batch and leaves the others open', () => {
    const visit = withLines(openedVisit(), feeLine('1'), feeLine('2', '50.00', 'B2'));
    const rest = happened(visit, [unwrap(settle(settlement('100.00'), visit)).event]);
    expect([...rest.openLines.keys()]).toEqual(['2']);
    expect([...rest.settledLines.keys()]).toEqual(['1']);
  });

  it('SET-15: what is settled is not settled again, there is nothing left to settle', () => {
    const visit = withLines(openedVisit(), feeLine('1'));
    const settled = happened(visit, [unwrap(settle(settlement('100.00'), visit)).event]);
    expect(refusal(settle(settlement('100.00', { claimId: 'C2' }), settled))).toEqual({
      ...{ code: 'settle.no-lines', rule: 'SET-03' },
    });
    expect(refusal(settle(settlement('0.00'), openedVisit()))?.code).toBe('settle.no-lines');
  });

  it('SET-12: a stay is settled when discharged, or with the date of discharge, or in between, and else is not', () => {
    const stay = stayOf('100.00');
    expect(refusal(settle(settlement('100.00'), stay))).toEqual({ code: 'stay.not-discharged', rule: 'SET-12' });
    expect(unwrap(settle(settlement('100.00'), discharged(stay))).claim.dischargedOn).toBe('2025-08-05');
    const before = settle(settlement('100.00', { dischargedOn: '2025-07-31' }), stay);
    expect(refusal(before)).toEqual({ code: 'stay.discharge-before-admission', rule: 'SET-12' });
    const dated = unwrap(settle(settlement('100.00', { dischargedOn: '2025-08-04' }), stay)).claim;
    expect(dated).toMatchObject({ admittedOn: '2025-08-01', dischargedOn: '2025-08-04', inpatientNumber: 'N1' });
    expect(refusal(settle(settlement('100.00', { interim: true }), stay))).toBeNull();
  });

  it('SET-12: a stay is settled with all its open lines, whatever their batch', () => {
    const stay = discharged(withLines(openedVisit(true), feeLine('1'), feeLine('2', '50.00', 'B2')));
    expect(unwrap(settle(settlement('150.00'), stay)).event.data.lines).toEqual(['1', '2']);
  });

  it('REG-02: without a filing nothing is settled directly, unless the hospital marked an emergency', () => {
    const visit = discharged(stayOf('5000.00'));
    expect(refusal(settle(settlement('5000.00', { filing: null }), visit))).toEqual({
      ...{ code: 'filing.required', rule: 'REG-02' },
    });
    const marked = discharged(withLines(openedVisit(true, { ...NO_MARKS, emergency: true }), feeLine('1', '5000.00')));
    const { event } = unwrap(settle(settlement('5000.00', { filing: null }), marked));
    expect(event.data).toMatchObject({ filing: 'none', claim: { payer: '32' } });
  });

  it('SET-06: who went of his own accord bears 20% first, a long-term filer does not', () => {
    const visit = discharged(stayOf('20000.00'));
    const funds = (filing: 'long-term-resident' | 'other-temporary') =>
      money(unwrap(settle(settlement('20000.00', { filing }), visit)).claim.fundTotal);
    expect(funds('other-temporary').gt(Money.zero)).toBe(true);
    expect(funds('long-term-resident').gt(funds('other-temporary'))).toBe(true);
  });

  it('SET-19: what the year has used already is not used again', () => {
    const visit = discharged(stayOf('20000.00'));
    const first = unwrap(settle(settlement('20000.00'), visit));
    const year = accumulatorsFromJson(first.event.data.benefit.accumulators);
    const second = unwrap(settle(settlement('20000.00'), visit, { year }));
    expect(year.stays).toBe(1);
    expect(money(second.event.data.facts.deductible).lte(money(first.event.data.facts.deductible))).toBe(true);
    expect(money(second.claim.fundTotal).gte(money(first.claim.fundTotal))).toBe(true);
  });

  it('SET-20: the account pays only where it may, and never more than it holds', () => {
    const visit = discharged(stayOf('20000.00'));
    const account = (useAccount: boolean, balance: string) =>
      unwrap(settle(settlement('20000.00', { useAccount }), visit, { accountBalance: money(balance) })).claim.account;
    expect(account(false, '500.00')).toBe('0.00');
    expect(account(true, '0.00')).toBe('0.00');
    expect(account(true, '500.00')).toBe('500.00');
  });
});

describe('refunding', () => {
  const visit = withLines(openedVisit(), feeLine('1', '3000.00'));
  const settled = happened(visit, [unwrap(settle(settlement('3000.00'), visit, { year: NO_USE })).event]);
  const command = {
    ...CALLER,
    claimId: 'C1',
    refundId: 'R1',
    refundedOn: '2026-03-02',
    refundedAt: '2026-03-02 09:00:00',
  };
  const refunded = happened(settled, [
    { type: 'ClaimRefunded', data: { claim: unwrap(decideRefund(command, settled)).refund, messageId: 'M2' } },
  ]);

  it('SET-13: is a new entry that names the first, negative in every amount, dated when it is made', () => {
    const { refund, original } = unwrap(decideRefund(command, settled));
    expect(refund).toMatchObject({ claimId: 'R1', refundOf: 'C1', settledOn: '2026-03-02', total: '-3000.00' });
    for (const part of ['total', 'inScope', 'classBPrepay', 'fundTotal', 'account', 'cash'] as const) {
      expect(money(refund[part]).plus(money(original.claim[part])).isZero()).toBe(true);
    }
  });

  it('SET-13: happens once; an unknown settlement is not refunded', () => {
    expect(refusal(decideRefund({ ...command, refundId: 'R2' }, refunded))).toEqual({
      ...{ code: 'claim.refunded', rule: 'SET-13' },
    });
    expect(refusal(decideRefund({ ...command, claimId: 'C9' }, settled))?.code).toBe('claim.unknown');
  });

  it('SEC-01: is not for another hospital or another person', () => {
    expect(refusal(decideRefund({ ...command, institutionCode: 'H2' }, settled))?.code).toBe('visit.unknown');
    expect(refusal(decideRefund({ ...command, psnNo: 'P2' }, settled))?.rule).toBe('SET-21');
  });

  it('SET-14: opens the lines again, so that the visit is settled anew', () => {
    expect([...refunded.openLines.keys()]).toEqual(['1']);
    expect(unwrap(settle(settlement('3000.00', { claimId: 'C2' }), refunded)).claim.claimId).toBe('C2');
  });
});
