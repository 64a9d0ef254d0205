import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { WriteOutcome } from '#event-store';
import type { BusinessDate } from '#kernel';
import { decideCancel, type CancelFiling } from '../../domain/cancel-filing.js';
import type { FilingView } from '../../filing-view.js';
import { FilingWriter, type FilingRequest } from '../filing-writer.js';

/** 取消备案 (REG-08). */
export class CancelFilingCommand extends Command<WriteOutcome<FilingView>> {
  constructor(
    readonly request: FilingRequest,
    readonly act: Pick<CancelFiling, 'filingId' | 'channel'>,
  ) {
    super();
  }
}

@CommandHandler(CancelFilingCommand)
export class CancelFilingHandler implements ICommandHandler<CancelFilingCommand> {
  constructor(private readonly filings: FilingWriter) {}

  execute({ request, act }: CancelFilingCommand): Promise<WriteOutcome<FilingView>> {
    const { psnNo, insuredRegion, metadata } = request;
    const command = { ...act, psnNo, insuredRegion, on: metadata.businessDate as BusinessDate };
    return this.filings.write(request, {
      filingId: act.filingId,
      decide: (book, policyOn) => decideCancel(command, book, policyOn),
    });
  }
}
