import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InputRefused } from '../options.js';
import { columnsOf, padColumns } from './columns.js';
import { policyCheck, type PolicyCheckReport } from './policy-check.js';
import { policyCheckText } from './policy-check-text.js';

const PROJECT = fileURLToPath(new URL('../../../../policies', import.meta.url));
let folder = '';
let policies = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'policy-check-'));
  policies = join(folder, 'policies');
  cpSync(PROJECT, policies, { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true }));

const hangzhou = (changes: readonly (readonly [string, string])[] = []): string =>
  changes.reduce(
    (text, [from, to]) => text.replace(from, to),
    `region: '330100'
name: 杭州市
status: published
effectiveFrom: 2025-01-01
sources:
  HZ: { text: 测试通知第三条, grade: S }
registration:
  temporary.months.referred: { value: 9, source: HZ, note: 自出院起另算 }
`,
  );
/** A draft outside the folder of tables. */
const draft = (text: string): string => {
  const file = join(folder, 'draft.yaml');
  writeFileSync(file, text);
  return file;
};
const check = (text: string, options: Partial<Parameters<typeof policyCheck>[1]> = {}): PolicyCheckReport =>
  policyCheck(draft(text), { policies, ...options });
const valueOf = (report: PolicyCheckReport, name: string) =>
  report.effective?.sections[0]?.values.find((value) => value.name === name);

describe('kuasheng policy check', () => {
  it('SET-01: a draft outside the folder is shown as if it lay there, on its own first day', () => {
    const report = check(hangzhou());
    expect(report).toMatchObject({ ok: true, problems: [], effective: { region: '330100', date: '2025-01-01' } });
    expect(valueOf(report, 'temporary.months.referred')).toMatchObject({
      ...{ value: 9, from: 'file', topic: '临时备案' },
      origin: { source: '测试通知第三条', grade: 'S', note: '自出院起另算' },
    });
    expect(valueOf(report, 'temporary.months.emergency')).toMatchObject({ value: 6, from: 'inherited' });
  });

  it('SET-01: tells every fault at once, in Chinese, by file and field, and shows no table', () => {
    const report = check(
      hangzhou([
        ['grade: S', 'grade: Q'],
        ['value: 9', 'value: nine'],
      ]),
    );
    expect(report).toMatchObject({ ok: false, table: null, effective: null });
    expect(report.problems).toEqual([
      expect.stringMatching(/draft\.yaml：sources\.HZ\.grade：须为/),
      expect.stringMatching(/draft\.yaml：registration\.temporary\.months\.referred\.value：须为整数/),
    ]);
    expect(policyCheckText(report)).toContain('须改正 2 处');
  });

  it('AUD-01, AUD-02: shows what a place holds from, and says what is no amount and no yes or no', () => {
    const referred = 'temporary.months.referred: { value: 9, source: HZ, note: 自出院起另算 }';
    const holding = (from: string, released: string) =>
      check(
        hangzhou([
          [
            referred,
            `audit.heldFrom: { value: ${from}, source: HZ }\n  audit.releaseUnasked: { value: ${released}, source: HZ }`,
          ],
        ]),
      );
    const report = holding('20000.00', 'false');
    expect(valueOf(report, 'audit.heldFrom')).toMatchObject({ value: '20000.00', from: 'file', topic: '审核暂缓' });
    expect(valueOf(check(hangzhou()), 'audit.heldFrom')).toMatchObject({ value: '30000.00', from: 'inherited' });
    expect(valueOf(check(hangzhou()), 'audit.releaseUnasked')).toMatchObject({ value: true, from: 'inherited' });
    expect(holding('2万', '看情况').problems).toEqual([
      expect.stringMatching(/audit\.heldFrom\.value：须为金额（元，最多两位小数）$/),
      expect.stringMatching(/audit\.releaseUnasked\.value：须为true或false$/),
    ]);
  });

  it('SET-01: a table of the folder is not counted twice; its copy elsewhere overlaps it', () => {
    const inFolder = policyCheck(join(policies, 'city/320800.yaml'), { policies });
    expect(inFolder).toMatchObject({ ok: true, problems: [] });
    expect(inFolder.effective?.files.at(-1)).toBe('city/320800.yaml');
    cpSync(join(policies, 'city/320800.yaml'), join(folder, 'copy.yaml'));
    const copy = policyCheck(join(folder, 'copy.yaml'), { policies });
    expect(copy.ok).toBe(false);
    expect(copy.problems).toEqual([expect.stringMatching(/copy\.yaml与city\/320800\.yaml：320800的生效日期重叠/)]);
    expect(valueOf(copy, 'decision.workingDays')).toMatchObject({ value: 1, from: 'file' });
  });

  it('SET-01: names what has no value where no other table gives one', () => {
    const alone = join(folder, 'alone');
    cpSync(join(policies, 'cn.yaml'), join(alone, 'cn.yaml'));
    const report = check(hangzhou(), { policies: alone, scheme: 'resident' });
    expect(report).toMatchObject({ ok: false, problems: [] });
    expect(report.effective?.sections.map(({ section, missing }) => [section, missing.includes('basic.cap')])).toEqual([
      ['registration', false],
      ['resident', true],
    ]);
    expect(policyCheckText(report)).toMatch(/! basic\.cap +没有取值：/);
    expect(policyCheckText(report)).toMatch(/! inpatient\.ratio\.\{1,2,3\} +没有取值/);
  });

  it('SET-01: faults of the other tables are told too, since no service starts with them', () => {
    const broken = join(folder, 'broken');
    cpSync(policies, broken, { recursive: true });
    writeFileSync(join(broken, 'city', 'x.yaml'), hangzhou([["'330100'", "'990100'"]]));
    expect(check(hangzhou(), { policies: broken }).problems).toEqual([expect.stringMatching(/^city\/x\.yaml：/)]);
  });

  it('SET-01: a province is shown in a city of its own, on a day of choice, and not in another province', () => {
    const jiangsu = join(policies, 'province/320000.yaml');
    const before = policyCheck(jiangsu, { policies, region: '320500', date: '2024-12-31' });
    expect(before.notices).toEqual([expect.stringContaining('本表在 2024-12-31 不生效')]);
    expect(valueOf(before, 'promise.supplement')).toMatchObject({ value: { kind: 'unlimited' } });
    const after = policyCheck(jiangsu, { policies, region: '320500', date: '2025-01-01' });
    expect(valueOf(after, 'promise.supplement')).toMatchObject({ value: { kind: 'days', days: 15 }, from: 'file' });
    expect(() => policyCheck(jiangsu, { policies, region: '330100' })).toThrow(InputRefused);
    expect(() => policyCheck(join(folder, 'none.yaml'), { policies })).toThrow('不能读取政策表');
  });
});

