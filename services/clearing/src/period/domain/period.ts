import type { ClearingCell, FundColumn } from '#contracts';
import type { DomainEvent, StreamDefinition, StreamRef } from '#event-store';
import type { PeriodStep } from './timetable.js';

export type WaitingReason = 'not-confirmed' | 'difference' | 'held' | 'original';

/** Why claims of the month or earlier did not enter it; late ones are listed by name (CLR-02). */
export type WaitingCount = { readonly reason: WaitingReason; readonly claims: number };

/** What one fund column of a cell owes before deductions, and what was deducted from it (annexes 14-2, 14-3, 14-5, 14-6). */
export type FundAmounts = { readonly column: FundColumn; readonly payable: string; readonly deducted: string };

/** One directed pair and scheme of the published table, with its fund columns that are not zero. */
export type TableCell = ClearingCell & { readonly funds: readonly FundAmounts[] };

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
  | DomainEvent<'ProvinceConfirmed', { readonly month: string; readonly unit: string; readonly on: string }>
  | DomainEvent<
      'DisputeRaised',
      {
        readonly month: string;
        readonly unit: string;
        readonly on: string;
        readonly claimIds: readonly string[];
        readonly reason: string;
      }
    >
  | DomainEvent<
      'ConfirmationsChased',
      { readonly month: string; readonly on: string; readonly unconfirmed: readonly string[] }
    >
  | DomainEvent<
      'NoticesPublished',
      {
        readonly month: string;
        readonly publishedOn: string;
        readonly payments: number;
        readonly collections: number;
        readonly total: string;
      }
    >;

/** 清算期 One national clearing month (CLR-01). */
export interface Period {
  readonly done: ReadonlySet<PeriodStep>;
  readonly cells: readonly TableCell[];
  readonly confirmed: ReadonlyMap<string, string>;
  readonly disputes: number;
}

const initialPeriod = (): Period => ({ done: new Set(), cells: [], confirmed: new Map(), disputes: 0 });

const withStep = (period: Period, step: PeriodStep): Period => ({ ...period, done: new Set([...period.done, step]) });

export function evolvePeriod(period: Period, event: PeriodEvent): Period {
  switch (event.type) {
    case 'PeriodCutOff':
      return withStep(period, 'cut-off');
    case 'TableGenerated':
      return { ...withStep(period, 'table'), cells: event.data.cells };
    case 'ProvinceConfirmed':
      return { ...period, confirmed: new Map([...period.confirmed, [event.data.unit, event.data.on]]) };
    case 'DisputeRaised':
      return { ...period, disputes: period.disputes + 1 };
    case 'ConfirmationsChased':
      return withStep(period, 'confirmations');
    case 'NoticesPublished':
      return withStep(period, 'notices');
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
