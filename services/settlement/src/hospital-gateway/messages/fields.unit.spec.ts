import { describe, expect, it } from '@jest/globals';
import type { Result } from '#kernel';
import { list, payload, record, text } from './fields.js';
import type { JsonObject } from './json.js';
import { renderJson } from './json.js';
import {
  amount,
  amountIfGiven,
  codeIfGiven,
  count,
  date,
  dateTime,
  flagIfGiven,
  localTime,
  price,
  quantity,
} from './values.js';
import { instantOf, localTimeOf } from './values.js';
import { Decimal, Money } from '#kernel';

const shown = (result: Result<unknown>): string => (result.ok ? String(result.value) : `${result.rejection.message}`);
const on = (value: string | boolean | null): JsonObject => ({ x: value });

describe('field readers', () => {
  it.each([
    ['4.52', '4.52'],
    ['-3520.0', '-3520.00'],
    ['69.6', '69.60'],
    ['7', '7.00'],
    ['007.5000', '7.50'],
    ['.5', '0.50'],
    ['+1.00', '1.00'],
    ['-0', '0.00'],
    ['99999999999999.99', '99999999999999.99'],
  ])('CLR-14: reads the amount %s as %s', (given, expected) => {
    expect(shown(amount('金额', 'x')(on(given)))).toBe(expected);
  });

  it.each(['4.525', '1e3', '1,000.00', 'abc', '.', '-', '100000000000000', 'NaN', '0x10', '1.2.3', '４.５'])(
    'CLR-14: refuses %p as an amount',
    (given) => {
      expect(shown(amount('金额', 'x')(on(given)))).toBe('金额(x)应为金额，最多两位小数');
    },
  );

  it('tells an empty amount from zero and requires the required one', () => {
    expect(shown(amountIfGiven('金额', 'x')(on('')))).toBe('undefined');
    expect(shown(amount('金额', 'x')(on('null')))).toBe('金额(x)不能为空');
  });

  it('reads quantities of four and prices of six places, negative quantities but no negative prices', () => {
    expect(shown(quantity('数量', 'x')(on('-2.5000')))).toBe('-2.5');
    expect(shown(quantity('数量', 'x')(on('1.00001')))).toBe('数量(x)应为数量，最多四位小数');
    expect(shown(price('单价', 'x')(on('0.123456')))).toBe('0.123456');
    expect(shown(price('单价', 'x')(on('-0.01')))).toBe('单价(x)应为非负单价，最多六位小数');
    expect(shown(count('笔数', 'x')(on('67.0')))).toBe('67');
    expect(shown(count('笔数', 'x')(on('-1')))).toBe('笔数(x)应为非负整数');
  });
});

describe('times, codes and flags', () => {
  it.each([
    ['2021-11-24T18:10:00', '2021-11-24 18:10:00'],
    ['2021-11-24 18:10:00', '2021-11-24 18:10:00'],
    ['2021-11-24 18:10', '2021-11-24 18:10:00'],
    ['2021-11-24', '2021-11-24 00:00:00'],
    ['2021-11-24T18:10:00.1234567+08:00', '2021-11-24 18:10:00'],
    ['2021-11-24T18:10:00Z', '2021-11-25 02:10:00'],
    ['2021-11-24T18:10:00-0500', '2021-11-25 07:10:00'],
  ])('reads the time %s as %s', (given, expected) => {
    expect(shown(dateTime('时间', 'x')(on(given)))).toBe(expected);
  });

  it.each(['2021-02-29', '2021-11-24 24:00:00', '2021-11-24 18:60:00', '20211124', '昨天'])(
    'refuses the time %s',
    (given) => {
      expect(localTime(given)).toBeUndefined();
      expect(shown(date('日期', 'x')(on(given)))).toBe('日期(x)应为日期yyyy-MM-dd');
    },
  );

  it('drops the time part of a date and keeps the instant of a time', () => {
    expect(shown(date('日期', 'x')(on('2021-08-27 09:00:00')))).toBe('2021-08-27');
    const time = localTime('2025-08-31 23:59:59');
    expect(time && instantOf(time).toISOString()).toBe('2025-08-31T15:59:59.000Z');
    expect(localTimeOf(new Date('2025-08-31T15:59:59.000Z'))).toBe(time);
  });

  it('checks the head of a code, passes its tail through and restores a lost zero', () => {
    const read = codeIfGiven('类别', 'x', { heads: ['01', '11'], pad: 2 });
    expect(['110104', '1', '11', ''].map((given) => shown(read(on(given))))).toEqual([
      '110104',
      '01',
      '11',
      'undefined',
    ]);
    expect(shown(read(on('77')))).toBe('类别(x)代码不在规定范围内');
    expect(shown(read(on('11; drop')))).toBe('类别(x)代码不在规定范围内');
  });

  it('reads flags as 0 and 1 and as JSON booleans', () => {
    const read = flagIfGiven('标志', 'x');
    expect(['0', '1', true, false, null].map((given) => shown(read(on(given))))).toEqual([
      'false',
      'true',
      'true',
      'false',
      'undefined',
    ]);
    expect(shown(read(on('2')))).toBe('标志(x)应为0或1');
  });
});

describe('payload and lists', () => {
  it('finds the payload under data, under mdtrtinfo, in an array of one, or directly in input', () => {
    const read = payload(['data', 'mdtrtinfo'], record({ id: text('就诊ID', 'mdtrt_id') }));
    const node = { mdtrt_id: '7' };
    const inputs: JsonObject[] = [{ data: node }, { mdtrtinfo: node }, { data: [node] }, node];
    expect(inputs.map((input) => read(input))).toEqual(inputs.map(() => ({ ok: true, value: { id: '7' } })));
    expect(shown(read({ data: 'x' }))).toBe('交易输入(data)应为对象');
  });

  it('takes one object for a list of one and says which row is wrong', () => {
    const rows = list('明细', 'rows', record({ id: text('流水号', 'sn') }), 2);
    expect(rows({ rows: { sn: 'a' } })).toEqual({ ok: true, value: [{ id: 'a' }] });
    expect(shown(rows({ rows: [{ sn: 'a' }, { sn: '' }] }))).toBe('第2条：流水号(sn)不能为空');
    expect(shown(rows({ rows: [{ sn: 'a' }, '1'] }))).toBe('第2条：明细(rows)应为对象');
    expect(shown(rows({ rows: [{}, {}, {}] }))).toBe('明细(rows)一次不能超过2条');
  });
});

describe('renderJson', () => {
  it('CLR-14: prints money and decimals as number literals that never were binary numbers', () => {
    const value = {
      a: Money.of('99999999999999.99'),
      b: Money.zero,
      c: new Decimal('0.05'),
      d: [Money.of('-4.5')],
      e: undefined,
    };
    expect(renderJson(value)).toBe('{"a":99999999999999.99,"b":0.00,"c":0.05,"d":[-4.50],"e":null}');
  });

  it('escapes text as JSON and refuses numbers JSON cannot hold', () => {
    expect(renderJson({ 名: '"引号"\\\n', age: 35.5, n: null, yes: true })).toBe(
      '{"名":"\\"引号\\"\\\\\\n","age":35.5,"n":null,"yes":true}',
    );
    expect(() => renderJson(Number.NaN)).toThrow(RangeError);
    expect(() => renderJson(new Decimal('Infinity'))).toThrow(RangeError);
  });
});
