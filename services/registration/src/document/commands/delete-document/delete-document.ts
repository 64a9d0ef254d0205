import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, streamRequest, type EventMetadata, type IdempotencyKey, type WriteOutcome } from '#event-store';
import type { BusinessDate } from '#kernel';
import { EVENT_STORE } from '#service';
import { DocumentVault } from '../../document-vault.js';
import { decideDelete } from '../../domain/delete-document.js';
import { documentRef } from '../../domain/document.js';

export interface DeleteDocumentRequest {
  readonly documentId: string;
  readonly reason: string;
  readonly metadata: EventMetadata;
  readonly idempotency: IdempotencyKey;
}

/** 材料删除 (REG-20). */
export class DeleteDocumentCommand extends Command<WriteOutcome<string>> {
  constructor(readonly request: DeleteDocumentRequest) {
    super();
  }
}

/** The event comes first: bytes without a record of why they went would be a loss, a record whose bytes stay is made good. */
@CommandHandler(DeleteDocumentCommand)
export class DeleteDocumentHandler implements ICommandHandler<DeleteDocumentCommand> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly vault: DocumentVault,
  ) {}

  async execute({ request }: DeleteDocumentCommand): Promise<WriteOutcome<string>> {
    const { documentId, reason, metadata, idempotency } = request;
    const on = metadata.businessDate as BusinessDate;
    const outcome = await this.store.write(
      streamRequest({
        ...{ stream: documentRef(documentId), metadata, idempotency },
        decide: (document) => decideDelete({ documentId, on, reason }, document),
        answer: () => documentId,
      }),
    );
    if (isGone(outcome)) await this.vault.remove(documentId);
    return outcome;
  }
}

/** Now, or before: whoever asks once more makes good what the storage failed to do the first time. */
const isGone = (outcome: WriteOutcome<string>): boolean =>
  outcome.kind === 'accepted' || (outcome.kind === 'refused' && outcome.rejection.code === 'document.deleted');
