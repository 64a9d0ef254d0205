import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Money, businessDate, clearingMonth, dayIn, nextMonth, shiftMonth } from '#kernel';
import type { Advance } from '../../advance/domain/advance.js';
import { decideRates } from './record-rates.js';
import { evolveWarnings, type WarningEvent, type Warnings } from './warning.js';

const receiver = '31';
const level = (amount: string) => [{ year: 2025, effectiveOn: '2025-01-01', amount }];
const held: Advance = { levels: new Map([['32', level('1000.00')]]) };
const empty: Warnings = { months: new Map(), raised: new Set() };

function decide(state: Warnings, month: string, cleared: Record<string, string>, advance = held) {
  const generatedOn = dayIn(nextMonth(clearingMonth(month)), 21);
  const amounts = new Map(Object.entries(cleared).map(([payer, text]) => [payer, Money.of(text)]));
  return decideRates({ receiver, month, generatedOn, cleared: amounts }, advance, state);
}

/** Warnings of the whole place, in the order given, for months with these amounts from payer 32. */
function run(months: readonly (readonly [month: string, cleared: string])[]): readonly string[] {
  const raised: string[] = [];
  months.reduce((state, [month, cleared]) => {
    const decided = decide(state, month, { '32': cleared });
    if (!decided.ok) throw new Error(decided.rejection.code);
    raised.push(...decided.value.flatMap(wholeWarning));
    return decided.value.reduce(evolveWarnings, state);
  }, empty);
  return raised;
}

const wholeWarning = (event: WarningEvent): readonly string[] =>
  event.type === 'WarningRaised' && event.data.payer === null ? [`${event.data.month} ${event.data.level}`] : [];

