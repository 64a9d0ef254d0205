import { describe, expect, it } from '@jest/globals';
import { Decimal } from '#kernel';
import { after, CALLER, openedVisit } from '../../../test/visits.js';
import { recordedLine } from '../commands/fee-lines/record-lines.js';
import { decideRecordLines } from './fee-lines.js';
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
      expect(split(back, '2')).toEqual({ parts: ['0.00', '0.00', '0.00', '-1000.00'], takesBack: undefined });
    }
    expect(split(recorded(visit, line('2', 10, { originalSequence: '1' })), '2').takesBack).toBeUndefined();
  });
});
