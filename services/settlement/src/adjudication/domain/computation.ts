import type { Money } from '#kernel';
import type { BenefitTable, Treatment } from '#policy';
import type { BasicAnswer } from './basic-fund.js';
import type { PayableReduction } from './treatment.js';
import type { AdjudicationInput } from './types.js';
import type { LayerAnswer } from './upper-funds.js';

/** Everything computed for a claim, before it is put into words. */
export type Computation = {
  readonly input: AdjudicationInput;
  readonly benefit: BenefitTable;
  readonly treatment: Treatment;
  readonly reduction: PayableReduction;
  readonly basic: BasicAnswer;
  readonly large: LayerAnswer;
  readonly civil: LayerAnswer;
  readonly hospitalBorne: Money;
  readonly accountPaid: Money;
  readonly cash: Money;
};
