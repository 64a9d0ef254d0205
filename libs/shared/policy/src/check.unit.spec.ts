import { describe, expect, it } from '@jest/globals';
import { REGISTRATION_SCHEMAS, checkPolicyTable, parsePolicyTable } from './index.js';
import type { PolicyCheck, PolicyTable } from './index.js';

const tableOf = (file: string, head: string, values: string): PolicyTable =>
  parsePolicyTable(
    `name: 测试\nstatus: published\n${head}\nsources: { S1: { text: ${file}第一条, grade: S } }\nregistration:\n${values}`,
    file,
  );
const months = (count: number): string => `  temporary.months.referred: { value: ${count}, source: S1 }`;

const nation = tableOf(
  'cn.yaml',
  "region: '000000'\neffectiveFrom: 2023-01-01",
  `${months(6)}\n  decision.workingDays: { value: 2, source: S1 }`,
);
const province = tableOf('33.yaml', "region: '330000'\neffectiveFrom: 2024-01-01", months(7));
const city = tableOf('3301.yaml', "region: '330100'\neffectiveFrom: 2025-01-01\neffectiveTo: 2025-12-31", months(9));

const check = (table: PolicyTable, others: readonly PolicyTable[], date: string, region = table.region): PolicyCheck =>
  checkPolicyTable({ table, others, region, date, schemes: [] });
const valueIn = ({ sections }: PolicyCheck, name: string) => {
  const found = sections[0]?.values.find((value) => value.name === name);
  return found && { value: found.value, own: found.own, file: found.origin.file, source: found.origin.source };
};
const REFERRED = 'temporary.months.referred';

describe('checkPolicyTable', () => {
  it('SET-01: says of each value whether it is the own one or inherited, and from where', () => {
    const checked = check(city, [nation, province], '2025-01-01');
    expect(valueIn(checked, REFERRED)).toEqual({ value: 9, own: true, file: '3301.yaml', source: '3301.yaml第一条' });
    expect(valueIn(checked, 'decision.workingDays')).toMatchObject({ value: 2, own: false, file: 'cn.yaml' });
    expect(checked.files).toEqual(['cn.yaml', '33.yaml', '3301.yaml']);
  });

  it('SET-01: names every parameter that has no value', () => {
    const { sections } = check(city, [nation, province], '2025-01-01');
    const expected = [...REGISTRATION_SCHEMAS.keys()].filter(
      (name) => ![REFERRED, 'decision.workingDays'].includes(name),
    );
    expect(sections[0]?.missing).toEqual(expected);
  });

  it('SET-01: on the days outside its dates a table gives nothing, to the day', () => {
    const on = (date: string) => valueIn(check(city, [nation, province], date), REFERRED)?.value;
    expect(['2024-12-31', '2025-01-01', '2025-12-31', '2026-01-01'].map(on)).toEqual([7, 9, 9, 7]);
  });

  it('SET-01: the table of a province is shown in one of its cities, and nowhere else', () => {
    expect(valueIn(check(province, [nation], '2025-01-01', '330200'), REFERRED)).toMatchObject({ value: 7, own: true });
    expect(() => check(province, [nation], '2025-01-01', '320200')).toThrow(RangeError);
  });

  it('SET-01: a predecessor that is not ended is named and gives way; one that ends the day before is no overlap', () => {
    const successor = tableOf('new.yaml', "region: '330100'\neffectiveFrom: 2025-12-31", months(12));
    const overlapping = check(successor, [nation, city], '2025-12-31');
    expect(overlapping.overlaps).toEqual(['new.yaml与3301.yaml：330100的生效日期重叠']);
    expect(valueIn(overlapping, REFERRED)).toMatchObject({ value: 12, own: true });
    const next = tableOf('new.yaml', "region: '330100'\neffectiveFrom: 2026-01-01", months(12));
    expect(check(next, [nation, city], '2026-01-01').overlaps).toEqual([]);
  });
});
