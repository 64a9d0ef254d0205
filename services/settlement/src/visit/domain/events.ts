import type { Claim, FilingKind, StayEnded, StayRegistered, VisitKind } from '#contracts';
import type { DomainEvent } from '#event-store';
import type { AccumulatorsJson } from '../../adjudication/domain/index.js';
import type { FamilyShare } from './family-shares.js';

/** Money of one fee line or one claim, split at the place of care (SET-03, SET-05). Yuan as text. */
export type SplitText = {
  readonly total: string;
  readonly inScope: string;
  readonly classBPrepay: string;
  readonly overLimit: string;
  readonly selfPay: string;
};

/** 费用明细 as recorded: what the hospital sent and how the place of care split it. */
export type RecordedLine = SplitText & {
  readonly sequence: string;
  readonly batch: string;
  readonly listCode: string;
  readonly hospitalCode: string;
  readonly category: string;
  readonly itemClass: string;
  readonly selfPayRatio: string;
  readonly priceCeiling: string;
  readonly quantity: string;
  readonly price: string;
  readonly occurredOn: string;
  /** 病种编码 of an outpatient line that belongs to a chronic disease (SET-11). */
  readonly disease?: string;
  /** 外检医院编码 of a line that arose in another institution during the stay (SET-10). */
  readonly outside?: string;
  /** 原费用流水号 of a negative line, as it was sent: the line of the visit it takes back, and is split like, where there is one. */
  readonly takesBack?: string;
};

/** 费用大类 One of the 14 national categories of a stay and what it is made of; yuan as text. */
export type ExpenseCategory = {
  /** 收费项目类别 01 to 14. */
  readonly category: string;
  readonly total: string;
  /** 甲类 and 乙类: what is in scope or borne first of lines of that class. */
  readonly classA: string;
  readonly classB: string;
  /** 自费. */
  readonly selfPay: string;
  /** 其他: above the price ceiling. */
  readonly other: string;
};

export type VisitFacts = {
  readonly visitId: string;
  readonly psnNo: string;
  readonly insuranceType: string;
  readonly insuredRegion: string;
  readonly careRegion: string;
  readonly institutionCode: string;
  /** 医保结算等级 at the place of care: 1, 2 or 3. */
  readonly settlementLevel: string;
  /** Marks the institution was registered with when it began; left out where there are none. */
  readonly institutionMarks?: readonly string[];
  readonly hospitalNumber: string;
  readonly inpatient: boolean;
  readonly openedOn: string;
};

/** 急诊, 外伤, 涉及第三方 marks (N22 art. 34, 35; SET-07, SET-09). */
export type VisitMarks = {
  readonly emergency: boolean;
  readonly injury: boolean;
  readonly thirdParty: boolean;
};
/** Beside an emergency by its 医疗类别: that it was marked as one before. */
export type DescribedMarks = VisitMarks & { readonly emergencyMarked?: boolean };

/** 诊断 as the hospital sent it; who made it and where is not kept. */
export type DiagnosisText = {
  readonly order: number | null;
  readonly kind: string | null;
  /** Insurance edition of ICD-10. */
  readonly code: string;
  readonly name: string | null;
  readonly main: boolean;
  /** 有效标志: false withdraws the diagnosis of this order number. */
  readonly valid: boolean;
};
type Diagnosed = { readonly diagnoses?: readonly DiagnosisText[] };
/** 病种编码 of a stay, where one was sent. */
type OfDisease = { readonly diseaseCode?: string };

/** The filing a claim rests on; 'none' where the policy of the place of insurance pays unfiled care. */
export type FilingUsed = FilingKind | 'none';

/** What a settlement took from the year's accumulators; a refund gives exactly this back (SET-19, SET-13). */
export type BenefitUse = {
  readonly benefitStream: string;
  readonly accumulators: AccumulatorsJson;
};

export type SettledFacts = {
  readonly personType: string;
  readonly civilServant: boolean;
  readonly medType: string;
  readonly diseaseCode: string;
  /** As they held for this claim, where the settlement itself said some (SET-07, SET-09). */
  readonly marks?: VisitMarks;
  readonly deductible: string;
  readonly poolRatio: string;
  /** What each fund looked at and had left. */
  readonly funds: readonly { readonly code: string; readonly inScope: string; readonly limit: string | null }[];
  /** 共济支付 within the account payment, and from whose accounts; none are named where another place keeps them. */
  readonly family?: { readonly paid: string; readonly accounts: readonly FamilyShare[] };
  /** Policy files the benefit was merged from. */
  readonly policyFiles: readonly string[];
};

