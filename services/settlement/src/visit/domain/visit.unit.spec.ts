import { describe, expect, it } from '@jest/globals';
import { unwrap } from '#kernel';
import {
  after,
  CALLER,
  feeLine,
  happened,
  NO_MARKS,
  openedVisit,
  opening,
  refusal,
  settle,
  settlement,
  withLines,
} from '../../../test/visits.js';
import { decideDischarge, decideUndoDischarge } from './discharge.js';
import { decideRecordLines, decideWithdrawLines, MAX_LINES_PER_VISIT, type WithdrawLines } from './fee-lines.js';
import { decideCancelVisit, decideDescribeVisit, decideOpenVisit } from './open-visit.js';
import { initialVisit, type Visit } from './visit.js';

const settled = (visit: Visit, total: string): Visit =>
  happened(visit, [unwrap(settle(settlement(total), visit)).event]);

describe('opening a visit', () => {
  it('SET-15: a number opens one visit and no second', () => {
    const visit = openedVisit();
    expect(visit).toMatchObject({ status: 'open', kind: 'outpatient', medType: '11' });
    expect(refusal(decideOpenVisit(opening(), visit))).toEqual({ code: 'visit.exists', rule: 'SET-15' });
  });

  it('SET-09: an injury is taken, one with a third party is refused at the opening and when it is said later', () => {
    const injury = { ...NO_MARKS, injury: true };
    const withThird = { ...injury, thirdParty: true };
    expect(refusal(decideOpenVisit(opening(true, injury), initialVisit()))).toBeNull();
    const thirdParty = { code: 'visit.third-party', rule: 'SET-09' };
    expect(refusal(decideOpenVisit(opening(true, withThird), initialVisit()))).toEqual(thirdParty);
    const describe = { ...CALLER, visitKind: 'outpatient', medType: '11', diseaseCode: '', marks: withThird } as const;
    expect(refusal(decideDescribeVisit(describe, openedVisit()))).toEqual(thirdParty);
  });

  it('SET-11: a chronic visit names its disease', () => {
    const chronic = { ...CALLER, visitKind: 'chronic', medType: '14', marks: NO_MARKS } as const;
    const visit = openedVisit();
    expect(refusal(decideDescribeVisit({ ...chronic, diseaseCode: '' }, visit))).toEqual({
      ...{ code: 'visit.disease-missing', rule: 'SET-11' },
    });
    const described = after(visit, decideDescribeVisit({ ...chronic, diseaseCode: 'M03900' }, visit));
    expect(described).toMatchObject({ kind: 'chronic', diseaseCode: 'M03900' });
  });

  it('SET-02: a stay is not made an outpatient visit by describing it as one', () => {
    const described = { ...CALLER, visitKind: 'outpatient', medType: '11', diseaseCode: '', marks: NO_MARKS } as const;
    expect(refusal(decideDescribeVisit(described, openedVisit()))).toBeNull();
    expect(refusal(decideDescribeVisit(described, openedVisit(true)))).toEqual({
      ...{ code: 'visit.is-a-stay', rule: 'SET-02' },
    });
  });

  it('SET-02, SET-13: a stay is not cancelled as an outpatient visit, for 2404 wants its lines withdrawn first', () => {
    expect(refusal(decideCancelVisit(CALLER, withLines(openedVisit(true), feeLine('1'))))).toEqual({
      ...{ code: 'visit.is-a-stay', rule: 'SET-02' },
    });
  });

  it('SET-02, AUD-01: an outpatient visit is not made a stay by describing it as one; only 2401 admits', () => {
    const visit = openedVisit();
    const described = { ...CALLER, visitKind: 'inpatient', medType: '21', diseaseCode: '', marks: NO_MARKS } as const;
    const decided = decideDescribeVisit(described, visit);
    expect(decided).toMatchObject({
      rejection: { code: 'visit.inpatient-category', rule: 'SET-02', fields: ['med_type'] },
    });
  });

  it('SEC-01, SET-21: nobody acts on another hospital’s visit, nor under another person’s number', () => {
    const visit = withLines(openedVisit(true), feeLine('1'));
    const acts = (caller: { psnNo: string; institutionCode: string }) => [
      refusal(decideRecordLines({ ...caller, lines: [feeLine('2')] }, visit))?.code,
      refusal(decideWithdrawLines({ ...caller, which: 'all' }, visit))?.code,
      refusal(decideDischarge({ ...caller, on: '2025-08-05', way: '1' }, visit))?.code,
      refusal(decideCancelVisit(caller, visit))?.code,
      refusal(settle(settlement('100.00', caller), visit))?.code,
    ];
    expect(new Set(acts({ ...CALLER, institutionCode: 'H2' }))).toEqual(new Set(['visit.unknown']));
    expect(new Set(acts({ ...CALLER, psnNo: 'P2' }))).toEqual(new Set(['visit.other-person']));
    expect(refusal(decideCancelVisit(CALLER, initialVisit()))?.code).toBe('visit.unknown');
  });

  it('SET-13: a visit with a standing settlement is not cancelled; a cancelled one takes nothing any more', () => {
    const visit = withLines(openedVisit(), feeLine('1'));
    expect(refusal(decideCancelVisit(CALLER, settled(visit, '100.00')))?.code).toBe('visit.settled');
    const cancelled = after(visit, decideCancelVisit(CALLER, visit));
    const refusals = [
      refusal(decideRecordLines({ ...CALLER, lines: [feeLine('2')] }, cancelled)),
      refusal(settle(settlement('100.00'), cancelled)),
      refusal(decideCancelVisit(CALLER, cancelled)),
    ];
    expect(refusals.map((refused) => refused?.code)).toEqual(Array.from(refusals, () => 'visit.cancelled'));
  });
});