describe('warnings', () => {
  it('PRE-05: one event per crossing, silent while it stays, again after it fell back below', () => {
    expect(
      run([
        ['2025-01', '699.99'],
        ['2025-02', '700.00'],
        ['2025-03', '899.99'],
        ['2025-04', '699.99'],
        ['2025-05', '700.00'],
      ]),
    ).toEqual(['2025-02 yellow', '2025-05 yellow']);
  });

  it('PRE-05: from yellow to red is one red event; red is armed again below 90%', () => {
    expect(
      run([
        ['2025-01', '700.00'],
        ['2025-02', '900.00'],
        ['2025-03', '899.99'],
        ['2025-04', '900.00'],
      ]),
    ).toEqual(['2025-01 yellow', '2025-02 red', '2025-04 red']);
  });

  it('PRE-05: a jump over both marks is one red event', () => {
    expect(run([['2025-01', '900.00']])).toEqual(['2025-01 red']);
  });

  it('PRE-05, PRE-04: the place of care and the pair are measured each by its own advance', () => {
    const advance: Advance = { levels: new Map([...held.levels, ['33', level('9000.00')]]) };
    const decided = decide(empty, '2025-08', { '32': '900.00', '33': '0.00' }, advance);
    expect(decided).toMatchObject({
      value: [
        {
          type: 'UseRatesRecorded',
          data: {
            rates: [
              { payer: null, cleared: '900.00', advance: '10000.00', ratePercent: '9.00', level: 'none' },
              { payer: '32', ratePercent: '90.00', level: 'red' },
              { payer: '33', ratePercent: '0.00', level: 'none' },
            ],
          },
        },
        { type: 'WarningRaised', data: { payer: '32', level: 'red', ratePercent: '90.00', raisedOn: '2025-09-21' } },
      ],
    });
    expect(decided.ok && decided.value).toHaveLength(2);
  });

  it('section 10 item 3: the level in force on the day of generation counts', () => {
    const levels = [...level('1000.00'), { year: 2025, effectiveOn: '2025-09-22', amount: '2000.00' }];
    const decided = decide(empty, '2025-08', { '32': '700.00' }, { levels: new Map([['32', levels]]) });
    expect(decided).toMatchObject({ value: [{ data: { rates: [{ ratePercent: '70.00' }, {}] } }, {}, {}] });
    const later = decide(empty, '2025-09', { '32': '700.00' }, { levels: new Map([['32', levels]]) });
    expect(later).toMatchObject({ value: [{ data: { rates: [{ ratePercent: '35.00' }, {}] } }] });
  });

  it('PRE-05: a place without an advance is named, has no rate and raises no warning', () => {
    const decided = decide(empty, '2025-08', { '44': '0.01' });
    const rates = decided.ok && decided.value[0]?.type === 'UseRatesRecorded' ? decided.value[0].data.rates : [];
    expect(rates.find(({ payer }) => payer === '44')).toMatchObject({ ratePercent: null, level: 'no-advance' });
    expect(decided.ok && decided.value).toHaveLength(1);
  });

  it('PRE-05: the same table again changes nothing; another table for the month is refused', () => {
    const first = decide(empty, '2025-08', { '32': '900.00' });
    const state = first.ok ? first.value.reduce(evolveWarnings, empty) : empty;
    expect(decide(state, '2025-08', { '32': '900.00', '33': '0.00' })).toEqual({ ok: true, value: [] });
    expect(decide(state, '2025-08', { '32': '900.01' })).toMatchObject({ rejection: { code: 'rates.month-differs' } });
    expect(decide(state, '2025-08', {})).toMatchObject({ rejection: { code: 'rates.month-differs' } });
  });

  it('PRE-05: a month without cells arms the warning again', () => {
    const first = decide(empty, '2025-01', { '32': '700.00' });
    const state = first.ok ? first.value.reduce(evolveWarnings, empty) : empty;
    const none = decide(state, '2025-02', {});
    const after = none.ok ? none.value.reduce(evolveWarnings, state) : state;
    const third = decide(after, '2025-03', { '32': '700.00' });
    expect(third.ok && third.value.flatMap(wholeWarning)).toEqual(['2025-03 yellow']);
  });

  it('PRE-05: a late month does not announce a crossing twice, and shows a fall nobody had seen', () => {
    expect(
      run([
        ['2025-03', '700.00'],
        ['2025-02', '700.00'],
      ]),
    ).toEqual(['2025-03 yellow']);
    expect(
      run([
        ['2025-01', '700.00'],
        ['2025-03', '700.00'],
        ['2025-02', '0.00'],
      ]),
    ).toEqual(['2025-01 yellow', '2025-03 yellow']);
  });

  const amounts = fc.array(fc.constantFrom('0.00', '699.99', '700.00', '899.99', '900.00'), {
    minLength: 1,
    maxLength: 8,
  });
  const monthsOf = (list: readonly string[]) =>
    list.map((cleared, index) => [shiftMonth(clearingMonth('2025-01'), index), cleared] as const);

  /** What the rule gives when months come in order. */
  function crossings(list: readonly string[]): readonly string[] {
    const rank = (text: string | undefined): number =>
      text === undefined || text < '700.00' ? 0 : text < '900.00' ? 1 : 2;
    const padded = list.map((text) => (text === '0.00' ? '000.00' : text));
    return padded.flatMap((text, index) =>
      rank(text) > rank(padded[index - 1])
        ? [`${monthsOf(list)[index]?.[0]} ${rank(text) === 2 ? 'red' : 'yellow'}`]
        : [],
    );
  }

  it('PRE-05: months in order give exactly one event per crossing', () => {
    fc.assert(fc.property(amounts, (list) => expect(run(monthsOf(list))).toEqual(crossings(list))));
  });

  it('PRE-05: in whatever order months arrive, no warning is given twice and every crossing of a spell is announced', () => {
    const shuffled = amounts.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(monthsOf(list), { minLength: list.length })),
    );
    fc.assert(
      fc.property(shuffled, ([list, order]) => {
        const raised = run(order);
        expect(new Set(raised).size).toBe(raised.length);
        for (const crossing of crossings(list)) {
          const [month = '', kind = ''] = crossing.split(' ');
          const from = monthsOf(list).findIndex(([each]) => each === month);
          const border = kind === 'red' ? 900 : 700;
          const fall = monthsOf(list).findIndex(([, text], index) => index > from && parseFloat(text) < border);
          const spell = monthsOf(list).slice(from, fall < 0 ? undefined : fall);
          expect(spell.some(([each]) => raised.includes(`${each} ${kind}`))).toBe(true);
        }
      }),
    );
  });

  it('PRE-05: a place that never had cells or advances leaves no event', () => {
    const generatedOn = businessDate('2025-09-21');
    const none: Advance = { levels: new Map() };
    expect(decideRates({ receiver, month: '2025-08', generatedOn, cleared: new Map() }, none, empty)).toEqual({
      ok: true,
      value: [],
    });
  });
});
