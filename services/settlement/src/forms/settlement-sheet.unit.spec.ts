import { describe, expect, it } from '@jest/globals';
import { readSheet } from 'read-excel-file/node';
import { CONTRACTS } from '#contracts';
import { writeWorkbook } from '#forms';
import { businessDate, Money } from '#kernel';
import { patternOf, sourceAnnexes } from '../../../../libs/shared/testing/src/annex-source.js';
import { settlementSheet, type SheetFacts } from './settlement-sheet.js';
import { yearsBetween } from '../adjudication/index.js';

const SOURCE = sourceAnnexes(new URL('../../test/annex-13.txt', import.meta.url)).get('13');
const FACTS: SheetFacts = {
  claim: {
    ...CONTRACTS.claimSettled.example,
    ...{ visitKind: 'inpatient', scheme: 'employee', payer: '32', receiver: '31', insuredRegion: '320200' },
    ...{ careRegion: '310115', inpatientNumber: 'ZY-1', admittedOn: '2025-08-01', dischargedOn: '2025-08-10' },
    ...{ total: '12345.67', inScope: '10000.00', classBPrepay: '1000.00', overLimit: '345.67', selfPay: '1000.00' },
    ...{ fundTotal: '8000.00', account: '1000.00', cash: '3300.00', hospitalBorne: '45.67' },
  },
  ...{ name: '王小明', idNumber: '320202196005012013', sex: '1', ageYears: 65, hospital: '上海市第一医院' },
  ...{ settlementLevel: '3', emergency: true, mainDiagnosis: '股骨颈骨折', otherDiagnoses: ['高血压', '糖尿病'] },
  ...{ stayDays: 9, deductible: '1200.00' },
  funds: [
    { name: '城镇职工基本医疗保险统筹基金', amount: '8000.00' },
    { name: '城镇职工基本医疗保险个人账户基金', amount: '1000.00' },
    { name: '医院负担', amount: '45.67' },
  ],
};

const rowsOf = async (facts: SheetFacts) => readSheet(await writeWorkbook(settlementSheet(facts)));
/** What stands right of a heading. */
function besideIn(rows: Awaited<ReturnType<typeof rowsOf>>, heading: string): unknown {
  const row = rows.find((cells) => cells.includes(heading)) ?? [];
  return row[row.indexOf(heading) + 1];
}

describe('annex 13', () => {
  it('SET-05: has the title, the notes and every heading of the source, in its order', async () => {
    const rows = await rowsOf(FACTS);
    const table = rows.slice(3, -3);
    const texts = [...rows.slice(1, 3), ...rows.slice(-3)].flat().filter((cell) => cell !== null);
    expect(SOURCE === undefined ? null : texts.join('').replace(/\s+/gu, '')).toMatch(
      SOURCE === undefined ? /missing/ : patternOf(SOURCE),
    );
    const wanted = (SOURCE?.table ?? []).flat().filter((cell) => cell !== '' && !/^(?:#|\.)/u.test(cell));
    expect(wanted).toHaveLength(26);
    const shown = table.flat().filter((cell) => wanted.includes(String(cell)));
    expect(shown).toEqual(wanted);
  });

  it('SET-05: amounts are numbers, and the two identities of the notes can be read off them to the cent', async () => {
    const rows = await rowsOf(FACTS);
    const at = (heading: string): Money => Money.of((besideIn(rows, heading) as number).toFixed(2));
    const parts = ['统筹基金支付范围内费用', '乙类先行自付费用', '超限价自付费用', '自费费用'].map(at);
    expect(Money.sum(parts).toString()).toBe('12345.67');
    expect(at('总费用').toString()).toBe('12345.67');
    expect(Money.sum([at('基金支付合计金额'), at('个人现金支付金额')]).toString()).toBe('12345.67');
    expect(Money.sum(FACTS.funds.map(({ name }) => at(name))).eq(at('基金支付合计金额'))).toBe(true);
    expect(at('本次起付标准').toString()).toBe('1200.00');
  });

  it('SET-05: says who, where and why; what is not known is a blank', async () => {
    const rows = await rowsOf(FACTS);
    const beside = (heading: string): unknown => besideIn(rows, heading);
    expect(['患者姓名', '性别', '年龄', '社会保障号码', '险种类型', '医院等级', '住院天数'].map(beside)).toEqual([
      ...['王小明', '男', '65', '320202196005012013', '职工医保', '三级', '9'],
    ]);
    expect([beside('主要诊断'), beside('次要诊断')]).toEqual(['股骨颈骨折', '高血压；糖尿病']);
    expect([beside('社会保障卡号（可选）'), beside('出院科室')]).toEqual([null, null]);
    const none = await rowsOf({ ...FACTS, emergency: false, funds: [] });
    expect(besideIn(none, '入院方式')).toBeNull();
    expect(besideIn(none, '本次起付标准')).toBe(1200);
  });

  it('SET-05: an age is of full years: the day before the birthday it is one less', () => {
    const ageOn = (day: string) => yearsBetween(businessDate('1960-08-01'), businessDate(day));
    expect([ageOn('2025-08-01'), ageOn('2025-07-31')]).toEqual([65, 64]);
  });
});
