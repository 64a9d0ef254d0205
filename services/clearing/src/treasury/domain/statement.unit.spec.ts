import { describe, expect, it } from '@jest/globals';
import { evolveSpecialAccount, specialAccountRef, type SpecialAccount, type StatementLine } from './special-account.js';
import { decideImport, type ImportStatement, type Statement } from './statement.js';

const none = specialAccountRef('32').definition.initialState();
const line = (lineId: string, amount: string, over: Partial<StatementLine> = {}): StatementLine => ({
  ...{ lineId, amount, direction: 'in', bookedOn: '2025-10-10', serialNumber: null, text: null },
  ...{ counterpartyName: null, counterpartyAccount: null, ...over },
});
const october: Statement = {
  ...{ account: '32010000', from: '2025-10-01', to: '2025-10-31', opening: '100.00', closing: '103.00' },
  lines: [line('a', '5.00'), line('b', '2.00', { direction: 'out' })],
};
const november: Statement = {
  ...{ account: '32010000', from: '2025-11-01', to: '2025-11-30', opening: '103.00', closing: '104.00' },
  lines: [line('c', '1.00', { bookedOn: '2025-11-05' })],
};
const decide = (statement: Statement, state = none, over: Partial<ImportStatement> = {}) =>
  decideImport(
    {
      ...{ unit: '32', on: '2025-12-01', statement, format: 'csv', digest: 'd'.repeat(64), registered: ['32010000'] },
      ...{ known: new Set<string>(), whole: false, imports: state.imports, ...over },
    },
    state,
  );
const after = (statement: Statement, from = none, over: Partial<ImportStatement> = {}): SpecialAccount => {
  const decided = decide(statement, from, over);
  if (!decided.ok || decided.value.account === null) throw new Error('nothing was imported');
  return evolveSpecialAccount(from, decided.value.account);
};
const codeOf = (decided: ReturnType<typeof decide>): string | null => (decided.ok ? null : decided.rejection.code);

describe('importing statements', () => {
  it('CLR-13: the first statement of an account opens the books; its lines are recorded with it', () => {
    expect(decide(october)).toMatchObject({
      value: {
        account: { type: 'StatementImported', data: { opens: true, newLines: 2, knownLines: 0, opening: '100.00' } },
        lines: [{ type: 'StatementLinesRecorded', data: { lines: october.lines } }],
      },
    });
    expect(decide(november, after(october))).toMatchObject({ value: { account: { data: { opens: false } } } });
  });

  it('CLR-13: many lines go into several events, none is lost', () => {
    const lines = Array.from({ length: 1_201 }, (_, n) => line(`l${n}`, '1.00'));
    const decided = decide({ ...october, lines, closing: '1301.00' });
    expect(decided.ok && decided.value.lines.map(({ data }) => data.lines.length)).toEqual([500, 500, 201]);
  });

  it('CLR-13: opening balance and lines must come to the closing balance, to the cent', () => {
    expect(codeOf(decide({ ...october, closing: '103.01' }))).toBe('statement.balance');
    expect(codeOf(decide({ ...october, opening: '99.99' }))).toBe('statement.balance');
  });

  it('CLR-13: a statement that begins after its end is refused, also without lines', () => {
    const empty = { ...october, from: '2031-01-01', lines: [], closing: '100.00' };
    expect(codeOf(decide(empty))).toBe('statement.day');
  });

  it('CLR-13: new lines among known ones are taken of a whole list of the same days, that its closing balance proves', () => {
    const state = after({ ...october, lines: [line('a', '5.00')], closing: '105.00' });
    const known = new Set(['a']);
    expect(codeOf(decide(october, state, { known }))).toBe('statement.order');
    expect(decide(october, state, { known, whole: true })).toMatchObject({
      value: { account: { data: { newLines: 1, knownLines: 1, closing: '103.00' } } },
    });
    const earlier = {
      ...october,
      from: '2025-09-30',
      lines: [...october.lines, line('z', '1.00'), line('y', '-1.00')],
    };
    for (const other of [earlier, { ...october, to: '2025-10-30' }]) {
      expect(codeOf(decide(other, state, { known, whole: true }))).toBe('statement.order');
    }
    const otherwise = { ...october, opening: '99.00', closing: '102.00' };
    expect(codeOf(decide(otherwise, state, { known, whole: true }))).toBe('statement.gap');
  });

  it('CLR-13: known lines that another list writes otherwise are not taken a second time, though they come to nothing', () => {
    const through = [line('in', '5.00'), line('out', '5.00', { direction: 'out', bookedOn: '2025-10-11' })];
    const state = after({ ...october, lines: through, closing: '100.00' });
    const otherwise = through.map((one) => ({ ...one, lineId: `${one.lineId}, without a serial number` }));
    const again = { ...october, lines: otherwise, opening: '100.00', closing: '100.00' };
    expect(codeOf(decide(again, state))).toBe('statement.order');
    expect(codeOf(decide({ ...again, to: '2025-11-05' }, state))).toBe('statement.order');
    const goesOn = [line('known', '5.00'), line('new', '1.00', { bookedOn: '2025-10-31' })];
    const overlapping = { ...october, to: '2025-11-05', opening: '95.00', closing: '101.00', lines: goesOn };
    expect(codeOf(decide(overlapping, state, { known: new Set(['known']) }))).toBeNull();
  });

  it('CLR-12, CLR-13: an account nobody reported, a day outside the statement or after today is refused', () => {
    expect(codeOf(decide(october, none, { registered: [] }))).toBe('statement.account');
    expect(codeOf(decide({ ...october, from: '2025-10-11' }))).toBe('statement.day');
    expect(codeOf(decide(october, none, { on: '2025-10-30' }))).toBe('statement.future');
    expect(codeOf(decide(october, none, { on: '2025-10-31' }))).toBeNull();
  });

  it('CLR-13: a statement goes on from the last one; a gap, or lines before its end, is refused', () => {
    const state = after(october);
    expect(codeOf(decide({ ...november, opening: '103.01', closing: '104.01' }, state))).toBe('statement.gap');
    const early = { ...october, to: '2025-10-20', lines: [line('x', '1.00')], opening: '100.00', closing: '101.00' };
    expect(codeOf(decide(early, state))).toBe('statement.order');
    expect(codeOf(decide(november, state))).toBeNull();
  });

  it('CLR-13: what was imported before changes nothing; of an overlapping statement only the new lines count', () => {
    const state = after(october);
    expect(decide(october, state, { known: new Set(['a', 'b']) })).toEqual({
      ok: true,
      value: { account: null, lines: [] },
    });
    const both = { ...november, from: '2025-10-01', opening: '100.00', lines: [...october.lines, ...november.lines] };
    expect(decide(both, state, { known: new Set(['a', 'b']) })).toMatchObject({
      value: { account: { data: { newLines: 1, knownLines: 2, closing: '104.00' } } },
    });
    const later = after(both, state, { known: new Set(['a', 'b']) });
    expect(later.accounts.get('32010000')).toEqual({ from: '2025-10-01', to: '2025-11-30', closing: '104.00' });
  });

  it('CLR-13: lines that were read before another import are read again', () => {
    expect(codeOf(decide(november, after(october), { imports: 0 }))).toBe('statement.overtaken');
  });
});
