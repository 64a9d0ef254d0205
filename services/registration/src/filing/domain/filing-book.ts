import type { StreamDefinition, StreamRef } from '#event-store';
import type { FilingEvent, OwedDocuments, PromiseSanctioned, Stay } from './filing-events.js';

export type { FilingEvent } from './filing-events.js';

type DataOf<T extends FilingEvent['type']> = Extract<FilingEvent, { type: T }>['data'];

/** 待审核 An application that waits for its decision (REG-05). */
export type PendingApplication = DataOf<'FilingApplied'>;

/** 备案 Filing of one person for one destination. */
export interface Filing extends DataOf<'FilingApproved'> {
  readonly endedOn: string | null;
  readonly endedCause: DataOf<'FilingEnded'>['cause'] | null;
  /** Day of the papers or the promise it rests on now. */
  readonly papersOn: string;
  /** Day of the last reminder while documents are owed (REG-09). */
  readonly remindedOn: string | null;
}

export interface KnownStay extends Stay {
  /** Null while the patient is in hospital. */
  readonly endedOn: string | null;
}

/** 应追回 Loss to the fund by one filing whose papers were false. Yuan as text. */
export interface Loss {
  readonly filingId: string;
  /** Null where it is not known yet. */
  readonly toRecover: string | null;
  readonly receipts: readonly { readonly receipt: string; readonly amount: string }[];
}

/** 备案册 All filings of one person: they overlap, replace and lock one another, so they live together. */
export interface FilingBook {
  readonly filings: readonly Filing[];
  readonly pending: readonly PendingApplication[];
  readonly refused: readonly string[];
  /** Every sanction of the person, with the filing that caused it (REG-10, REG-21). */
  readonly sanctions: readonly PromiseSanctioned[];
  /** Filings whose documents were found to be false, with the loss and what has come back of it (REG-21). */
  readonly losses: readonly Loss[];
  readonly stays: readonly KnownStay[];
  /** Stays deemed filed by their emergency mark (REG-02). */
  readonly deemed: readonly DataOf<'FilingDeemed'>[];
}

export const EMPTY_BOOK: FilingBook = {
  ...{ filings: [], pending: [], refused: [], sanctions: [], losses: [], stays: [], deemed: [] },
};

export function evolveFilingBook(book: FilingBook, event: FilingEvent): FilingBook {
  switch (event.type) {
    case 'FilingApplied':
      return { ...book, pending: [...book.pending, event.data] };
    case 'FilingRefused':
      return { ...withoutPending(book, event.data.filingId), refused: [...book.refused, event.data.filingId] };
    case 'FilingApproved':
    case 'DocumentsSupplemented':
    case 'FilingChanged':
    case 'FilingEnded':
    case 'FilingResumed':
    case 'SupplementReminded':
      return evolveFilings(book, event);
    case 'PromiseSanctioned':
      return { ...book, sanctions: [...book.sanctions, event.data] };
    case 'FalseDocumentsReported':
      return withLoss(book, event.data);
    case 'LossRecovered':
      return withRecovered(book, event.data);
    case 'FilingDeemed':
      return { ...book, deemed: [...book.deemed, event.data] };
    case 'StayRegistered':
      return withStay(book, { ...event.data, endedOn: null });
    case 'StayEnded':
      return withStayEnded(book, event.data);
    default:
      return event satisfies never;
  }
}

type Changing =
  'FilingApproved' | 'DocumentsSupplemented' | 'FilingChanged' | 'FilingEnded' | 'FilingResumed' | 'SupplementReminded';
type OfFilings = Extract<FilingEvent, { type: Changing }>;

