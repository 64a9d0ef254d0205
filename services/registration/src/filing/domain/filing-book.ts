import type { FilingApproved, FilingEnded } from '#contracts';
import type { DomainEvent, StreamDefinition, StreamRef } from '#event-store';

export type FilingEvent =
  | DomainEvent<
      'FilingApproved',
      FilingApproved & {
        readonly appliedOn: string;
        /** 渠道 (REG-05). */
        readonly channel: string;
        readonly documents: readonly string[];
      }
    >
  | DomainEvent<'FilingEnded', FilingEnded>;

/** 备案 Filing of one person for one destination. */
export interface Filing extends FilingApproved {
  readonly appliedOn: string;
  readonly endedOn: string | null;
}

/** 备案册 All filings of one person: they overlap, replace and lock one another, so they live together. */
export interface FilingBook {
  readonly filings: readonly Filing[];
}

export function evolveFilingBook(book: FilingBook, event: FilingEvent): FilingBook {
  switch (event.type) {
    case 'FilingApproved':
      return { filings: [...book.filings, { ...event.data, endedOn: null }] };
    case 'FilingEnded': {
      const { filingId, endedOn } = event.data;
      return {
        filings: book.filings.map((filing) => (filing.filingId === filingId ? { ...filing, endedOn } : filing)),
      };
    }
    default:
      return event satisfies never;
  }
}

const definition: StreamDefinition<FilingBook, FilingEvent> = {
  category: 'filings',
  initialState: () => ({ filings: [] }),
  evolve: evolveFilingBook,
};

export const filingBookRef = (psnNo: string): StreamRef<FilingBook> => ({ id: `filings-${psnNo}`, definition });

/** Filings that hold on a day or will: neither ended by then nor past their last day, whether or not that was recorded. */
export const standingFilings = (book: FilingBook, on: string): readonly Filing[] =>
  book.filings.filter((filing) => !isOver(filing, on));

/** An end may lie ahead: where a filing has been replaced from a later day on, it holds until then. */
export const isOver = ({ endedOn, validTo }: Filing, on: string): boolean =>
  (endedOn !== null && endedOn <= on) || (validTo !== null && validTo < on);
