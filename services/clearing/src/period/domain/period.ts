import type { ClearingCell, FundColumn } from '#contracts';
import type { DomainEvent, StreamDefinition, StreamRef } from '#event-store';
import type { FourEyes, Proposal } from '#kernel';
import type { Limit } from './limits.js';
import type { PeriodStep } from './timetable.js';

export type WaitingReason = 'not-confirmed' | 'difference' | 'held' | 'original' | 'refund';

/** Why claims of the month or earlier did not enter it; late ones are listed by name (CLR-02). */
export type WaitingCount = { readonly reason: WaitingReason; readonly claims: number };

/** A claim that waits past its limit, whose it is and why (CLR-02). */
export type Breach = {
  readonly claimId: string;
  readonly payer: string;
  readonly receiver: string;
  readonly settledOn: string;
  readonly reason: WaitingReason;
  readonly limit: Limit;
};

/** What one fund column of a cell owes before deductions, and what was deducted from it (annexes 14-2, 14-3, 14-5, 14-6). */
export type FundAmounts = { readonly column: FundColumn; readonly payable: string; readonly deducted: string };

/** One directed pair and scheme of the published table, with its fund columns that are not zero. */
export type TableCell = ClearingCell & { readonly funds: readonly FundAmounts[] };

type OfUnit = { readonly month: string; readonly unit: string; readonly on: string };

export type PeriodEvent =
  | DomainEvent<
      'PeriodCutOff',
      {
        readonly month: string;
        readonly on: string;
        readonly claims: number;
        readonly payable: string;
        readonly waiting: readonly WaitingCount[];
        /** Claims past the limit of CLR-02. */
        readonly overdue: readonly string[];
        /** The same claims by name. */
        readonly breaches?: readonly Breach[];
      }
    >
  /** The last day of the cut-off month is over: what had been confirmed by then is in, and the month holds these claims for good. */
  | DomainEvent<
      'CutOffCompleted',
      {
        readonly month: string;
        readonly on: string;
        readonly claims: number;
        readonly payable: string;
        /** Named as late by the cut-off, and entered after all. */
        readonly entered: readonly string[];
      }
    >
  | DomainEvent<
      'TableGenerated',
      {
        readonly month: string;
        readonly generatedOn: string;
        readonly cells: readonly TableCell[];
        readonly total: string;
        /** 审核扣款 that this table carries (CLR-09). */
        readonly deductionIds: readonly string[];
      }
    >
  /** By the province, or, with two persons of the nation, deemed to be so after the 25th (CLR-04, SEC-04). */
  | DomainEvent<'ProvinceConfirmed', OfUnit & { readonly deemed?: FourEyes & { readonly reason: string } }>
  | DomainEvent<'ConfirmationOverrideProposed', OfUnit & { readonly proposedBy: string; readonly reason: string }>
  | DomainEvent<'DisputeRaised', OfUnit & { readonly claimIds: readonly string[]; readonly reason: string }>
  /** 国家裁定: what is upheld comes off the next table as a deduction of the claims named (CLR-04, CLR-09). */
  | DomainEvent<
      'DisputeDecided',
      OfUnit & {
        readonly outcome: 'upheld' | 'rejected';
        readonly reason: string;
        readonly deductedClaims: readonly string[];
      }
    >
  | DomainEvent<
      'ConfirmationsChased',
      { readonly month: string; readonly on: string; readonly unconfirmed: readonly string[] }
    >
  | DomainEvent<'PublicationProposed', { readonly month: string; readonly on: string; readonly proposedBy: string }>
  | DomainEvent<'PublicationApproved', FourEyes & { readonly month: string; readonly on: string }>
  | DomainEvent<
      'NoticesPublished',
      {
        readonly month: string;
        readonly publishedOn: string;
        readonly payments: number;
        readonly collections: number;
        readonly total: string;
        /** The two persons of SEC-04. */
        readonly proposedBy?: string;
        readonly approvedBy?: string;
      }
    >;

/** 清算期 One national clearing month (CLR-01). */
export interface Period {
  readonly done: ReadonlySet<PeriodStep>;
  /** Nothing enters any more. */
  readonly completed: boolean;
  readonly cells: readonly TableCell[];
  readonly confirmed: ReadonlyMap<string, string>;
  /** Claims in dispute by unit, until the nation has decided. */
  readonly disputed: ReadonlyMap<string, readonly string[]>;
  /** Claims whose dispute by this unit was decided, either way (CLR-04). */
  readonly decided: ReadonlyMap<string, readonly string[]>;
  /** Confirmations in a province's stead that wait for a second person. */
  readonly overrides: ReadonlyMap<string, Proposal & { readonly reason: string }>;
  readonly publication: Proposal | null;
  readonly approved: FourEyes | null;
}

const initialPeriod = (): Period => ({
  ...{
    done: new Set(),
    cells: [],
    confirmed: new Map(),
    disputed: new Map(),
    decided: new Map(),
    overrides: new Map(),
  },
  ...{ completed: false, publication: null, approved: null },
});

const withStep = (period: Period, step: PeriodStep): Period => ({ ...period, done: new Set([...period.done, step]) });
const without = <T>(map: ReadonlyMap<string, T>, key: string): ReadonlyMap<string, T> =>
  new Map([...map].filter(([each]) => each !== key));

export function evolvePeriod(period: Period, event: PeriodEvent): Period {
  switch (event.type) {
    case 'PeriodCutOff':
      return withStep(period, 'cut-off');
    case 'CutOffCompleted':
      return { ...period, completed: true };
    case 'TableGenerated':
      return { ...withStep(period, 'table'), cells: event.data.cells };
    case 'ConfirmationsChased':
      return withStep(period, 'confirmations');
    case 'NoticesPublished':
      return withStep(period, 'notices');
    case 'PublicationProposed':
      return { ...period, publication: { proposedBy: event.data.proposedBy, proposedOn: event.data.on } };
    case 'PublicationApproved':
      return { ...period, approved: event.data };
    default:
      return evolveUnit(period, event);
  }
}

function evolveUnit(period: Period, event: Extract<PeriodEvent, { data: OfUnit }>): Period {
  const { unit, on } = event.data;
  switch (event.type) {
    case 'ProvinceConfirmed':
      return {
        ...period,
        ...{ confirmed: new Map([...period.confirmed, [unit, on]]), overrides: without(period.overrides, unit) },
      };
    case 'ConfirmationOverrideProposed': {
      const { proposedBy, reason } = event.data;
      const proposal = { proposedBy, proposedOn: on, reason };
      return { ...period, overrides: new Map([...period.overrides, [unit, proposal]]) };
    }
    case 'DisputeRaised': {
      const claims = [...new Set([...(period.disputed.get(unit) ?? []), ...event.data.claimIds])];
      return { ...period, disputed: new Map([...period.disputed, [unit, claims]]) };
    }
    case 'DisputeDecided': {
      const claims = [...(period.decided.get(unit) ?? []), ...(period.disputed.get(unit) ?? [])];
      return {
        ...period,
        disputed: without(period.disputed, unit),
        decided: new Map([...period.decided, [unit, claims]]),
      };
    }
    default:
      return event satisfies never;
  }
}

const definition: StreamDefinition<Period, PeriodEvent> = {
  category: 'period',
  initialState: initialPeriod,
  evolve: evolvePeriod,
};

export const periodRef = (month: string): StreamRef<Period> => ({ id: `period-${month}`, definition });
