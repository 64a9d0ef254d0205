import type { Money } from '#kernel';
import type { Adjustment, BenefitTable, Treatment } from '#policy';
import type { BasicAnswer } from './basic-fund.js';
import type { PayableReduction } from './treatment.js';
import type { AdjudicationInput } from './types.js';
import type { LayerAnswer } from './upper-funds.js';

/** What the funds pay of a claim, or of the part of a stay in one medical year, before account and cash. */
export type FundsPaid = {
  readonly input: AdjudicationInput;
  readonly benefit: BenefitTable;
  readonly treatment: Treatment;
  readonly reductions: readonly PayableReduction[];
  readonly adjustments: readonly Adjustment[];
  /** With what a guaranteed minimum added to it. */
  readonly basic: BasicAnswer;
  readonly basicIsGiven: boolean;
  /** 保底 Part of the basic fund's payment. */
  readonly minimumAdded: Money;
  readonly layers: readonly LayerAnswer[];
};

/** How the rest is borne. */
export type Borne = {
  readonly hospitalBorne: Money;
  readonly accountPaid: Money;
  readonly familyPaid: Money;
  readonly cash: Money;
};
