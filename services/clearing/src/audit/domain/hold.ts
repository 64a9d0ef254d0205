import type { Scheme } from '#contracts';
import { Money } from '#kernel';
import type { DomainEvent, StreamDefinition, StreamRef } from '#event-store';

/** AUD-01: inpatient claims of 30,000.00 yuan and more are held for review. */
export const HOLD_FROM = Money.of('30000.00');

export const isHeldClaim = (claim: { visitKind: string; total: string; refundOf: string | null }): boolean =>
  claim.visitKind === 'inpatient' && claim.refundOf === null && Money.of(claim.total).gte(HOLD_FROM);

export type DeductionLine = { readonly column: string; readonly amount: string };

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
      }
    >
  | DomainEvent<
      'HoldReleased',
      {
        readonly claimId: string;
        readonly on: string;
        readonly cause: 'reviewed' | 'no-request' | 'investigated' | 'time-limit' | 'refunded';
        readonly note: string;
      }
    >
  | DomainEvent<
      'InvestigationFiled',
      { readonly claimId: string; readonly on: string; readonly suspicion: string; readonly identityHash: string }
    >
  | DomainEvent<'InvestigationListed', { readonly claimId: string; readonly listMonth: string }>
  | DomainEvent<
      'InvestigationAnswered',
      {
        readonly claimId: string;
        readonly on: string;
        readonly result: 'correct' | 'wrong';
        readonly reason: string;
        readonly deductions: readonly DeductionLine[];
      }
    >
  | DomainEvent<'AnswerConfirmed', { readonly claimId: string; readonly on: string }>;

/** 审核暂缓 Audit hold of one claim with its 费用协查, if one was asked for (AUD-01 … AUD-06). */
export interface Hold {
  readonly status: 'none' | 'held' | 'released';
  readonly payer: string;
  readonly receiver: string;
  readonly scheme: Scheme;
  readonly investigation: 'none' | 'filed' | 'listed' | 'answered' | 'closed';
  readonly requestedOn: string | null;
  readonly lists: readonly string[];
  readonly answer: { readonly result: 'correct' | 'wrong'; readonly deductions: readonly DeductionLine[] } | null;
}

const initialHold = (): Hold => ({
  status: 'none',
  payer: '',
  receiver: '',
  scheme: 'employee',
  investigation: 'none',
  requestedOn: null,
  lists: [],
  answer: null,
});

export function evolveHold(hold: Hold, event: HoldEvent): Hold {
  switch (event.type) {
    case 'HoldOpened': {
      const { payer, receiver, scheme } = event.data;
      return { ...hold, status: 'held', payer, receiver, scheme };
    }
    case 'HoldReleased':
      return { ...hold, status: 'released' };
    case 'InvestigationFiled':
      return { ...hold, investigation: 'filed', requestedOn: event.data.on };
    case 'InvestigationListed':
      return { ...hold, investigation: 'listed', lists: [...hold.lists, event.data.listMonth] };
    case 'InvestigationAnswered':
      return { ...hold, investigation: 'answered', answer: event.data };
    case 'AnswerConfirmed':
      return { ...hold, investigation: 'closed' };
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
