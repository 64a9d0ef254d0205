import { describe, expect, it } from '@jest/globals';
import { unwrap } from '#kernel';
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
import { chargedKind } from './charged.js';
import type { RecordedLine } from './events.js';
import { decideDescribeVisit } from './open-visit.js';
import type { SettleClaim } from './settle.js';
import type { Visit } from './visit.js';

const ORDINARY = { kind: 'outpatient', medType: '11' } as const;
const CHRONIC = { kind: 'chronic', medType: '14' } as const;
const described = { ...CALLER, visitKind: 'chronic', medType: '14', diseaseCode: 'M03900', marks: NO_MARKS } as const;
const ofDisease = (sequence: string, batch: string, disease: string): RecordedLine => ({
  ...feeLine(sequence, '100.00', batch),
  disease,
});
/** A visit for hypertension with a batch of it, one of diabetes and one that has nothing to do with either. */
const mixed = (): Visit => {
  const visit = openedVisit();
  const lines = [feeLine('1', '100.00', 'B1'), ofDisease('2', 'B2', 'M01600'), feeLine('3', '100.00', 'B3')];
  return withLines(after(visit, decideDescribeVisit(described, visit)), ...lines);
};
const settling = (visit: Visit, changes: Partial<SettleClaim>) => settle(settlement('100.00', changes), visit);

describe('a visit with chronic diseases and ordinary cost', () => {
  it('SET-11: settles each disease on its own and unrelated cost as ordinary outpatient, one after the other', () => {
    let visit = mixed();
    const claims = [
      ['B1', CHRONIC],
      ['B2', CHRONIC],
      ['B3', ORDINARY],
    ] as const;
    const paid = claims.map(([batch, stated]) => {
      const settled = unwrap(settling(visit, { batch, stated, claimId: `C-${batch}` }));
      visit = happened(visit, [settled.event]);
      return settled;
    });
    expect(
      paid.map(({ claim, event }) => [claim.visitKind, event.data.facts.medType, event.data.facts.diseaseCode]),
    ).toEqual([
      ['chronic', '14', 'M03900'],
      ['chronic', '14', 'M01600'],
      ['outpatient', '11', ''],
    ]);
    expect(visit.openLines.size).toBe(0);
    expect(visit).toMatchObject({ kind: 'chronic', diseaseCode: 'M03900' });
  });

  it('SET-11, SET-19: takes the ordinary part from the outpatient year, the disease from its own', () => {
    const used = (batch: string, stated: SettleClaim['stated']) =>
      unwrap(settling(mixed(), { batch, stated })).event.data.benefit.accumulators;
    expect(used('B3', ORDINARY)).toMatchObject({ outpatientInScope: '95.00', chronicInScopeByMonth: {} });
    expect(used('B1', CHRONIC)).toMatchObject({
      outpatientInScope: '0.00',
      chronicInScopeByMonth: { '2025-08': '95.00' },
    });
  });

  it('SET-11: cost that names a disease is not settled as ordinary, and two diseases not in one batch', () => {
    expect(refusal(settling(mixed(), { batch: 'B2', stated: ORDINARY }))).toEqual({
      ...{ code: 'chronic.as-ordinary', rule: 'SET-11' },
    });
    const both = withLines(mixed(), ofDisease('4', 'B4', 'M03900'), ofDisease('5', 'B4', 'M01600'));
    const asked = settlement('200.00', { batch: 'B4', stated: CHRONIC });
    expect(refusal(settle(asked, both))).toEqual({ code: 'chronic.several', rule: 'SET-11' });
  });

  it('SET-11: a line without a disease is of the visit’s own, and is not settled as the other one beside it', () => {
    const unnamed = withLines(mixed(), feeLine('4', '100.00', 'B4'), ofDisease('5', 'B4', 'M01600'));
    const asked = settlement('200.00', { batch: 'B4', stated: CHRONIC });
    expect(refusal(settle(asked, unnamed))).toEqual({ code: 'chronic.several', rule: 'SET-11' });
    const own = withLines(mixed(), feeLine('4', '100.00', 'B4'), ofDisease('5', 'B4', 'M03900'));
    expect(unwrap(settle(asked, own)).event.data.facts.diseaseCode).toBe('M03900');
    const ordinary = withLines(openedVisit(), feeLine('4', '100.00', 'B4'), ofDisease('5', 'B4', 'M01600'));
    expect(refusal(settle(asked, ordinary))).toEqual({ code: 'visit.disease-missing', rule: 'SET-11' });
  });

  it('SET-11: an ordinary visit may have a batch of a disease if the disease is named', () => {
    const visit = withLines(openedVisit(), feeLine('1'), ofDisease('2', 'B2', 'M01600'));
    expect(refusal(settling(visit, { stated: CHRONIC }))).toEqual({ code: 'visit.disease-missing', rule: 'SET-11' });
    expect(unwrap(settling(visit, { batch: 'B2', stated: CHRONIC })).claim.visitKind).toBe('chronic');
    expect(unwrap(settling(visit, { batch: 'B2', stated: ORDINARY })).claim.visitKind).toBe('outpatient');
  });

  it('SET-11, SET-14: ordinary cost settled beside the disease does not stop the visit from being described again', () => {
    const visit = mixed();
    const settled = happened(visit, [unwrap(settling(visit, { batch: 'B3', stated: ORDINARY })).event]);
    expect(refusal(decideDescribeVisit(described, settled))).toBeNull();
    const ordinary = { ...described, visitKind: 'outpatient', medType: '11' } as const;
    expect(refusal(decideDescribeVisit(ordinary, settled))).toBeNull();
    const both = happened(settled, [unwrap(settling(settled, { batch: 'B1', stated: CHRONIC })).event]);
    expect(refusal(decideDescribeVisit(ordinary, both))?.rule).toBe('SET-14');
  });

  it('SET-11: only these two kinds are told apart by the settlement', () => {
    expect(chargedKind({ kind: 'pharmacy' }, CHRONIC)).toBe('pharmacy');
    expect(chargedKind({ kind: 'outpatient' }, { kind: 'pharmacy', medType: '41' })).toBe('outpatient');
    expect(chargedKind({ kind: 'inpatient' }, ORDINARY)).toBe('inpatient');
    expect(chargedKind({ kind: 'chronic' }, null)).toBe('chronic');
  });
});

