import type { Adjustment, BenefitTable, Treatment } from '#policy';
import type { Facts } from './conditions.js';
import type { PayableReduction } from './treatment.js';
import type { Accumulators, Amounts, ItemCost, Visit } from './types.js';

/** What the basic fund is asked: everything about one claim that its rule reads. */
export type BasicQuestion = {
  readonly benefit: BenefitTable;
  readonly treatment: Treatment;
  readonly facts: Facts;
  readonly reductions: readonly PayableReduction[];
  readonly adjustments: readonly Adjustment[];
  readonly visit: Visit;
  readonly amounts: Amounts;
  readonly year: Accumulators;
  readonly items: readonly ItemCost[] | undefined;
  /** The deductible belongs to another medical year of the same stay. */
  readonly elsewhere: boolean;
};
