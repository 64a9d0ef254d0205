import { createHash } from 'node:crypto';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { FilingApproved, FilingKind } from '#contracts';
import { EventStore, type EventMetadata, type IdempotencyKey, type WriteOutcome } from '#event-store';
import type { BusinessDate, RegionCode } from '#kernel';
import type { PolicyBook } from '#policy';
import { EVENT_STORE } from '#service';
import { personRef } from '../../../enrolment/domain/person.js';
import { POLICY_BOOK } from '../../../tokens.js';
import { decideApply, type ApplyFiling } from '../../domain/apply-filing.js';
import { filingBookRef } from '../../domain/filing-book.js';

export interface ApplyForFiling {
  readonly psnNo: string;
  readonly insuredRegion: RegionCode;
  readonly kind: FilingKind;
  readonly destination: RegionCode;
  readonly byPromise: boolean;
  readonly documents: readonly string[];
  readonly documentsValidTo: BusinessDate | null;
  readonly channel: string;
  readonly startsOn: BusinessDate | null;
  readonly metadata: EventMetadata;
  readonly idempotency: IdempotencyKey;
}

/** 申请备案 (REG-01 … REG-16). */
export class ApplyFilingCommand extends Command<WriteOutcome<FilingApproved>> {
  constructor(readonly application: ApplyForFiling) {
    super();
  }
}

@CommandHandler(ApplyFilingCommand)
export class ApplyFilingHandler implements ICommandHandler<ApplyFilingCommand> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(POLICY_BOOK) private readonly policies: PolicyBook,
  ) {}

  async execute({ application }: ApplyFilingCommand): Promise<WriteOutcome<FilingApproved>> {
    const { psnNo, insuredRegion, metadata, idempotency } = application;
    const appliedOn = metadata.businessDate as BusinessDate;
    const policy = this.policies.registration(insuredRegion, appliedOn);
    if (!policy.ok) return { kind: 'refused', rejection: policy.rejection, replayed: false };
    const book = filingBookRef(psnNo);
    const person = personRef(psnNo);
    return this.store.write<FilingApproved>({
      streams: [book, person],
      idempotency,
      metadata,
      decide: (states) => {
        const { enrolled } = states.of(person);
        if (enrolled === null || enrolled.insuredRegion !== insuredRegion)
          return { kind: 'refused', rejection: notInsured };
        const decided = decideApply(applyOf(application, appliedOn), states.of(book), policy.value.values);
        if (!decided.ok) return { kind: 'refused', rejection: decided.rejection };
        const approved = decided.value.find((event) => event.type === 'FilingApproved')?.data as FilingApproved;
        return {
          kind: 'accepted',
          answer: approved,
          events: decided.value.map((event) => ({ streamId: book.id, event })),
        };
      },
    });
  }
}

const notInsured = {
  code: 'filing.not-insured',
  rule: 'REG-01',
  message: '该人员未在所填参保地参保，请核对人员编号与参保地',
  fields: ['psnNo', 'insuredRegion'],
};

function applyOf(application: ApplyForFiling, appliedOn: BusinessDate): ApplyFiling {
  const { psnNo, insuredRegion, kind, destination, byPromise, documents, documentsValidTo, channel } = application;
  return {
    filingId: filingId(appliedOn, application.idempotency),
    ...{ psnNo, insuredRegion, kind, destination, byPromise, documents, documentsValidTo, channel, appliedOn },
    startsOn: application.startsOn ?? appliedOn,
  };
}

/** 备案编号: the day and twelve digits of the request's own number, so that the same request names the same filing. */
function filingId(appliedOn: string, { scope, key }: IdempotencyKey): string {
  const digits = createHash('sha256').update(`${scope}\n${key}`).digest().readBigUInt64BE(0) % 10n ** 16n;
  return `BA${appliedOn.replaceAll('-', '')}${digits.toString().padStart(16, '0')}`;
}
