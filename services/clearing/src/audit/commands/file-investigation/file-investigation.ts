import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { WriteOutcome } from '#event-store';
import type { FieldCipher } from '#privacy';
import { FIELD_CIPHER } from '#service';
import type { ClaimFacts } from '../../../claims/claim-facts.js';
import { decideFile } from '../../domain/investigate.js';
import { wrongFields, type InvestigationRequest } from '../../domain/investigation-request.js';
import { HoldWriter, type HoldAct } from '../hold-writer.js';

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
    private readonly holds: HoldWriter,
    @Inject(FIELD_CIPHER) private readonly cipher: FieldCipher,
  ) {}

  execute({ act, request, claim }: FileInvestigationCommand): Promise<WriteOutcome<string>> {
    const command = {
      claimId: act.claimId,
      on: act.metadata.businessDate,
      ...{ suspicion: request.suspicion, requestNo: request.requestNo, claim },
      identityHash: this.cipher.searchHash('id-number', request.idNumber),
      wrongFields: wrongFields(request, claim),
    };
    return this.holds.write(act, (hold) => decideFile(command, hold));
  }
}
