import { z } from 'zod';
import { date, month, unit, yuan } from './shapes.js';

/** 预警 (PRE-05): one event per crossing. Rate in percent with two decimals, as text. */
export const warningRaised = z.object({
  month,
  receiver: unit,
  /** null: all advances the place of care holds; otherwise the pair. */
  payer: unit.nullable(),
  level: z.enum(['yellow', 'red']),
  ratePercent: z.string().regex(/^\d+\.\d{2}$/),
  cleared: yuan,
  advance: yuan,
  raisedOn: date,
});
export type WarningRaised = z.infer<typeof warningRaised>;

/**
 * 专户收付 A movement of advances, or interest on them, in the special account of one unit, as its slip was reported (PRE-07, CLR-11).
 * Clearing holds it against the unit's bank statement (CLR-13).
 */
export const specialAccountMoved = z.object({
  movementId: z.string().min(1),
  unit,
  /** The other unit of the pair; null for interest. */
  counterparty: unit.nullable(),
  kind: z.enum(['advance-paid', 'temporary-receipt', 'interest']),
  direction: z.enum(['in', 'out']),
  amount: yuan,
  bank: z.string(),
  serialNumber: z.string(),
  movedOn: date,
});
export type SpecialAccountMoved = z.infer<typeof specialAccountMoved>;

/**
 * 撤回收付 The slip of a movement was reported in error and is taken back: nothing moved by it (PRE-07, PRE-08). Says again what was told,
 * so that it may come first.
 */
export const specialAccountWithdrawn = specialAccountMoved.extend({ reason: z.string().min(1), withdrawnOn: date });
export type SpecialAccountWithdrawn = z.infer<typeof specialAccountWithdrawn>;
