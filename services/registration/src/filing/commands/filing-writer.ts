import { Inject, Injectable } from '@nestjs/common';
import {
  EventStore,
  type AppendedEvent,
  type EventMetadata,
  type IdempotencyKey,
  type StreamStates,
  type WriteOutcome,
} from '#event-store';
import { reject, type BusinessDate, type RegionCode, type Result } from '#kernel';
import type { PolicyBook } from '#policy';
import { EVENT_STORE } from '#service';
import { declarationRef } from '../../declaration/domain/declaration.js';
import { declarationOf } from '../../declaration/domain/referral-number.js';
import { reviewOf } from '../../declaration/domain/referral.js';
import { personRef, type InsuredPerson } from '../../enrolment/domain/person.js';
import { POLICY_BOOK } from '../../tokens.js';
import { evolveFilingBook, filingBookRef, type FilingBook, type FilingEvent } from '../domain/filing-book.js';
import type { PolicyOn } from '../domain/policy-in-force.js';
import { filingViewOf, refusedView, type FilingView } from '../filing-view.js';
import { policiesOf } from './policies-of.js';

/** What every act on a person's filings is told with. */
export interface FilingRequest {
  readonly psnNo: string;
  readonly insuredRegion: RegionCode;
  readonly metadata: EventMetadata;
  readonly idempotency: IdempotencyKey;
}

export interface FilingAct {
  /** The filing the caller is answered about. */
  readonly filingId: string;
  decide(book: FilingBook, policyOn: PolicyOn): Result<readonly FilingEvent[]>;
}

/** Writes one act on one person's filing book, by the policies of the place of insurance. */
@Injectable()
export class FilingWriter {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(POLICY_BOOK) private readonly policies: PolicyBook,
  ) {}

  async write(request: FilingRequest, act: FilingAct): Promise<WriteOutcome<FilingView>> {
    const { psnNo, insuredRegion, metadata, idempotency } = request;
    const on = metadata.businessDate as BusinessDate;
    const policyOn = policiesOf(this.policies, insuredRegion, on);
    if (!policyOn.ok) return { kind: 'refused', rejection: policyOn.rejection, replayed: false };
    const ref = filingBookRef(psnNo);
    const person = personRef(psnNo);
    const declarationNo = declarationOf(act.filingId);
    const declaration = declarationNo === null ? null : declarationRef(declarationNo);
    return this.store.write<FilingView>({
      ...{ streams: [ref, person, ...(declaration === null ? [] : [declaration])], idempotency, metadata },
      decide: (states) => {
        const book = states.of(ref);
        const decided = refuseStranger(states.of(person), insuredRegion) ?? act.decide(book, policyOn.value);
        if (!decided.ok) return { kind: 'refused', rejection: decided.rejection };
        const events = decided.value.map((event) => ({ streamId: ref.id, event }));
        const answer = viewAfter(book, decided.value, { filingId: act.filingId, on });
        const review = declaration === null ? [] : reviewsOf(decided.value, declaration, { states, on });
        return { kind: 'accepted', answer, events: [...events, ...review] };
      },
    });
  }
}

/** The hospital whose referral the application was is told what became of it (REG-05). */
function reviewsOf(
  events: readonly FilingEvent[],
  ref: ReturnType<typeof declarationRef>,
  { states, on }: { readonly states: StreamStates; readonly on: string },
): readonly AppendedEvent[] {
  const { received, review: known } = states.of(ref);
  const review = reviewOf(events, on);
  if (received === null || known !== null || review === null) return [];
  return [{ streamId: ref.id, event: { type: 'DeclarationReviewed', data: review } }];
}

function refuseStranger({ enrolled }: InsuredPerson, insuredRegion: RegionCode): Result<never> | null {
  if (enrolled?.insuredRegion === insuredRegion) return null;
  const message = '该人员未在所填参保地参保，请核对人员编号与参保地';
  return reject('filing.not-insured', 'REG-01', message, ['psnNo', 'insuredRegion']);
}

function viewAfter(
  before: FilingBook,
  events: readonly FilingEvent[],
  of: { filingId: string; on: string },
): FilingView {
  const pending = before.pending.find(({ filingId }) => filingId === of.filingId);
  const refused = events.some(({ type }) => type === 'FilingRefused');
  if (pending !== undefined && refused) return refusedView(pending);
  return filingViewOf(events.reduce(evolveFilingBook, before), of.filingId, of.on);
}
