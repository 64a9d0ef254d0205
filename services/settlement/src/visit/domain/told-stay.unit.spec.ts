import { describe, expect, it } from '@jest/globals';
import { unwrap } from '#kernel';
import { CALLER, feeLine, happened, NO_MARKS, opening, settle, settlement, withLines } from '../../../test/visits.js';
import type { VisitEvent, VisitMarks } from './events.js';
import { decideCancelAdmission } from './change-stay.js';
import { decideCancelVisit, decideOpenVisit } from './open-visit.js';
import { refundMade } from './refund.js';
import { withStayTold, type Told } from './told-stay.js';
import { initialVisit, type Visit } from './visit.js';

const EMERGENCY = { ...NO_MARKS, emergency: true };
const ON: Told = { on: '2025-08-05' };

const told = (visit: Visit, events: readonly VisitEvent[], how = ON): readonly VisitEvent[] =>
  withStayTold(visit, events, how);
const news = (events: readonly VisitEvent[]): readonly string[] =>
  events.map(({ type }) => type).filter((type) => type.startsWith('Stay'));
const opened = (inpatient: boolean, marks: VisitMarks = NO_MARKS): readonly VisitEvent[] =>
  told(initialVisit(), unwrap(decideOpenVisit(opening(inpatient, marks), initialVisit())));
const described = (emergency: boolean): VisitEvent => ({
  type: 'VisitDescribed',
  data: { ...NO_MARKS, emergency, visitKind: 'outpatient', medType: emergency ? '13' : '11', diseaseCode: '' },
});
const stay = withLines(happened(initialVisit(), opened(true)), feeLine('1'));
const claimOf = (visit: Visit, claimId: string): VisitEvent =>
  unwrap(settle(settlement('100.00', { claimId, batch: null, dischargedOn: '2025-08-05' }), visit)).event;
const refundOf = (visit: Visit, claimId: string): VisitEvent => {
  const facts = { refundId: `R-${claimId}`, refundedOn: '2025-08-06', refundedAt: '2025-08-06 10:00:00' };
  const { refund } = unwrap(refundMade({ ...CALLER, claimId, ...facts }, visit));
  return { type: 'ClaimRefunded', data: { claim: refund, messageId: 'M2' } };
};

