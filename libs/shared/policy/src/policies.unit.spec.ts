import { describe, expect, it } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { Money, RegionCode, businessDate, unwrap } from '#kernel';
import { BENEFIT_SCHEMAS, STATUSES, TREATMENTS, loadPolicyBook, medicalYearOf } from './index.js';
import type { BenefitTable, Scheme, Status, Treatment } from './index.js';

const book = loadPolicyBook(fileURLToPath(new URL('../../../../policies', import.meta.url)));
const AUGUST = '2025-08-10';

const benefit = (region: string, status: Status, date = AUGUST): BenefitTable => {
  const scheme: Scheme = status === 'resident' ? 'resident' : 'employee';
  const policy = unwrap(book.benefit(RegionCode.of(region), scheme, businessDate(date)));
  const table = policy.byStatus[status];
  if (!table) throw new Error(`no table for ${status}`);
  return table;
};
const registration = (region: string, date = AUGUST) =>
  unwrap(book.registration(RegionCode.of(region), businessDate(date))).values;
const inpatientReduction = (region: string, status: Status, how: Treatment) =>
  benefit(region, status).values[`reduction.inpatient.${how}`];

describe('the policy tables of the project', () => {
  it('SET-01: every unit has a complete policy for both schemes, by the demonstration table where none is published', () => {
    for (const region of [
      '110000',
      '310000',
      '320200',
      '320800',
      '321100',
      '360000',
      '419001',
      '440200',
      '440700',
      '660000',
    ]) {
      for (const status of [...STATUSES.employee, ...STATUSES.resident]) {
        expect(Object.keys(benefit(region, status).values)).toHaveLength(BENEFIT_SCHEMAS.size);
      }
    }
    expect(benefit('510100', 'resident').origins['inpatient.ratio.3']).toMatchObject({
      status: 'demonstration',
      source: '演示参数，非真实政策',
    });
  });

  it('SET-06: long-term filers are not reduced anywhere', () => {
    for (const region of ['320200', '320800', '419001', '440200', '440700', '360000', '510100']) {
      for (const how of ['retiree-resettled', 'long-term-resident', 'posted-worker'] as const) {
        expect(inpatientReduction(region, 'active', how)).toEqual({ kind: 'none' });
      }
    }
  });

  it.each([
    ['419001', 'active', 'referred', { kind: 'points', points: '0.10' }],
    ['419001', 'active', 'other-temporary', { kind: 'points', points: '0.20' }],
    ['440200', 'resident', 'referred', { kind: 'none' }],
    ['440200', 'resident', 'other-temporary', { kind: 'points', points: '0.25' }],
    ['320200', 'retired', 'other-temporary', { kind: 'first-bear', share: '0.20' }],
    ['320200', 'retired', 'emergency', { kind: 'none' }],
    ['320800', 'active', 'referred', { kind: 'none' }],
    ['320800', 'resident', 'referred', { kind: 'points', points: '0.05' }],
    ['320800', 'resident', 'other-temporary', { kind: 'points', points: '0.20' }],
    ['510100', 'resident', 'emergency', { kind: 'points', points: '0.10' }],
    ['510100', 'resident', 'unfiled', { kind: 'refuse' }],
  ] as const)('SET-06: %s %s %s', (region, status, how, expected) => {
    expect(inpatientReduction(region, status, how)).toEqual(expected);
  });

  it('SET-06: 江西 bears a share first and 江门 brings its own deductible', () => {
    const jiangxi = benefit('360000', 'active', '2025-11-10').values;
    expect(jiangxi['reduction.inpatient.referred']).toEqual({ kind: 'first-bear', share: '0.10' });
    expect(inpatientReduction('440700', 'active', 'referred')).toEqual({
      kind: 'points',
      points: '0.10',
      deductible: Money.of('1500'),
    });
  });

  it('SET-01: a narrower table overrides value by value and says where each value is from', () => {
    const { values, origins } = benefit('440200', 'active');
    expect(values['inpatient.ratio.3']).toEqual([{ upTo: null, ratio: '0.80' }]);
    expect(origins['inpatient.ratio.3']).toMatchObject({ file: 'city/440200.yaml', grade: 'B', status: 'draft' });
    expect(origins.emergencyDeemedFiled).toMatchObject({ file: 'cn.yaml', grade: 'S' });
    expect(origins['chronic.ratio.3'].status).toBe('demonstration');
  });

  it('a district follows its city, and a city its province', () => {
    expect(inpatientReduction('320213', 'active', 'other-temporary')).toEqual({ kind: 'first-bear', share: '0.20' });
    expect(benefit('320500', 'active').origins['reduction.inpatient.referred'].file).toBe('province/320000.yaml');
  });

  it('the table in force on the business date decides: 无锡 first-bear begins on 2025-08-01', () => {
    const on = (date: string) => benefit('320200', 'active', date).values['reduction.inpatient.other-temporary'];
    expect(on('2025-07-31')).toEqual({ kind: 'points', points: '0.20' });
    expect(on('2025-08-01')).toEqual({ kind: 'first-bear', share: '0.20' });
  });

  it('SET-19: 上海 begins its medical year on 1 July, the others on 1 January', () => {
    const yearOf = (region: string, date: string) => {
      const policy = unwrap(book.benefit(RegionCode.of(region), 'employee', businessDate(date)));
      return medicalYearOf(policy, businessDate(date));
    };
    expect(yearOf('310000', '2025-06-30')).toEqual({ name: '2024', from: '2024-07-01', to: '2025-06-30' });
    expect(yearOf('310000', '2025-07-01')).toMatchObject({ name: '2025', to: '2026-06-30' });
    expect(yearOf('440200', '2025-06-30')).toEqual({ name: '2025', from: '2025-01-01', to: '2025-12-31' });
  });

  it('before any table is in force the date is refused', () => {
    expect(book.benefit(RegionCode.of('440200'), 'employee', businessDate('2022-12-31'))).toMatchObject({
      ok: false,
      rejection: { code: 'policy.incomplete', rule: 'SET-01' },
    });
  });

  it('every treatment of every kind of visit has a reduction', () => {
    const { values } = benefit('660000', 'retired');
    for (const how of TREATMENTS) expect(values[`reduction.chronic.${how}`].kind).toMatch(/none|points|refuse/);
  });
});

