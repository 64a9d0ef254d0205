import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Money, businessDate, clearingUnit, unwrap } from '#kernel';
import { advanceRef, evolveAdvance, hasLevelOf, levelOn, type Advance, type AdvanceEvent } from './advance.js';
import { decideFirstLevels, evolveFirstLevels, firstLevelsRef, type FirstLevels } from './first-levels.js';
import { annualLevel, levelMonths } from './level-rule.js';
import { paperColumn } from './paper-unit.js';
import { decideRaise, decideSetLevels, readPairs } from './set-levels.js';

const receiver = clearingUnit('31');
const payer = clearingUnit('32');
const yuan = (text: string): Money => Money.of(text);
const after = (
  events: readonly AdvanceEvent[],
  from: Advance = advanceRef(receiver).definition.initialState(),
): Advance => events.reduce(evolveAdvance, from);

function set(on: string, amount: string, from?: Advance, year = Number(on.slice(0, 4))) {
  const state = from ?? after([]);
  return decideSetLevels(
    { receiver, year, on: businessDate(on), pairs: [{ payer, amount: yuan(amount) }], both: null },
    state,
  );
}

function stateOf(...steps: readonly (readonly [on: string, amount: string])[]): Advance {
  return steps.reduce((state, [on, amount]) => {
    const decided = set(on, amount, state);
    return decided.ok ? after(decided.value, state) : state;
  }, after([]));
}

