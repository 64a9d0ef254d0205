import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Money, unwrap } from '#kernel';
import { FILING_KINDS, LEVELS, VISIT_KINDS } from '#policy';
import { bill, claimOf, policyWith } from '../testing/inputs.js';
import {
  NO_USE,
  accumulatorsFromJson,
  accumulatorsToJson,
  addAccumulators,
  negateAccumulators,
} from './accumulators.js';
import { adjudicate } from './adjudicate.js';
import { checkAnnex13 } from './annex13.js';
import type { Adjudication, AdjudicationInput, ItemCost } from './types.js';

const REGIONS = ['110000', '310000', '320200', '320800', '321100', '410100', '419001', '440200', '440700', '510100'];
const LAYER = { base: 'personal', deductible: '3000', bands: '0.60', cap: '20000', visits: [...VISIT_KINDS] };
/** Every rule a table may have at once. Bands of the whole claim are left out: there more cost may pay less. */
const RICH = {
  'inpatient.deductible': {
    value: { share: '0.20', of: 'total', floor: '500', ceiling: '9000' },
    variants: [
      {
        when: { levels: ['1'] },
        value: { levels: { '1': '200', '2': '600', '3': '900' }, readmission: { days: '30', sameDisease: 'false' } },
      },
      { when: { groups: ['低保'] }, value: '0' },
    ],
  },
  'deductible.shared': ['outpatient', 'chronic'],
  'basic.capRule': { on: 'in-scope', visits: ['inpatient', 'chronic', 'outpatient'] },
  'chronic.cap': '9000',
  limits: [
    { name: '月支付', when: { visits: ['outpatient', 'chronic'] }, on: 'payment', per: 'month', amount: '3000' },
    { name: '年范围', on: 'in-scope', per: 'year', each: 'disease', amount: '90000' },
  ],
  adjustments: [
    { name: '低保', when: { groups: ['低保'] }, ratio: { kind: 'plus', points: '0.05' } },
    { name: '急诊', when: { treatment: ['emergency'] }, deductible: { kind: 'times', factor: '1.5' } },
  ],
  items: [
    { name: '植入', categories: ['08'], ceiling: '40000', share: '0.30', pay: { kind: 'normal' } },
    { name: '中医', categories: ['10'], pay: { kind: 'bonus', points: '0.05' } },
    { name: '单列', codes: ['X'], pay: { kind: 'own', ratio: '0.50' } },
  ],
  minimum: {
    kind: 'share',
    ratio: '0.45',
    of: 'in-scope-above-deductible',
    against: 'basic-and-large',
    visits: ['inpatient'],
  },
  supplements: [
    { name: '补充', fund: '370100', stage: 'supplementary', ...LAYER },
    {
      name: '救助',
      fund: '610100',
      stage: 'assistance',
      when: { groups: ['低保'] },
      ...LAYER,
      base: ['coinsurance', 'prepay'],
    },
    { name: '减免', fund: '999996', stage: 'assistance', ...LAYER, bands: '0.10' },
  ],
};
const RICHES = ['510100', '320200'].flatMap((region) => [
  policyWith('employee', RICH, region),
  policyWith('resident', RICH, region),
]);
const POLICIES = [
  ...REGIONS.flatMap((region) => [policyWith('employee', {}, region), policyWith('resident', {}, region)]),
  ...RICHES,
];

const fen = (max: bigint) => fc.bigInt({ min: 0n, max }).map((value) => Money.fromFen(value));
const used = fc.record({
  deductible: fen(200_000n),
  fund: fen(70_000_000n),
  base: fen(50_000_000n),
  scope: fen(90_000_000n),
});

const ITEMS = [
  { code: 'A', category: '08' },
  { code: 'B', category: '10' },
  { code: 'X', category: '14' },
  { code: 'A', category: '05' },
];
/** Lines whose in-scope parts add up to no more than the in-scope amount of the bill. */
const itemsOf = (inScope: Money, shares: readonly number[]): ItemCost[] =>
  ITEMS.map((item, index) => ({
    ...item,
    inScope: Money.roundHalfUp(
      inScope
        .exact()
        .times(shares[index] ?? 0)
        .div(401),
    ),
  }));

const anyClaim: fc.Arbitrary<AdjudicationInput> = fc
  .record({
    policy: fc.constantFrom(...POLICIES),
    status: fc.constantFrom('active', 'retired'),
    civilServant: fc.boolean(),
    filing: fc.constantFrom(...FILING_KINDS),
    kind: fc.constantFrom(...VISIT_KINDS),
    settlementLevel: fc.constantFrom(...LEVELS),
    stayNumberOfYear: fc.integer({ min: 1, max: 12 }),
    emergency: fc.boolean(),
    parts: fc.tuple(fen(100_000_000n), fen(1_000_000n), fen(1_000_000n), fen(1_000_000n)),
    year: used,
    account: fc.record({ balance: fen(1_000_000n), mayUse: fc.boolean(), family: fen(10_000n) }),
    groups: fc.constantFrom<readonly string[]>([], ['低保']),
    shares: fc.array(fc.nat(100), { minLength: 4, maxLength: 4 }),
  })
  .map(({ policy, parts, year, groups, shares, ...rest }) => {
    const { kind, settlementLevel, stayNumberOfYear, emergency, filing, account } = rest;
    const status = policy.scheme === 'resident' ? 'resident' : (rest.status as 'active');
    return claimOf(policy, bill(...(parts.map(String) as [string, string, string, string])), {
      person: { scheme: policy.scheme, status, civilServant: rest.civilServant, groups },
      items: itemsOf(parts[0], shares),
      filing,
      account,
      visit: { kind, settlementLevel, stayNumberOfYear, emergency },
      accumulators: {
        ...NO_USE,
        deductiblePaid: year.deductible,
        fundPaid: year.fund,
        inScope: year.scope,
        catastrophicBase: year.base,
        largeFundPaid: year.fund,
        outpatientDeductiblePaid: year.deductible,
        outpatientFundPaid: year.deductible,
        outpatientInScope: year.scope,
        chronicDeductiblePaid: year.deductible,
      },
    });
  });

