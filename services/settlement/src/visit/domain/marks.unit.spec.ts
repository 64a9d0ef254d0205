import { describe, expect, it } from '@jest/globals';
import { businessDate, unwrap } from '#kernel';
import {
  after,
  CALLER,
  feeLine,
  openedVisit,
  opening,
  refusal,
  settle,
  settlement,
  withLines,
} from '../../../test/visits.js';
import { policyWith } from '../../adjudication/testing/inputs.js';
import { decideAmendAdmission } from './change-stay.js';
import { NO_MARKS, withSaid, type SaidMarks } from './marks.js';
import { decideDescribeVisit, decideOpenVisit } from './open-visit.js';
import { decideThirdParty } from './third-party.js';
import { initialVisit, type Visit } from './visit.js';

const NOTHING: SaidMarks = { emergency: undefined, injury: undefined, thirdParty: undefined };
const EMERGENCY = { ...NO_MARKS, emergency: true };
const INJURY = { ...NO_MARKS, injury: true };
const UNMARKED = { code: 'visit.injury-unmarked', rule: 'SET-09' };
const THIRD_PARTY = { code: 'visit.third-party', rule: 'SET-09' };

const described = (visit: Visit, marks: SaidMarks, medType = '11'): Visit => {
  const command = { ...CALLER, visitKind: 'outpatient' as const, medType, diseaseCode: '', marks };
  return after(visit, decideDescribeVisit(command, visit));
};
const amended = (visit: Visit, marks: SaidMarks, medType = '21') =>
  decideAmendAdmission(
    {
      ...{ ...CALLER, medType, inpatient: true, diseaseCode: undefined, openedOn: '2025-08-01', hospitalNumber: 'N1' },
      ...{ marks, diagnoses: [] },
    },
    visit,
  );

