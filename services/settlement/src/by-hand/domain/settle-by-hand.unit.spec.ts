import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { businessDate, Money, RegionCode, unwrap } from '#kernel';
import { medicalYearAt, type EffectivePolicy } from '#policy';
import { feeLine, happened, openedVisit, refusal, settle, settlement, withLines } from '../../../test/visits.js';
import { accumulatorsToJson, NO_USE, type Accumulators } from '../../adjudication/domain/index.js';
import { bill as amountsOfBill, policyWith } from '../../adjudication/testing/inputs.js';
import { evolveBenefitYear } from '../../benefit/domain/benefit-year.js';
import type { SettleClaim } from '../../visit/domain/settle-command.js';
import { filingByHand } from './filing-by-hand.js';
import { NO_HAND_CLAIM, type HandBill, type HandClaim } from './hand-claim.js';
import { decideSettleByHand, type SettleByHand } from './settle-by-hand.js';

const PLAIN = {
  ...{ 'inpatient.deductible': '1000', 'inpatient.ratio.3': '0.80', 'basic.cap': 'none', large: { kind: 'none' } },
  ...{ 'outpatient.deductible': '100', 'outpatient.ratio.3': '0.50', 'outpatient.cap': 'none' },
};
const policyBy = (more: object = {}): EffectivePolicy => policyWith('employee', { ...PLAIN, ...more }, '320200');

const BILL: HandBill = {
  ...{ institutionCode: 'H1', invoiceNumber: 'I-0001', psnNo: 'P1', insuranceType: '310', insuredRegion: '320200' },
  ...{ payer: '32', careRegion: '310115', settlementLevel: '3', visitKind: 'outpatient', diseaseCode: '' },
  ...{ careFrom: '2025-08-01', careTo: '2025-08-01', total: '1000.00', cause: 'network', emergency: false },
  ...{ injury: false, died: false, visitId: null, batch: null },
};
const received = (bill: Partial<HandBill> = {}): HandClaim => ({
  ...NO_HAND_CLAIM,
  ...{ status: 'received', bill: { ...BILL, ...bill }, dueOn: '2025-08-15' },
});
interface More {
  readonly policy?: EffectivePolicy;
  readonly terms?: Partial<SettleClaim>;
  readonly amounts?: SettleByHand['stated'];
  readonly settledDirectly?: string;
  readonly year?: Accumulators;
  readonly visit?: ReturnType<typeof openedVisit>;
  readonly on?: string;
}
const termsOf = (bill: HandBill, { policy = policyBy(), terms }: More): SettleClaim =>
  settlement(bill.total, {
    ...{ policy, settledOn: businessDate(bill.careTo), dischargedOn: bill.careTo },
    byHand: { died: bill.died, directRefused: bill.cause === 'own-wish' },
    ...terms,
  });
const byHand = (changes: Partial<HandBill>, more: More = {}) => {
  const bill = { ...BILL, ...changes };
  const { visit = null, year = NO_USE, on = '2025-08-10', settledDirectly = null } = more;
  const stated = more.amounts ?? (visit === null ? amountsOfBill(bill.total) : null);
  const act = { institutionCode: 'H1', invoiceNumber: 'I-0001', payer: '32', on };
  const command = { ...act, terms: termsOf(bill, more), settledDirectly, settledByHand: null, stated };
  return decideSettleByHand(command, { claim: received(changes), visit, year, earlierYears: [] });
};
const paidBy = (...asked: Parameters<typeof byHand>) => unwrap(byHand(...asked)).fundTotal;

