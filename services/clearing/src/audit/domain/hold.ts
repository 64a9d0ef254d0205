import type { Scheme } from '#contracts';
import { Money, type Proposal } from '#kernel';
import type { DomainEvent, StreamDefinition, StreamRef } from '#event-store';
import type { DeductionLine } from './deduction.js';

export type { DeductionLine } from './deduction.js';

/** AUD-01: only stays are held, and not their refunds. */
export const mayBeHeld = (claim: { readonly visitKind: string; readonly refundOf: string | null }): boolean =>
  claim.visitKind === 'inpatient' && claim.refundOf === null;

/** AUD-01: from the amount of the place of insurance on. */
export const isHeldClaim = (
  claim: Parameters<typeof mayBeHeld>[0] & { readonly total: string },
  from: Money,
): boolean => mayBeHeld(claim) && Money.of(claim.total).gte(from);

type Named = { readonly claimId: string; readonly on: string };

export type HoldEvent =
  | DomainEvent<
      'HoldOpened',
      {
        readonly claimId: string;
        readonly payer: string;
        readonly receiver: string;
        readonly scheme: Scheme;
        readonly total: string;
        readonly openedOn: string;
        /** Amount of the policy it was opened by; 30,000.00 where none is named. */
        readonly heldFrom?: string;
      }
    >
  | DomainEvent<'ReleaseProposed', Named & { readonly note: string; readonly proposedBy: string }>
  | DomainEvent<
      'HoldReleased',
      Named & {
        readonly cause: 'reviewed' | 'no-request' | 'investigated' | 'time-limit' | 'refunded';
        readonly note: string;
        /** Who proposed it and who approved it, where it took two (SEC-04). */
        readonly proposedBy?: string;
        readonly approvedBy?: string;
      }
    >
  /** 不予清算: the investigation found the whole claim wrong before it was cleared (AUD-02). */
  | DomainEvent<'ClaimExcluded', Named & { readonly reason: string }>
  | DomainEvent<
      'InvestigationFiled',
      Named & {
        readonly suspicion: string;
        readonly identityHash: string;
        /** Of a claim that is not held, asked for by a problem request (AUD-08): its number and whose claim it is. */
        readonly requestNo?: string;
        readonly payer?: string;
        readonly receiver?: string;
        readonly scheme?: Scheme;
        readonly total?: string;
      }
    >
  | DomainEvent<
      'InvestigationListed',
      { readonly claimId: string; readonly listMonth: string; /** AUD-05. */ readonly answerBy?: string }
    >
  | DomainEvent<
      'InvestigationAnswered',
      Named & {
        readonly result: 'correct' | 'wrong';
        readonly reason: string;
        readonly deductions: readonly DeductionLine[];
        /** The whole claim is wrong: it is not cleared, or all of it is deducted if it was (AUD-02). */
        readonly excluded?: boolean;
        /** From the second on: it was disputed before (AUD-06). */
        readonly round?: number;
        /** After the 26th of the month after the list (AUD-05). */
        readonly late?: boolean;
        /** Five working days for the place of insurance (AUD-06). */
        readonly confirmBy?: string;
      }
    >
  | DomainEvent<'AnswerConfirmed', Named & { readonly late?: boolean }>
  | DomainEvent<'AnswerDisputed', Named & { readonly reason: string; readonly late: boolean }>;

export type Investigation = 'none' | 'filed' | 'listed' | 'answered' | 'disputed' | 'closed';

/** 审核暂缓 Audit hold of one claim with its 费用协查, if one was asked for (AUD-01 … AUD-08). */
export interface Hold {
  readonly status: 'none' | 'held' | 'released' | 'excluded';
  readonly payer: string;
  readonly receiver: string;
  readonly scheme: Scheme;
  readonly total: string;
  /** Who proposed a release that waits for a second person. */
  readonly proposed: (Proposal & { readonly note: string }) | null;
  readonly investigation: Investigation;
  readonly requestedOn: string | null;
  readonly lists: readonly string[];
  readonly answerBy: string | null;
  readonly rounds: number;
  /** The answer that stands; none once it was disputed. */
  readonly answer: Extract<HoldEvent, { type: 'InvestigationAnswered' }>['data'] | null;
}

const initialHold = (): Hold => ({
  ...{ status: 'none', payer: '', receiver: '', scheme: 'employee', total: '0.00', proposed: null },
  ...{ investigation: 'none', requestedOn: null, lists: [], answerBy: null, rounds: 0, answer: null },
});

export function evolveHold(hold: Hold, event: HoldEvent): Hold {
  switch (event.type) {
    case 'HoldOpened': {
      const { payer, receiver, scheme, total } = event.data;
      return { ...hold, status: 'held', payer, receiver, scheme, total };
    }
    case 'ReleaseProposed':
      return { ...hold, proposed: { ...event.data, proposedOn: event.data.on } };
    case 'HoldReleased':
      return { ...hold, status: 'released', proposed: null };
    case 'ClaimExcluded':
      return { ...hold, status: 'excluded', proposed: null };
    case 'InvestigationFiled': {
      const { payer = hold.payer, receiver = hold.receiver, scheme = hold.scheme, total = hold.total } = event.data;
      const whose = { payer, receiver, scheme, total };
      return { ...hold, ...whose, investigation: 'filed', requestedOn: event.data.on, proposed: null };
    }
    case 'InvestigationListed': {
      const { listMonth, answerBy = null } = event.data;
      return {
        ...hold,
        investigation: 'listed',
        lists: [...hold.lists, listMonth],
        answerBy: hold.answerBy ?? answerBy,
      };
    }
    case 'InvestigationAnswered':
      return { ...hold, investigation: 'answered', answer: event.data, rounds: hold.rounds + 1 };
    case 'AnswerConfirmed':
      return { ...hold, investigation: 'closed' };
    case 'AnswerDisputed':
      return { ...hold, investigation: 'disputed', answer: null, answerBy: null };
    default:
      return event satisfies never;
  }
}

const definition: StreamDefinition<Hold, HoldEvent> = {
  category: 'hold',
  initialState: initialHold,
  evolve: evolveHold,
};

export const holdRef = (claimId: string): StreamRef<Hold> => ({ id: `hold-${claimId}`, definition });
