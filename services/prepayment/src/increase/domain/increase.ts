import type { DomainEvent, StreamDefinition, StreamRef } from '#event-store';
import type { FourEyes, Proposal } from '#kernel';
import { NO_SLIPS, withoutSlip, type Slips, type WithdrawnSlip } from '../../transfer/domain/slips.js';

type Named = { readonly increaseId: string };

export type Requested = Named & {
  readonly month: string;
  readonly receiver: string;
  readonly payer: string;
  readonly amount: string;
  readonly reason: string;
  readonly ratePercent: string;
  readonly requestedOn: string;
  /** Last day it could be asked for; left out where it was asked before the clearing was signed. */
  readonly requestableUntil?: string;
};

export type Granted = Named & {
  readonly amount: string;
  readonly grantedOn: string;
  /** Handed to finance by (5 working days) and paid by (10 more). */
  readonly submitBy: string;
  readonly payBy: string;
  /** Day of the next clearing table: the money should be there before it. */
  readonly nextClearingOn: string;
};

export type IncreaseEvent =
  | DomainEvent<'IncreaseRequested', Requested>
  | DomainEvent<
      'IncreaseGrantProposed',
      Named & { readonly amount: string; readonly on: string; readonly proposedBy: string }
    >
  | DomainEvent<'IncreaseGranted', Granted & Partial<FourEyes>>
  /** 移交财政 of the payer (PRE-06); since hand-overs are kept. */
  | DomainEvent<'IncreaseHandedOver', Named & { readonly on: string }>
  | DomainEvent<'IncreaseDeclined', Named & { readonly declinedOn: string; readonly reason: string }>
  | DomainEvent<
      'IncreasePaid',
      Named & {
        readonly paidOn: string;
        readonly bank: string;
        readonly serialNumber: string;
        readonly reportedOn: string;
        /** Reported after the five working days of PRE-07. */
        readonly reportedLate: boolean;
        /** What was paid and between whom; since bookings are kept (PRE-08). */
        readonly amount?: string;
        readonly payer?: string;
        readonly receiver?: string;
        /** From the second slip on: those before it were taken back. */
        readonly attempt?: number;
      }
    >
  | DomainEvent<
      'IncreaseReceived',
      Named & {
        readonly receivedOn: string;
        readonly bank: string;
        readonly serialNumber: string;
        readonly reportedOn: string;
        readonly reportedLate: boolean;
        readonly amount: string;
        readonly payer: string;
        readonly receiver: string;
        /** False where the payment was reported before bookings were kept: then neither side is booked (PRE-08). */
        readonly booked?: false;
        readonly attempt?: number;
      }
    >
  /** 撤回回单 of one side (PRE-07): what was booked is booked the other way round (PRE-08). */
  | DomainEvent<
      'IncreaseSlipWithdrawn',
      Named &
        WithdrawnSlip & {
          readonly amount: string;
          readonly payer: string;
          readonly receiver: string;
          readonly booked?: false;
        }
    >
  | DomainEvent<'IncreaseOverdue', Named & { readonly payBy: string; readonly noticedOn: string }>;

/** 紧急调增 Emergency increase of one pair for one month. */
export interface Increase extends Slips {
  readonly status: 'none' | 'requested' | 'granted' | 'declined' | 'paid';
  readonly requested: Requested | null;
  readonly granted: Granted | null;
  readonly overdueNoticed: boolean;
  /** A grant that waits for a second person (SEC-04). */
  readonly proposed: (Proposal & { readonly amount: string }) | null;
  readonly handedOverOn: string | null;
  /** The payment's event says what was paid, so it stands in the books (PRE-08). */
  readonly paymentBooked: boolean;
}

export function evolveIncrease(increase: Increase, event: IncreaseEvent): Increase {
  switch (event.type) {
    case 'IncreaseRequested':
      return { ...increase, status: 'requested', requested: event.data, proposed: null };
    case 'IncreaseGrantProposed': {
      const { proposedBy, on: proposedOn, amount } = event.data;
      return { ...increase, proposed: { proposedBy, proposedOn, amount } };
    }
    case 'IncreaseGranted':
      return { ...increase, status: 'granted', granted: event.data, proposed: null };
    case 'IncreaseHandedOver':
      return { ...increase, handedOverOn: event.data.on };
    case 'IncreaseDeclined':
      return { ...increase, status: 'declined', proposed: null };
    case 'IncreasePaid': {
      const paid = { ...event.data, on: event.data.paidOn };
      return { ...increase, status: 'paid', paid, paymentBooked: event.data.amount !== undefined };
    }
    case 'IncreaseReceived':
      return { ...increase, received: { ...event.data, on: event.data.receivedOn } };
    case 'IncreaseSlipWithdrawn': {
      const { side } = event.data;
      return { ...increase, ...withoutSlip(increase, side), status: side === 'paid' ? 'granted' : increase.status };
    }
    case 'IncreaseOverdue':
      return { ...increase, overdueNoticed: true };
    default:
      return event satisfies never;
  }
}

const definition: StreamDefinition<Increase, IncreaseEvent> = {
  category: 'increase',
  initialState: () => ({
    ...{ status: 'none', requested: null, granted: null, overdueNoticed: false },
    ...{ proposed: null, handedOverOn: null, paymentBooked: false, ...NO_SLIPS },
  }),
  evolve: evolveIncrease,
};

/** One per month and pair, so that the same request always has the same number. */
export const increaseIdOf = (month: string, receiver: string, payer: string): string => `${month}-${receiver}-${payer}`;

const INCREASE_ID = /^(\d{4}-\d{2})-(\d{2})-(\d{2})$/;

/** Month and pair of an increase number; null for what is none. */
export function partsOfIncreaseId(id: string): { month: string; receiver: string; payer: string } | null {
  const [, month, receiver, payer] = INCREASE_ID.exec(id) ?? [];
  return month === undefined || receiver === undefined || payer === undefined ? null : { month, receiver, payer };
}

export const increaseRef = (id: string): StreamRef<Increase> => ({ id: `increase-${id}`, definition });
