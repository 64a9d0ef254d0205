import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Money } from '#kernel';
import { PolicyError, loadPolicyTables, parsePolicyTable } from './index.js';

const file = (body: string, head = ''): string => `
region: '440200'
name: 测试市
status: published
effectiveFrom: 2025-01-01
${head}
sources:
  S1: { text: 测试文件第一条, grade: S }
${body}`;

const problemsOf = (text: string): readonly string[] => {
  try {
    parsePolicyTable(text, 'city/x.yaml');
  } catch (error) {
    if (error instanceof PolicyError) return error.problems;
    throw error;
  }
  return [];
};

describe('parsePolicyTable', () => {
  it('reads amounts as Money and ratios as text, never through a number', () => {
    const table = parsePolicyTable(
      file(`employee:
  basic.cap: { value: 1234567890123456.78, source: S1 }
  inpatient.ratio.1: { value: 0.10, source: S1 }`),
      'city/x.yaml',
    );
    expect(table.values.active.get('basic.cap')?.value).toEqual(Money.of('1234567890123456.78'));
    expect(table.values.retired.get('inpatient.ratio.1')?.value).toEqual([{ upTo: null, ratio: '0.10' }]);
    expect(table.values.resident.size).toBe(0);
  });

  it('expands braces into the grid of reductions', () => {
    const table = parsePolicyTable(
      file(`resident:
  'reduction.{inpatient,chronic}.{referred,emergency}': { value: { kind: points, points: 0.1 }, source: S1 }`),
      'city/x.yaml',
    );
    expect([...table.values.resident.keys()].sort()).toEqual([
      'reduction.chronic.emergency',
      'reduction.chronic.referred',
      'reduction.inpatient.emergency',
      'reduction.inpatient.referred',
    ]);
  });

  it.each([
    [
      'employee:\n  inpatient.ration.1: { value: 0.9, source: S1 }',
      'city/x.yaml：employee：没有参数inpatient.ration.1',
    ],
    ['employee:\n  basic.cap: { value: 10, source: S9 }', 'city/x.yaml：employee.basic.cap.source：sources中没有S9'],
    [
      'employee:\n  basic.cap: { value: -5, source: S1 }',
      'city/x.yaml：employee.basic.cap.value：须为金额（元）或none',
    ],
    ['employee:\n  outpatient.deductible: { value: 1.234, source: S1 }', '须为金额（元，最多两位小数）'],
    [
      'employee:\n  pharmacy: { value: { kind: ratio, ratio: 85% }, source: S1 }',
      'employee.pharmacy.value.ratio：须为0到1之间的小数',
    ],
    [
      'employee:\n  pharmacy: { value: { kind: magic }, source: S1 }',
      'employee.pharmacy.value.kind：须为account-only、ratio之一',
    ],
    [
      'employee:\n  pharmacy: { value: { kind: account-only, ratio: 1 }, source: S1 }',
      'employee.pharmacy.value：不认识的字段ratio',
    ],
    ['employee:\n  pharmacy: { source: S1 }', 'employee.pharmacy.value'],
    ['employee:\n  inpatient.bandsOn: { value: week, source: S1 }', 'employee.inpatient.bandsOn.value：须为stay或year'],
    ["employee:\n  '{basic.cap,pharmacy}': { value: 1, source: S1 }", '花括号里的参数写法不同'],
    ["employee:\n  basic.cap: '10'", 'employee.basic.cap：须写成{ value: 值, source: 来源 }'],
    ["employee:\n  basic.cap: { value: '10' }", 'employee.basic.cap.source：缺少来源：写sources中的一个名称'],
    ['employee:\n  limits: { value: { name: a }, source: S1 }', 'employee.limits.value：缺少，或不是列表[…]'],
    [
      "employee:\n  inpatient.deductible: { value: { share: '0.2', of: total, floor: '9', ceiling: '8' }, source: S1 }",
      'employee.inpatient.deductible.value：floor大于ceiling',
    ],
    [
      "employee:\n  outpatient.ratio.1: { value: [{ upTo: '0', ratio: '0.5' }, { upTo: none, ratio: '0.6' }], source: S1 }",
      'employee.outpatient.ratio.1.value：第一段的upTo须大于0',
    ],
    [
      "employee:\n  supplements: { value: [{ name: a, fund: '310100', stage: assistance, base: personal, deductible: '0', bands: '1', cap: none, visits: [inpatient] }], source: S1 }",
      'employee.supplements.value.0.fund：基本医保的基金代码不能用于其他层',
    ],
    ['employees: {}', 'city/x.yaml：文件：不认识的字段employees'],
    [
      'registration:\n  longTerm.lock: { value: { months: x }, source: S1 }',
      'registration.longTerm.lock.value.months：须为整数',
    ],
  ])('names file and field: %s', (body, expected) => {
    expect(problemsOf(file(body)).join('\n')).toContain(expected);
  });

  it('refuses bands that do not rise or that have no end', () => {
    const bands = (list: string): string =>
      problemsOf(file(`active:\n  inpatient.ratio.1: { value: ${list}, source: S1 }`)).join('\n');
    expect(bands('[{ upTo: 100, ratio: 0.5 }, { upTo: 100, ratio: 0.6 }, { upTo: none, ratio: 0.7 }]')).not.toBe('');
    expect(bands('[{ upTo: none, ratio: 0.5 }, { upTo: none, ratio: 0.6 }]')).not.toBe('');
    expect(bands('[{ upTo: 100, ratio: 0.5 }]')).not.toBe('');
    expect(bands('[{ upTo: 100, ratio: 0.5 }, { upTo: none, ratio: 0.6 }]')).toBe('');
  });

  it('refuses the same parameter written twice', () => {
    const text = file(
      'employee:\n  basic.cap: { value: 1, source: S1 }\nactive:\n  basic.cap: { value: 2, source: S1 }',
    );
    expect(problemsOf(text)).toEqual(['city/x.yaml：active.basic.cap：同一参数写了两次']);
  });

  it('names faults of the head and faults of the values in one run', () => {
    const text = file(
      'employee:\n  basic.cap: { value: -5, source: S1 }\n  pharmacy: { value: { kind: magic }, source: S9 }\nx: {}',
    ).replace('grade: S', 'grade: Q');
    const problems = problemsOf(text).join('\n');
    for (const part of ['不认识的字段x', 'sources.S1.grade', 'basic.cap.value', 'pharmacy.source', 'pharmacy.value']) {
      expect(problems).toContain(part);
    }
    expect(problemsOf('just a sentence')).toHaveLength(1);
  });

  it('refuses a region outside the 32 units, an end before the beginning and broken YAML', () => {
    expect(problemsOf(file('').replace('440200', '990000')).join()).toContain('region');
    expect(problemsOf(file('', 'effectiveTo: 2024-12-31'))).toEqual(['city/x.yaml：effectiveTo早于effectiveFrom']);
    expect(problemsOf(file('').replace('2025-01-01', '2025-02-30')).join()).toContain('effectiveFrom：须为日期');
    expect(problemsOf('a: [')[0]).toMatch(/^city\/x\.yaml：第\d+行不是合格的YAML/);
  });
});

