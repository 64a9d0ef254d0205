import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FUND_COLUMNS } from '#contracts';
import { writeWorkbook } from '#forms';
import { CLEARING_UNITS, Money } from '#kernel';
import { patternOf, sourceAnnexes } from '../../../../libs/shared/testing/src/annex-source.js';
import { readSheet } from 'read-excel-file/node';
import { figuresOf, readForm, type ReadForm } from '../../../../libs/shared/testing/src/read-form.js';
import { papersOf } from '../notice/domain/notice.js';
import { cellsOf, type PairFund } from '../period/domain/cells.js';
import { annex14, unitAnnex, UNIT_ANNEXES } from '../tables/domain/annexes.js';
import { noticeAnnex } from '../tables/domain/notice-annexes.js';
import type { Table } from '../tables/domain/table.js';
import { accountsForm } from './accounts-form.js';
import { clearingForm, FORM_ANNEXES } from './clearing-form.js';

const SOURCE = sourceAnnexes(new URL('../../test/annexes-14-16.txt', import.meta.url));
const month = '2025-08';
const unit = '32';
const DAYS = { generatedOn: '2025-09-21', publishedOn: '2025-09-30' };
const names = CLEARING_UNITS.map(({ shortName }) => shortName);
const codes = CLEARING_UNITS.map(({ code }) => code);

/** Every pair with 江苏 and some others, in fen; a quarter of them negative. */
function cellsFrom(seeds: readonly number[]) {
  const pairs = codes.flatMap((code, index): PairFund[] => {
    const seed = seeds[index % seeds.length] ?? 1;
    const amount = (part: number): string =>
      Money.fromFen(BigInt((seed * (index + 1) * part) % 987_654_321) * (seed % 4 === 0 ? -1n : 1n)).toString();
    const pair = (payer: string, receiver: string, scheme: 'employee' | 'resident', part: number): PairFund => ({
      ...{ payer, receiver, scheme, claims: 1 },
      payable: FUND_COLUMNS[scheme].map(({ column }, at) => ({ column, amount: amount(part + at) })),
    });
    if (code === unit) return [];
    return [pair(unit, code, 'employee', 3), pair(unit, code, 'resident', 5), pair(code, unit, 'employee', 7)];
  });
  return cellsOf(pairs, []);
}

const seeds = fc.array(fc.integer({ min: 1, max: 40_000_000 }), { minLength: 3, maxLength: 8 });

function tableOf(annex: string, cells: ReturnType<typeof cellsFrom>): Table {
  const notices = papersOf(month, unit, cells);
  if (annex === '14') return annex14({ month, cells });
  if (annex === '15') return noticeAnnex('15', { month, unit, lines: notices.payments });
  if (annex === '16') return noticeAnnex('16', { month, unit, lines: notices.collections });
  return unitAnnex(annex, { month, unit, cells });
}

const formOf = async (table: Table): Promise<ReadForm> => readForm(await writeWorkbook(clearingForm(table, DAYS)));
const decimal = (figure: string): string => (figure === '—' ? '—' : Money.of(figure).toString());
const sum = (figures: readonly string[]): string =>
  Money.sum(figures.map((figure) => (figure === '—' ? Money.zero : Money.of(figure)))).toString();
const lines = ({ table }: ReadForm, name: string) => table.filter((row) => row[0] === name || row[1] === name);

