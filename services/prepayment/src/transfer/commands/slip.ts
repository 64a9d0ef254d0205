import { z } from 'zod';
import { bankSlip, dateInput, reasonInput, yuanInput } from '#http';

/** 银行回单: what moved, when, at which bank under which number (PRE-07). */
export const slip = z.strictObject({
  /** Of a transfer exactly what is due: charges are not the fund's (CLR-11). */
  amount: yuanInput,
  on: dateInput,
  ...bankSlip,
});

/** 撤回回单: why what was reported is taken back. */
export const withdrawal = z.strictObject({ reason: reasonInput });
