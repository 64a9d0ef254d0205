import { describe, expect, it } from '@jest/globals';
import { clearingMonth, clearingUnit, unwrap } from '#kernel';
import { decideReport, monitoringFigures, monitoringRef, type MonthFacts, type Reserve } from './monitoring.js';

const facts = (over: Partial<MonthFacts> = {}): MonthFacts => ({
  ...{ claims: 4, inpatients: 7, total: '1000.00', payable: '650.00', deducted: '13.00', ...over },
});
const reserve = (months: string, region = '320200'): Reserve => ({ region, scheme: 'employee', months });

describe('monitoring', () => {
  it('COL-04: mean cost, growth, reimbursement and deduction rate, by hand', () => {
    expect(monitoringFigures(facts(), facts({ total: '800.00' }), null)).toEqual({
      ...{ meanCost: '250.00', growthPercent: '25.00', reimbursementPercent: '65.00', deductionPercent: '2.00' },
      ...{ directPercent: null, directTargetReached: null, shortReserves: [] },
    });
    expect(monitoringFigures(facts(), facts({ total: '1250.00' }), null).growthPercent).toBe('-20.00');
  });

  it('COL-04: a month without claims has no rates, and no growth is told from nothing', () => {
    const none = facts({ claims: 0, inpatients: 0, total: '0.00', payable: '0.00', deducted: '0.00' });
    expect(monitoringFigures(none, facts(), { manualInpatients: 0, reserves: [] })).toMatchObject({
      ...{ meanCost: null, growthPercent: null, reimbursementPercent: null, directPercent: null },
    });
    expect(monitoringFigures(facts(), null, null).growthPercent).toBeNull();
  });

  it('COL-04: the target is reached at 70.00% of inpatient stays, not at 69.99%', () => {
    const direct = (inpatients: number, manualInpatients: number) =>
      monitoringFigures(facts({ inpatients }), null, { manualInpatients, reserves: [] });
    expect(direct(7, 3)).toMatchObject({ directPercent: '70.00', directTargetReached: true });
    expect(direct(6999, 3001)).toMatchObject({ directPercent: '69.99', directTargetReached: false });
    expect(direct(699_999, 300_001)).toMatchObject({ directPercent: '69.99', directTargetReached: false });
  });

  it('COL-04: funds that last 5.99 months are named, those that last 6.00 are not', () => {
    const reserves = [reserve('5.99'), reserve('6.00', '320500'), reserve('6', '320100')];
    const { shortReserves } = monitoringFigures(facts(), null, { manualInpatients: 1, reserves });
    expect(shortReserves).toEqual([reserve('5.99')]);
  });

  it('COL-04: a province reports its own pooling areas once each; a correction counts, a repetition changes nothing', () => {
    const none = monitoringRef('2025-08', '32').definition.initialState();
    const report = (reserves: readonly Reserve[], manualInpatients = 3, on = '2025-09-10') => ({
      ...{ month: clearingMonth('2025-08'), unit: clearingUnit('32'), manualInpatients, reserves, on },
    });
    const first = decideReport(report([reserve('5.99')]), none);
    const state = { reported: unwrap(first)[0]?.data ?? null };
    expect(decideReport(report([reserve('5.99')], 3, '2025-09-11'), state)).toEqual({ ok: true, value: [] });
    expect(decideReport(report([reserve('5.99')], 4), state)).toMatchObject({
      value: [{ data: { manualInpatients: 4 } }],
    });
    const refused = [[reserve('1', '330100')], [reserve('1.234')], [reserve('1'), reserve('2')]];
    expect(refused.map((reserves) => decideReport(report(reserves), none))).toMatchObject(
      ['monitoring.other-unit', 'monitoring.months', 'monitoring.twice'].map((code) => ({ rejection: { code } })),
    );
  });
});
