import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { WriteOutcome } from '#event-store';
import type { BusinessDate } from '#kernel';
import { decideRenew, type RenewFiling } from '../../domain/renew-filing.js';
import type { FilingView } from '../../filing-view.js';
import { FilingWriter, type FilingRequest } from '../filing-writer.js';

/** 延期 (REG-15). */
export class RenewFilingCommand extends Command<WriteOutcome<FilingView>> {
  constructor(
    readonly request: FilingRequest,
    readonly act: Omit<RenewFiling, 'psnNo' | 'insuredRegion' | 'on'>,
  ) {
    super();
  }
}

@CommandHandler(RenewFilingCommand)
export class RenewFilingHandler implements ICommandHandler<RenewFilingCommand> {
  constructor(private readonly filings: FilingWriter) {}

  execute({ request, act }: RenewFilingCommand): Promise<WriteOutcome<FilingView>> {
    const { psnNo, insuredRegion, metadata } = request;
    const command = { ...act, psnNo, insuredRegion, on: metadata.businessDate as BusinessDate };
    return this.filings.write(request, {
      filingId: act.filingId,
      documents: act.documents,
      decide: (book, policyOn) => decideRenew(command, book, policyOn),
    });
  }
}
