import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, streamRequest, type EventMetadata, type IdempotencyKey, type WriteOutcome } from '#event-store';
import type { BusinessDate, RegionCode } from '#kernel';
import type { PolicyBook } from '#policy';
import { EVENT_STORE } from '#service';
import { POLICY_BOOK } from '../../../tokens.js';
import { decideCancel } from '../../domain/cancel-filing.js';
import { filingBookRef } from '../../domain/filing-book.js';

export interface CancelFilingRequest {
  readonly psnNo: string;
  readonly filingId: string;
  readonly insuredRegion: RegionCode;
  readonly metadata: EventMetadata;
  readonly idempotency: IdempotencyKey;
}

/** 取消备案 (REG-08). */
export class CancelFilingCommand extends Command<WriteOutcome<string>> {
  constructor(readonly request: CancelFilingRequest) {
    super();
  }
}

@CommandHandler(CancelFilingCommand)
export class CancelFilingHandler implements ICommandHandler<CancelFilingCommand> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(POLICY_BOOK) private readonly policies: PolicyBook,
  ) {}

  async execute({ request }: CancelFilingCommand): Promise<WriteOutcome<string>> {
    const { psnNo, filingId, insuredRegion, metadata, idempotency } = request;
    const on = metadata.businessDate as BusinessDate;
    const policy = this.policies.registration(insuredRegion, on);
    if (!policy.ok) return { kind: 'refused', rejection: policy.rejection, replayed: false };
    return this.store.write(
      streamRequest({
        ...{ stream: filingBookRef(psnNo), metadata, idempotency },
        decide: (book) => decideCancel({ psnNo, filingId, insuredRegion, on }, book, policy.value.values),
        answer: () => filingId,
      }),
    );
  }
}
