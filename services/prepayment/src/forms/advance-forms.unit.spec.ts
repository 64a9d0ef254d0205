import { describe, expect, it } from '@jest/globals';
import { writeWorkbook, type Form } from '#forms';
import { CLEARING_UNITS, Money, unwrap } from '#kernel';
import { patternOf, sourceAnnexes, type SourceAnnex } from '../../../../libs/shared/testing/src/annex-source.js';
import { figuresOf, readForm, type ReadForm } from '../../../../libs/shared/testing/src/read-form.js';
import { paperColumn } from '../advance/domain/paper-unit.js';
import type { IncreaseLine } from '../increase/queries/increases/increases.js';
import { increaseForm } from './increase-form.js';
import { levelForm, type LevelAnnex } from './level-form.js';
import type { YearLevel, YearLevels } from './year-levels.js';

const SOURCE = sourceAnnexes(new URL('../../test/annexes-3-9.txt', import.meta.url));
const names = CLEARING_UNITS.map(({ shortName }) => shortName);

function source(annex: string): SourceAnnex {
  const found = SOURCE.get(annex);
  if (found === undefined) throw new Error(`no annex ${annex}`);
  return found;
}

const level = (payer: string, receiver: string, previous: string, approved: string): YearLevel => ({
  ...{ payer, receiver, previous, approved, raised: '0.00', signedOn: '2026-01-28' },
  adjustment: Money.of(approved).minus(Money.of(previous)).toString(),
});

/** 江苏 pays 上海 more and 浙江 less; 上海 pays 江苏 less, 北京 pays 江苏 the first time. */
const LEVELS = [
  level('32', '31', '1234567.89', '2000049.99'),
  level('32', '33', '500000.00', '400000.00'),
  level('31', '32', '90000.00', '70050.00'),
  level('11', '32', '0.00', '12350.00'),
];
/** In the first year nobody had a level before: all of it is paid. */
const FIRST = LEVELS.map(({ payer, receiver, approved }) => level(payer, receiver, '0.00', approved));
const year = (first: boolean, levels = first ? FIRST : LEVELS): YearLevels => ({
  ...{ year: 2026, first, signedOn: '2026-01-28', levels },
});
const formOf = (annex: LevelAnnex): Form =>
  unwrap(levelForm(annex, annex === '5' ? null : '32', year(annex === '3' || annex === '4')));
const read = async (form: Form): Promise<ReadForm> => readForm(await writeWorkbook(form));

/** Lines of a notice that are not all nothing, with their figures. */
const told = ({ table }: ReadForm) =>
  table
    .slice(1)
    .map((row) => [row[0], ...figuresOf(row).map((figure) => (figure === '—' ? figure : Money.of(figure).toString()))])
    .filter((row) => row.slice(1).some((figure) => figure !== '0.00'));

const INCREASE: IncreaseLine = {
  ...{ increaseId: '2025-08-31-32', month: '2025-08', receiver: '31', payer: '32', status: 'granted' },
  ...{ requested: '5000000.00', requestedOn: '2025-09-23', reason: '就诊高峰', granted: '4012350.00' },
  ...{ grantedOn: '2025-09-24', submitBy: '2025-09-30', payBy: '2025-10-21', nextClearingOn: '2025-10-21' },
  ...{ handedOverOn: null, declinedReason: null, paidOn: null, receivedOn: null, reportedLate: null, overdue: false },
  ...{ proposedAmount: '4012350.00', proposedBy: 'user:clerk', approvedBy: 'user:head' },
};

