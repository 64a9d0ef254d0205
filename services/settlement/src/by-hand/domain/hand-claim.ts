import type { VisitKind } from '#contracts';
import type { DomainEvent, StreamDefinition, StreamRef } from '#event-store';
import type { BenefitUse, ExplanationStep, FilingUsed } from '../../visit/domain/events.js';
import type { Paper } from './papers.js';

/** 未能直接结算的原因 Why it was not settled directly (N22 art. 44; HA art. 17; JY 二(三), 三). */
export const CAUSES = {
  network: '结算网络系统故障',
  credential: '就诊凭证故障',
  'not-connected': '医药机构未联网',
  'disease-not-open': '慢特病病种未开通直接结算',
  'unfiled-emergency': '未备案的急诊抢救',
  'filed-afterwards': '自费结算后补办备案',
  death: '急诊抢救无效死亡',
  'own-wish': '本人原因未直接结算',
  'local-rule': '参保地规定的其他情形',
} as const;
export type Cause = keyof typeof CAUSES;

/** The bill as its invoice and papers show it. */
export type HandBill = {
  readonly institutionCode: string;
  /** Number of the invoice: an invoice is paid by hand once. */
  readonly invoiceNumber: string;
  readonly psnNo: string;
  readonly insuranceType: string;
  readonly insuredRegion: string;
  /** Clearing unit of the place of insurance. */
  readonly payer: string;
  readonly careRegion: string;
  /** 医保结算等级 1, 2 or 3. */
  readonly settlementLevel: string;
  /** Marks of a registered institution; left out where there are none. */
  readonly institutionMarks?: readonly string[];
  readonly visitKind: VisitKind;
  readonly diseaseCode: string;
  /** Admission and discharge, or the day of the visit twice. */
  readonly careFrom: string;
  readonly careTo: string;
  /** Yuan as text. */
  readonly total: string;
  readonly cause: Cause;
  readonly emergency: boolean;
  readonly injury: boolean;
  readonly died: boolean;
  /** The visit whose lines the hospital had uploaded here, and the charge batch of it; null where there is none. */
  readonly visitId: string | null;
  readonly batch: string | null;
};

/** 办结时限 Counted in working days from the day the papers were complete; null where the place sets no time. */
export type Term = {
  readonly completeOn: string;
  readonly dueOn: string | null;
  /** The last day where the person was told in time that it takes longer. */
  readonly limitOn: string | null;
};

/** 参保核实 In which scheme the person was insured at the place on the last day of the care, and how the agency knows (SET-18). */
export type CareDayCover = { readonly insuranceType: string; readonly reason: string };

export type HandSettled = {
  readonly settledOn: string;
  readonly inScope: string;
  readonly classBPrepay: string;
  readonly overLimit: string;
  readonly selfPay: string;
  readonly funds: readonly { readonly code: string; readonly amount: string }[];
  readonly fundTotal: string;
  /** What stays with the person, who has paid the whole bill. */
  readonly personal: string;
  readonly deductible: string;
  readonly filing: FilingUsed;
  /** What it took from each medical year, the last one last (SET-12, SET-19). */
  readonly benefits: readonly BenefitUse[];
  /** Sequences of the visit's lines it took. */
  readonly lines: readonly string[];
  readonly steps: readonly ExplanationStep[];
  readonly policyFiles: readonly string[];
  readonly late: boolean;
};

export type Slip = { readonly bank: string; readonly serialNumber: string };
type Key = Pick<HandBill, 'institutionCode' | 'invoiceNumber'>;

export type HandClaimEvent =
  | DomainEvent<
      'HandClaimFiled',
      HandBill & {
        readonly filedOn: string;
        readonly papers: readonly Paper[];
        readonly missing: readonly Paper[];
        readonly term: Term | null;
      }
    >
  | DomainEvent<
      'HandClaimPapersReceived',
      Key & {
        readonly papers: readonly Paper[];
        readonly missing: readonly Paper[];
        readonly term: Term | null;
        readonly on: string;
      }
    >
  | DomainEvent<'HandClaimCoverVerified', Key & CareDayCover & { readonly on: string }>
  | DomainEvent<'HandClaimExtended', Key & { readonly until: string; readonly reason: string; readonly on: string }>
  | DomainEvent<'HandClaimSettled', Key & HandSettled>
  | DomainEvent<'HandClaimRefused', Key & { readonly reason: string; readonly on: string; readonly late: boolean }>
  | DomainEvent<
      'HandClaimPaid',
      Key & Slip & { readonly amount: string; readonly paidOn: string; readonly late: boolean }
    >
  | DomainEvent<
      'HandClaimReversed',
      Key & {
        readonly reason: string;
        readonly on: string;
        /** 退回 of what had been paid; null where nothing was. */
        readonly returned: (Slip & { readonly amount: string; readonly returnedOn: string }) | null;
      }
    >;

