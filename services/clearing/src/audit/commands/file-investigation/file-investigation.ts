import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, type Decision, type WriteOutcome } from '#event-store';
import { areOfDifferentTexts, type FieldCipher } from '#privacy';
import { EVENT_STORE, FIELD_CIPHER } from '#service';
import type { ClaimFacts } from '../../../claims/claim-facts.js';
import { problemRef } from '../../../coordination/domain/problem.js';
import { holdRef } from '../../domain/hold.js';
import { decideFile } from '../../domain/investigate.js';
import { citizenNumberOf, wrongFields, type InvestigationRequest } from '../../domain/investigation-request.js';
import type { HoldAct } from '../hold-writer.js';

/** 提出费用协查 by the place of insurance (AUD-03). */
export class FileInvestigationCommand extends Command<WriteOutcome<string>> {
  constructor(
    readonly act: HoldAct,
    readonly request: InvestigationRequest & { readonly suspicion: string; readonly requestNo: string | null },
    readonly claim: ClaimFacts,
  ) {
    super();
  }
}

@CommandHandler(FileInvestigationCommand)
export class FileInvestigationHandler implements ICommandHandler<FileInvestigationCommand> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(FIELD_CIPHER) private readonly cipher: FieldCipher,
  ) {}

  execute({ act, request, claim }: FileInvestigationCommand): Promise<WriteOutcome<string>> {
    const { claimId, metadata, idempotency } = act;
    const identityHash = this.cipher.searchHash('id-number', citizenNumberOf(request));
    const otherPerson = claim.idNumberHash !== null && areOfDifferentTexts(claim.idNumberHash, identityHash);
    const command = {
      ...{ claimId, on: metadata.businessDate },
      ...{ suspicion: request.suspicion, requestNo: request.requestNo, claim },
      identityHash,
      wrongFields: wrongFields(request, claim, otherPerson),
    };
    const hold = holdRef(claimId);
    const problem = request.requestNo === null ? null : problemRef(request.requestNo);
    return this.store.write<string>({
      ...{ streams: [hold, ...(problem === null ? [] : [problem])], metadata, idempotency },
      decide: (states): Decision<string> => {
        const decided = decideFile(command, states.of(hold), problem === null ? null : states.of(problem));
        if (!decided.ok) return { kind: 'refused', rejection: decided.rejection };
        return {
          kind: 'accepted',
          events: decided.value.map((event) => ({ streamId: hold.id, event })),
          answer: claimId,
        };
      },
    });
  }
}
