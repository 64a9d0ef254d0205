import { Inject } from '@nestjs/common';
import { Command, CommandHandler, QueryBus, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, type EventMetadata, type IdempotencyKey, type WriteOutcome } from '#event-store';
import type { BusinessDate, RegionCode } from '#kernel';
import type { DocumentKind, PolicyBook } from '#policy';
import { EVENT_STORE } from '#service';
import { personRef } from '../../../enrolment/domain/person.js';
import { POLICY_BOOK } from '../../../tokens.js';
import { contentHash, foundType } from '../../content.js';
import { documentIdOf } from '../../document-number.js';
import { DocumentVault } from '../../document-vault.js';
import { documentRef, type DocumentStored } from '../../domain/document.js';
import { checkContent, decideStore, type StoreDocument, type Surroundings } from '../../domain/store-document.js';
import { DocumentQuery } from '../../queries/documents/documents.query.js';

export interface UploadedDocument {
  readonly psnNo: string;
  readonly insuredRegion: RegionCode;
  readonly kind: DocumentKind;
  readonly purpose: string | null;
  readonly file: Buffer;
  readonly metadata: EventMetadata;
  readonly idempotency: IdempotencyKey;
}

/** 材料入库 (REG-20). */
export class StoreDocumentCommand extends Command<WriteOutcome<DocumentStored>> {
  constructor(readonly upload: UploadedDocument) {
    super();
  }
}

/**
 * The bytes are durable before the event is committed, so that no event names bytes that are not there. What is refused is
 * taken out again. If the process dies in between, or the outcome of the commit is not known, the bytes may stay: sealed,
 * under a number no event names and no route gives, and replaced or used when the same request comes again.
 */
@CommandHandler(StoreDocumentCommand)
export class StoreDocumentHandler implements ICommandHandler<StoreDocumentCommand> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(POLICY_BOOK) private readonly policies: PolicyBook,
    private readonly vault: DocumentVault,
    private readonly queries: QueryBus,
  ) {}

  async execute({ upload }: StoreDocumentCommand): Promise<WriteOutcome<DocumentStored>> {
    const { insuredRegion, file, metadata } = upload;
    const storedOn = metadata.businessDate as BusinessDate;
    const mediaType = checkContent(file.length, await foundType(file));
    if (!mediaType.ok) return { kind: 'refused', rejection: mediaType.rejection, replayed: false };
    const policy = this.policies.registration(insuredRegion, storedOn);
    if (!policy.ok) return { kind: 'refused', rejection: policy.rejection, replayed: false };
    const command = commandOf(upload, { mediaType: mediaType.value, storedOn });
    const { documentId } = command;
    // Sent again after it was recorded: the bytes are there, or were deleted after their time and must not come back.
    const isRecorded = (await this.queries.execute(new DocumentQuery(documentId))) !== null;
    if (!isRecorded) await this.vault.put(documentId, file);
    const outcome = await this.write(upload, command, policy.value.values);
    if (outcome.kind !== 'accepted' && !isRecorded) await this.vault.remove(documentId);
    return outcome;
  }

  private write(
    { psnNo, metadata, idempotency }: UploadedDocument,
    command: StoreDocument,
    policy: Surroundings['policy'],
  ): Promise<WriteOutcome<DocumentStored>> {
    const document = documentRef(command.documentId);
    const person = personRef(psnNo);
    return this.store.write<DocumentStored>({
      streams: [document, person],
      idempotency,
      metadata,
      decide: (states) => {
        const insuredRegion = states.of(person).enrolled?.insuredRegion ?? null;
        const decided = decideStore(command, states.of(document), { insuredRegion, policy });
        if (!decided.ok) return { kind: 'refused', rejection: decided.rejection };
        const stored = decided.value.find((event) => event.type === 'DocumentStored')?.data as DocumentStored;
        const events = decided.value.map((event) => ({ streamId: document.id, event }));
        return { kind: 'accepted', answer: stored, events };
      },
    });
  }
}

function commandOf(
  { psnNo, insuredRegion, kind, purpose, file, idempotency }: UploadedDocument,
  found: Pick<StoreDocument, 'mediaType' | 'storedOn'>,
): StoreDocument {
  return {
    documentId: documentIdOf(insuredRegion, idempotency),
    ...{ psnNo, insuredRegion, kind, purpose, ...found },
    bytes: file.length,
    hash: contentHash(file),
  };
}
