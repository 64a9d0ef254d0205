import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FUND_COLUMNS } from '#contracts';
import { CLEARING_UNITS, Money, workingCalendar, businessDate } from '#kernel';
import { deadlinesOf, decideNoticeStep, papersOf, type Notice } from '../../notice/domain/notice.js';
import { cellsOf, type PairFund } from '../../period/domain/cells.js';
import type { TableCell } from '../../period/domain/period.js';
import { annex14, unitAnnex, UNIT_ANNEXES } from './annexes.js';
import { noticeAnnex } from './notice-annexes.js';
import type { Table } from './table.js';

const codes = CLEARING_UNITS.map(({ code }) => code);
const month = '2025-08';
const fen = fc.integer({ min: -200_000, max: 900_000 }).map((value) => Money.of((value / 100).toFixed(2)).toString());
const pair: fc.Arbitrary<PairFund> = fc
  .record({
    payer: fc.constantFrom(...codes),
    receiver: fc.constantFrom(...codes),
    scheme: fc.constantFrom('employee' as const, 'resident' as const),
    claims: fc.nat(100),
    first: fen,
    second: fen,
  })
  .filter(({ payer, receiver }) => payer !== receiver)
  .map(({ first, second, ...of }) => ({
    ...of,
    payable: FUND_COLUMNS[of.scheme]
      .slice(0, 2)
      .map(({ column }, index) => ({ column, amount: index === 0 ? first : second })),
  }));
const cells: fc.Arbitrary<readonly TableCell[]> = fc.array(pair, { maxLength: 60 }).map((pairs) => {
  const distinct = new Map(pairs.map((one) => [`${one.payer}${one.receiver}${one.scheme}`, one]));
  return cellsOf([...distinct.values()], []);
});

const amounts = (row: readonly string[]): readonly Money[] =>
  row.slice(1).map((cell) => (cell === '—' ? Money.zero : Money.of(cell)));
const last = ({ rows }: Table): readonly Money[] => amounts(rows.at(-1) ?? []);
const total = (values: readonly Money[]): string => Money.sum(values).toString();

