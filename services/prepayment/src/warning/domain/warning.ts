import type { WarningRaised } from '#contracts';
import type { DomainEvent, StreamDefinition, StreamRef } from '#event-store';
import type { UseLevel } from './use-rate.js';

/** 使用率 of one month: all advances of the place of care (payer null), or one pair. */
export type UseRate = {
  readonly payer: string | null;
  readonly cleared: string;
  readonly advance: string;
  readonly ratePercent: string | null;
  readonly level: UseLevel;
};

export type MonthRates = {
  readonly receiver: string;
  readonly month: string;
  readonly generatedOn: string;
  readonly rates: readonly UseRate[];
};

export type WarningEvent = DomainEvent<'UseRatesRecorded', MonthRates> | DomainEvent<'WarningRaised', WarningRaised>;

/** 预警 One place of care: its rates by month and the warnings that were given. */
export interface Warnings {
  readonly months: ReadonlyMap<string, MonthRates>;
  readonly raised: ReadonlySet<string>;
}

type Raised = Pick<WarningRaised, 'payer' | 'month' | 'level'>;

const keyOf = ({ payer, month, level }: Raised): string => `${payer ?? ''}/${month}/${level}`;

export const wasRaised = (warnings: Warnings, warning: Raised): boolean => warnings.raised.has(keyOf(warning));

export function evolveWarnings(warnings: Warnings, event: WarningEvent): Warnings {
  switch (event.type) {
    case 'UseRatesRecorded':
      return { ...warnings, months: new Map([...warnings.months, [event.data.month, event.data]]) };
    case 'WarningRaised':
      return { ...warnings, raised: new Set([...warnings.raised, keyOf(event.data)]) };
    default:
      return event satisfies never;
  }
}

const definition: StreamDefinition<Warnings, WarningEvent> = {
  category: 'warning',
  initialState: () => ({ months: new Map(), raised: new Set() }),
  evolve: evolveWarnings,
};

/** The whole and its pairs share a stream: they are recorded together, and a month is 32 streams and not a thousand. */
export const warningRef = (receiver: string): StreamRef<Warnings> => ({ id: `warning-${receiver}`, definition });