describe('advance levels', () => {
  it('PRE-01: the level is twice the monthly mean of October to December of last year', () => {
    expect(levelMonths(2026)).toEqual(['2025-10', '2025-11', '2025-12']);
    expect(annualLevel([yuan('100.00'), yuan('200.00'), yuan('300.00')]).toString()).toBe('400.00');
  });

  it('PRE-01: the level is rounded half up to the cent once', () => {
    expect(annualLevel([yuan('0.01'), Money.zero, Money.zero]).toString()).toBe('0.01');
    expect(annualLevel([yuan('0.02'), Money.zero, Money.zero]).toString()).toBe('0.01');
    expect(annualLevel([yuan('100.00'), yuan('0.00'), yuan('0.00')]).toString()).toBe('66.67');
  });

  it('PRE-01: a pair whose quarter flowed back on balance needs no advance', () => {
    expect(annualLevel([yuan('-10.00'), yuan('5.00'), Money.zero]).toString()).toBe('0.00');
  });

  it('PRE-01: a level is never further than half a cent from the rule', () => {
    const fen = fc.bigInt(0n, 10n ** 14n);
    fc.assert(
      fc.property(fen, fen, fen, (a, b, c) => {
        const level = annualLevel([Money.fromFen(a), Money.fromFen(b), Money.fromFen(c)]).toFen();
        const off = level * 3n - 2n * (a + b + c);
        expect(off <= 1n && off >= -1n).toBe(true);
      }),
    );
  });

  it('section 10 item 6: a paper in 万元 rounds each line half up, and its total is the sum of the printed lines', () => {
    expect(paperColumn([yuan('12350.00'), yuan('12349.99'), yuan('50.00')])).toEqual({
      lines: ['1.24', '1.23', '0.01'],
      total: '2.48',
    });
    expect(paperColumn([])).toEqual({ lines: [], total: '0.00' });
  });

  it('section 10 item 3: last year counts until the day of the new notice', () => {
    const state = stateOf(['2025-01-24', '1000.00'], ['2026-01-28', '1500.00']);
    const levels = ['2025-01-23', '2025-01-24', '2026-01-27', '2026-01-28'].map((day) =>
      levelOn(state, payer, businessDate(day)).toString(),
    );
    expect(levels).toEqual(['0.00', '1000.00', '1000.00', '1500.00']);
  });

  it('PRE-01: the same first levels again change nothing, of another year they are a report of their own', () => {
    const unreported = firstLevelsRef('44').definition.initialState();
    const report = (year: number, amount: string, before: FirstLevels = unreported) =>
      unwrap(
        decideFirstLevels(
          { receiver: clearingUnit('44'), year, on: `${year}-01-10`, pairs: [{ payer, amount: yuan(amount) }] },
          after([]),
          before,
        ),
      );
    const first = report(2025, '8.00').reduce(evolveFirstLevels, unreported);
    expect(report(2025, '8.00', first)).toEqual([]);
    expect(report(2025, '9.00', first)).toHaveLength(1);
    const both = report(2026, '8.00', first).reduce(evolveFirstLevels, first);
    expect([...both.byYear.keys()]).toEqual([2025, 2026]);
    expect(report(2025, '8.00', both)).toEqual([]);
  });

  it('PRE-02: a new level names the one before it, emergency increases included', () => {
    const first = stateOf(['2025-01-24', '1000.00']);
    const raised = decideRaise(
      { receiver, payer, increaseId: 'x', raise: yuan('250.00'), on: businessDate('2025-09-23'), both: null },
      first,
    );
    const state = raised.ok ? after(raised.value, first) : first;
    expect(levelOn(state, payer, businessDate('2025-09-22')).toString()).toBe('1000.00');
    expect(levelOn(state, payer, businessDate('2025-09-23')).toString()).toBe('1250.00');
    expect(set('2026-01-28', '1100.00', state)).toMatchObject({
      value: [{ data: { effectiveOn: '2026-01-28', levels: [{ previous: '1250.00', amount: '1100.00' }] } }],
    });
  });

  it('PRE-02: the same level again changes nothing; the same amount for a new year is a new level', () => {
    const state = stateOf(['2025-01-24', '1000.00']);
    expect(set('2025-03-01', '1000.00', state)).toEqual({ ok: true, value: [] });
    expect(set('2026-01-20', '1000.00', state)).toMatchObject({ value: [{ data: { year: 2026 } }] });
  });

  it('PRE-02: an increase that has brought last year’s level to the same amount is no level of the year', () => {
    const last = stateOf(['2025-01-24', '1000.00']);
    const increase = { increaseId: 'x', raise: yuan('250.00'), on: businessDate('2026-01-12'), both: null };
    const raised = after(unwrap(decideRaise({ receiver, payer, ...increase }, last)), last);
    expect(hasLevelOf(raised, payer, 2026)).toBe(false);
    const annual = unwrap(set('2026-01-28', '1250.00', raised));
    expect(annual).toMatchObject([{ data: { levels: [{ previous: '1250.00', amount: '1250.00' }] } }]);
    const state = after(annual, raised);
    expect(hasLevelOf(state, payer, 2026)).toBe(true);
    expect(unwrap(set('2026-01-29', '1250.00', state))).toEqual([]);
  });

  it('PRE-02: refuses the level of another year, and one before a level already in force', () => {
    expect(set('2025-12-31', '1.00', undefined, 2026)).toMatchObject({ rejection: { code: 'levels.other-year' } });
    const state = stateOf(['2025-03-01', '1000.00']);
    expect(set('2025-02-28', '900.00', state)).toMatchObject({ rejection: { code: 'levels.out-of-order' } });
  });

  it.each([
    ['an unknown unit', { payer: '99', receiver: '31', amount: '1.00' }, 'clearing-unit.unknown'],
    ['one unit on both sides', { payer: '31', receiver: '31', amount: '1.00' }, 'levels.same-unit'],
    ['a negative amount', { payer: '32', receiver: '31', amount: '-0.01' }, 'levels.negative'],
    ['three decimals', { payer: '32', receiver: '31', amount: '1.001' }, 'money.malformed'],
  ])('PRE-01: a list with %s is refused, naming the line', (_what, pair, code) => {
    const good = { payer: '33', receiver: '31', amount: '0.00' };
    const read = readPairs([good, pair]);
    expect(read).toMatchObject({ ok: false, rejection: { code } });
    expect(read.ok ? '' : read.rejection.fields[0]).toMatch(/^pairs\.1\./);
  });

  it('PRE-01: a pair that stands twice in a list is refused; both directions are two pairs', () => {
    const there = { payer: '65', receiver: '66', amount: '1.00' };
    const back = { payer: '66', receiver: '65', amount: '1.00' };
    expect(readPairs([there, back]).ok).toBe(true);
    expect(readPairs([there, back, there])).toMatchObject({ rejection: { code: 'levels.pair-twice' } });
  });
});
