import { describe, expect, it } from '@jest/globals';
import { Money, businessDate, unwrap } from '#kernel';
import { medicalYearAt } from '#policy';
import { CALLER, feeLine, happened, openedVisit, settle, settlement, withLines } from '../../../test/visits.js';
import { policyWith } from '../../adjudication/testing/inputs.js';
import { NO_USE, accumulatorsFromJson, addAccumulators, negateAccumulators } from '../../adjudication/domain/index.js';
import { toldSteps } from './explanation.js';
import type { BenefitUse } from './events.js';
import { decideRefund } from './refund.js';
import type { EarlierYear } from './settle-command.js';
import { unsettledSince, type Visit } from './visit.js';

// A stay from 1 August 2025 to 2 January 2026.
const split = policyWith(
  'employee',
  { 'medicalYear.crossing': { kind: 'by-line', deductible: 'first' }, 'inpatient.deductible': '800' },
  '320200',
);
const earlier: EarlierYear = {
  year: medicalYearAt('01-01', businessDate('2025-12-31')),
  policy: split,
  benefitStream: 'benefit-P1-310-2025',
};
const medicalYear = medicalYearAt('01-01', businessDate('2026-01-02'));
const across = { settledOn: businessDate('2026-01-02'), dischargedOn: '2026-01-02', policy: split };
const command = settlement('10000.00', {
  ...across,
  earlierYears: [earlier],
  medicalYear,
  benefitStream: 'benefit-P1-310-2026',
});
const stay = withLines(
  openedVisit(true),
  { ...feeLine('1', '6000.00'), occurredOn: '2025-12-31' },
  { ...feeLine('2', '4000.00'), occurredOn: '2026-01-01' },
);

