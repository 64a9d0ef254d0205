import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { WriteOutcome } from '#event-store';
import type { BusinessDate } from '#kernel';
import { decideRefuse } from '../../domain/decide-application.js';
import type { FilingView } from '../../filing-view.js';
import { FilingWriter, type FilingRequest } from '../filing-writer.js';

/** 审核不通过, or 撤回 by the applicant (REG-05). */
export class RefuseFilingCommand extends Command<WriteOutcome<FilingView>> {
  constructor(
    readonly request: FilingRequest,
    readonly act: { readonly filingId: string; readonly reason: string },
  ) {
    super();
  }
}

@CommandHandler(RefuseFilingCommand)
export class RefuseFilingHandler implements ICommandHandler<RefuseFilingCommand> {
  constructor(private readonly filings: FilingWriter) {}

  execute({ request, act }: RefuseFilingCommand): Promise<WriteOutcome<FilingView>> {
    const { psnNo, insuredRegion, metadata } = request;
    const command = { ...act, psnNo, insuredRegion, on: metadata.businessDate as BusinessDate };
    return this.filings.write(request, { filingId: act.filingId, decide: (book) => decideRefuse(command, book) });
  }
}
