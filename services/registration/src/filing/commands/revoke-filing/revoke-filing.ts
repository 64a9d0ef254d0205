import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { WriteOutcome } from '#event-store';
import type { BusinessDate } from '#kernel';
import { decideRevoke } from '../../domain/end-filing.js';
import type { FilingView } from '../../filing-view.js';
import { FilingWriter, type FilingRequest } from '../filing-writer.js';

/** 撤销备案 by the agency (REG-10). */
export class RevokeFilingCommand extends Command<WriteOutcome<FilingView>> {
  constructor(
    readonly request: FilingRequest,
    readonly act: { readonly filingId: string },
  ) {
    super();
  }
}

@CommandHandler(RevokeFilingCommand)
export class RevokeFilingHandler implements ICommandHandler<RevokeFilingCommand> {
  constructor(private readonly filings: FilingWriter) {}

  execute({ request, act }: RevokeFilingCommand): Promise<WriteOutcome<FilingView>> {
    const { psnNo, insuredRegion, metadata } = request;
    const command = { ...act, psnNo, insuredRegion, on: metadata.businessDate as BusinessDate };
    return this.filings.write(request, {
      filingId: act.filingId,
      decide: (book, policyOn) => decideRevoke(command, book, policyOn),
    });
  }
}
