import type { BusinessDate, Money, Ratio } from '#kernel';
import type { EffectivePolicy, FilingKind, Scheme, SettlementLevel, Status, VisitKind } from '#policy';

/** 费用构成 What the place of care makes of a bill (SET-03): four parts that add up to the total (SET-05). */
export type Amounts = {
  readonly total: Money;
  /** 符合政策范围 inscp_scp_amt. */
  readonly inScope: Money;
  /** 乙类先行自付 preselfpay_amt. */
  readonly classBPrepay: Money;
  /** 超限价 overlmt_amt. */
  readonly overLimit: Money;
  /** 全自费 fulamt_ownpay_amt. */
  readonly selfPay: Money;
};

export type Person = {
  readonly scheme: Scheme;
  readonly status: Status;
  readonly civilServant: boolean;
};

export type Visit = {
  readonly kind: VisitKind;
  /** 医保结算等级 of the institution, not its hospital grade (cases RC07). */
  readonly settlementLevel: SettlementLevel;
  /** 1 for the first inpatient stay of the medical year; ignored for other kinds. */
  readonly stayNumberOfYear: number;
  /** The hospital's 急诊 mark (SET-07). */
  readonly emergency: boolean;
  /** Business date of the settlement. */
  readonly date: BusinessDate;
};

/** 年度累计 What a person has used of the medical year in one scheme (SET-19). Also the change one claim makes to it. */
export type Accumulators = {
  readonly stays: number;
  /** Inpatient deductible charged. */
  readonly deductiblePaid: Money;
  /** In-scope cost of inpatient stays, for bands that count the year. */
  readonly inScope: Money;
  /** Basic fund's payments under the annual cap: inpatient and chronic. */
  readonly fundPaid: Money;
  /** Base of the large-amount or catastrophic layer. */
  readonly catastrophicBase: Money;
  readonly largeFundPaid: Money;
  /** Ordinary outpatient and pharmacy. */
  readonly outpatientDeductiblePaid: Money;
  readonly outpatientInScope: Money;
  readonly outpatientFundPaid: Money;
  readonly chronicDeductiblePaid: Money;
  /** In-scope chronic cost by calendar month `YYYY-MM`, for monthly limits. */
  readonly chronicInScopeByMonth: Readonly<Record<string, Money>>;
};

export type AdjudicationInput = {
  readonly policy: EffectivePolicy;
  readonly person: Person;
  /** The filing in force that covers the visit, or null. */
  readonly filing: FilingKind | null;
  readonly visit: Visit;
  readonly amounts: Amounts;
  readonly accumulators: Accumulators;
  readonly account: { readonly balance: Money; readonly mayUse: boolean };
  /** 医院负担 Taken out of the personal share; zero when absent. */
  readonly hospitalBorne?: Money;
};

/** One payer of the claim. The clearing column follows from the code (CLR-14). */
export type FundPayment = {
  /** 基金支付类型 fund_pay_type. */
  readonly code: string;
  readonly amount: Money;
  /** The amount this fund's rule was applied to. */
  readonly inScope: Money;
  /** What the fund's annual cap left for this claim, before it was paid; null without a cap. */
  readonly limitLeft: Money | null;
};

/** One line of the explanation. */
export type Step = {
  readonly name: string;
  /** Yuan; exact parts show up to four decimals. */
  readonly amount: string;
  readonly formula: string;
  /** The policy value used, or null for arithmetic that needs none. */
  readonly policyValue: string | null;
  /** Where that value is printed. */
  readonly source: string | null;
  readonly rule: string;
};

export type Adjudication = {
  /** In the order of SET-20; the basic fund always, the others when they pay. The account is not among them. */
  readonly funds: readonly FundPayment[];
  readonly accountPaid: Money;
  readonly cash: Money;
  readonly hospitalBorne: Money;
  readonly deductibleCharged: Money;
  /** Ratio of the basic fund's last band reached, after the out-of-area reduction. */
  readonly poolRatio: Ratio;
  readonly steps: readonly Step[];
  /** To be added to the accumulators in the same transaction as the claim. */
  readonly delta: Accumulators;
};
