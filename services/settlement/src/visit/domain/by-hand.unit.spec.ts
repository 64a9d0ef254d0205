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
import { withPapers } from './by-hand.js';
import { decideDescribeVisit } from './open-visit.js';
import { decideRefund } from './refund.js';
import type { Visit } from './visit.js';

const rejection = (code: string) => ({ code, rule: 'SET-17', message: '不能直接结算', fields: [] });

describe('a claim made by hand', () => {
  it('SET-17: a refusal for good names the papers, with the prescription for an outpatient; one to be mended does not', () => {
    expect(withPapers(rejection('filing.not-direct'), openedVisit()).message).toMatch(/请备发票、费用清单、处方$/);
    const emergency = openedVisit(false, { ...NO_MARKS, emergency: true });
    expect(withPapers(rejection('chronic.not-direct'), emergency).message).toMatch(/请备发票、费用清单、诊断证明$/);
    expect(withPapers(rejection('filing.not-direct'), openedVisit(true)).message).toMatch(/发票、费用清单、诊断证明$/);
    expect(withPapers(rejection('settle.total'), openedVisit())).toEqual(rejection('settle.total'));
  });
});

describe('settled as ordinary outpatient by mistake', () => {
  const chronic = { ...CALLER, visitKind: 'chronic', medType: '14', diseaseCode: 'M03900', marks: NO_MARKS } as const;
  const ordinary = { ...chronic, visitKind: 'outpatient', medType: '11', diseaseCode: '' } as const;
  const paid = (): Visit => {
    const visit = withLines(openedVisit(), feeLine('1'));
    return happened(visit, [unwrap(settle(settlement('100.00'), visit)).event]);
  };
  const refund = {
    ...CALLER,
    claimId: 'C1',
    refundId: 'R1',
    refundedOn: '2025-08-02',
    refundedAt: '2025-08-02 09:00:00',
  };

  it('SET-14: is refused as chronic while the claim stands; the same kind may be said again', () => {
    expect(refusal(decideDescribeVisit(chronic, paid()))).toEqual({ code: 'visit.settled-otherwise', rule: 'SET-14' });
    expect(refusal(decideDescribeVisit(ordinary, paid()))).toBeNull();
  });

  it('SET-14: once refunded it is settled again as chronic, with the same lines', () => {
    const refunded = unwrap(decideRefund(refund, paid())).refund;
    const open = happened(paid(), [{ type: 'ClaimRefunded', data: { claim: refunded, messageId: 'M2' } }]);
    const again = after(open, decideDescribeVisit(chronic, open));
    const settled = unwrap(settle({ ...settlement('100.00'), claimId: 'C2' }, again));
    expect(settled.claim).toMatchObject({ claimId: 'C2', visitKind: 'chronic', total: '100.00', refundOf: null });
    expect(settled.event.data.facts).toMatchObject({ medType: '14', diseaseCode: 'M03900' });
  });
});
