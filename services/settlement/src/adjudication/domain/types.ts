import type { BusinessDate, Decimal, Money, Ratio } from '#kernel';
import type { EffectivePolicy, FilingKind, Place, Scheme, SettlementLevel, Status, VisitKind } from '#policy';

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
  /** What conditions of a policy may ask about; absent where it is not known. */
  readonly birthDate?: BusinessDate;
  readonly insuredSince?: BusinessDate;
  /** 连续未报销年数 Years in a row in which no fund paid. */
  readonly unclaimedYears?: number;
  readonly retiredOn?: BusinessDate;
  /** 待遇人群 Groups the policy distinguishes, in its own words (低保, student, …). */
  readonly groups?: readonly string[];
  /** 认定病种 Recognised chronic diseases, the main one first. */
  readonly diseases?: readonly string[];
};

export type Visit = {
  readonly kind: VisitKind;
  /** 医保结算等级 of the institution, not its hospital grade (cases RC07). */
  readonly settlementLevel: SettlementLevel;
  /** 1 for the first inpatient stay of the medical year; ignored for other kinds. */
  readonly stayNumberOfYear: number;
  /** The hospital's 急诊 mark (SET-07). */
  readonly emergency: boolean;
  /** 外伤 mark (SET-09). */
  readonly injury?: boolean;
  /** Business date of the settlement. */
  readonly date: BusinessDate;
  /** Day of an outpatient visit, where it is not that of the settlement. */
  readonly seenOn?: BusinessDate;
  /** Outside the province of insurance where it is not said. */
  readonly place?: Place;
  /** What else the policy distinguishes, in its own words (community, tcm, referred, …). */
  readonly marks?: readonly string[];
  /** Disease of a chronic visit, main diagnosis of a stay. */
  readonly disease?: string;
  readonly admittedOn?: BusinessDate;
  readonly dischargedOn?: BusinessDate;
  /** 床日 in the medical year, of a stay that is split over several (SET-12); else all days of the stay. */
  readonly bedDays?: number;
  /** SET-08: an emergency outpatient visit that ended in death. */
  readonly died?: boolean;
  /** Claimed by hand at home (SET-17): what is not settled directly does not matter. */
  readonly byHand?: boolean;
  /** The patient refused direct settlement for reasons of their own. */
  readonly directRefused?: boolean;
};

/** In-scope cost of one fee line, for policies that treat some items in their own way; one unit where no quantity is known. */
export type ItemCost = {
  readonly code: string;
  readonly category: string;
  readonly inScope: Money;
  /** 数量, with the sign of the cost. */
  readonly quantity?: Decimal;
};

/** Stays that ended on one day in a hospital of one level, and the deductible they were charged. */
export type RecentStay = { readonly stays: number; readonly deductible: Money };

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
  /** Use of further limits and layers of the policy, by their name and time. */
  readonly counters: Readonly<Record<string, Money>>;
  /** By `date of discharge|level|disease`; kept where the policy asks about an earlier stay. */
  readonly recentStays: Readonly<Record<string, RecentStay>>;
};

/** Who is treated where and by which filing: all that decides whether a claim is settled directly. */
export type Circumstances = {
  readonly policy: EffectivePolicy;
  readonly person: Person;
  /** The filing in force that covers the visit, or null. */
  readonly filing: FilingKind | null;
  /** REG-17: the filing is by promise and its documents are still owed. */
  readonly documentsOwed?: boolean;
  readonly visit: Visit;
};

export type AdjudicationInput = Circumstances & {
  readonly amounts: Amounts;
  readonly accumulators: Accumulators;
  /** Own account, and the account of a relative who shares it (共济), used after the own one. */
  readonly account: { readonly balance: Money; readonly mayUse: boolean; readonly family?: Money };
  /** Lines of the bill; read only where the policy has rules on items. */
  readonly items?: readonly ItemCost[];
  /** Payments decided elsewhere, by fund code or by the name of the layer; they stand in place of the computed ones. */
  readonly given?: Readonly<Record<string, Money>>;
  /** Of a part of a stay in a medical year without cover: no fund pays (SET-12, SET-18). */
  readonly uncovered?: boolean;
  /** Of a part of a stay whose deductible belongs to another medical year (SET-12). */
  readonly deductibleElsewhere?: boolean;
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
  /** 个人账户支付 acct_pay, the family's part in it. */
  readonly accountPaid: Money;
  /** 个人账户共济支付 acct_mulaid_pay. */
  readonly familyPaid: Money;
  readonly cash: Money;
  readonly hospitalBorne: Money;
  readonly deductibleCharged: Money;
  /** Ratio of the basic fund's last band reached, after the out-of-area reduction. */
  readonly poolRatio: Ratio;
  readonly steps: readonly Step[];
  /** To be added to the accumulators in the same transaction as the claim. */
  readonly delta: Accumulators;
};
