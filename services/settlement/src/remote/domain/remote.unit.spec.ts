import { describe, expect, it } from '@jest/globals';
import { Money, unwrap } from '#kernel';
import { parseJson, type JsonObject } from '../../hospital-gateway/messages/index.js';
import {
  feeLine,
  happened,
  NO_MARKS,
  openedVisit,
  refusal,
  settle,
  settlement,
  withLines,
} from '../../../test/visits.js';
import { readRemoteSettlement } from './remote-answer.js';
import {
  decideOpenCall,
  decideOutcome,
  decideReversed,
  evolveRemoteCall,
  type RemoteCall,
  type RemoteCallFacts,
  type RemoteOutcome,
} from './remote-call.js';
import type { Visit } from '../../visit/domain/visit.js';
import { openingStep, preparingSteps, settlingStep, tellingOf, type RemoteStep } from './script.js';

const facts: RemoteCallFacts = {
  ...{ callId: 'K1', kind: 'settlement', unit: '32', institutionCode: 'H1', institutionName: 'n', refund: null },
  ...{ careRegion: '310115', insuredRegion: '320200', visitId: 'V1', psnNo: 'P1', infno: '2207', messageId: 'KS1' },
};
const NONE: RemoteCall = { status: 'none', facts: null };
const OUTCOMES: readonly RemoteOutcome[] = ['confirmed', 'refused', 'abandoned'];
const open = unwrap(decideOpenCall(facts, NONE)).reduce(evolveRemoteCall, NONE);
const decided = (outcome: RemoteOutcome): RemoteCall =>
  unwrap(decideOutcome({ outcome, reason: '' }, open)).reduce(evolveRemoteCall, open);

describe('a call to another place', () => {
  it('SET-15: is opened once and taken up again while it is open', () => {
    expect(open).toMatchObject({ status: 'open', facts });
    expect(unwrap(decideOpenCall(facts, open))).toEqual([]);
  });

  it('SET-15: gets one outcome: whoever comes second, with whatever, is refused, and it is not begun anew', () => {
    for (const first of OUTCOMES) {
      for (const outcome of OUTCOMES) {
        expect(refusal(decideOutcome({ outcome, reason: '' }, decided(first)))?.rule).toBe('SET-15');
      }
      expect(refusal(decideOpenCall(facts, decided(first)))).not.toBeNull();
    }
    expect(refusal(decideOutcome({ outcome: 'confirmed', reason: '' }, NONE))?.rule).toBe('SET-15');
  });

  it('SET-15: only what was given up is reversed, and once', () => {
    expect(decideReversed(open)).toEqual([]);
    expect(decideReversed(decided('confirmed'))).toEqual([]);
    const reversed = decideReversed(decided('abandoned')).reduce(evolveRemoteCall, decided('abandoned'));
    expect(reversed.status).toBe('reversed');
    expect(decideReversed(reversed)).toEqual([]);
  });
});

