import { describe, expect, it } from '@jest/globals';
import { RegionCode } from '#kernel';
import { clearingAgencyOf, clearingTypeOf, negatedAmounts, renderAnswer, renderJson, visitKindOf } from './index.js';
import type { AnswerOutput, Output, SettlementAnswer } from './index.js';
import { at, identity, lines, stay, visit } from './testing/answers.js';
import { sample } from './testing/sample-files.js';

const without = (answer: SettlementAnswer): SettlementAnswer => ({
  ...answer,
  settlementId: undefined,
  settledAt: undefined,
  clearingAgency: undefined,
  clearingWay: undefined,
});

type Plain = Record<string, unknown>;
const plain = (output: AnswerOutput): Plain => JSON.parse(renderJson(output as Output)) as Plain;
const captured = (file: string): Plain => (sample(file).response?.['output'] ?? {}) as Plain;

/** Names of all members, with the first row standing for a list. */
const names = (value: unknown, path = ''): string[] => {
  if (Array.isArray(value)) return names(value[0], `${path}[]`);
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([name, member]) => names(member, `${path}.${name}`));
};
const missing = (file: string, output: AnswerOutput): string[] => {
  const rendered = new Set(names(plain(output)));
  return names(captured(file)).filter((name) => !rendered.has(name) && name !== '.baseinfo.expContent');
};

const signedIn = { signInNo: '359754', signedAt: at('2021-08-29 19:35:27') };

describe('replies', () => {
  it.each<[string, AnswerOutput]>([
    ['9001.openhis-nmg.json', renderAnswer('9001', { ...signedIn, answerNode: 'signinoutb' })],
    ['1101.openhis-nmg.json', renderAnswer('1101', identity)],
    ['2201.openhis-nmg.json', renderAnswer('2201', { visitId: '1', personNo: 'P', hospitalVisitNo: '2' })],
    ['2204.openhis-nmg.json', renderAnswer('2204', lines)],
    ['2206.openhis-nmg.json', renderAnswer('2206', without(visit))],
    ['2207.openhis-nmg.json', renderAnswer('2207', visit)],
    ['2208.openhis-nmg.json', renderAnswer('2208', negatedAmounts(visit))],
    ['2301.openhis-nmg.json', renderAnswer('2301', lines)],
    ['2303.openhis-nmg.json', renderAnswer('2303', without(stay))],
    ['2304.openhis-nmg.json', renderAnswer('2304', stay)],
    ['2305.openhis-nmg.json', renderAnswer('2305', negatedAmounts(stay))],
    ['2401.openhis-nmg.json', renderAnswer('2401', { visitId: '310003327436' })],
    ['3201.apifox-henan.json', renderAnswer('3201', { agency: '411302', balanced: true, description: '平账' })],
  ])('carries every member of the captured reply of %s', (file, output) => {
    expect(names(captured(file)).length).toBeGreaterThan(0);
    expect(missing(file, output)).toEqual([]);
  });

  it.each(['2302.openhis-nmg.json', '2402.openhis-nmg.json', '2405.openhis-nmg.json', '2601.apifox-henan.json'])(
    'answers %s with an empty output as captured',
    (file) => {
      const infno = sample(file).infno as '2302' | '2402' | '2405' | '2601';
      expect(plain(renderAnswer(infno, undefined))).toEqual(captured(file));
    },
  );

  it.each<[string, SettlementAnswer, '2207' | '2304']>([
    ['2207.openhis-nmg.json', visit, '2207'],
    ['2304.openhis-nmg.json', stay, '2304'],
  ])('SET-05: reproduces the values of the captured settlement %s', (file, answer, infno) => {
    const expected = captured(file)['setlinfo'] as Plain;
    const rendered = plain(renderAnswer(infno, answer))['setlinfo'] as Plain;
    const same = Object.keys(expected).filter((name) => rendered[name] !== expected[name]);
    expect(same).toEqual([]);
  });
});