describe('loadPolicyTables', () => {
  const inFolder = (files: Readonly<Record<string, string>>, check: (folder: string) => void): void => {
    const folder = mkdtempSync(join(tmpdir(), 'policies-'));
    try {
      for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
      check(folder);
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  it('reports the problems of all files at once', () => {
    inFolder({ 'a.yaml': file('x: {}'), 'b.yaml': file('y: {}') }, (folder) => {
      expect(() => loadPolicyTables(folder)).toThrow(/a\.yaml.*x[\s\S]*b\.yaml.*y/);
    });
  });

  it('refuses two tables of one place in force on the same day', () => {
    const first = file('', 'effectiveTo: 2025-06-30');
    const touching = file('').replace('effectiveFrom: 2025-01-01', 'effectiveFrom: 2025-06-30');
    const following = file('').replace('effectiveFrom: 2025-01-01', 'effectiveFrom: 2025-07-01');
    inFolder({ 'a.yaml': first, 'b.yaml': touching }, (folder) => {
      expect(() => loadPolicyTables(folder)).toThrow('a.yaml与b.yaml：440200的生效日期重叠');
    });
    inFolder({ 'a.yaml': first, 'b.yaml': following }, (folder) => {
      expect(loadPolicyTables(folder)).toHaveLength(2);
    });
  });

  it('refuses a folder that is empty or missing', () => {
    inFolder({}, (folder) => {
      expect(() => loadPolicyTables(folder)).toThrow('没有政策表');
      expect(() => loadPolicyTables(join(folder, 'none'))).toThrow('ENOENT');
    });
  });
});
