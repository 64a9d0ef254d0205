import { describe, expect, it } from '@jest/globals';
import { after, CALLER, openedVisit } from '../../../test/visits.js';
import { decideDischarge } from './discharge.js';
import type { DiagnosisText } from './events.js';
import { diseaseOf } from './main-diagnosis.js';
import type { Visit } from './visit.js';

const row = (code: string, changes: Partial<DiagnosisText> = {}): DiagnosisText => ({
  ...{ order: null, kind: null, code, name: null, main: false, valid: true },
  ...changes,
});
const stay = (diagnoses: readonly DiagnosisText[], diseaseCode = '') =>
  diseaseOf({ kind: 'inpatient', diseaseCode, diagnoses });

describe('the disease a policy sees', () => {
  it('SET-07: of a stay its main diagnosis: the one marked last, else the first by number, else the first sent', () => {
    expect(stay([row('I10', { main: true }), row('J18'), row('F20.000', { main: true })])).toBe('F20.000');
    expect(stay([row('J18', { order: 2 }), row('F20.000', { order: 1 })])).toBe('F20.000');
    expect(stay([row('J18'), row('F20.000')])).toBe('J18');
    expect(stay([row('J18')], 'M03900')).toBe('J18');
    expect(stay([], 'M03900')).toBe('M03900');
    expect(stay([])).toBe('');
  });

  it('SET-11: of a chronic visit its 病种 and nothing else; of another outpatient visit that, or its main diagnosis', () => {
    const diagnoses = [row('F20.000', { main: true })];
    expect(diseaseOf({ kind: 'chronic', diseaseCode: 'M03900', diagnoses })).toBe('M03900');
    expect(diseaseOf({ kind: 'chronic', diseaseCode: '', diagnoses })).toBe('');
    expect(diseaseOf({ kind: 'outpatient', diseaseCode: 'M03900', diagnoses })).toBe('M03900');
    expect(diseaseOf({ kind: 'outpatient', diseaseCode: '', diagnoses })).toBe('F20.000');
  });

  it('SET-07: the main diagnosis of 2401 stays it when 2402 repeats its code without a mark, until another row is marked', () => {
    const admitted: Visit = { ...openedVisit(true), diagnoses: [row('F20.000', { main: true })] };
    const mainAfter = (...diagnoses: readonly DiagnosisText[]): string =>
      diseaseOf(after(admitted, decideDischarge({ ...CALLER, on: '2025-08-05', way: '1', diagnoses }, admitted)));
    expect(mainAfter(row('I10', { order: 1 }), row('F20.000', { order: 2 }))).toBe('F20.000');
    expect(mainAfter(row('I10', { order: 1, main: true }), row('F20.000', { order: 2 }))).toBe('I10');
    expect(mainAfter(row('I10', { order: 1 }), row('F20.000', { order: 2, valid: false }))).toBe('I10');
  });

  it('SET-12: 病种 and diagnoses of the discharge hold from then on; a discharge without leaves them', () => {
    const visit = openedVisit(true);
    const discharge = { ...CALLER, on: '2025-08-05', way: '1' };
    const left = after(visit, decideDischarge({ ...discharge, diseaseCode: 'B01', diagnoses: [row('I63')] }, visit));
    expect(left).toMatchObject({ diseaseCode: 'B01', dischargeWay: '1' });
    expect(diseaseOf(left)).toBe('I63');
    const known = { ...visit, diseaseCode: 'B02' };
    expect(after(known, decideDischarge(discharge, known)).diseaseCode).toBe('B02');
  });
});