describe('the answer of a place that computes itself', () => {
  const answer = (setlinfo: object, setldetail: unknown = DETAIL): JsonObject =>
    unwrap(parseJson(JSON.stringify({ setlinfo: { ...INFO, ...setlinfo }, setldetail }), 'output')) as JsonObject;
  const INFO: Readonly<Record<string, string>> = {
    setl_id: 'S1',
    fund_pay_sumamt: '60',
    acct_pay: '10.00',
    psn_cash_pay: '25.5',
    hosp_part_amt: '4.5',
    balc: '3',
  };
  const DETAIL = [
    { fund_pay_type: '310100', fund_payamt: '50' },
    { fund_pay_type: '330100', fund_payamt: '10', crt_payb_lmt_amt: '400' },
    { fund_pay_type: '310200', fund_payamt: '10' },
    { fund_pay_type: '999996', fund_payamt: '4.5' },
  ];

  it('SET-05: takes the funds from the list without the account and the hospital share, which stand in it too', () => {
    const { adjudication, settlementId } = unwrap(readRemoteSettlement(answer({}), '32'));
    expect(settlementId).toBe('S1');
    expect(adjudication.funds.map(({ code, amount }) => [code, amount.toString()])).toEqual([
      ['310100', '50.00'],
      ['330100', '10.00'],
    ]);
    expect(adjudication.accountPaid.toString()).toBe('10.00');
    expect(adjudication.cash.toString()).toBe('25.50');
    expect(adjudication.hospitalBorne.toString()).toBe('4.50');
  });

  it.each<[string, object, string, string, string]>([
    ['the hospital share', {}, '999997', '60.00', '4.50'],
    ['another fund', { fund_pay_sumamt: '64.5', hosp_part_amt: '0' }, '999997', '64.50', '0.00'],
    ['the hospital share beside the account', { fund_pay_sumamt: '70' }, '999997', '60.00', '4.50'],
    ['a fund beside the account', { fund_pay_sumamt: '74.5', hosp_part_amt: '0' }, '999997', '64.50', '0.00'],
    ['the hospital share of any place', { fund_pay_sumamt: '70' }, '999996', '60.00', '4.50'],
  ])('SET-05, CLR-14: 999997 is what the sum of the funds makes it, with or without the account: %s', (...told) => {
    const [, info, code, funds, hospital] = told;
    const detail = DETAIL.map((row) => (row.fund_pay_type === '999996' ? { ...row, fund_pay_type: code } : row));
    const { adjudication } = unwrap(readRemoteSettlement(answer(info, detail), '32'));
    expect(Money.sum(adjudication.funds.map(({ amount }) => amount)).toString()).toBe(funds);
    expect(adjudication.hospitalBorne.toString()).toBe(hospital);
    expect(adjudication.accountPaid.toString()).toBe('10.00');
  });

  it.each<[string, object, unknown]>([
    ['a sum of funds one cent off', { fund_pay_sumamt: '60.01' }, undefined],
    [
      'a fund below nothing that another makes up for',
      {},
      [
        { fund_pay_type: '310100', fund_payamt: '70' },
        { fund_pay_type: '330100', fund_payamt: '-10' },
      ],
    ],
    ['a person who would be paid', { psn_cash_pay: '-25.5' }, undefined],
    ['an amount that is no amount', { psn_cash_pay: 'x' }, undefined],
    ['an amount of a fund that is none', {}, [{ fund_pay_type: '310100', fund_payamt: 'x' }]],
  ])('SET-05: refuses %s', (_what, info, detail) => {
    expect(refusal(readRemoteSettlement(answer(info, detail), '32'))).toEqual({
      code: 'remote.answer',
      rule: 'SET-05',
    });
    expect(refusal(readRemoteSettlement({}, '32'))?.code).toBe('remote.answer');
  });
});

const factsOf = (visit: Visit) => visit.facts as NonNullable<Visit['facts']>;

