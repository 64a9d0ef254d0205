import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { businessDate, Money, RegionCode, unwrap } from '#kernel';
import { after, reportFalse } from '../../../test/filing-acts.js';
import { bookOf, fold, refusal, WUXI } from '../../../test/filings.js';
import type { FilingBook } from './filing-book.js';
import { decideRecoverLoss, recoveredOf } from './recover-loss.js';

const filed = bookOf({ filingId: 'L' });
const reported = (loss: string | null) => after(filed, reportFalse(filed, { on: '2025-08-10', loss }));
const recover = (book: FilingBook, amount: string, receipt = 'R1') =>
  decideRecoverLoss(
    {
      ...{ psnNo: 'P1', filingId: 'L', insuredRegion: RegionCode.of(WUXI), on: businessDate('2025-09-01') },
      ...{ amount: Money.of(amount), receipt },
    },
    book,
  );

describe('the loss by false papers', () => {
  it('REG-21: comes back in parts up to the last cent, and not a cent more', () => {
    const part = fold(reported('100.00'), unwrap(recover(reported('100.00'), '40.00')));
    expect(unwrap(recover(part, '60.00', 'R2'))).toEqual([
      {
        type: 'LossRecovered',
        data: { filingId: 'L', psnNo: 'P1', recoveredOn: '2025-09-01', amount: '60.00', receipt: 'R2' },
      },
    ]);
    expect(refusal(recover(part, '60.01', 'R2'))).toEqual({ code: 'loss.too-much', rule: 'REG-21' });
  });

  it('REG-21: the same receipt is the same money; with another amount it is refused', () => {
    const part = fold(reported('100.00'), unwrap(recover(reported('100.00'), '40.00')));
    expect(unwrap(recover(part, '40.00'))).toEqual([]);
    expect(refusal(recover(part, '40.01'))).toEqual({ code: 'loss.receipt', rule: 'REG-21' });
  });

  it('REG-21: is recovered only of papers reported as false, and by an amount above nothing', () => {
    expect(refusal(recover(filed, '1.00'))).toEqual({ code: 'loss.not-reported', rule: 'REG-21' });
    expect(refusal(recover(reported('100.00'), '0.00'))).toEqual({ code: 'loss.amount', rule: 'REG-21' });
    expect(refusal(recover(reported(null), '0.01'))).toBeNull();
  });

  it('REG-21: whatever comes back in whatever parts, it never passes what was lost', () => {
    fc.assert(
      fc.property(fc.bigInt(1n, 10_000n), fc.array(fc.bigInt(1n, 6_000n), { maxLength: 8 }), (lost, parts) => {
        const loss = Money.fromFen(lost);
        const end = parts.reduce<FilingBook>((book, fen, n) => {
          const decided = recover(book, Money.fromFen(fen).toString(), `R${n}`);
          return decided.ok ? fold(book, decided.value) : book;
        }, reported(loss.toString()));
        return end.losses.every((one) => recoveredOf(one).lte(loss));
      }),
    );
  });
});
