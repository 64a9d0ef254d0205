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
import { decideAmendAdmission, decideCancelAdmission, decideFileAttribute, decideRemarkLine } from './change-stay.js';
import { decideDischarge, decideUndoDischarge } from './discharge.js';
import type { DiagnosisText } from './events.js';
import type { Visit } from './visit.js';

const diagnosis = (order: number | null, code: string, valid = true): DiagnosisText => ({
  ...{ order, code, valid, kind: '1', name: null, main: order === 1 },
});
const amendment = {
  ...CALLER,
  medType: '22',
  inpatient: true,
  diseaseCode: '',
  openedOn: '2025-08-01',
  hospitalNumber: 'Z-9',
  marks: { ...NO_MARKS, injury: true },
  diagnoses: [diagnosis(1, 'S72.000')],
};
const discharged = (on: string): Visit => {
  const stay = openedVisit(true);
  return after(stay, decideDischarge({ ...CALLER, on, way: '1' }, stay));
};
const settledStay = (): Visit => {
  const stay = withLines(openedVisit(true), feeLine('1'));
  const total = unwrap({ ok: true, value: [...stay.openLines.values()][0]?.total ?? '' });
  return happened(stay, [unwrap(settle({ ...settlement(total), interim: true }, stay)).event]);
};

describe('changing an admission', () => {
  it('SET-12: changes what the stay is for; not to begin after its discharge, not once settled', () => {
    expect(after(openedVisit(true), decideAmendAdmission(amendment, openedVisit(true)))).toMatchObject({
      medType: '22',
      facts: { hospitalNumber: 'Z-9', openedOn: '2025-08-01' },
    });
    const left = discharged('2025-08-05');
    expect(refusal(decideAmendAdmission({ ...amendment, openedOn: '2025-08-05' }, left))).toBeNull();
    expect(refusal(decideAmendAdmission({ ...amendment, openedOn: '2025-08-06' }, left))).toEqual({
      ...{ code: 'stay.discharge-before-admission', rule: 'SET-12' },
    });
    expect(refusal(decideAmendAdmission(amendment, settledStay()))).toEqual({ code: 'stay.settled', rule: 'SET-13' });
  });

  it('SET-17: a discharge stands while a claim by hand holds the lines of the stay', () => {
    const lines = { handClaimNo: 'H1-I1', sequences: ['1'] };
    const left = withLines(discharged('2025-08-05'), feeLine('1'));
    const claimed = happened(left, [{ type: 'LinesClaimedByHand', data: lines }]);
    expect(refusal(decideUndoDischarge(CALLER, claimed))).toEqual({ code: 'stay.by-hand', rule: 'SET-17' });
    const released = happened(claimed, [{ type: 'HandClaimedLinesReleased', data: lines }]);
    expect(refusal(decideUndoDischarge(CALLER, released))).toBeNull();
  });

  it('SET-02: is not made an outpatient visit, and no outpatient visit is amended as a stay', () => {
    expect(refusal(decideAmendAdmission({ ...amendment, inpatient: false }, openedVisit(true)))).toEqual({
      ...{ code: 'stay.category', rule: 'SET-02' },
    });
    expect(refusal(decideAmendAdmission(amendment, openedVisit()))).toEqual({
      ...{ code: 'visit.not-a-stay', rule: 'SET-02' },
    });
  });

  it('SET-09: an injury by a third party is refused here too', () => {
    const marks = { ...NO_MARKS, injury: true, thirdParty: true };
    expect(refusal(decideAmendAdmission({ ...amendment, marks }, openedVisit(true)))?.rule).toBe('SET-09');
  });

  it('NHSA-4.5: an order number sent again changes its diagnosis, a new one adds, an invalid one takes away', () => {
    const amend = (visit: Visit, ...diagnoses: DiagnosisText[]): Visit =>
      after(visit, decideAmendAdmission({ ...amendment, diagnoses }, visit));
    const codes = (visit: Visit) => visit.diagnoses.map(({ code }) => code);
    let visit = amend(openedVisit(true), diagnosis(1, 'A'), diagnosis(2, 'B'));
    expect(codes(visit)).toEqual(['A', 'B']);
    visit = amend(visit, diagnosis(2, 'C'), diagnosis(3, 'D'));
    expect(codes(visit)).toEqual(['A', 'C', 'D']);
    visit = amend(visit, diagnosis(1, 'A', false));
    expect(codes(visit)).toEqual(['C', 'D']);
    expect(codes(amend(visit, diagnosis(null, 'C', false)))).toEqual(['D']);
    expect(codes(amend(visit))).toEqual(['C', 'D']);
  });
});

describe('cancelling an admission', () => {
  it('SET-13: only while nothing is charged or settled', () => {
    const stay = openedVisit(true);
    expect(after(stay, decideCancelAdmission(CALLER, stay)).status).toBe('cancelled');
    expect(refusal(decideCancelAdmission(CALLER, withLines(stay, feeLine('1'))))).toEqual({
      ...{ code: 'stay.has-lines', rule: 'SET-13' },
    });
    expect(refusal(decideCancelAdmission(CALLER, settledStay()))).toEqual({ code: 'stay.settled', rule: 'SET-13' });
    expect(refusal(decideCancelAdmission(CALLER, openedVisit()))?.rule).toBe('SET-02');
  });
});

describe('remarks and attributes', () => {
  it('SEC-02: a code is kept as a remark, words are not; a line that is not there has none', () => {
    const stay = withLines(openedVisit(true), feeLine('1'));
    const remark = (text: string, sequence = '1') => decideRemarkLine({ ...CALLER, sequence, remark: text }, stay);
    expect(remark('84216,84217')).toMatchObject({ value: [{ data: { sequence: '1', remark: '84216,84217' } }] });
    expect(remark('王小明')).toMatchObject({ value: [{ data: { remark: null } }] });
    expect(refusal(remark('1', '2'))?.code).toBe('lines.unknown');
  });

  it('SET-15: an attribute is filed once, and fifty at most', () => {
    let visit = openedVisit(true);
    const file = (value: string) => decideFileAttribute({ ...CALLER, detailNo: value, kind: '1', value }, visit);
    for (let n = 1; n <= 50; n += 1) visit = after(visit, file(String(n)));
    expect(refusal(file('50'))).toEqual({ code: 'attribute.repeated', rule: 'SET-15' });
    expect(refusal(file('51'))?.code).toBe('attribute.too-many');
  });
});
