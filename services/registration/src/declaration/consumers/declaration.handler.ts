import { CONTRACTS, type DeclarationFiled, type DeclarationWithdrawn } from '#contracts';
import type { DecidingHandler, DeliveredMessage } from '#event-bus';
import type { Decision, EventMetadata, StreamStates, WriteRequest } from '#event-store';
import { businessDate, reject, RegionCode } from '#kernel';
import type { PolicyBook } from '#policy';
import { personRef } from '../../enrolment/domain/person.js';
import { policiesOf } from '../../filing/commands/policies-of.js';
import { filingBookRef, type FilingBook } from '../../filing/domain/filing-book.js';
import { declarationRef, type Declaration } from '../domain/declaration.js';
import { receiveDeclaration, receiveWithdrawal, type PlaceOfInsurance, type Received } from '../domain/receive.js';

const FILED = CONTRACTS.declarationFiled.type;
const WITHDRAWN = CONTRACTS.declarationWithdrawn.type;

/** Declarations of hospitals, as settlement's gateway took them (REG-05). Refusals are answers to them, never dead letters. */
export const declarationHandler = (policies: PolicyBook): DecidingHandler => ({
  types: [FILED, WITHDRAWN],
  async requests(_tx, messages) {
    return messages.map((message) => requestOf(message, policies));
  },
});

function requestOf(message: DeliveredMessage, policies: PolicyBook): WriteRequest {
  const { declarationNo, psnNo } = message.data as { readonly declarationNo: string; readonly psnNo: string };
  const refs = { declaration: declarationRef(declarationNo), book: filingBookRef(psnNo), person: personRef(psnNo) };
  const metadata = { ...(message.metadata as unknown as EventMetadata), causationId: message.id };
  return {
    streams: [refs.declaration, refs.book, refs.person],
    idempotency: null,
    metadata,
    decide: (states): Decision<string> => {
      const place = placeOf(states.of(refs.person).enrolled?.insuredRegion, metadata.businessDate, policies);
      const { declaration, filing } = received(message, place, states, refs);
      const events = [
        ...declaration.map((event) => ({ streamId: refs.declaration.id, event })),
        ...filing.map((event) => ({ streamId: refs.book.id, event })),
      ];
      return { kind: 'accepted', answer: declarationNo, events };
    },
  };
}

interface Refs {
  readonly declaration: ReturnType<typeof declarationRef>;
  readonly book: ReturnType<typeof filingBookRef>;
}

function received(message: DeliveredMessage, place: PlaceOfInsurance, states: StreamStates, refs: Refs): Received {
  const declaration: Declaration = states.of(refs.declaration);
  const book: FilingBook = states.of(refs.book);
  return message.type === FILED
    ? receiveDeclaration(message.data as unknown as DeclarationFiled, place, declaration, book)
    : receiveWithdrawal(message.data as unknown as DeclarationWithdrawn, place, declaration, book);
}

/** Where the person is insured is known here, whatever the hospital believes. */
function placeOf(insuredRegion: string | undefined, on: string, policies: PolicyBook): PlaceOfInsurance {
  if (insuredRegion === undefined) {
    return { insuredRegion: null, policyOn: reject('person.unknown', 'REG-01', '参保地未登记该人员', ['psn_no']) };
  }
  return {
    insuredRegion: RegionCode.of(insuredRegion),
    policyOn: policiesOf(policies, insuredRegion, businessDate(on)),
  };
}
