import fc from 'fast-check';
import { Decimal, Money } from '#kernel';
import { FILING_KINDS, LEVELS, VISIT_KINDS } from '#policy';
import { NO_USE } from '../domain/accumulators.js';
import type { AdjudicationInput, ItemCost } from '../domain/types.js';
import { bill, claimOf, policyWith } from './inputs.js';

const REGIONS = ['110000', '310000', '320200', '320800', '321100', '410100', '419001', '440200', '440700', '510100'];
const LAYER = { base: 'personal', deductible: '3000', bands: '0.60', cap: '20000', visits: [...VISIT_KINDS] };
const STRETCHES = [
  { upTo: '900', ratio: '0.10' },
  { upTo: 'none', ratio: '0.30' },
];
const RAISE = { reasons: [{ name: '零报销', years: 'unclaimedYears', above: '0', amount: '3000' }], max: '5000' };
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
  'outpatient.deductible': { levels: { '1': '30', '2': '60', '3': '90' }, per: 'day', yearMaximum: '600' },
  'deductible.shared': ['outpatient', 'chronic'],
  'basic.capRule': { on: 'in-scope', visits: ['inpatient', 'chronic', 'outpatient'] },
  'chronic.cap': '9000',
  limits: [
    { name: '月支付', when: { visits: ['outpatient', 'chronic'] }, on: 'payment', per: 'month', amount: '3000' },
    { name: '季支付', when: { notDiseases: ['M*'] }, on: 'payment', per: 'quarter', amount: '60000' },
    { name: '年范围', on: 'in-scope', per: 'year', each: 'disease', amount: '90000' },
  ],
  adjustments: [
    { name: '低保', when: { groups: ['低保'] }, ratio: { kind: 'plus', points: '0.05' } },
    { name: '急诊', when: { treatment: ['emergency'] }, deductible: { kind: 'times', factor: '1.5' } },
  ],
  items: [
    { name: '植入', categories: ['08'], each: 'unit', ceiling: '40000', share: STRETCHES, pay: { kind: 'normal' } },
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
    { name: '补充', fund: '370100', stage: 'supplementary', ...LAYER, capRaise: RAISE },
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
/** Policies that have every rule at once. */
export const RICHES = ['510100', '320200'].flatMap((region) => [
  policyWith('employee', RICH, region),
  policyWith('resident', RICH, region),
]);
const POLICIES = [
  ...REGIONS.flatMap((region) => [policyWith('employee', {}, region), policyWith('resident', {}, region)]),
  ...RICHES,
];

/** Amounts up to so many cents. */
export const fen = (max: bigint) => fc.bigInt({ min: 0n, max }).map((value) => Money.fromFen(value));
const used = fc.record({
  deductible: fen(200_000n),
  fund: fen(70_000_000n),
  base: fen(50_000_000n),
  scope: fen(90_000_000n),
});

const ITEMS = [
  { code: 'A', category: '08', quantity: new Decimal(3) },
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

/** A claim under a published table or a rich one, in a year that may be used already. */
export const anyClaim: fc.Arbitrary<AdjudicationInput> = fc
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
      person: { scheme: policy.scheme, status, civilServant: rest.civilServant, groups, unclaimedYears: groups.length },
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
