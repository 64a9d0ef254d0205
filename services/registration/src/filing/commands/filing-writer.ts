import { Inject, Injectable } from '@nestjs/common';
import {
  EventStore,
  type AppendedEvent,
  type EventMetadata,
  type IdempotencyKey,
  type StreamRef,
  type StreamStates,
  type WriteOutcome,
} from '#event-store';
import { reject, type BusinessDate, type RegionCode, type Result } from '#kernel';
import type { PolicyBook } from '#policy';
import { EVENT_STORE } from '#service';
import { declarationRef } from '../../declaration/domain/declaration.js';
import { declarationOf } from '../../declaration/domain/referral-number.js';
import { reviewOf } from '../../declaration/domain/referral.js';
import { documentRef, type FilingDocument } from '../../document/domain/document.js';
import { personRef, type InsuredPerson } from '../../enrolment/domain/person.js';
import { POLICY_BOOK } from '../../tokens.js';
import { evolveFilingBook, filingBookRef, type FilingBook, type FilingEvent } from '../domain/filing-book.js';
import type { PresentedDocument } from '../domain/filing-events.js';
import { decideDue } from '../domain/filing-day.js';
import type { PolicyOn } from '../domain/policy-in-force.js';
import { filingViewOf, refusedView, type FilingView, type Seen } from '../filing-view.js';
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
  /** True for a new application: who is insured elsewhere is told so, and nothing of what stands in the book. */
  readonly begins?: true;
  /** Papers the act rests on; stored copies must be of this person and of the kind said (REG-03, REG-20). */
  readonly documents?: readonly PresentedDocument[];
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
    const copies = copiesOf(act.documents ?? []);
    const declarationNo = declarationOf(act.filingId);
    const declaration = declarationNo === null ? null : declarationRef(declarationNo);
    const others = [...copies.map(({ stream }) => stream), ...(declaration === null ? [] : [declaration])];
    return this.store.write<FilingView>({
      ...{ streams: [ref, person, ...others], idempotency, metadata },
      decide: (states) => {
        const before = states.of(ref);
        // What had fallen due and no day's work has recorded yet counts first (REG-10).
        const due = decideDue(before, { insuredRegion, on }, policyOn.value);
        const book = due.reduce(evolveFilingBook, before);
        const papers = copies.map(({ kind, stream }) => ({ kind, ...states.of(stream) }));
        const stranger = refuseStranger(states.of(person), insuredRegion);
        const decided = insuredHere(
          act,
          stranger,
          () => refuseCopies(papers, psnNo) ?? act.decide(book, policyOn.value),
        );
        if (!decided.ok) return { kind: 'refused', rejection: decided.rejection };
        const events = [...due, ...decided.value].map((event) => ({ streamId: ref.id, event }));
        const answer = viewAfter(book, decided.value, { filingId: act.filingId, on, policy: policyOn.value(on) });
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

/** A filing of another place is forbidden (SEC-01); the former place still ends its own, but grants nothing more. */
function insuredHere(
  { begins }: FilingAct,
  stranger: Result<never> | null,
  decide: () => Result<readonly FilingEvent[]>,
): Result<readonly FilingEvent[]> {
  if (begins === true && stranger !== null) return stranger;
  const decided = decide();
  const grants = decided.ok && decided.value.some(({ type }) => type === 'FilingApproved');
  return grants ? (stranger ?? decided) : decided;
}

interface Copy {
  readonly kind: string;
  readonly stream: StreamRef<FilingDocument>;
}

const copiesOf = (documents: readonly PresentedDocument[]): readonly Copy[] =>
  documents.flatMap(({ kind, documentId }) => (documentId === null ? [] : [{ kind, stream: documentRef(documentId) }]));

/** REG-03, REG-20. */
function refuseCopies(
  papers: readonly (FilingDocument & { readonly kind: string })[],
  psnNo: string,
): Result<never> | null {
  const isOf = ({ kind, stored, deletedOn }: (typeof papers)[number]): boolean =>
    stored !== null && deletedOn === null && stored.psnNo === psnNo && stored.kind === kind;
  return papers.every(isOf)
    ? null
    : reject('filing.document-unknown', 'REG-03', '所附材料未入库，或不属于该参保人和所填材料类别', ['documents']);
}

function viewAfter(
  before: FilingBook,
  events: readonly FilingEvent[],
  { filingId, ...seen }: Seen & { readonly filingId: string },
): FilingView {
  const pending = before.pending.find((application) => application.filingId === filingId);
  const refused = events.some(({ type }) => type === 'FilingRefused');
  if (pending !== undefined && refused) return refusedView(pending, seen.policy);
  return filingViewOf(events.reduce(evolveFilingBook, before), filingId, seen);
}