describe('a stay settled over two medical years', () => {
  const settled = unwrap(settle(command, stay));
  const { benefit, earlierBenefits = [] } = settled.event.data;
  const uses: readonly BenefitUse[] = [...earlierBenefits, benefit];

  it('SET-12, SET-19: is one claim that uses both years, each its own part', () => {
    expect(uses.map(({ benefitStream }) => benefitStream)).toEqual(['benefit-P1-310-2025', 'benefit-P1-310-2026']);
    expect(uses.map(({ accumulators }) => [accumulators.inScope, accumulators.deductiblePaid])).toEqual([
      ['5700.00', '800.00'],
      ['3800.00', '0.00'],
    ]);
    const paid = Money.sum(uses.map(({ accumulators }) => Money.of(accumulators.fundPaid)));
    expect(paid.toString()).toBe(settled.claim.fundTotal);
    expect(toldSteps(settled.event.data.explanation).some(({ name }) => name.startsWith('2026年度'))).toBe(true);
  });

  it('SET-12: what an earlier year has used counts there alone', () => {
    const spent = { ...NO_USE, fundPaid: Money.of('1000000') };
    const states = { visit: stay, year: NO_USE, accountBalance: Money.zero, earlierYears: [spent] };
    const [old, young] = [...unwrap(settle(command, stay, states)).adjudication.steps]
      .filter(({ name }) => name.endsWith('统筹基金支付'))
      .map(({ amount }) => amount);
    expect(old).toBe('0.00');
    expect(Money.of(young ?? '').isPositive()).toBe(true);
  });

  it('SET-13, SET-19: a refund gives back exactly what was taken from each of them', () => {
    const visit = happened(stay, [settled.event]);
    const { original } = unwrap(
      decideRefund({ ...CALLER, claimId: 'C1', refundId: 'R1', refundedOn: '2026-02-01', refundedAt: '' }, visit),
    );
    expect([...(original.earlierBenefits ?? []), original.benefit]).toEqual(uses);
    for (const { accumulators } of uses) {
      const delta = accumulatorsFromJson(accumulators);
      expect(addAccumulators(addAccumulators(NO_USE, delta), negateAccumulators(delta))).toEqual(NO_USE);
    }
  });

  it('SET-12: the days of a further settlement begin where the last one that stands ended', () => {
    expect(unsettledSince(stay)).toBe('2025-08-01');
    expect(unsettledSince(happened(stay, [settled.event]))).toBe('2026-01-02');
  });

  it('SET-12, SET-13: settlements of a stay are refunded the last one first, so that each day is settled anew in its year', () => {
    const interim = settlement('6000.00', { settledOn: businessDate('2025-12-20'), interim: true, policy: split });
    const first = withLines(openedVisit(true), { ...feeLine('1', '6000.00'), occurredOn: '2025-11-30' });
    const half = happened(first, [unwrap(settle(interim, first)).event]);
    const more = withLines(half, { ...feeLine('2', '4000.00'), occurredOn: '2026-01-01' });
    const final = { ...command, claimId: 'C2', total: Money.of('4000.00') };
    const both = happened(more, [unwrap(settle(final, more)).event]);
    const refund = (claimId: string, visit: Visit) =>
      decideRefund({ ...CALLER, claimId, refundId: `R-${claimId}`, refundedOn: '2026-01-11', refundedAt: '' }, visit);
    const refunded = (claimId: string, visit: Visit): Visit =>
      happened(visit, [
        { type: 'ClaimRefunded', data: { claim: unwrap(refund(claimId, visit)).refund, messageId: '' } },
      ]);
    expect(refund('C1', both)).toMatchObject({
      rejection: { code: 'claim.later-stands', rule: 'SET-13', message: expect.stringContaining('C2') },
    });
    const none = refunded('C1', refunded('C2', both));
    expect(unsettledSince(none)).toBe('2025-08-01');
    const { earlierBenefits = [], benefit } = unwrap(settle({ ...command, claimId: 'C3' }, none)).event.data;
    expect([...earlierBenefits, benefit].map(({ accumulators }) => accumulators.inScope)).toEqual([
      '5700.00',
      '3800.00',
    ]);
  });

  it('SET-13: those of an outpatient visit in any order', () => {
    const visit = withLines(openedVisit(), feeLine('1'), feeLine('2', '100.00', 'B2'));
    const one = happened(visit, [unwrap(settle(settlement('100.00'), visit)).event]);
    const two = happened(one, [unwrap(settle(settlement('100.00', { claimId: 'C2', batch: 'B2' }), one)).event]);
    const refund = { ...CALLER, claimId: 'C1', refundId: 'R1', refundedOn: '2026-02-01', refundedAt: '' };
    expect(decideRefund(refund, two).ok).toBe(true);
  });

  it('SET-12: a stay of December settled in January uses the limits of December', () => {
    const limits = [{ name: '月', on: 'payment', per: 'month', amount: '100000' }];
    const policy = policyWith('employee', { limits, 'medicalYear.crossing': { kind: 'daily', deductible: 'first' } });
    const late = { dischargedOn: '2025-12-20', medicalYear: earlier.year, benefitStream: 'benefit-P1-310-2025' };
    const months = (settledOn: string): string[] => {
      const command = settlement('10000.00', { ...late, policy, settledOn: businessDate(settledOn) });
      return Object.keys(unwrap(settle(command, stay)).event.data.benefit.accumulators.counters ?? {});
    };
    expect(months('2026-01-03')).toEqual(['limit|月|2025-12']);
    expect(months('2025-12-31')).toEqual(['limit|月|2025-12']);
    expect(months('2025-11-30')).toEqual(['limit|月|2025-11']);
  });

  it('SET-12, SET-17: whoever retired after the care is paid as active for it, however late it is settled', () => {
    const late = { dischargedOn: '2025-12-20', medicalYear: earlier.year, benefitStream: 'benefit-P1-310-2025' };
    const paid = (personType: string, retiredOn?: string): string => {
      const of = { personType, ...(retiredOn === undefined ? {} : { retiredOn: businessDate(retiredOn) }) };
      const settledOn = businessDate('2026-01-05');
      return unwrap(settle(settlement('10000.00', { ...late, settledOn, ...of }), stay)).claim.fundTotal;
    };
    expect(paid('11')).not.toBe(paid('12'));
    expect(paid('12', '2026-01-01')).toBe(paid('11'));
    expect(paid('12', '2025-12-20')).toBe(paid('12'));
  });

  it('SET-01: whoever retired between the end of a stay and its settlement is paid as active for it', () => {
    const paid = (personType: string, retiredOn?: string): string => {
      const of = { personType, ...(retiredOn === undefined ? {} : { retiredOn: businessDate(retiredOn) }) };
      const settledOn = businessDate('2025-12-28');
      return unwrap(settle(settlement('10000.00', { dischargedOn: '2025-12-20', settledOn, ...of }), stay)).claim
        .fundTotal;
    };
    expect(paid('12', '2025-12-21')).toBe(paid('11'));
    expect(paid('12', '2025-12-20')).toBe(paid('12'));
    expect(paid('11')).not.toBe(paid('12'));
  });

  it('SET-12: a line settled after the stay was settled arose before its end all the same', () => {
    const discharged = happened(stay, [{ type: 'PatientDischarged', data: { on: '2025-12-28', way: '1' } }]);
    const late = { ...across, settledOn: businessDate('2026-01-03'), dischargedOn: null, policy: split };
    const visit = happened(discharged, [unwrap(settle(settlement('10000.00', late), discharged)).event]);
    expect(unsettledSince(visit)).toBe('2025-12-28');
  });

  it('SET-12: a claim of one medical year says nothing of others', () => {
    const one = unwrap(settle(settlement('10000.00', { ...across, benefitStream: 'benefit-P1-310-2026' }), stay));
    expect('earlierBenefits' in one.event.data).toBe(false);
  });

  it('SET-12: whoever retired on 1 January is paid as active in December, as retired from then on', () => {
    const paid = (personType: string, retiredOn?: string): readonly (string | undefined)[] => {
      const of = { personType, ...(retiredOn === undefined ? {} : { retiredOn: businessDate(retiredOn) }) };
      const { event } = unwrap(settle({ ...command, ...of }, stay));
      const all = [...(event.data.earlierBenefits ?? []), event.data.benefit];
      return all.map(({ accumulators }) => accumulators.fundPaid);
    };
    const [activeDecember] = paid('11');
    const [retiredDecember, retiredJanuary] = paid('12');
    expect(activeDecember).not.toBe(retiredDecember);
    expect(paid('12', '2026-01-01')).toEqual([activeDecember, retiredJanuary]);
    expect(paid('12', '2025-12-31')).toEqual([retiredDecember, retiredJanuary]);
  });
});