describe('forms of the clearing', () => {
  it('CLR-03, CLR-05: there is a form of annex 14, of each of 14-1 … 14-7, of 15 and of 16', () => {
    expect(FORM_ANNEXES).toEqual(['14', ...UNIT_ANNEXES, '15', '16']);
    expect([...SOURCE.keys()]).toEqual(FORM_ANNEXES);
  });

  it.each(FORM_ANNEXES.filter((annex) => annex !== '14-6'))(
    'CLR-03, CLR-05: annex %s says what the source says, word for word, its blanks filled in',
    async (annex) => {
      const { text } = await formOf(tableOf(annex, cellsFrom([12_345, 8])));
      const source = SOURCE.get(annex);
      expect(source === undefined ? null : text).toMatch(source === undefined ? /missing/ : patternOf(source));
      expect(text).toContain('2025年08月');
      expect(text.includes('江苏省跨省异地就医')).toBe(annex !== '14');
    },
  );

  it('CLR-03: annex 14-6, where the source forgets the month, says it too and nothing else', async () => {
    const { text } = await formOf(tableOf('14-6', cellsFrom([12_345])));
    const source = SOURCE.get('14-6');
    expect(text.replace('清算所属月份：2025年08月', '')).toMatch(source === undefined ? /missing/ : patternOf(source));
    expect(text).toContain('清算所属月份：2025年08月');
  });

  const tableAnnexes = FORM_ANNEXES.filter((annex) => annex !== '14');
  it.each(tableAnnexes)('CLR-03, CLR-14: the table of annex %s has the headings of the source', async (annex) => {
    const { table } = await formOf(tableOf(annex, cellsFrom([12_345])));
    const source = SOURCE.get(annex)?.table ?? [];
    const head = source.slice(
      0,
      source.findIndex(([name]) => /^北 ?京$/u.test(name ?? '')),
    );
    const shown = table.slice(0, head.length).map((row) => row.filter((cell) => cell !== null));
    expect(shown).toEqual(head.map((row) => row.filter((cell) => cell !== '')));
    expect(table.at(-1)?.[0]).toBe(source.at(-1)?.[0]);
  });

  it('CLR-01, CLR-03: annex 14 has every unit in the order of the source, who pays across, who collects down', async () => {
    const { table } = await formOf(tableOf('14', cellsFrom([12_345])));
    const source = SOURCE.get('14')?.table ?? [];
    const heads = [...new Set(table.slice(0, 2).flat())].filter((cell) => cell !== null);
    expect(heads).toEqual(['地区', '付款省', ...names, '合计']);
    expect(heads.slice(0, 11)).toEqual(
      source
        .slice(0, 2)
        .flat()
        .filter((cell) => cell !== '')
        .slice(0, 11),
    );
    expect(table.slice(2).map((row) => row[1] ?? row[0])).toEqual([...names, '合计']);
    expect([table[2]?.[0], table.at(-1)?.[0]]).toEqual([source[2]?.[0], source.at(-1)?.[0]]);
  });

  it('CLR-03, CLR-14: every figure is the table’s, a number with its cents, and every sum is that of its column and its row', async () => {
    await fc.assert(
      fc.asyncProperty(seeds, fc.constantFrom('14', ...UNIT_ANNEXES), async (drawn, annex) => {
        const table = tableOf(annex, cellsFrom(drawn));
        const form = await formOf(table);
        const body = form.table.slice(-table.rows.length);
        expect(body.map((row) => figuresOf(row).map(decimal))).toEqual(table.rows.map((row) => row.slice(1)));
        const figures = body.map(figuresOf);
        const totals = figures.at(-1) ?? [];
        totals.forEach((total, column) =>
          expect(sum(figures.slice(0, -1).map((row) => row[column] ?? '0.00'))).toBe(decimal(total)),
        );
        const rowSum = (row: readonly string[]): readonly [string, string] =>
          annex === '14' || row.length > 3
            ? [sum(row.slice(0, -1)), decimal(row.at(-1) ?? '')]
            : [sum(row.slice(1)), decimal(row[0] ?? '')];
        for (const row of figures) expect(rowSum(row)[0]).toBe(rowSum(row)[1]);
      }),
      { numRuns: 12 },
    );
  }, 60_000);

  it('CLR-05, CLR-08: a notice names every other unit, "*" where money goes back, and asks for its sum', async () => {
    const cells = cellsFrom([12_345, 8, 77]);
    const { payments, paymentTotal } = papersOf(month, unit, cells);
    const form = await formOf(tableOf('15', cells));
    const shown = form.table.slice(1).map(([name, figure]) => [name, decimal((figure as { number: string }).number)]);
    const expected = CLEARING_UNITS.filter(({ code }) => code !== unit).flatMap(({ code, shortName }) => {
      const own = payments.filter((payment) => payment.unit === code);
      const sorted = [...own].sort((a, b) => Number(a.returned) - Number(b.returned));
      const named = sorted.map(({ returned, amount }) => [`${returned ? '*' : ''}${shortName}`, amount]);
      return own.length === 0 ? [[shortName, '0.00']] : named;
    });
    expect(shown).toEqual([...expected, ['合计', paymentTotal]]);
    expect(payments.some(({ returned }) => returned)).toBe(true);
    expect(form.text).toContain(`费用${paymentTotal.replace(/\B(?=(\d{3})+\.)/g, ',')}元及时拨付给就医地`);
    expect(form.text).toContain('签章日期:2025年09月30日');
    expect(lines(form, '江苏')).toEqual([]);
  });

  it('CLR-12: annex 10 has the source’s title and headings, a line for every unit, and account numbers as text', async () => {
    const source = sourceAnnexes(new URL('../../test/annex-10.txt', import.meta.url)).get('10');
    const account = { unit, accountName: '江苏省财政厅', accountNumber: '0032010000123456', bankName: '中国银行' };
    const form = accountsForm([{ ...account, bankCode: '104301003011', effectiveOn: '2025-10-01' }]);
    const rows = await readSheet(await writeWorkbook(form));
    expect(rows[1]?.[0]).toBe(source?.texts[0]);
    expect(rows[2]).toEqual(source?.table[0]);
    expect(rows.slice(3).map(([name]) => name)).toEqual(names);
    const [own, empty] = ['江苏', '北京'].map((name) => rows.find((row) => row[0] === name));
    expect(own).toEqual(['江苏', '江苏省财政厅', '0032010000123456', '中国银行', '104301003011', '2025-10-01']);
    expect(empty?.slice(1)).toEqual([null, null, null, null, null]);
  });
});
