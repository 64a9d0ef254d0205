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