/** 手工报销 of one invoice, from its filing to its payment; after a refusal or a reversal it may be filed again. */
export interface HandClaim {
  readonly status: 'none' | 'papers-missing' | 'received' | 'settled' | 'paid' | 'refused' | 'reversed';
  readonly bill: HandBill | null;
  readonly papers: readonly Paper[];
  readonly missing: readonly Paper[];
  readonly term: Term | null;
  /** The day by which it is to be paid: the due day, or the limit once it was extended. */
  readonly dueOn: string | null;
  readonly extended: boolean;
  /** What the agency has verified in place of how the person is insured today; null while it has not. */
  readonly cover: (CareDayCover & { readonly on: string }) | null;
  readonly settlement: HandSettled | null;
  readonly payment: (Slip & { readonly paidOn: string }) | null;
}

export const NO_HAND_CLAIM: HandClaim = {
  ...{ status: 'none', bill: null, papers: [], missing: [], term: null, dueOn: null, extended: false },
  ...{ cover: null, settlement: null, payment: null },
};

export function evolveHandClaim(claim: HandClaim, event: HandClaimEvent): HandClaim {
  switch (event.type) {
    case 'HandClaimFiled': {
      const { filedOn: _filedOn, papers, missing, term, ...bill } = event.data;
      return { ...NO_HAND_CLAIM, bill, ...withPapers({ papers, missing, term }) };
    }
    case 'HandClaimPapersReceived': {
      const { papers, missing, term } = event.data;
      return { ...claim, ...withPapers({ papers: [...claim.papers, ...papers], missing, term }) };
    }
    case 'HandClaimCoverVerified': {
      const { insuranceType, reason, on } = event.data;
      const bill = claim.bill === null ? null : { ...claim.bill, insuranceType };
      return { ...claim, bill, cover: { insuranceType, reason, on } };
    }
    case 'HandClaimExtended':
      return { ...claim, extended: true, dueOn: event.data.until };
    case 'HandClaimSettled': {
      const { institutionCode: _institution, invoiceNumber: _invoice, ...settlement } = event.data;
      return { ...claim, status: 'settled', settlement };
    }
    case 'HandClaimPaid': {
      const { bank, serialNumber, paidOn } = event.data;
      return { ...claim, status: 'paid', payment: { bank, serialNumber, paidOn } };
    }
    case 'HandClaimRefused':
      return { ...claim, status: 'refused' };
    case 'HandClaimReversed':
      return { ...claim, status: 'reversed' };
    default:
      return event satisfies never;
  }
}

function withPapers({ papers, missing, term }: Pick<HandClaim, 'papers' | 'missing' | 'term'>) {
  const status = missing.length === 0 ? ('received' as const) : ('papers-missing' as const);
  return { status, papers, missing, term, dueOn: term?.dueOn ?? null };
}

const definition: StreamDefinition<HandClaim, HandClaimEvent> = {
  category: 'hand-claim',
  initialState: () => NO_HAND_CLAIM,
  evolve: evolveHandClaim,
};

/** Letters and digits of an invoice number: hyphens, blanks and case are spelling. The database compares likewise. */
export const bareInvoice = (invoiceNumber: string): string => invoiceNumber.toUpperCase().replace(/[^0-9A-Z]/g, '');

/** The number of a claim by hand is its invoice, however it is spelled. */
export const handClaimNo = ({ institutionCode, invoiceNumber }: Key): string =>
  `${institutionCode}-${bareInvoice(invoiceNumber)}`;
export const handClaimRef = (key: Key): StreamRef<HandClaim> => ({ id: `hand-claim-${handClaimNo(key)}`, definition });