describe('what a claim by hand is paid', () => {
  it('SET-17, SET-01: as the same bill settled directly would be, to the cent', () => {
    const fen = fc.bigInt({ min: 1n, max: 90_000_000n }).map((value) => Money.fromFen(value).toString());
    fc.assert(
      fc.property(fen, fc.boolean(), fc.nat(300_000), (total, inpatient, usedFen) => {
        const used = Money.fromFen(BigInt(usedFen));
        const year = { ...NO_USE, outpatientDeductiblePaid: used, fundPaid: used };
        const visit = withLines(openedVisit(inpatient), feeLine('1', total));
        const policy = policyBy();
        const command = settlement(total, { policy, dischargedOn: '2025-08-01' });
        const { claim, event } = unwrap(settle(command, visit, { year }));
        const { inScope, classBPrepay, overLimit, selfPay } = amountsOfBill(claim.inScope, claim.classBPrepay);
        const amounts = { inScope, classBPrepay, overLimit, selfPay };
        const visitKind = inpatient ? 'inpatient' : 'outpatient';
        const paid = unwrap(byHand({ total, visitKind }, { policy, amounts, year }));
        expect([paid.fundTotal, paid.deductible]).toEqual([claim.fundTotal, event.data.facts.deductible]);
        expect(paid.benefits).toEqual([event.data.benefit]);
        expect(Money.of(paid.fundTotal).plus(Money.of(paid.personal)).toString()).toBe(total);
        // And a reversal leaves the year as it was.
        const { accumulators } = paid.benefits[0] ?? event.data.benefit;
        const facts = { claimId: 'H1-I0001', accumulators };
        const after = evolveBenefitYear(year, { type: 'BenefitUsed', data: facts });
        const restored = { type: 'BenefitRestored', data: { ...facts, refundOf: facts.claimId } } as const;
        expect(accumulatorsToJson(evolveBenefitYear(after, restored))).toEqual(accumulatorsToJson(year));
      }),
      { numRuns: 60 },
    );
  });

  it('SET-11: a chronic disease that is not open for direct settlement is paid by hand, if it is recognised', () => {
    const direct = [{ name: '高血压', codes: ['M03900'] }];
    const policy = policyBy({ 'chronic.direct': direct, 'chronic.deductible': '0', 'chronic.ratio.3': '0.70' });
    const chronic = { visitKind: 'chronic', diseaseCode: 'M07800', cause: 'disease-not-open' } as const;
    expect(paidBy(chronic, { policy })).toBe('700.00');
    const unrecognised = byHand(chronic, { policy, terms: { diseases: ['M03900'] } });
    expect(refusal(unrecognised)?.code).toBe('chronic.unrecognised');
  });

  it('SET-08: an emergency that ended in death is paid as a stay where the policy says so', () => {
    const death = { cause: 'death', emergency: true, died: true, total: '3000.00' } as const;
    expect(paidBy(death, { policy: policyBy({ 'emergency.death': 'inpatient' }) })).toBe('1600.00');
    expect(paidBy(death, { policy: policyBy() })).toBe('1450.00');
  });

  it('SET-17, SET-06: whoever did not settle directly for reasons of their own bears what the policy says', () => {
    const policy = policyBy({ 'penalty.indirect': { kind: 'points', points: '0.10' } });
    expect(paidBy({ cause: 'own-wish' }, { policy })).toBe('360.00');
    expect(paidBy({ cause: 'network' }, { policy })).toBe('450.00');
    const refusing = policyBy({ 'penalty.indirect': { kind: 'refuse' } });
    expect(refusal(byHand({ cause: 'own-wish' }, { policy: refusing }))?.code).toBe('claim.indirect');
  });

  it('REG-02, SET-17: nobody unfiled, and nothing where the table names no ratio', () => {
    expect(refusal(byHand({}, { terms: { filing: null } }))?.code).toBe('filing.required');
    const policy = policyBy({ 'reduction.outpatient.long-term-resident': { kind: 'refuse' } });
    expect(refusal(byHand({}, { policy }))?.code).toBe('claim.no-terms');
  });

  it('SET-12: a policy that splits by lines, or looks at items, asks for the lines of the visit', () => {
    const items = [{ name: '材料', categories: ['08'], share: '0.30', pay: { kind: 'normal' } }];
    expect(refusal(byHand({}, { policy: policyBy({ items }) }))?.code).toBe('hand-claim.needs-lines');
    const policy = policyBy({ 'medicalYear.crossing': { kind: 'by-line', deductible: 'first' } });
    const year = medicalYearAt('01-01', businessDate('2025-12-31'));
    const earlierYears = [{ year, policy, benefitStream: 'benefit-P1-310-2025' }];
    const across = { visitKind: 'inpatient', careFrom: '2025-12-25', careTo: '2026-01-02' } as const;
    const asked = byHand(across, { policy, terms: { earlierYears } });
    expect(refusal(asked)?.code).toBe('hand-claim.needs-lines');
  });

  it.each([
    ['2025-08-15', false],
    ['2025-08-16', true],
  ])('SET-17: decided on %s is late: %s', (on, late) => {
    expect(unwrap(byHand({}, { on })).late).toBe(late);
  });
});