/** 参保地 numbers of a visit and its settlement at a place that adjudicates itself. */
export type RemoteNumbers = { readonly unit: string; readonly visitId: string; readonly settlementId: string };

export type ExplanationStep = {
  readonly name: string;
  readonly amount: string;
  readonly formula: string;
  readonly policyValue: string | null;
  readonly source: string | null;
  readonly rule: string;
};

/** A step as it is stored: name, amount, formula, policy value, place of its source among the sources, rule. */
export type StoredStep = readonly [
  name: string,
  amount: string,
  formula: string,
  policyValue: string | null,
  source: number | null,
  rule: string,
];
/** The steps of a claim, each source named once: a table of a city is the source of most of them. */
export type StoredExplanation = { readonly sources: readonly string[]; readonly steps: readonly StoredStep[] };

/** Lines of a visit that a claim by hand took, by its number. */
export type HandClaimedLines = { readonly handClaimNo: string; readonly sequences: readonly string[] };

/** 就医特殊属性 (2406): values of the place of care, for its agency. */
export type SpecialAttribute = { readonly detailNo: string; readonly kind: string; readonly value: string };

export type VisitEvent =
  | DomainEvent<
      'VisitOpened',
      VisitFacts & { readonly medType: string; readonly visitKind: VisitKind } & VisitMarks & Diagnosed & OfDisease
    >
  | DomainEvent<
      'VisitDescribed',
      DescribedMarks & {
        readonly visitKind: VisitKind;
        readonly medType: string;
        readonly diseaseCode: string;
      } & Diagnosed
    >
  | DomainEvent<
      'AdmissionAmended',
      DescribedMarks & {
        readonly medType: string;
        readonly diseaseCode: string;
        readonly openedOn: string;
        readonly hospitalNumber: string;
      } & Diagnosed
    >
  /** A refused message said that a third party is liable (SET-09). */
  | DomainEvent<'ThirdPartyTold', Pick<VisitMarks, 'injury'>>
  | DomainEvent<'RemoteVisitOpened', Omit<RemoteNumbers, 'settlementId'>>
  | DomainEvent<'SpecialAttributeFiled', SpecialAttribute>
  | DomainEvent<'VisitCancelled', { readonly visitId: string }>
  | DomainEvent<'FeeLinesRecorded', { readonly lines: readonly RecordedLine[] }>
  | DomainEvent<'FeeLineRemarked', { readonly sequence: string; readonly remark: string | null }>
  | DomainEvent<'FeeLinesWithdrawn', { readonly sequences: readonly string[] }>
  | DomainEvent<'PatientDischarged', { readonly on: string; readonly way: string } & Diagnosed & OfDisease>
  | DomainEvent<'DischargeUndone', { readonly visitId: string }>
  | DomainEvent<
      'ClaimSettled',
      {
        readonly claim: Claim;
        /** 人员类别, 医疗类别 and disease as they were, for the answer and the list. */
        readonly facts: SettledFacts;
        readonly lines: readonly string[];
        /** Of a stay: its lines as national categories (SET-02). */
        readonly categories?: readonly ExpenseCategory[];
        readonly filing: FilingUsed;
        readonly benefit: BenefitUse;
        /** Of a stay whose cost was split over medical years: what it took from the earlier ones (SET-12). */
        readonly earlierBenefits?: readonly BenefitUse[];
        readonly explanation: StoredExplanation;
        readonly messageId: string;
        /** Where the place of insurance computed it itself: its own numbers of the visit and the settlement. */
        readonly remote?: RemoteNumbers;
      }
    >
  | DomainEvent<'ClaimRefunded', { readonly claim: Claim; readonly messageId: string }>
  /** 手工报销 at home took these lines, or gave them back (SET-17). */
  | DomainEvent<'LinesClaimedByHand', HandClaimedLines>
  | DomainEvent<'HandClaimedLinesReleased', HandClaimedLines>
  | DomainEvent<'StayRegistered', StayRegistered>
  | DomainEvent<
      'StayEnded',
      StayEnded & {
        /** The final settlement; null where the visit was called off or is no emergency any more. */
        readonly claimId: string | null;
      }
    >;
