import { CONTRACTS, type StayEnded, type StayRegistered } from '#contracts';
import type { DecidingHandler, DeliveredMessage } from '#event-bus';
import type { Decision, EventMetadata, WriteRequest } from '#event-store';
import { personRef } from '../../enrolment/domain/person.js';
import { filingBookRef, type FilingBook, type FilingEvent } from '../domain/filing-book.js';
import { recordStay, recordStayEnd } from '../domain/stays.js';

const REGISTERED = CONTRACTS.stayRegistered.type;
const ENDED = CONTRACTS.stayEnded.type;

/** Stays and emergency visits in the filing book: an emergency without a filing is deemed filed (视同已备案, REG-02). */
export const stayHandler: DecidingHandler = {
  types: [REGISTERED, ENDED],
  async requests(_tx, messages) {
    return messages.map(requestOf);
  },
};

function requestOf(message: DeliveredMessage): WriteRequest {
  const { psnNo } = message.data as { readonly psnNo: string };
  const book = filingBookRef(psnNo);
  const person = personRef(psnNo);
  return {
    streams: [book, person],
    idempotency: null,
    metadata: { ...(message.metadata as unknown as EventMetadata), causationId: message.id },
    decide: (states): Decision<string> => {
      const events = recorded(message, states.of(book), states.of(person).enrolled?.insuredRegion);
      return { kind: 'accepted', answer: psnNo, events: events.map((event) => ({ streamId: book.id, event })) };
    },
  };
}

function recorded(
  { type, data }: DeliveredMessage,
  book: FilingBook,
  insuredRegion: string | undefined,
): readonly FilingEvent[] {
  if (type === ENDED) {
    const { visitId, endedOn } = data as unknown as StayEnded;
    return recordStayEnd(visitId, endedOn, book);
  }
  const told = data as unknown as StayRegistered;
  const { visitId, psnNo, careRegion, openedOn, inpatient, emergency } = told;
  const stay = { visitId, psnNo, careRegion, openedOn, inpatient, emergency };
  return recordStay(stay, insuredRegion ?? told.insuredRegion, book);
}