describe('fee lines', () => {
  const withdraw = (which: WithdrawLines['which'], visit: Visit) => decideWithdrawLines({ ...CALLER, which }, visit);

  it('SET-15: a sequence number is used once, within an upload and across uploads, also when its line is settled', () => {
    const repeated = { code: 'lines.repeated', rule: 'SET-15' };
    const visit = withLines(openedVisit(), feeLine('1'));
    expect(refusal(decideRecordLines({ ...CALLER, lines: [feeLine('1')] }, visit))).toEqual(repeated);
    expect(refusal(decideRecordLines({ ...CALLER, lines: [feeLine('2'), feeLine('2')] }, visit))).toEqual(repeated);
    expect(refusal(decideRecordLines({ ...CALLER, lines: [feeLine('1')] }, settled(visit, '100.00')))).toEqual(
      repeated,
    );
  });

  it('SET-15: the number of a withdrawn line may be sent again, for a line that was wrong', () => {
    const visit = withLines(openedVisit(), feeLine('1'));
    const empty = after(visit, withdraw('all', visit));
    expect(empty.openLines.size).toBe(0);
    expect(withLines(empty, feeLine('1', '90.00')).openLines.get('1')?.total).toBe('90.00');
  });

  it('SET-03: withdraws all, a batch or single lines, and nothing else', () => {
    const visit = withLines(openedVisit(), feeLine('1'), feeLine('2', '100.00', 'B2'), feeLine('3', '100.00', 'B2'));
    const left = (which: WithdrawLines['which']) => [...after(visit, withdraw(which, visit)).openLines.keys()];
    expect(left('all')).toEqual([]);
    expect(left({ batch: 'B2' })).toEqual(['1']);
    expect(left({ sequences: ['1', '404'] })).toEqual(['2', '3']);
    expect(refusal(withdraw({ batch: 'B9' }, visit))).toEqual({ code: 'lines.unknown', rule: 'SET-15' });
    expect(refusal(withdraw({ sequences: ['404'] }, visit))?.code).toBe('lines.unknown');
  });

  it('SET-13: a settled line is not withdrawn, and "all" leaves it alone', () => {
    const visit = settled(withLines(openedVisit(), feeLine('1'), feeLine('2', '100.00', 'B2')), '100.00');
    expect(refusal(withdraw({ sequences: ['1'] }, visit))).toEqual({ code: 'lines.settled', rule: 'SET-13' });
    const rest = after(visit, withdraw('all', visit));
    expect([[...rest.openLines.keys()], [...rest.settledLines.keys()]]).toEqual([[], ['1']]);
  });

  it('SET-16: a visit holds its limit of lines and not one more', () => {
    const lines = Array.from({ length: MAX_LINES_PER_VISIT }, (_, n) => feeLine(String(n)));
    const record = (count: number) => refusal(decideRecordLines({ ...CALLER, lines: lines.slice(0, count) }, one));
    const one = withLines(openedVisit(), feeLine('first'));
    expect(record(MAX_LINES_PER_VISIT - 1)).toBeNull();
    expect(record(MAX_LINES_PER_VISIT)).toEqual({ code: 'lines.too-many', rule: 'SET-16' });
  });
});

describe('discharge', () => {
  const discharge = (visit: Visit, on = '2025-08-05') => decideDischarge({ ...CALLER, on, way: '1' }, visit);

  it('SET-12: on the day of admission or later, once; undone and done again', () => {
    const stay = openedVisit(true);
    expect(refusal(discharge(stay, '2025-07-31'))).toEqual({ code: 'stay.discharge-before-admission', rule: 'SET-12' });
    expect(refusal(discharge(stay, '2025-08-01'))).toBeNull();
    const out = after(stay, discharge(stay));
    expect(out).toMatchObject({ status: 'discharged', dischargedOn: '2025-08-05' });
    expect(refusal(discharge(out))).toEqual({ code: 'stay.discharged', rule: 'SET-12' });
    const back = after(out, decideUndoDischarge(CALLER, out));
    expect(back).toMatchObject({ status: 'open', dischargedOn: null });
    expect(refusal(decideUndoDischarge(CALLER, back))).toEqual({ code: 'stay.not-discharged', rule: 'SET-12' });
    expect(after(back, discharge(back, '2025-08-09')).dischargedOn).toBe('2025-08-09');
  });

  it('SET-13: is not undone while the stay is settled', () => {
    const stay = withLines(openedVisit(true), feeLine('1'));
    const paid = settled(after(stay, discharge(stay)), '100.00');
    expect(refusal(decideUndoDischarge(CALLER, paid))).toEqual({ code: 'stay.settled', rule: 'SET-13' });
  });

  it('SET-02: an outpatient visit is neither discharged nor brought back', () => {
    const notAStay = { code: 'visit.not-a-stay', rule: 'SET-02' };
    expect(refusal(discharge(openedVisit()))).toEqual(notAStay);
    expect(refusal(decideUndoDischarge(CALLER, openedVisit()))).toEqual(notAStay);
  });
});