describe('marks of a visit', () => {
  it('SET-07, SET-09: what a message leaves out stays as it was said; what it says holds', () => {
    expect(withSaid({ emergency: true, injury: true, thirdParty: false }, NOTHING)).toEqual({
      ...{ emergency: true, injury: true, thirdParty: false },
    });
    expect(withSaid(EMERGENCY, { ...NOTHING, emergency: false }).emergency).toBe(false);
    expect(withSaid(NO_MARKS, { ...NOTHING, injury: true, thirdParty: true })).toEqual({
      ...{ emergency: false, injury: true, thirdParty: true },
    });
    expect(withSaid({ ...INJURY, thirdParty: true }, { ...NOTHING, injury: false }).thirdParty).toBe(false);
  });

  it('SET-07: an emergency by its category goes when the category is corrected, one that was marked stays', () => {
    const marked: SaidMarks = { ...NOTHING, emergency: true };
    const told = (...messages: readonly (readonly [medType: string, marks: SaidMarks])[]): boolean =>
      messages.reduce((visit, [medType, marks]) => described(visit, marks, medType), openedVisit()).marks.emergency;
    expect(told(['13', NOTHING])).toBe(true);
    expect(told(['13', NOTHING], ['11', NOTHING])).toBe(false);
    expect(told(['13', marked], ['11', NOTHING])).toBe(false);
    expect(told(['11', marked], ['13', NOTHING], ['11', NOTHING])).toBe(true);
    expect(told(['11', marked], ['13', marked], ['13', NOTHING], ['14', NOTHING])).toBe(true);
    expect(told(['11', marked], ['13', NOTHING], ['11', { ...NOTHING, emergency: false }])).toBe(false);
    const stay = openedVisit(true, EMERGENCY);
    expect(after(stay, amended(stay, NOTHING, '24')).marks.emergency).toBe(true);
  });

  it('SET-07: 2203 and 2403 without marks take none away', () => {
    expect(described(openedVisit(false, EMERGENCY), NOTHING).marks).toEqual(EMERGENCY);
    const stay = openedVisit(true, EMERGENCY);
    expect(after(stay, amended(stay, NOTHING)).marks).toEqual(EMERGENCY);
  });

  it('SET-09: a stay of an injury is opened, and made one, only with its marks; a third party is refused whatever else is said', () => {
    const injured = (marks: typeof NO_MARKS) =>
      refusal(decideOpenVisit({ ...opening(true, marks), medType: '22' }, initialVisit()));
    expect(injured(NO_MARKS)).toEqual(UNMARKED);
    expect(injured(INJURY)).toBeNull();
    expect(injured({ ...INJURY, thirdParty: true })).toEqual(THIRD_PARTY);
    expect(injured({ ...NO_MARKS, thirdParty: true })).toEqual(THIRD_PARTY);
    expect(refusal(amended(openedVisit(true), NOTHING, '22'))).toEqual(UNMARKED);
    expect(refusal(amended(openedVisit(true), { ...NOTHING, injury: true, thirdParty: false }, '22'))).toBeNull();
  });

  it('SET-09: a settlement that says a third party is involved is refused; an injury no message has marked too', () => {
    const visit = withLines(openedVisit(), feeLine('1'));
    const settled = (marks: SaidMarks, of = visit) => refusal(settle(settlement('100.00', { marks }), of));
    expect(settled(NOTHING)).toBeNull();
    expect(settled({ ...NOTHING, injury: true, thirdParty: false })).toBeNull();
    expect(settled({ ...NOTHING, injury: true, thirdParty: true })).toEqual(THIRD_PARTY);
    const injury = withLines(described(openedVisit(), NOTHING, '9903'), feeLine('1'));
    expect(settled(NOTHING, injury)).toEqual(UNMARKED);
    expect(settled({ ...NOTHING, injury: true, thirdParty: false }, injury)).toBeNull();
  });

  it('SET-09: a third party that a refused message told of is refused until one says there is none, and nobody else tells', () => {
    const told = (visit: Visit, caller: { psnNo: string; institutionCode: string } = CALLER, injury?: boolean) =>
      decideThirdParty({ ...caller, injury }, visit);
    const visit = withLines(openedVisit(), feeLine('1'));
    const liable = after(visit, told(visit, CALLER, true));
    expect(liable.marks).toEqual({ ...INJURY, thirdParty: true });
    expect(told(liable)).toMatchObject({ value: [] });
    const settled = (marks: SaidMarks, of = liable) => refusal(settle(settlement('100.00', { marks }), of));
    expect(settled(NOTHING)).toEqual(THIRD_PARTY);
    expect(settled({ ...NOTHING, injury: true })).toEqual(THIRD_PARTY);
    expect(settled({ ...NOTHING, injury: true, thirdParty: false })).toBeNull();
    expect(settled({ ...NOTHING, injury: false })).toBeNull();
    expect(settled(NOTHING, described(liable, { ...NOTHING, thirdParty: false }))).toBeNull();
    expect(refusal(told(visit, { ...CALLER, institutionCode: 'H2' }))?.code).toBe('visit.unknown');
  });

  it('SET-07: what a settlement says of an emergency decides its treatment, and stands with the claim', () => {
    const visit = withLines(openedVisit(), feeLine('1'));
    const unfiled = (marks: SaidMarks) => settle(settlement('100.00', { filing: null, marks }), visit);
    const { event } = unwrap(unfiled({ ...NOTHING, emergency: true }));
    expect(event.data.facts.marks).toEqual(EMERGENCY);
    expect(unwrap(settle(settlement('100.00', { marks: NOTHING }), visit)).event.data.facts.marks).toBeUndefined();
    const [ordinary, emergency] = [unfiled(NOTHING), unfiled({ ...NOTHING, emergency: true })].map((one) =>
      one.ok ? one.value.claim.fundTotal : one.rejection.code,
    );
    expect(emergency).not.toBe(ordinary);
  });

  it('SET-07: a newborn of 28 days on the day of the visit is one, whenever it is settled; of 29 days not', () => {
    const visit = withLines(openedVisit(), feeLine('1'));
    const settledNextDay = (birthDate: string) => {
      const policy = policyWith('employee', {}, '419001');
      const on = { birthDate: businessDate(birthDate), settledOn: businessDate('2025-08-02') };
      return settle(settlement('100.00', { policy, filing: null, ...on }), visit).ok;
    };
    expect(settledNextDay('2025-07-04')).toBe(true);
    expect(settledNextDay('2025-07-03')).toBe(false);
  });
});
