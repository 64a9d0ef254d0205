import { describe, expect, it } from '@jest/globals';
import { Money } from '#kernel';
import { decideLocalAudit, localAuditRef } from '../../audit/domain/local-audit.js';
import { deductionRatesTable } from './deduction-rates.js';

const cell = (payable: string, deducted: string, receiver = '31') => ({
  ...{ payer: '32', receiver, scheme: 'employee' as const, payable, deducted, cleared: '0.00', claims: 1, funds: [] },
});

describe('deduction rates', () => {
  it('AUD-07: the out-of-area rate stands beside the local one, rounded half up, with their difference', () => {
    const cells = [cell('100.00', '1.00'), cell('100.00', '1.01'), cell('50.00', '0.00', '32')];
    const locals = [{ unit: '31', audited: '1000.00', deducted: '25.00' }];
    const { rows } = deductionRatesTable({ month: '2025-08', unit: null, cells, locals });
    expect(rows).toHaveLength(32);
    expect(rows.find(([name]) => name === '上海')).toEqual([
      ...['上海', '200.00', '2.01', '1.01', '1000.00', '25.00', '2.50', '-1.49'],
    ]);
    expect(rows.find(([name]) => name === '江苏')).toEqual(['江苏', '50.00', '0.00', '0.00', '—', '—', '—', '—']);
  });

  it('AUD-07: what is given back counts negative and is rounded away from zero as well', () => {
    const rateOf = (deducted: string) =>
      deductionRatesTable({ month: '2025-08', unit: '31', cells: [cell('1000.00', deducted)], locals: [] })
        .rows[0]?.[3];
    expect(rateOf('0.17')).toBe('0.02');
    expect(rateOf('-0.17')).toBe('-0.02');
    expect(rateOf('-0.04')).toBe('0.00');
  });

  it('AUD-07: a place of care reports its own figures, the last report counts; no more is refused than was audited', () => {
    const none = localAuditRef('31').definition.initialState();
    const report = (audited: string, deducted: string, state = none) =>
      decideLocalAudit(
        { unit: '31', month: '2025-08', on: '2025-09-10', audited: Money.of(audited), deducted: Money.of(deducted) },
        state,
      );
    expect(report('100.00', '100.00').ok).toBe(true);
    expect(report('100.00', '100.01')).toMatchObject({ rejection: { code: 'local-audit.deducted', rule: 'AUD-07' } });
    expect(report('0.00', '0.00')).toMatchObject({ rejection: { code: 'local-audit.audited' } });
    const first = report('100.00', '2.00');
    const state = first.ok ? first.value.reduce(localAuditRef('31').definition.evolve as never, none) : none;
    expect(report('100.00', '2.00', state)).toEqual({ ok: true, value: [] });
    expect(report('100.00', '3.00', state)).toMatchObject({ value: [{ data: { deducted: '3.00' } }] });
  });
});