describe('the session with a place of insurance', () => {
  const person = { psnNo: 'P1', insuranceType: '310', personType: '11', idNumber: 'ID', name: 'N' };
  const split = { selfPay: Money.zero, overLimit: Money.zero, classBPrepay: Money.of('5'), inScope: Money.of('95') };
  const terms = {
    ...{ total: Money.of('100'), split, useAccount: true, interim: false, dischargedOn: null },
    ...{ invoiceNumber: null, batch: 'B1' },
  };

  it('SET-03: an outpatient is registered, described, cleared of earlier lines, given lines in hundreds, and settled', () => {
    const lines = Array.from({ length: 101 }, (_none, n) => feeLine(String(n)));
    const visit = withLines(openedVisit(), ...lines);
    const steps = preparingSteps(visit, lines, 'R1');
    expect(steps.map(({ infno, mayBeRefused }) => [infno, mayBeRefused])).toEqual([
      ['2203', false],
      ['2205', true],
      ['2204', false],
      ['2204', false],
    ]);
    expect(new Set(steps.map(({ key }) => key)).size).toBe(steps.length);
    expect(openingStep(visit, person)).toMatchObject({ infno: '2201', key: 'open/V1' });
    const settling = settlingStep({ charged: visit, person, remoteVisitId: 'R1' }, terms, false);
    expect(settling).toMatchObject({ infno: '2207', input: { data: { chrg_bchno: 'B1', inscp_scp_amt: '95.00' } } });
    expect(settlingStep({ charged: visit, person, remoteVisitId: 'R1' }, terms, true).infno).toBe('2206');
  });

  it('SET-01, SET-03: what is self-paid here is not approved there, and a line says which one it takes back', () => {
    const self = { ...feeLine('2'), inScope: '0.00', classBPrepay: '0.00', selfPay: '100.00' };
    const lines = [feeLine('1'), self, { ...self, itemClass: '03' }, { ...feeLine('4', '-100.00'), takesBack: '1' }];
    const told = preparingSteps(withLines(openedVisit(), feeLine('1')), lines, 'R1').at(-1)?.input;
    expect(told).toMatchObject({
      feedetail: [
        { hosp_appr_flag: '1' },
        { hosp_appr_flag: '2' },
        { hosp_appr_flag: '0' },
        { hosp_appr_flag: '1', init_feedetl_sn: '1' },
      ],
    });
  });

  const EMERGENCY = { ...NO_MARKS, emergency: true };
  const marksTold = (step: RemoteStep | undefined): unknown => {
    const [node] = Object.values(step?.input ?? {}) as { readonly exp_content?: string }[];
    return node?.exp_content === undefined ? undefined : JSON.parse(node.exp_content);
  };
  const stay = (marks = NO_MARKS): Visit => withLines(openedVisit(true, marks), feeLine('1'));
  const told = (visit: Visit) => preparingSteps(visit, [feeLine('1')], 'R1');
  const infnos = (visit: Visit) => told(visit).map(({ infno, mayBeRefused }) => [infno, mayBeRefused]);

  it('SET-01, SET-12: a stay is told as it stands for every settlement, and its discharge, if it was discharged here, must be taken', () => {
    const asItStands = [
      ['2405', true],
      ['2403', false],
      ['2302', true],
      ['2301', false],
    ];
    expect(infnos(stay())).toEqual(asItStands);
    expect(infnos({ ...stay(), dischargedOn: '2025-08-05' })).toEqual([...asItStands, ['2402', false]]);
    const terms5 = { ...terms, dischargedOn: '2025-08-05' };
    const settling = (visit: Visit) => settlingStep({ charged: visit, person, remoteVisitId: 'R1' }, terms5, false);
    expect(settling(stay())).toMatchObject({ input: { data: { dscgTime: '2025-08-05' } } });
    const discharged = { ...stay(), dischargedOn: '2025-08-04' };
    expect(settling(discharged)).toMatchObject({ input: { data: { dscgTime: '2025-08-04' } } });
  });

  it('SET-12, SET-13: a stay with a settlement that stands there cannot change there; once that is refunded it is told again', () => {
    const { event, claim } = unwrap(settle(settlement('100.00', { interim: true }), stay()));
    const remote = { unit: '32', visitId: 'R1', settlementId: 'S1' };
    const interim = happened(stay(), [{ ...event, data: { ...event.data, remote } }]);
    const after = { ...interim, dischargedOn: '2025-08-05' };
    expect(infnos(after)).toEqual([
      ['2302', true],
      ['2301', false],
      ['2402', true],
    ]);
    const refund = { ...claim, claimId: 'T1', refundOf: claim.claimId };
    const refunded = happened(after, [{ type: 'ClaimRefunded', data: { claim: refund, messageId: 'M2' } }]);
    expect(infnos(refunded)).toContainEqual(['2403', false]);
  });

  it('SET-07: a stay says also that it is no emergency; what a trial alone says of an outpatient goes with the trial', () => {
    const emergency = { TRUM_FLAG: '0', IPT_TYPE: '2' };
    const ordinary = { TRUM_FLAG: '0', IPT_TYPE: '1' };
    expect(marksTold(openingStep(stay(EMERGENCY), person))).toEqual(emergency);
    const [, amended] = told(tellingOf(stay(EMERGENCY), { marks: NO_MARKS }));
    expect(marksTold(amended)).toEqual(ordinary);
    expect(marksTold(settlingStep({ charged: stay(), person, remoteVisitId: 'R1' }, terms, false))).toEqual(ordinary);
    const outpatient = withLines(openedVisit(), feeLine('1'));
    expect(marksTold(openingStep(openedVisit(false, EMERGENCY), person))).toBeUndefined();
    const said = { ...EMERGENCY, injury: true };
    expect(marksTold(told(tellingOf(outpatient, { marks: said }))[0])).toEqual({ TRUM_FLAG: '1', REL_TTP_FLAG: '0' });
    const trial = settlingStep(
      { charged: { ...outpatient, marks: EMERGENCY }, person, remoteVisitId: 'R1' },
      terms,
      true,
    );
    expect(marksTold(trial)).toEqual({ TRUM_FLAG: '0', OTP_ER_REFL_FLAG: '1' });
  });

  it('SET-07, SET-15: a stay is opened by the same message whatever was changed since; diagnoses and disease reach the place by 2403', () => {
    const [code, name] = ['F20.900', '精神分裂症'];
    const diagnoses = [{ order: 1, kind: '1', code, name, main: true, valid: true }];
    const changed: Visit = {
      ...stay(),
      diagnoses,
      diseaseCode: 'M1',
      facts: { ...factsOf(stay()), openedOn: '2025-07-30' },
    };
    expect(openingStep(changed, person)).toEqual(openingStep(stay(), person));
    const [, amended] = told(changed);
    expect(amended?.input).toMatchObject({
      adminfo: { begntime: '2025-07-30 00:00:00', ipt_otp_no: 'N1', dise_codg: 'M1' },
      diseinfo: [{ diag_srt_no: '1', diag_code: code, maindiag_flag: '1', vali_flag: '1' }],
    });
  });
});
