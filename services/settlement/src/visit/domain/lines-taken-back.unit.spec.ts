import { describe, expect, it } from '@jest/globals';
import { Decimal } from '#kernel';
import { after, CALLER, openedVisit } from '../../../test/visits.js';
import { recordedLine } from '../commands/fee-lines/record-lines.js';
import { sumSplit } from '../../adjudication/domain/index.js';
import { amountsOf } from './amounts-of.js';
import { decideRecordLines, decideWithdrawLines } from './fee-lines.js';
import type { RecordedLine } from './events.js';
import type { Visit } from './visit.js';
import { Money } from '#kernel';

const item = {
  code: 'DRUG',
  name: '靶向药',
  category: '09',
  class: '02',
  selfpayProp: '0.30',
  restricted: true,
} as const;
const catalogue = (ceiling: string | null) =>
  new Map([['DRUG', { ...item, priceCeiling: ceiling === null ? null : new Decimal(ceiling) }]]);

const line = (sequence: string, pieces: number, changes: object = {}, ceiling: string | null = null): RecordedLine =>
  recordedLine(
    {
      ...{
        sequence,
        listCode: 'DRUG',
        occurredAt: '2025-08-01 10:00:00',
        hospitalCode: undefined,
        approval: undefined,
      },
      ...{ amount: Money.of(String(pieces * 100)), quantity: new Decimal(pieces), price: new Decimal(100) },
      ...changes,
    } as unknown as Parameters<typeof recordedLine>[0],
    catalogue(ceiling),
  );
const recorded = (visit: Visit, ...lines: readonly RecordedLine[]): Visit =>
  after(visit, decideRecordLines({ ...CALLER, lines }, visit));
const split = (visit: Visit, sequence: string) => {
  const { inScope, classBPrepay, overLimit, selfPay, takesBack } = visit.openLines.get(sequence) as RecordedLine;
  return { parts: [inScope, classBPrepay, overLimit, selfPay], takesBack };
};

describe('a line that takes another back', () => {
  const stay = openedVisit(true);
  const approved = line('1', 10, { approval: '1' });

  it('SET-03: is split as that one was, though it says nothing of the approval', () => {
    const visit = recorded(stay, approved, line('2', -10, { originalSequence: '1' }));
    expect(split(visit, '1').parts).toEqual(['700.00', '300.00', '0.00', '0.00']);
    expect(split(visit, '2')).toEqual({ parts: ['-700.00', '-300.00', '0.00', '0.00'], takesBack: '1' });
  });

  it('SET-03: nor does what was self-paid come out of the scope by an approval of its own', () => {
    const back = line('2', -4, { originalSequence: '1', approval: '1' });
    expect(split(recorded(stay, line('1', 10), back), '2').parts).toEqual(['0.00', '0.00', '0.00', '-400.00']);
  });

  it('SET-03: takes back its share above the ceiling that held then, in a later upload too', () => {
    const before = recorded(stay, line('1', 10, { approval: '1' }, '80'));
    const visit = recorded(before, line('2', -5, { originalSequence: '1', approval: '1' }, '50'));
    expect(split(visit, '2').parts).toEqual(['-280.00', '-120.00', '-100.00', '0.00']);
  });

  it('SET-03: is split by itself where it names no line of the visit, one of another item, or itself', () => {
    const other = { ...approved, sequence: '3', listCode: 'OTHER' };
    const visit = recorded(stay, approved, other);
    for (const originalSequence of ['9', '3', '2', '0']) {
      const back = recorded(visit, line('2', -10, { originalSequence }));
      expect(split(back, '2').parts).toEqual(['0.00', '0.00', '0.00', '-1000.00']);
    }
    expect(split(recorded(visit, line('2', 10, { originalSequence: '1' })), '2').takesBack).toBeUndefined();
  });

  it('SET-03: is split alike when it arrives before that one, or that one is sent anew with another approval', () => {
    const back = line('2', -4, { originalSequence: '1' });
    const parts = ['-280.00', '-120.00', '0.00', '0.00'];
    expect(split(recorded(recorded(stay, back), approved), '2').parts).toEqual(parts);
    const unapproved = recorded(stay, line('1', 10), back);
    expect(split(unapproved, '2').parts).toEqual(['0.00', '0.00', '0.00', '-400.00']);
    const without = after(unapproved, decideWithdrawLines({ ...CALLER, which: { sequences: ['1'] } }, unapproved));
    expect(split(recorded(without, approved), '2').parts).toEqual(parts);
  });

  it('SET-03, SET-05: in parts, takes all of it back when all has come back, to the cent', () => {
    const whole = { approval: '1', amount: Money.of('66.65'), quantity: new Decimal(3) };
    const part = (sequence: string, amount: string) =>
      line(sequence, -1, { originalSequence: '1', amount: Money.of(amount) });
    const visit = recorded(stay, line('1', 3, whole), part('2', '-22.22'), part('3', '-22.22'));
    const returned = recorded(visit, part('4', '-22.21'));
    const sum = sumSplit([...returned.openLines.values()].map(amountsOf));
    expect(Object.values(sum).map(String)).toEqual(['0.00', '0.00', '0.00', '0.00', '0.00']);
    // One that is withdrawn again leaves its share to the others.
    const rest = after(returned, decideWithdrawLines({ ...CALLER, which: { sequences: ['2'] } }, returned));
    expect(['3', '4'].map((sequence) => split(rest, sequence).parts.slice(0, 2))).toEqual([
      ['-15.55', '-6.67'],
      ['-15.55', '-6.66'],
    ]);
  });
});