describe('what the place of insurance is told of visits', () => {
  it('REG-02: every stay and every emergency, no ordinary outpatient', () => {
    expect(news(opened(true))).toEqual(['StayRegistered']);
    expect(news(opened(false, EMERGENCY))).toEqual(['StayRegistered']);
    expect(news(opened(false))).toEqual([]);
    expect(opened(true, EMERGENCY).at(-1)?.data).toMatchObject({ inpatient: true, emergency: true });
  });

  it('REG-02: an outpatient that 2203 marks as emergency, once; without the mark again it is over', () => {
    const visit = happened(initialVisit(), opened(false));
    const marked = told(visit, [described(true)]);
    expect(news(marked)).toEqual(['StayRegistered']);
    const after = happened(visit, marked);
    expect(news(told(after, [described(true)]))).toEqual([]);
    const unmarked = told(after, [described(false)]);
    expect(news(unmarked)).toEqual(['StayEnded']);
    expect(news(told(happened(after, unmarked), [described(true)]))).toEqual(['StayRegistered']);
  });

  it('REG-12: a final settlement ends a stay, an interim one does not (SET-12)', () => {
    expect(news(told(stay, [claimOf(stay, 'C1')], { ...ON, interim: true }))).toEqual([]);
    const events = told(stay, [claimOf(stay, 'C1')]);
    expect(events.at(-1)).toEqual({
      type: 'StayEnded',
      data: { visitId: 'V1', psnNo: 'P1', endedOn: '2025-08-05', claimId: 'C1' },
    });
  });

  it('SET-14: the refund of the settlement that ended it opens it again, the refund of another does not', () => {
    const interim = happened(stay, told(stay, [claimOf(stay, 'C1')], { ...ON, interim: true }));
    const more = withLines(interim, feeLine('2'));
    const settled = happened(more, told(more, [claimOf(more, 'C2')]));
    expect(news(told(settled, [refundOf(settled, 'C1')]))).toEqual([]);
    const refunded = told(settled, [refundOf(settled, 'C2')]);
    expect(news(refunded)).toEqual(['StayRegistered']);
    const again = happened(settled, refunded);
    expect(news(told(again, [claimOf(again, 'C3')]))).toEqual(['StayEnded']);
  });

  it('SET-17: a stay claimed by hand at home is over; taken back, it is open again', () => {
    const data = { handClaimNo: 'H1-I1', sequences: ['1'] };
    const claimed = told(stay, [{ type: 'LinesClaimedByHand', data }]);
    expect(claimed.at(-1)).toMatchObject({ type: 'StayEnded', data: { claimId: 'H1-I1' } });
    const after = happened(stay, claimed);
    expect(news(told(after, [{ type: 'HandClaimedLinesReleased', data }]))).toEqual(['StayRegistered']);
    const other = { handClaimNo: 'H1-I2', sequences: [] };
    expect(news(told(after, [{ type: 'HandClaimedLinesReleased', data: other }]))).toEqual([]);
  });

  it('REG-02, SET-07: an emergency that only its settlement tells of, and its end; again once that is refunded, not for the next batch', () => {
    const visit = withLines(happened(initialVisit(), opened(false)), feeLine('1'), feeLine('2', '100.00', 'B2'));
    const emergencyOf = (of: Visit, claimId: string, batch: string, emergency = true): VisitEvent =>
      unwrap(settle(settlement('100.00', { claimId, batch, marks: { emergency } }), of)).event;
    expect(news(told(visit, [emergencyOf(visit, 'C0', 'B1', false)]))).toEqual([]);
    const events = told(visit, [emergencyOf(visit, 'C1', 'B1')]);
    expect(events.slice(1)).toMatchObject([
      { type: 'StayRegistered', data: { visitId: 'V1', inpatient: false, emergency: true } },
      { type: 'StayEnded', data: { visitId: 'V1', endedOn: '2025-08-05', claimId: 'C1' } },
    ]);
    const settled = happened(visit, events);
    expect(news(told(settled, [emergencyOf(settled, 'C2', 'B2')]))).toEqual([]);
    const refunded = told(settled, [refundOf(settled, 'C1')]);
    expect(news(refunded)).toEqual([]);
    const again = happened(settled, refunded);
    expect(news(told(again, [emergencyOf(again, 'C3', 'B1')]))).toEqual(['StayRegistered', 'StayEnded']);
  });

  it('REG-02: a stay that 2403 or its settlement makes an emergency is told of as one, once; an ordinary change is not told', () => {
    const amendedTo = (emergency: boolean): VisitEvent => {
      const facts = { openedOn: '2025-08-01', hospitalNumber: 'N1', medType: '21', diseaseCode: '' };
      return { type: 'AdmissionAmended', data: { ...NO_MARKS, ...facts, emergency } };
    };
    expect(news(told(stay, [amendedTo(false)]))).toEqual([]);
    const events = told(stay, [amendedTo(true)]);
    expect(events.slice(1)).toMatchObject([{ type: 'StayRegistered', data: { inpatient: true, emergency: true } }]);
    const emergency = happened(stay, events);
    expect(news(told(emergency, [amendedTo(true)]))).toEqual([]);
    expect(news(told(emergency, [claimOf(emergency, 'C1')]))).toEqual(['StayEnded']);
    const marks = { emergency: true };
    const { event } = unwrap(settle(settlement('100.00', { batch: null, dischargedOn: '2025-08-05', marks }), stay));
    expect(news(told(stay, [event]))).toEqual(['StayRegistered', 'StayEnded']);
    expect(news(told(stay, [event], { ...ON, interim: true }))).toEqual(['StayRegistered']);
  });

  it('SET-17: a claim by hand that ended an emergency still does when a settlement tells of it too', () => {
    const visit = withLines(
      happened(initialVisit(), opened(false, EMERGENCY)),
      feeLine('1'),
      feeLine('2', '100.00', 'B2'),
    );
    const data = { handClaimNo: 'H1-I1', sequences: ['2'] };
    const taken = happened(visit, told(visit, [{ type: 'LinesClaimedByHand', data }]));
    const { event } = unwrap(settle(settlement('100.00', { marks: { emergency: true } }), taken));
    expect(news(told(taken, [event]))).toEqual([]);
  });

  it('REG-13: a visit that is called off is over, and told so once', () => {
    const admitted = happened(initialVisit(), opened(true));
    const events = told(admitted, unwrap(decideCancelAdmission(CALLER, admitted)));
    expect(news(events)).toEqual(['StayEnded']);
    expect(news(told(happened(admitted, events), []))).toEqual([]);
    const emergency = happened(initialVisit(), opened(false, EMERGENCY));
    expect(news(told(emergency, unwrap(decideCancelVisit(CALLER, emergency))))).toEqual(['StayEnded']);
  });
});