describe('the diseases a place of insurance settles', () => {
  it('SET-11: one it has not recognised is refused where it tells those it has, and settled where it does not', () => {
    const settledWith = (diseases?: readonly string[]) =>
      refusal(settling(mixed(), { batch: 'B1', stated: CHRONIC, diseases }));
    expect(settledWith(['M03900'])).toBeNull();
    expect(settledWith()).toBeNull();
    expect(settledWith([])).toEqual({ code: 'chronic.unrecognised', rule: 'SET-11' });
    expect(settledWith(['M03901'])).toEqual({ code: 'chronic.unrecognised', rule: 'SET-11' });
    expect(refusal(settling(mixed(), { batch: 'B3', stated: ORDINARY, diseases: [] }))).toBeNull();
  });

  it('SET-11, SET-17: one it has not opened for direct settlement is refused for a claim by hand; the ordinary part is not', () => {
    const direct = [{ name: '糖尿病', codes: ['M01600'] }];
    const policy = policyWith('employee', { 'chronic.direct': direct }, '320200');
    const settledAs = (batch: string, stated: SettleClaim['stated']) =>
      refusal(settling(mixed(), { batch, stated, policy }));
    expect(settledAs('B2', CHRONIC)).toBeNull();
    expect(settledAs('B1', CHRONIC)).toEqual({ code: 'chronic.not-direct', rule: 'SET-11' });
    expect(settledAs('B3', ORDINARY)).toBeNull();
  });
});

describe('the category a settlement states', () => {
  const STAY = { kind: 'inpatient', medType: '21' } as const;
  const WRONG = { code: 'settle.category', rule: 'SET-02' };
  const visit = withLines(openedVisit(), feeLine('1'));
  const stay = withLines(openedVisit(true), feeLine('1'));
  const stated = (of: Visit, category: SettleClaim['stated']) =>
    refusal(settling(of, { stated: category, dischargedOn: '2025-08-05' }));

  it('SET-02: an outpatient visit is settled by no category of stays, a stay by none of outpatients', () => {
    expect([stated(visit, ORDINARY), stated(visit, null), stated(stay, STAY), stated(stay, null)]).toEqual(
      Array.from({ length: 4 }, () => null),
    );
    expect(stated(visit, STAY)).toEqual(WRONG);
    expect(stated(stay, ORDINARY)).toEqual(WRONG);
    expect(stated(stay, { ...STAY, medType: '24' })).toBeNull();
  });

  it('SET-02: a stay that 2401 opened under an emergency category or at home is settled under it (interface 3.2)', () => {
    const emergency = { kind: 'outpatient', medType: '13' } as const;
    expect(stated({ ...stay, medType: '13' }, emergency)).toBeNull();
    expect(stated({ ...stay, medType: '71' }, emergency)).toEqual(WRONG);
  });
});
