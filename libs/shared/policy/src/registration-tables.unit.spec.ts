import { describe, expect, it } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { REGISTRATION_SCHEMAS, loadPolicyTables, valuesInForce } from './index.js';

const tables = loadPolicyTables(fileURLToPath(new URL('../../../../policies', import.meta.url)));

/** The nation, 江苏, 无锡, 淮安, 河南, 济源, 广东, 韶关, and the file in which each has its say on 2025-08-01. */
const PLACES = [
  ['000000', 'cn.yaml'],
  ['320000', 'province/320000.yaml'],
  ['320200', 'city/320200.yaml'],
  ['320800', 'city/320800.yaml'],
  ['410000', 'province/410000.yaml'],
  ['419001', 'city/419001.yaml'],
  ['440000', 'province/440000.yaml'],
  ['440200', 'city/440200.yaml'],
] as const;
const DAY = '2025-08-01';

const filesOf = (region: string, date: string): readonly string[] =>
  valuesInForce(tables, { region, date }, 'registration').tables.map(({ file }) => file);

describe('the registration tables of the eight places', () => {
  it.each(PLACES)('SET-01: %s has a value with a source for every registration parameter', (region, file) => {
    const { values, missing } = valuesInForce(tables, { region, date: DAY }, 'registration');
    expect(missing).toEqual([]);
    expect([...values.keys()]).toEqual([...REGISTRATION_SCHEMAS.keys()]);
    for (const { origin } of values.values()) {
      expect(origin).toMatchObject({ grade: 'S', source: expect.stringMatching(/第|附件|一|二|五/) });
      expect(origin.status).not.toBe('demonstration');
    }
    expect(filesOf(region, DAY).at(-1)).toBe(file);
  });

  it('SET-01: each inherits nation, province, city, in this order', () => {
    expect(filesOf('440200', DAY)).toEqual([
      'cn-demonstration.yaml',
      'cn.yaml',
      'province/440000.yaml',
      'city/440200.yaml',
    ]);
    expect(filesOf('320200', '2025-07-31').slice(-2)).toEqual(['province/320000.yaml', 'city/320200-2025-01.yaml']);
    expect(filesOf('320200', DAY).slice(-2)).toEqual(['province/320000.yaml', 'city/320200.yaml']);
  });

  it('SET-01: a province that sets nothing of its own is a table without values', () => {
    const guangdong = tables.find(({ file }) => file === 'province/440000.yaml');
    expect(Object.values(guangdong?.values ?? {}).map((values) => values.size)).toEqual([0, 0, 0, 0]);
    const { values } = valuesInForce(tables, { region: '440000', date: DAY }, 'registration');
    expect(new Set([...values.values()].map(({ origin }) => origin.file))).toEqual(new Set(['cn.yaml']));
  });

  it('REG-14: 韶关 is in force for the three years of its article 22, to the day', () => {
    const besideLongTerm = (date: string): unknown =>
      valuesInForce(tables, { region: '440200', date }, 'registration').values.get('referral.besideLongTerm')?.value;
    expect(['2025-05-31', '2025-06-01', '2028-05-31', '2028-06-01'].map(besideLongTerm)).toEqual([
      ...[false, true, true, false],
    ]);
  });

  it('SET-01: the values of 无锡 residents, older than both tables, do not change on 2025-08-01', () => {
    const own = (date: string) =>
      [...valuesInForce(tables, { region: '320200', date }, 'resident').values]
        .filter(([, { origin }]) => origin.region === '320200')
        .map(([name, { value, origin }]) => [name, value, origin.source]);
    expect(own('2025-07-31')).toHaveLength(10);
    expect(own('2025-08-01')).toEqual(own('2025-07-31'));
  });
});