describe('the lines of a visit as the bill', () => {
  const visit = withLines(openedVisit(), feeLine('1', '600.00'), feeLine('2', '400.00', 'B2'));
  const named = { visitId: 'V1', total: '1000.00' };

  it('SET-17: all that is not settled, or one batch; it is somebody’s own visit of that day and kind', () => {
    expect(unwrap(byHand(named, { visit })).lines).toEqual(['1', '2']);
    expect(unwrap(byHand({ ...named, batch: 'B2', total: '400.00' }, { visit })).lines).toEqual(['2']);
    expect(refusal(byHand({ ...named, total: '600.00' }, { visit }))?.code).toBe('hand-claim.lines');
    expect(refusal(byHand({ ...named, psnNo: 'P2' }, { visit }))?.code).toBe('hand-claim.visit');
    expect(refusal(byHand({ ...named, institutionCode: 'H2' }, { visit }))?.code).toBe('hand-claim.visit');
    expect(refusal(byHand({ ...named, visitKind: 'pharmacy' }, { visit }))?.code).toBe('hand-claim.other-visit');
    const later = { careFrom: '2025-08-02', careTo: '2025-08-02' };
    expect(refusal(byHand({ ...named, ...later }, { visit }))?.code).toBe('hand-claim.other-visit');
    const stated = amountsOfBill('1000.00');
    expect(refusal(byHand(named, { visit, amounts: stated }))?.code).toBe('hand-claim.stated');
  });

  it.each([{ insuranceType: '390' }, { insuredRegion: '320500' }])(
    'SET-19: the visit tells place and scheme of that day, not %j',
    (other) => {
      const refused = { code: 'hand-claim.other-pool', rule: 'SET-19' };
      expect(refusal(byHand({ ...named, ...other }, { visit }))).toEqual(refused);
    },
  );

  it('SET-17: what was settled directly is no bill any more, and what was taken by hand cannot be settled', () => {
    const direct = unwrap(settle(settlement('600.00'), visit));
    const rest = happened(visit, [direct.event]);
    expect(refusal(byHand(named, { visit: rest }))?.code).toBe('hand-claim.lines');
    const data = { handClaimNo: 'H1-I0001', sequences: ['1', '2'] };
    const taken = happened(visit, [{ type: 'LinesClaimedByHand', data }]);
    expect(refusal(byHand(named, { visit: taken }))?.code).toBe('hand-claim.no-lines');
    expect(refusal(settle(settlement('600.00'), taken))).toEqual({ code: 'settle.by-hand', rule: 'SET-17' });
    const released = happened(taken, [{ type: 'HandClaimedLinesReleased', data }]);
    expect(unwrap(settle(settlement('600.00'), released)).claim).toEqual(direct.claim);
  });

  it('SET-09: nothing is paid by hand either while the hospital says that a third party is liable', () => {
    const liable = happened(visit, [{ type: 'ThirdPartyTold', data: { injury: true } }]);
    expect(refusal(byHand(named, { visit: liable }))).toEqual({ code: 'hand-claim.third-party', rule: 'SET-09' });
  });

  it('SET-17: a direct settlement of the same bill is named', () => {
    expect(refusal(byHand({}, { settledDirectly: 'C9' }))).toEqual({
      ...{ code: 'hand-claim.settled-directly', rule: 'SET-17' },
    });
  });
});

describe('the filing of a claim by hand', () => {
  const made = (validFrom: string, changes: object = {}) => ({
    ...{
      filingId: validFrom,
      insuredRegion: '320803',
      kind: 'referred' as const,
      destination: '310000',
      validFrom,
      validTo: null,
    },
    ...{ endedOn: null, endedCause: null, ...changes },
  });
  const care = {
    insuredRegion: '320800',
    careRegion: RegionCode.of('310115'),
    careFrom: '2025-08-01',
    on: '2025-09-01',
  };

  it('REG-12: the one that covered the care, or the first made afterwards; never one elsewhere, ended or of tomorrow', () => {
    const covering = made('2025-08-01');
    expect(filingByHand([made('2025-08-20'), covering], care)).toBe(covering);
    const afterwards = made('2025-08-20');
    expect(filingByHand([made('2025-08-25'), afterwards], care)).toBe(afterwards);
    expect(filingByHand([made('2025-09-02')], care)).toBeNull();
    expect(filingByHand([made('2025-08-20', { destination: '330100' })], care)).toBeNull();
    const elsewhere = ['2025-08-01', '2025-08-20'].map((from) => made(from, { insuredRegion: '320200' }));
    expect(filingByHand(elsewhere, care)).toBeNull();
    const ended = { endedOn: '2025-08-25', endedCause: 'cancelled' as const };
    expect(filingByHand([made('2025-08-20', ended)], care)).toBeNull();
    const revoked = { endedOn: '2025-08-25', endedCause: 'revoked' as const };
    expect(filingByHand([made('2025-08-01', revoked)], care)).toBeNull();
  });
});
