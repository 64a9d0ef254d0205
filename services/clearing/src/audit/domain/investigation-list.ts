import type { DomainEvent, StreamDefinition, StreamRef } from '#event-store';

export type InvestigationLine = {
  readonly claimId: string;
  readonly payer: string;
  readonly receiver: string;
  readonly requestedOn: string;
  /** How many lists it stood on before without an answer (AUD-05). */
  readonly rolledOver: number;
};

export type InvestigationListEvent = DomainEvent<
  'InvestigationListFrozen',
  { readonly listMonth: string; readonly on: string; readonly lines: readonly InvestigationLine[] }
>;

/** 费用协查申请汇总表 of one month, frozen on the 26th (AUD-04). */
export interface InvestigationList {
  readonly frozen: boolean;
}

const definition: StreamDefinition<InvestigationList, InvestigationListEvent> = {
  category: 'investigation-list',
  initialState: () => ({ frozen: false }),
  evolve: () => ({ frozen: true }),
};

export const investigationListRef = (listMonth: string): StreamRef<InvestigationList> => ({
  id: `investigation-list-${listMonth}`,
  definition,
});