describe('published tables', () => {
  it('CLR-01, CLR-03: annex 14 is 32 × 32 in the official order and adds up both ways', () => {
    fc.assert(
      fc.property(cells, (drawn) => {
        const { rows, columns } = annex14({ month, cells: drawn });
        expect([rows.length, columns.length]).toEqual([33, 34]);
        expect(rows.map(([name]) => name)).toEqual([...CLEARING_UNITS.map(({ shortName }) => shortName), '合计']);
        for (const row of rows) expect(total(amounts(row).slice(0, -1))).toBe(String(amounts(row).at(-1)));
        const body = rows.slice(0, -1).map(amounts);
        amounts(rows.at(-1) ?? []).forEach((sum, index) =>
          expect(total(body.map((row) => row[index] ?? Money.zero))).toBe(String(sum)),
        );
        expect(rows.every((row, index) => index === 32 || row[index + 1] === '—')).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('CLR-14: every line of every annex of a unit adds up, and 14-1 is 14-2 and 14-3 together', () => {
    fc.assert(
      fc.property(cells, fc.constantFrom(...codes), (drawn, unit) => {
        const of = { month, unit, cells: drawn };
        for (const annex of UNIT_ANNEXES) {
          const table = unitAnnex(annex, of);
          expect(table.rows).toHaveLength(32);
          const body = table.rows.slice(0, -1).map(amounts);
          last(table).forEach((sum, index) =>
            expect(total(body.map((row) => row[index] ?? Money.zero))).toBe(String(sum)),
          );
        }
        const [all, employee, resident] = last(unitAnnex('14-1', of));
        expect(total([employee ?? Money.zero, resident ?? Money.zero])).toBe(String(all));
        expect(String(last(unitAnnex('14-2', of)).at(-1))).toBe(String(employee));
        expect(String(last(unitAnnex('14-3', of)).at(-1))).toBe(String(resident));
      }),
      { numRuns: 30 },
    );
  });

  it('CLR-05, CLR-08: what all pay is what all collect; a negative pair goes the other way with "*"', () => {
    fc.assert(
      fc.property(cells, (drawn) => {
        const papers = codes.map((code) => papersOf(month, code, drawn));
        expect(total(papers.map((one) => Money.of(one.paymentTotal)))).toBe(
          total(papers.map((one) => Money.of(one.collectionTotal))),
        );
        const net = papers.flatMap(({ payments }) =>
          payments.map(({ amount, returned }) => (returned ? Money.of(amount).negate() : Money.of(amount))),
        );
        expect(total(net)).toBe(total(drawn.map(({ cleared }) => Money.of(cleared))));
        expect(papers.flatMap(({ payments }) => payments).every(({ amount }) => Money.of(amount).isPositive())).toBe(
          true,
        );
      }),
      { numRuns: 50 },
    );
  });

  it('CLR-08: the star stands before the name, lines in the official order, and the total is printed', () => {
    const lines = [
      { unit: '66', amount: '3.00', returned: false },
      { unit: '11', amount: '1.00', returned: true },
      { unit: '11', amount: '2.00', returned: false },
    ];
    const { rows } = noticeAnnex('15', { month, unit: '31', lines });
    expect(rows).toEqual([
      ['北京', '2.00'],
      ['*北京', '1.00'],
      ['兵团', '3.00'],
      ['合计', '6.00'],
    ]);
  });
});

describe('a notice on its way', () => {
  const at = (step: Notice['step'], payments: readonly string[] = ['31', '33*']): Notice => ({
    ...{ step, publishedOn: step === 'none' ? null : '2025-09-30', payments: new Set(payments) },
  });

  it('CLR-06: 5, 10 and 5 working days, one after the other, over the holidays of October', () => {
    expect(deadlinesOf(businessDate('2025-09-30'), workingCalendar)).toMatchObject({
      ok: true,
      value: { handOverBy: '2025-10-14', payBy: '2025-10-28', reportBy: '2025-11-04' },
    });
    expect(deadlinesOf(businessDate('2026-12-31'), workingCalendar)).toMatchObject({
      ...{ ok: false, rejection: { code: 'calendar.year-missing', message: expect.stringContaining('2027年') } },
    });
  });

  it('CLR-06, CLR-15: steps in order; the same step again changes nothing', () => {
    const data = { month, unit: '32', on: '2025-10-09' };
    const handOver = { type: 'NoticeHandedOver', data } as const;
    const paid = { type: 'NoticePaid', data: { ...data, bank: '中国银行', serialNumber: '1' } } as const;
    expect(decideNoticeStep(handOver, at('none'))).toMatchObject({ ok: false, rejection: { rule: 'CLR-06' } });
    expect(decideNoticeStep(paid, at('published')).ok).toBe(false);
    expect(decideNoticeStep(handOver, at('published'))).toEqual({ ok: true, value: [handOver] });
    expect(decideNoticeStep(handOver, at('paid'))).toEqual({ ok: true, value: [] });
  });

  it('CLR-12: the day of the payment lies between the notice and today', () => {
    const data = { month, unit: '32', on: '2025-10-09', bank: '中国银行', serialNumber: '1' };
    const paid = (paidOn: string) =>
      decideNoticeStep({ type: 'NoticePaid', data: { ...data, paidOn } }, at('handed-over'));
    expect([paid('2025-09-30').ok, paid('2025-10-09').ok]).toEqual([true, true]);
    expect(paid('2025-09-29')).toMatchObject({ rejection: { code: 'notice.paid-on', rule: 'CLR-12' } });
    expect(paid('2025-10-10')).toMatchObject({ rejection: { fields: ['paidOn'] } });
  });

  it('CLR-06, CLR-12: who only collects hands over and reports, and names no slip for nothing', () => {
    const data = { month, unit: '32', on: '2025-10-09' };
    const paid = { type: 'NoticePaid', data: { ...data, bank: '中国银行', serialNumber: '1' } } as const;
    const reported = { type: 'NoticeReported', data } as const;
    expect(decideNoticeStep(reported, at('published', []))).toMatchObject({ rejection: { rule: 'CLR-06' } });
    expect(decideNoticeStep(reported, at('handed-over', []))).toEqual({ ok: true, value: [reported] });
    expect(decideNoticeStep(reported, at('handed-over'))).toMatchObject({ rejection: { code: 'notice.out-of-order' } });
    expect(decideNoticeStep(paid, at('handed-over', []))).toMatchObject({
      rejection: { code: 'notice.nothing-to-pay', rule: 'CLR-12' },
    });
  });

  it('CLR-12: a transfer of its own has a slip of its own, for a line of the notice, once, within the days', () => {
    const data = { month, unit: '32', on: '2025-10-09', bank: '中国银行', serialNumber: '1', paidOn: '2025-10-09' };
    const slip = { unit: '33', returned: true, bank: '工商银行', serialNumber: '2', paidOn: '2025-10-08' };
    const paid = (...slips: readonly (typeof slip)[]) =>
      decideNoticeStep({ type: 'NoticePaid', data: { ...data, slips } }, at('handed-over'));
    expect(paid(slip, { ...slip, unit: '31', returned: false }).ok).toBe(true);
    expect(paid({ ...slip, returned: false })).toMatchObject({
      rejection: { code: 'notice.slips', rule: 'CLR-12', fields: ['slips'], message: expect.stringContaining('浙江') },
    });
    expect(paid(slip, slip)).toMatchObject({ rejection: { message: expect.stringContaining('*浙江') } });
    expect(paid({ ...slip, paidOn: '2025-10-10' })).toMatchObject({ rejection: { fields: ['slips'] } });
  });
});
