import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { WriteOutcome } from '#event-store';
import type { BusinessDate } from '#kernel';
import { filingNumber } from '../filing-number.js';
import { decideChange, type ChangeFiling } from '../../domain/change-filing.js';
import type { FilingView } from '../../filing-view.js';
import { FilingWriter, type FilingRequest } from '../filing-writer.js';

/** 变更备案 (REG-08, REG-15). */
export class ChangeFilingCommand extends Command<WriteOutcome<FilingView>> {
  constructor(
    readonly request: FilingRequest,
    readonly act: Omit<ChangeFiling, 'psnNo' | 'insuredRegion' | 'on' | 'newFilingId'>,
  ) {
    super();
  }
}

@CommandHandler(ChangeFilingCommand)
export class ChangeFilingHandler implements ICommandHandler<ChangeFilingCommand> {
  constructor(private readonly filings: FilingWriter) {}

  execute({ request, act }: ChangeFilingCommand): Promise<WriteOutcome<FilingView>> {
    const { psnNo, insuredRegion, metadata, idempotency } = request;
    const on = metadata.businessDate as BusinessDate;
    const newFilingId = filingNumber(on, idempotency);
    const command = { ...act, psnNo, insuredRegion, on, newFilingId };
    return this.filings.write(request, {
      filingId: newFilingId,
      documents: act.documents,
      decide: (book, policyOn) => decideChange(command, book, policyOn),
    });
  }
}