const settle = (input: AdjudicationInput): Adjudication => unwrap(adjudicate(input));
const fundsOf = (result: Adjudication): Money => Money.sum(result.funds.map((fund) => fund.amount));

describe('laws of adjudication', () => {
  it('SET-05: both identities of annex 13 hold and no payer is negative, for every claim', () => {
    fc.assert(
      fc.property(anyClaim, fen(1_000_000n), (input, hospital) => {
        const free = settle(input);
        const stated = hospital.min(free.accountPaid.plus(free.cash));
        const result = settle({ ...input, hospitalBorne: stated });
        // What the hospital bears by policy comes to what it states.
        const hospitalBorne = stated.plus(free.hospitalBorne);
        const { accountPaid, cash } = result;
        expect(result.familyPaid.lte(accountPaid)).toBe(true);
        const payment = { funds: fundsOf(result), account: accountPaid, cash, hospitalBorne: result.hospitalBorne };
        expect(checkAnnex13(input.amounts, payment).ok).toBe(true);
        expect(result.hospitalBorne).toEqual(hospitalBorne);
        for (const amount of [...result.funds.map((fund) => fund.amount), accountPaid, cash]) {
          expect(amount.isNegative()).toBe(false);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('SET-20: the funds together never pay more than what they pay on, nor any fund more than its limit', () => {
    fc.assert(
      fc.property(anyClaim, (input) => {
        const result = settle(input);
        // In scope; the assistance of the rich policies also pays on what is borne first of class B.
        const prepay = RICHES.includes(input.policy) ? input.amounts.classBPrepay : Money.zero;
        expect(fundsOf(result).lte(input.amounts.inScope.plus(prepay))).toBe(true);
        for (const { amount, limitLeft } of result.funds)
          expect(limitLeft === null || amount.lte(limitLeft)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('a larger in-scope amount never lowers what the funds pay', () => {
    fc.assert(
      fc.property(anyClaim, fen(1_000_000n), (input, more) => {
        const amounts = {
          ...input.amounts,
          total: input.amounts.total.plus(more),
          inScope: input.amounts.inScope.plus(more),
        };
        expect(fundsOf(settle({ ...input, amounts })).gte(fundsOf(settle(input)))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('SET-19: the more of the cap is used, the less the basic fund pays; never below zero', () => {
    fc.assert(
      fc.property(anyClaim, fen(50_000_000n), (input, more) => {
        const { accumulators: year } = input;
        const later = {
          ...year,
          fundPaid: year.fundPaid.plus(more),
          outpatientFundPaid: year.outpatientFundPaid.plus(more),
        };
        const [before, after] = [settle(input), settle({ ...input, accumulators: later })];
        const [first, second] = [before.funds[0]?.amount, after.funds[0]?.amount];
        expect(first && second && second.lte(first)).toBe(true);
      }),
    );
  });

  it('SET-19: the delta counts exactly what was charged and paid', () => {
    fc.assert(
      fc.property(anyClaim, (input) => {
        const { delta, deductibleCharged, funds } = settle(input);
        const deductibles = [delta.deductiblePaid, delta.outpatientDeductiblePaid, delta.chronicDeductiblePaid];
        expect(Money.sum(deductibles)).toEqual(deductibleCharged);
        expect(delta.fundPaid.plus(delta.outpatientFundPaid)).toEqual(funds[0]?.amount);
        expect(delta.stays).toBe(input.visit.kind === 'inpatient' ? 1 : 0);
      }),
    );
  });

  it('SET-03: the order of the lines of a bill does not matter', () => {
    fc.assert(
      fc.property(anyClaim, fc.infiniteStream(fc.nat(3)), (input, picks) => {
        const items = [...(input.items ?? [])];
        for (let index = items.length - 1; index > 0; index -= 1) {
          const other = Number(picks.next().value) % (index + 1);
          [items[index], items[other]] = [items[other] as ItemCost, items[index] as ItemCost];
        }
        const [there, here] = [settle(input), settle({ ...input, items })];
        expect(here.funds).toEqual(there.funds);
        expect(here.delta).toEqual(there.delta);
      }),
    );
  });

  it('SET-01: more insured cost of the same bill never raises what the patient bears by more than it', () => {
    fc.assert(
      fc.property(anyClaim, fen(1_000_000n), (input, more) => {
        const amounts = {
          ...input.amounts,
          total: input.amounts.total.plus(more),
          inScope: input.amounts.inScope.plus(more),
        };
        const [before, after] = [settle(input), settle({ ...input, amounts })];
        const borne = ({ accountPaid, cash }: Adjudication): Money => accountPaid.plus(cash);
        expect(borne(after).minus(borne(before)).lte(more)).toBe(true);
      }),
    );
  });

  it('SET-13: a refund undoes what its claim did to the year, whatever came between', () => {
    fc.assert(
      fc.property(anyClaim, anyClaim, (first, second) => {
        const [a, b] = [settle(first).delta, settle(second).delta];
        const year = addAccumulators(first.accumulators, b);
        const both = addAccumulators(addAccumulators(year, a), b);
        expect(addAccumulators(both, negateAccumulators(a))).toEqual(addAccumulators(year, b));
        expect(accumulatorsFromJson(JSON.parse(JSON.stringify(accumulatorsToJson(both))))).toEqual(both);
      }),
    );
  });
});
