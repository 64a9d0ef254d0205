import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { WriteOutcome } from '#event-store';
import type { BusinessDate } from '#kernel';
import { decideApprove } from '../../domain/decide-application.js';
import type { FilingView } from '../../filing-view.js';
import { FilingWriter, type FilingRequest } from '../filing-writer.js';

/** 审核通过 (REG-05). */
export class ApproveFilingCommand extends Command<WriteOutcome<FilingView>> {
  constructor(
    readonly request: FilingRequest,
    readonly act: { readonly filingId: string },
  ) {
    super();
  }
}

@CommandHandler(ApproveFilingCommand)
export class ApproveFilingHandler implements ICommandHandler<ApproveFilingCommand> {
  constructor(private readonly filings: FilingWriter) {}

  execute({ request, act }: ApproveFilingCommand): Promise<WriteOutcome<FilingView>> {
    const { psnNo, insuredRegion, metadata } = request;
    const command = { ...act, psnNo, insuredRegion, on: metadata.businessDate as BusinessDate };
    return this.filings.write(request, {
      filingId: act.filingId,
      decide: (book, policyOn) => decideApprove(command, book, policyOn),
    });
  }
}