describe('the text of a check', () => {
  it('marks own values, folds names that agree, and lists every source once with its number', () => {
    const text = policyCheckText(policyCheck(join(policies, 'city/320200.yaml'), { policies, scheme: 'employee' }));
    const lines = text.split('\n');
    const at = lines.findIndex((line) => line.startsWith('* temporary.months.{referred,emergency,other-temporary}'));
    expect(lines[at + 1]).toMatch(/^ +6 +\[\d+\] S city\/320200\.yaml$/);
    expect(lines.some((line) => /^ {2}decision\.workingDays +2 +\[\d+\] S cn\.yaml$/.test(line))).toBe(true);
    expect(text).toContain('{ kind: first-bear, share: 0.20 }');
    expect(text.match(/锡医保服务〔2025〕6号 一（二）/g)).toHaveLength(1);
    expect(lines.at(-1)).toBe('核对通过');
  });

  it('states once, under employee, what active and retired share', () => {
    const text = policyCheckText(policyCheck(join(policies, 'city/320800.yaml'), { policies, scheme: 'employee' }));
    const [, shared = '', active = '', retired = ''] = text.split(/【(?:职工|在职|退休)[^】]*】/);
    expect(shared).toContain('outpatient.cap');
    expect(active).toContain('outpatient.ratio.1');
    expect(active + retired).not.toContain('outpatient.cap');
    expect(retired).toMatch(/outpatient\.ratio\.1 +0\.75/);
  });

  it('counts a Chinese character as two columns', () => {
    expect(columnsOf('备案 A〔2〕')).toBe(11);
    expect(padColumns('备案', 6)).toBe('备案  ');
    expect(padColumns('备案', 3)).toBe('备案');
  });
});

describe('docs/reference/policy.md', () => {
  const page = readFileSync(join(PROJECT, '../docs/reference/policy.md'), 'utf8');
  const [, walk = ''] = page.split('## From a bulletin to a file');
  const file = [...(walk.split('\n## ')[0] ?? '').matchAll(/```yaml\n(.*?)```/gs)].map(([, block]) => block).join('\n');

  it('SET-01: the file of the walk-through passes the check and gives every value it writes', () => {
    const report = check(file);
    expect(report).toMatchObject({ ok: true, table: { region: '330400', effectiveTo: '2027-09-30' } });
    const own = report.effective?.sections.flatMap(({ section, values }) =>
      values.filter(({ from }) => from === 'file').map(({ name }) => `${section}.${name}`),
    );
    expect(own).toHaveLength(9);
    expect(own).toContain('registration.temporary.months.referred');
    expect(own).toContain('retired.reduction.inpatient.other-temporary');
  });

  it('SET-01: the faults it shows are those the check tells', () => {
    const broken = file
      .replace('temporary.months.referred:', 'temporary.month.referred:')
      .replace('days: 30', 'days: thirty')
      .replace("'0.05' }, source: JX-4", "'0.05' }, source: JX-5");
    const told = check(broken).problems;
    const shown = [...walk.matchAll(/^330400\.yaml(：.*)$/gm)].map(([, fault]) => fault);
    expect(shown).toHaveLength(3);
    expect([...told].map((problem) => problem.replace(/^.*?draft\.yaml/, '')).sort()).toEqual([...shown].sort());
  });
});
