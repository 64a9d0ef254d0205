import { describe, expect, it } from '@jest/globals';
import { BillSplit } from './bill-split.js';

const line = (selfPay: unknown, over: unknown, prepay: unknown, inScope: unknown) => ({
  ...{ fulamt_ownpay_amt: selfPay, overlmt_amt: over, preselfpay_amt: prepay, inscp_scp_amt: inScope },
});

describe('the split a hospital states', () => {
  const split = BillSplit.ofLines([line(0.1, '0.00', 4.52, 85.88), line('0.20', 30, 0, '0.01')]);

  it('SET-02: is the sum of the answers to the lines, to the cent', () => {
    expect(split.members((text) => text)).toEqual({
      ...{ fulamt_ownpay_amt: '0.30', overlmt_selfpay: '30.00', preselfpay_amt: '4.52', inscp_scp_amt: '85.89' },
    });
  });

  it('SET-05: is compared with a trial part by part', () => {
    const trial = { fulamt_ownpay_amt: '0.3', overlmt_selfpay: 30, preselfpay_amt: '4.52', inscp_scp_amt: '85.89' };
    expect(split.isThatOf(trial)).toBe(true);
    expect(split.isThatOf({ ...trial, inscp_scp_amt: '85.88' })).toBe(false);
  });
});