describe('forms of the advances', () => {
  it.each(['3', '4', '5', '6', '7'] as const)(
    'PRE-01, PRE-02: annex %s says what the source says, word for word, under its headings',
    async (annex) => {
      const form = await read(formOf(annex));
      expect(form.text).toMatch(patternOf(source(annex)));
      expect(form.text).toContain('2026年');
      const head = source(annex).table.slice(0, annex === '5' ? 2 : 1);
      const shown = form.table
        .slice(0, head.length)
        .flat()
        .filter((cell) => cell !== null);
      const wanted = head.flat().filter((cell) => cell !== '');
      expect([...new Set(shown)]).toEqual(annex === '5' ? ['地 区', '付 款 省', ...names] : wanted);
    },
  );

  it.each(['8', '9'] as const)('PRE-06: annex %s says what the source says, word for word', async (annex) => {
    const form = increaseForm(annex, INCREASE);
    const { text } = await read(form as Form);
    expect(text).toMatch(patternOf(source(annex)));
    expect(text).toContain(annex === '8' ? '江苏省跨省' : '上海市跨省');
    expect(text).toContain('签章日期：2025年09月24日');
  });

  it('PRE-06: annex 8 names who asked, the last day and the amount in 万元; annex 9 who pays', async () => {
    const pays = await read(increaseForm('8', INCREASE) as Form);
    expect(pays.text).toContain('根据上海市的紧急调增申请');
    expect(pays.text).toContain('于2025年10月21日前，补充拨付预付金401.24万元');
    const takes = await read(increaseForm('9', INCREASE) as Form);
    expect(takes.text).toContain('请你单位对江苏省补充拨付预付金401.24万元查收确认');
    expect(increaseForm('8', { ...INCREASE, status: 'requested', granted: null, grantedOn: null })).toBeNull();
  });

  it('PRE-01, CLR-14: first levels in 万元, a line for every other unit, the sum that of the printed lines', async () => {
    const form = await read(formOf('3'));
    expect(form.table).toHaveLength(33);
    expect(told(form)).toEqual([
      ['上海', '200.00'],
      ['浙江', '40.00'],
      ['合 计', '240.00'],
    ]);
    expect(told(await read(formOf('4')))).toEqual([
      ['北京', '1.24'],
      ['上海', '7.01'],
      ['合 计', '8.25'],
    ]);
  });

  it('PRE-02: what goes back stands with "*" on the notices of the other side, and is paid there', async () => {
    expect(told(await read(formOf('6')))).toEqual([
      ['上海', '123.46', '200.00', '76.55'],
      ['*上海', '—', '—', '2.00'],
      ['浙江', '50.00', '40.00', '0.00'],
      ['合 计', '173.46', '240.00', '78.55'],
    ]);
    expect(told(await read(formOf('7')))).toEqual([
      ['北京', '1.24'],
      ['*浙江', '10.00'],
      ['合 计', '11.24'],
    ]);
  });

  it('PRE-02: annex 5 has the level of every pair, and the sum of every payer’s printed lines', async () => {
    const { table } = await read(formOf('5'));
    const rows = table.slice(2);
    expect(rows.map((row) => row[1])).toEqual([...names, '合 计']);
    const column = (payer: string) => names.indexOf(payer) + 2;
    const at = (receiver: string, payer: string) => rows.find((row) => row[1] === receiver)?.[column(payer)];
    expect(at('上海', '江苏')).toEqual({ number: '200' });
    expect(at('江苏', '江苏')).toBe('---');
    expect(at('江苏', '北京')).toEqual({ number: '1.24' });
    const payer = LEVELS.filter((one) => one.payer === '32').map((one) => Money.of(one.approved));
    const sum = at('合 计', '江苏') as { number: string };
    expect(Money.of(sum.number).toString()).toBe(paperColumn(payer).total);
  });

  it('PRE-02, PRE-06: a level set again after an increase is the one that was approved, and annex 6 says what went on annex 8', async () => {
    const again: YearLevel = {
      ...level('32', '31', '1000000.00', '2000000.00'),
      ...{ adjustment: '700000.00', raised: '300000.00' },
    };
    const form = await read(unwrap(levelForm('6', '32', year(false, [again]))));
    expect(told(form)[0]).toEqual(['上海', '100.00', '200.00', '70.00']);
    const note = '注：上海本年核定额度含年内紧急调增30.00万元，已按附件8另行划款';
    expect(form.text).toContain(note);
    expect(form.text.replace(note, '')).toMatch(patternOf(source('6')));
    const first = unwrap(levelForm('3', '32', year(true, [{ ...again, previous: '0.00', adjustment: '1700000.00' }])));
    expect(told(await read(first))[0]).toEqual(['上海', '170.00']);
    const { table } = await read(unwrap(levelForm('5', null, year(false, [again]))));
    expect(table[names.indexOf('上海') + 2]?.[names.indexOf('江苏') + 2]).toEqual({ number: '200' });
    expect((await read(formOf('6'))).text).not.toContain('紧急调增');
  });

  it('PRE-02: first notices belong to the first year, notices of adjustment to every later one', () => {
    expect(levelForm('3', '32', year(false))).toMatchObject({ rejection: { code: 'form.unknown', rule: 'PRE-02' } });
    expect(levelForm('6', '32', year(true))).toMatchObject({ rejection: { code: 'form.unknown' } });
    expect(levelForm('5', '32', year(false))).toMatchObject({ rejection: { code: 'form.national' } });
    expect(levelForm('7', null, year(false))).toMatchObject({ rejection: { code: 'form.unit' } });
  });
});
