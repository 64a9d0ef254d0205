import type { FilingApproved, FilingChanged, FilingEnded } from '#contracts';
import type { DomainEvent } from '#event-store';

/** 材料 One paper an applicant presented (REG-03); the stored copy where one was uploaded. */
export type PresentedDocument = {
  /** One of the policy's document kinds. Applications of before these were kept may hold free text. */
  readonly kind: string;
  readonly documentId: string | null;
};

/** 转诊证明 Certificate a referral rests on (REG-03, REG-14, REG-15). */
export type Referral = {
  readonly institutionCode: string | null;
  /** 医疗机构级别 `1` to `3`. */
  readonly level: string;
  /** Where the certifying hospital is: the place of insurance or, for a long-term filer referred onward, the residence. */
  readonly region: string;
  readonly diagnosis: string;
  readonly issuedOn: string;
};

/** What an applicant asked for; kept whole, so that a clerk sees later what was decided on. */
export type FilingTerms = {
  readonly filingId: string;
  readonly psnNo: string;
  readonly insuredRegion: string;
  readonly kind: FilingApproved['kind'];
  readonly destination: string;
  readonly byPromise: boolean;
  /** 学生 On vacation, sick leave or at a branch campus (REG-19). */
  readonly student: boolean;
  readonly documents: readonly PresentedDocument[];
  readonly documentsValidTo: string | null;
  readonly referral: Referral | null;
  /** 渠道 (REG-05). */
  readonly channel: string;
  readonly appliedOn: string;
  readonly startsOn: string;
  /** Day of admission of a stay under way, for a filing made afterwards (REG-12). */
  readonly admittedOn: string | null;
};

/** 承诺未履行 What a promise filer still owes (REG-09). */
export type OwedDocuments = {
  /** Any one of these fulfils the promise. */
  readonly anyOf: readonly string[];
  /** Last day to bring them; null where the place sets none. */
  readonly until: string | null;
};

/** 违诺处理 of an unfulfilled promise (REG-10); `filingId` names the filing that is its cause. */
export type PromiseSanctioned = {
  readonly filingId: string;
  readonly psnNo: string;
  readonly sanctionedOn: string;
  readonly cause: 'documents-overdue' | 'cancelled-unfulfilled' | 'false-documents';
  /** No promise filing through this day; null with `bannedForever` false where there is no ban. */
  readonly bannedUntil: string | null;
  readonly bannedForever: boolean;
  /** Reported to the credit system (HA 七). */
  readonly reportedToCredit: boolean;
};

/** 就诊登记 A stay or an emergency visit settlement told of. */
export type Stay = {
  readonly visitId: string;
  readonly psnNo: string;
  readonly careRegion: string;
  readonly openedOn: string;
  readonly inpatient: boolean;
  readonly emergency: boolean;
};

/** 终止 An end; that one is taken back is an event of its own here, and an end without a day to others. */
type End = FilingEnded & { readonly endedOn: string; readonly cause: NonNullable<FilingEnded['cause']> };

export type FilingEvent =
  | DomainEvent<'FilingApplied', FilingTerms & { readonly decideBy: string }>
  | DomainEvent<
      'FilingApproved',
      FilingApproved &
        FilingTerms & {
          readonly owed: OwedDocuments | null;
          /** The revoked filing whose stay this one takes up again (REG-13). */
          readonly restores: string | null;
        }
    >
  | DomainEvent<
      'FilingRefused',
      {
        readonly filingId: string;
        readonly psnNo: string;
        readonly refusedOn: string;
        readonly reason: string;
      }
    >
  | DomainEvent<
      'DocumentsSupplemented',
      {
        readonly filingId: string;
        readonly psnNo: string;
        readonly documents: readonly PresentedDocument[];
        readonly documentsValidTo: string | null;
        /** The certificate a renewed referral rests on from now on; null where the one of before does (REG-15). */
        readonly referral: Referral | null;
        readonly suppliedOn: string;
      }
    >
  | DomainEvent<'FilingChanged', FilingChanged>
  | DomainEvent<'FilingEnded', End>
  | DomainEvent<'FilingResumed', { readonly filingId: string; readonly psnNo: string; readonly resumedOn: string }>
  | DomainEvent<'PromiseSanctioned', PromiseSanctioned>
  | DomainEvent<
      'FalseDocumentsReported',
      {
        readonly filingId: string;
        readonly psnNo: string;
        readonly reportedOn: string;
        readonly finding: string;
        /** 应追回 Loss of the fund in yuan; null where none is known yet (REG-21). */
        readonly lossToRecover: string | null;
      }
    >
  | DomainEvent<
      'LossRecovered',
      {
        readonly filingId: string;
        readonly psnNo: string;
        readonly recoveredOn: string;
        /** Fund money that came back, in yuan; penalties stay outside (SEC-05). */
        readonly amount: string;
        /** 缴款凭证号. */
        readonly receipt: string;
      }
    >
  | DomainEvent<
      'SupplementReminded',
      { readonly filingId: string; readonly psnNo: string; readonly remindedOn: string; readonly until: string | null }
    >
  | DomainEvent<'FilingDeemed', Stay & { readonly insuredRegion: string }>
  | DomainEvent<'StayRegistered', Stay>
  | DomainEvent<'StayEnded', { readonly visitId: string; readonly psnNo: string; readonly endedOn: string }>;

/** 长期居住 The three long-term kinds (REG-01); the other three are temporary. */
export const LONG_TERM: readonly FilingTerms['kind'][] = ['retiree-resettled', 'long-term-resident', 'posted-worker'];