describe('settlement replies', () => {
  it('SET-05: lists funds, the account and the hospital share, and keeps both out of fund_pay_sumamt', () => {
    const { setlinfo, setldetail } = plain(renderAnswer('2304', stay)) as { setlinfo: Plain; setldetail: Plain[] };
    expect(setldetail.map((row) => [row['fund_pay_type'], row['fund_payamt']])).toEqual([
      ['330101', 18785.39],
      ['310201', 170.04],
      ['999996', 505.01],
    ]);
    expect(setlinfo['fund_pay_sumamt']).toBe(18785.39);
    expect(setlinfo['psn_part_amt']).toBe(4152.06);
  });

  it.each<[string, SettlementAnswer, '2206' | '2207' | '2208' | '2303' | '2304' | '2305', number]>([
    ['a stay', stay, '2304', 18955.43],
    ['a trial', without(stay), '2303', 18955.43],
    ['a refunded stay', negatedAmounts(stay), '2305', -18955.43],
    ['a visit paid by the account alone', visit, '2207', 4.52],
    ['its trial', without(visit), '2206', 4.52],
    ['its refund', negatedAmounts(visit), '2208', -4.52],
    ['a stay without a payment of the account', { ...stay, funds: stay.funds.slice(0, 1) }, '2304', 18785.39],
  ])(
    'SET-05: %s is told with the account in fund_pay_sumamt where the institution knows it so, and else the same',
    (...told) => {
      const [, answer, infno, fundTotal] = told;
      const setlinfo = (accountInFunds: boolean) =>
        plain(renderAnswer(infno, { ...answer, accountInFunds }))['setlinfo'] as Plain;
      expect(setlinfo(true)).toEqual({ ...setlinfo(false), fund_pay_sumamt: fundTotal });
    },
  );

  it('prints amounts as literals with two decimals', () => {
    const text = renderJson(renderAnswer('2207', visit) as Output);
    expect(text).toContain('"medfee_sumamt":4.52');
    expect(text).toContain('"fund_pay_sumamt":0.00');
    expect(text).toContain('"setl_time":"2021-11-29 18:09:52"');
  });

  it('leaves id, time, agency and way of a trial null, as captured', () => {
    const { setlinfo } = plain(renderAnswer('2206', without(visit))) as { setlinfo: Plain };
    expect([setlinfo['setl_id'], setlinfo['setl_time'], setlinfo['clr_optins'], setlinfo['clr_way']]).toEqual([
      null,
      null,
      null,
      null,
    ]);
    expect(setlinfo['clr_type']).toBe('11');
  });

  it('SET-13: a refund is the exact negation, with the cash under both spellings and the balance positive', () => {
    const { setlinfo, setldetail } = plain(renderAnswer('2305', negatedAmounts(stay))) as {
      setlinfo: Plain;
      setldetail: Plain[];
    };
    expect([setlinfo['medfee_sumamt'], setlinfo['psn_cash_pay'], setlinfo['pdn_cash_pay']]).toEqual([
      -23442.46, -3982.02, -3982.02,
    ]);
    expect([setlinfo['hosp_part_amt'], setlinfo['ownpay_hosp_part'], setlinfo['balc']]).toEqual([-505.01, -505.01, 0]);
    expect(setldetail.map((row) => row['fund_payamt'])).toEqual([-18785.39, -170.04, -505.01]);
    const outpatient = plain(renderAnswer('2208', negatedAmounts(visit))) as { setlinfo: Plain };
    expect(outpatient.setlinfo['pdn_cash_pay']).toBe(0);
    expect(outpatient.setlinfo['balc']).toBe(1373.63);
  });

  it('puts the active scheme first, because clients take row 0', () => {
    const { insuinfo } = plain(renderAnswer('1101', identity)) as { insuinfo: Plain[] };
    expect(insuinfo.map((row) => row['insutype'])).toEqual(['310', '390']);
  });

  it('prints 999999 for a line without a price ceiling', () => {
    const { result } = plain(renderAnswer('2204', lines)) as { result: Plain[] };
    expect(result[0]).toMatchObject({ pric_uplmt_amt: 999999, selfpay_prop: 0.05, preselfpay_amt: 0.23 });
  });

  it('knows agency, kind and clearing type', () => {
    const agencies = ['131102', '430102', '440000', '500103', '310115'].map((area) =>
      clearingAgencyOf(RegionCode.of(area)),
    );
    expect(agencies).toEqual(['131199', '430199', '449900', '500103', '310115']);
    const types = ['11', '1301', '14', '140104', '21', '2101', '22', '28', '41', '9903'].map((category) =>
      clearingTypeOf(visitKindOf(category)),
    );
    expect(types).toEqual(['11', '11', '14', '14', '21', '21', '21', '21', '41', '11']);
  });
});