describe('registration parameters by place', () => {
  it('REG-06: long-term filings are indefinite or follow the documents', () => {
    expect(registration('510100')['longTerm.validity']).toBe('indefinite');
    expect(registration('419001')['longTerm.validity']).toBe('indefinite');
    expect(registration('320200')['longTerm.validity']).toBe('documents');
    expect(registration('320800')['longTerm.validity']).toBe('documents');
  });

  it('REG-07: temporary filings last six months, a referral of 淮安 twelve', () => {
    expect(registration('440200')['temporary.months.referred']).toBe(6);
    expect(registration('320800')['temporary.months.referred']).toBe(12);
    expect(registration('320800')['temporary.months.other-temporary']).toBe(6);
  });

  it('REG-08: locks differ in length, in what they forbid and in what lifts them', () => {
    expect(registration('440200')['longTerm.lock']).toMatchObject({ months: 6, forbids: ['change', 'cancel'] });
    expect(registration('320200')['longTerm.lock']).toMatchObject({ months: 6, forbids: ['cancel'] });
    expect(registration('320800')['longTerm.lock']).toMatchObject({ months: 3, waivedFor: ['emergency', 'inpatient'] });
    expect(registration('419001')['longTerm.lock']).toMatchObject({ waivedByDocuments: true });
  });

  it('REG-09, REG-10, REG-11: promise filings by place', () => {
    expect(registration('320200')).toMatchObject({
      'promise.supplement': { kind: 'days', days: 15 },
      'promise.validityDays': 15,
      'promise.sanction': { kind: 'revoke', banForever: true },
    });
    expect(registration('320500')).toMatchObject({
      'promise.supplement': { kind: 'days', days: 15 },
      'promise.validityDays': null,
    });
    expect(registration('320800')).toMatchObject({
      'promise.supplement': { kind: 'months', months: 6 },
      'promise.sanction': { kind: 'end-and-report' },
    });
    expect(registration('419001')['promise.sanction']).toEqual({
      kind: 'lock',
      lockMonths: 6,
      banMonthsAfterCancel: 24,
    });
  });

  it('REG-05, REG-14, REG-16, REG-17, REG-20: other parameters by place', () => {
    expect(registration('320800')).toMatchObject({
      'decision.workingDays': 1,
      'start.earliest': 'application',
      'promise.letterKeptYears': 3,
      twoWay: { allowed: false },
    });
    expect(registration('440200')).toMatchObject({
      'referral.besideLongTerm': true,
      twoWay: { promisePoints: '0.25' },
    });
    expect(registration('419001').twoWay).toEqual({ allowed: true, promisePoints: '0.20' });
    expect(registration('510100')).toMatchObject({ 'decision.workingDays': 2, 'promise.letterKeptYears': 2 });
  });

  it('REG-05: channels by place, and which of them decide on the spot', () => {
    expect(registration('320200')).toMatchObject({
      'channels.apply': ['window', 'national-app', 'mini-program', 'website', 'hospital', 'import'],
      'decision.instantChannels': ['window', 'hospital', 'import'],
    });
    expect(registration('320800')).toMatchObject({
      'channels.cancel': ['window', 'phone', 'website', 'import'],
      'decision.instantChannels': ['window', 'import'],
    });
  });

  it('REG-03, REG-09, REG-13, REG-14, REG-19: papers, reminders, restoring, referring hospitals and students by place', () => {
    expect(registration('419001')['documents.long-term-resident']).toEqual(['residence-permit', 'household-book']);
    expect(registration('510100')['documents.long-term-resident']).toEqual(['residence-permit']);
    expect(registration('510100')['promise.reminders']).toEqual({ daysBefore: [7, 3, 1], every: 30 });
    expect(registration('320200')['restore.beforeDischarge']).toBe(true);
    expect(registration('440200')).toMatchObject({
      ...{ 'referral.issuerArea': 'city', 'referral.issuerLevel': '3', 'student.longTerm': true },
    });
    expect(registration('510100')).toMatchObject({
      ...{ 'referral.issuerArea': 'province', 'referral.issuerLevel': '1', 'student.longTerm': false },
    });
  });

  it('REG-18: transitions are data', () => {
    expect(registration('320200', '2025-03-01').transitions).toEqual([
      { appliesTo: 'promise', filedBefore: '2025-01-01', effect: 'cut-validity', until: '2025-07-31' },
    ]);
    expect(registration('320800', '2025-03-01').transitions).toEqual([
      { appliesTo: 'all', filedBefore: '2025-01-01', effect: 'cut-validity', until: '2025-06-30' },
    ]);
    expect(registration('419001').transitions[0]).toMatchObject({ effect: 'keep-old-rules', until: '2025-12-31' });
  });

  it('REG-04: seven units are filed as a whole', () => {
    expect(registration('510100')['destination.provinceLevel']).toEqual(['11', '12', '31', '46', '50', '54', '66']);
  });
});