function evolveFilings(book: FilingBook, event: OfFilings): FilingBook {
  const { filingId } = event.data;
  switch (event.type) {
    case 'FilingApproved': {
      const { appliedOn } = event.data;
      const filing: Filing = {
        ...{ ...event.data, papersOn: appliedOn },
        ...{ endedOn: null, endedCause: null, remindedOn: null },
      };
      return { ...withoutPending(book, filingId), filings: [...book.filings, filing] };
    }
    case 'DocumentsSupplemented': {
      const { documents, documentsValidTo, referral, suppliedOn } = event.data;
      return update(book, filingId, (filing) => ({
        ...{ documents: [...filing.documents, ...documents], documentsValidTo, owed: null },
        ...{ referral: referral ?? filing.referral, papersOn: suppliedOn },
      }));
    }
    case 'FilingChanged': {
      const { validTo, cause, changedOn } = event.data;
      return update(book, filingId, ({ papersOn }) => ({
        ...{ validTo, papersOn: cause === 'renewal' ? changedOn : papersOn },
      }));
    }
    case 'FilingEnded': {
      const { endedOn, cause } = event.data;
      return update(book, filingId, () => ({ endedOn, endedCause: cause }));
    }
    case 'FilingResumed':
      return update(book, filingId, () => ({ endedOn: null, endedCause: null }));
    case 'SupplementReminded': {
      const { remindedOn } = event.data;
      return update(book, filingId, () => ({ remindedOn }));
    }
    default:
      return event satisfies never;
  }
}

const update = (book: FilingBook, filingId: string, change: (filing: Filing) => Partial<Filing>): FilingBook => ({
  ...book,
  filings: book.filings.map((filing) => (filing.filingId === filingId ? { ...filing, ...change(filing) } : filing)),
});

const withoutPending = (book: FilingBook, filingId: string): FilingBook => ({
  ...book,
  pending: book.pending.filter((application) => application.filingId !== filingId),
});

/** A stay taken up again after its settlement was undone is open again. */
const withStay = (book: FilingBook, stay: KnownStay): FilingBook => ({
  ...book,
  stays: [...book.stays.filter(({ visitId }) => visitId !== stay.visitId), stay],
});

const withStayEnded = (book: FilingBook, { visitId, endedOn }: DataOf<'StayEnded'>): FilingBook => ({
  ...book,
  stays: book.stays.map((stay) => (stay.visitId === visitId ? { ...stay, endedOn } : stay)),
});

const definition: StreamDefinition<FilingBook, FilingEvent> = {
  category: 'filings',
  initialState: () => EMPTY_BOOK,
  evolve: evolveFilingBook,
};

export const filingBookRef = (psnNo: string): StreamRef<FilingBook> => ({ id: `filings-${psnNo}`, definition });

/** Filings that hold on a day or will: neither ended by then nor past their last day, whether or not that was recorded. */
export const standingFilings = (book: FilingBook, on: string): readonly Filing[] =>
  book.filings.filter((filing) => !isOver(filing, on));

/** An end may lie ahead: where a filing has been replaced from a later day on, it holds until then, if it begins by then at all. */
export const isOver = (filing: Pick<Filing, 'validFrom' | 'endedOn' | 'validTo'>, on: string): boolean =>
  (filing.endedOn !== null && filing.endedOn <= on) ||
  (filing.validTo !== null && filing.validTo < on) ||
  isUnheld(filing);

/** Ended by its first day: it never held a day. */
export const isUnheld = ({ validFrom, endedOn }: Pick<Filing, 'validFrom' | 'endedOn'>): boolean =>
  endedOn !== null && endedOn <= validFrom;

/** Documents owed past their last day: the promise was not kept (REG-09, REG-10). */
export const isOverdue = ({ owed }: { readonly owed: OwedDocuments | null }, on: string): boolean =>
  owed !== null && owed.until !== null && owed.until < on;

const withLoss = (book: FilingBook, { filingId, lossToRecover }: DataOf<'FalseDocumentsReported'>): FilingBook => ({
  ...book,
  losses: [...book.losses, { filingId, toRecover: lossToRecover, receipts: [] }],
});

const withRecovered = (book: FilingBook, { filingId, receipt, amount }: DataOf<'LossRecovered'>): FilingBook => ({
  ...book,
  losses: book.losses.map((loss) =>
    loss.filingId === filingId ? { ...loss, receipts: [...loss.receipts, { receipt, amount }] } : loss,
  ),
});
