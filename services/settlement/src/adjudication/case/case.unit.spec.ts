import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { unwrap } from '#kernel';
import { readYaml } from '#policy';
import { adjudicateCase, loadCatalogue, parseCatalogue, printCase } from '../index.js';
import { TABLES } from '../testing/inputs.js';

const tools = { tables: TABLES, catalogue: loadCatalogue() };
const example = (name: string): Record<string, unknown> => {
  const file = new URL(`../../../../../examples/adjudicate/${name}.yaml`, import.meta.url);
  return readYaml(readFileSync(file, 'utf8'), name) as Record<string, unknown>;
};

describe('adjudicateCase', () => {
  it('SET-03, SET-06: the Wuxi example: split by the catalogue, 20% borne first', () => {
    const result = unwrap(adjudicateCase(example('wuxi-other-temporary'), tools));
    // 480 bed (60 ceiling × 6 → 120 over), 280 CT (10% prepay), 9600 surgery, 63.28 drug (5% prepay → 3.16), 15 self-pay.
    expect(result.amounts).toEqual({
      total: '10438.28',
      inScope: '10272.12',
      classBPrepay: '31.16',
      overLimit: '120.00',
      selfPay: '15.00',
    });
    // (10272.12 − 800) × 85% × 80%
    expect(result.funds).toEqual([{ code: '310100', amount: '6441.04', inScope: '10272.12', limitLeft: '300000.00' }]);
    expect([result.deductibleCharged, result.poolRatio, result.accountPaid, result.cash]).toEqual([
      '800.00',
      '0.68',
      '1500.00',
      '2497.24',
    ]);
    expect(result.delta).toMatchObject({ stays: 1, fundPaid: '6441.04', deductiblePaid: '800.00' });
  });

  it('WC03: the Langfang example by a policy written into the case', () => {
    const result = unwrap(adjudicateCase(example('wc03-langfang-chronic'), tools));
    expect(result.amounts).toMatchObject({ total: '64.29', inScope: '61.11', classBPrepay: '3.18' });
    expect(result.funds[0]).toMatchObject({ code: '310100', amount: '48.89' });
    expect(result.cash).toBe('15.40');
  });

  it('prints the bill, the steps with their sources and the payers', () => {
    const text = printCase(unwrap(adjudicateCase(example('wuxi-other-temporary'), tools)));
    expect(text).toContain('总费用 10438.28 = 范围内 10272.12');
    expect(text).toContain('先行承担20%；依据 锡医保服务〔2025〕6号');
    expect(text).toContain('310100 职工基本医疗保险统筹基金 6441.04');
    expect(text).toContain('个人现金 2497.24');
  });

  it.each([
    ['person', { insutype: '340', status: 'active' }, 'person.insutype'],
    ['visit', { kind: 'inpatient', settlementLevel: '4' }, 'visit.settlementLevel'],
    ['policy', { region: '710000', date: '2025-08-10' }, 'policy.region'],
    ['policy', { date: '2025-08-10' }, 'policy.region'],
    ['policy', { name: '大理', date: '2025-08-10' }, 'policy.name'],
    ['policy', { region: '320200', date: '2025-02-30' }, 'policy.date'],
    ['filing', 'tourist', 'filing'],
    ['hospitalBorne', '1.234', 'hospitalBorne'],
    ['lines', undefined, 'amounts'],
    ['lines', [], 'lines'],
  ])('names a wrong field: %s %j', (field, value, expected) => {
    const result = adjudicateCase({ ...example('wuxi-other-temporary'), [field]: value }, tools);
    expect(result).toMatchObject({ ok: false, rejection: { code: 'case.malformed', fields: [expected] } });
  });

  const visit = { kind: 'inpatient', settlementLevel: '3' };
  const line = { name: '材料', class: '01', amount: '100.00' };
  const person = { insutype: '310', status: 'active' };

  it.each([
    [
      'visit',
      { ...visit, admittedOn: '2025-08-10', dischargedOn: '2025-08-09' },
      'visit.dischargedOn',
      '出院日期2025-08-09早于入院日期2025-08-10',
    ],
    [
      'visit',
      { ...visit, dischargedOn: '2025-08-12', date: '2025-08-11' },
      'visit.date',
      '结算日期2025-08-11早于住院日期2025-08-12',
    ],
    ['person', { ...person, birthDate: '2025-08-11' }, 'person.birthDate', '就医日期2025-08-10早于出生日期2025-08-11'],
    [
      'person',
      { ...person, insuredSince: '2025-08-11' },
      'person.insuredSince',
      '就医日期2025-08-10早于参保日期2025-08-11',
    ],
    ['person', { ...person, age: '3', birthDate: '2020-01-01' }, 'person.age', 'age与birthDate只写一个'],
    ['person', { ...person, insuredMonths: '3', insuredYears: '1' }, 'person.insuredSince', '只写一个'],
    ['policy', { region: '320200', date: '9999-12-31' }, 'policy.date', '不晚于2199年'],
    ['lines', [{ ...line, selfpayProp: '0.10' }], 'lines.0.selfpayProp', '甲、丙类没有先行自付比例'],
    ['lines', [{ ...line, priceCeiling: '10' }], 'lines.0.quantity', '须写quantity'],
    ['lines', [{ code: 'X', amount: '1.00', category: '08' }], 'lines.0.category', '自带的项目须写class'],
    ['earlierYears', { '2024': {} }, 'earlierYears.2024', '不涉及2024年度'],
    ['then', ['again'], 'then.0', '缺少，或不是一组“字段: 值”'],
    ['then', [{ visit: { date: '2025-08-09' }, lines: [line] }], 'then.0.visit.date', '早于前一次的2025-08-10'],
  ])('refuses what it would have to pass over in silence: %s %j', (field, value, expected, words) => {
    const result = adjudicateCase({ ...example('wuxi-other-temporary'), [field]: value }, tools);
    expect(result).toMatchObject({ ok: false, rejection: { code: 'case.malformed', fields: [expected] } });
    expect(result).toMatchObject({ rejection: { message: expect.stringContaining(words) } });
  });

  it('SET-20: refuses a payment decided elsewhere that no fund of the claim takes', () => {
    const given = (name: string) =>
      adjudicateCase({ ...example('wuxi-other-temporary'), given: { [name]: '0.00' } }, tools);
    expect(given('310100').ok).toBe(true);
    expect(given('390100')).toMatchObject({ ok: false, rejection: { code: 'claim.given-unknown', fields: ['given'] } });
  });

  it('SET-20: accounts go on from claim to claim, unless a later one writes a balance', () => {
    const bill = { amounts: { total: '100.00', inScope: '0.00', selfPay: '100.00' } };
    const first = { ...example('wuxi-other-temporary'), lines: undefined, ...bill };
    const account = { balance: '30.00', family: '100.00' };
    const then = [bill, { ...bill, account: { balance: '20.00' } }, { ...bill, account: { family: '7.00' } }];
    const { then: later, ...one } = unwrap(adjudicateCase({ ...first, account, then }, tools));
    expect([one, ...later].map(({ accountPaid, familyPaid }) => [accountPaid, familyPaid])).toEqual([
      ['100.00', '70.00'],
      ['30.00', '30.00'],
      ['20.00', '0.00'],
      ['7.00', '7.00'],
    ]);
  });

  it('names a wrong parameter of the policy written into the case', () => {
    const policy = {
      region: '320200',
      date: '2025-08-10',
      inline: { sources: { A: { text: 'x', grade: 'C' } }, employee: { 'basic.cup': { value: '1', source: 'A' } } },
    };
    const result = adjudicateCase({ ...example('wuxi-other-temporary'), policy }, tools);
    expect(result).toMatchObject({
      ok: false,
      rejection: { message: '算例文件policy.inline：employee：没有参数basic.cup' },
    });
  });

  it('REG-02: gives back the refusal of adjudication', () => {
    const result = adjudicateCase({ ...example('wuxi-other-temporary'), filing: 'none' }, tools);
    expect(result).toMatchObject({ ok: false, rejection: { code: 'filing.required' } });
  });
});

describe('the illustrative catalogue', () => {
  it('SET-02: has every one of the 14 charge categories', () => {
    const categories = new Set([...tools.catalogue.values()].map((item) => item.category));
    expect([...categories].sort()).toEqual(
      Array.from({ length: 14 }, (_, index) => String(index + 1).padStart(2, '0')),
    );
    expect(tools.catalogue.get('XA02BCA209A010010104021')).toMatchObject({ class: '02', selfpayProp: '0.05' });
    expect(tools.catalogue.has('001204000050000-120400005')).toBe(true);
  });

  it('names the entry and the field that are wrong, and a code written twice', () => {
    expect(() => parseCatalogue("- { code: A, name: a, class: '04', category: '01' }", 'c.yaml')).toThrow(
      'c.yaml：0.class：须为01、02、03之一',
    );
    const twice = "- { code: A, name: a, class: '01', category: '01' }\n".repeat(2);
    expect(() => parseCatalogue(twice, 'c.yaml')).toThrow('c.yaml：有重复的编码');
  });
});
