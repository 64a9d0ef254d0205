import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { WriteOutcome } from '#event-store';
import type { BusinessDate } from '#kernel';
import { decideRecoverLoss, type RecoverLoss } from '../../domain/recover-loss.js';
import type { FilingView } from '../../filing-view.js';
import { FilingWriter, type FilingRequest } from '../filing-writer.js';

/** 登记追回的损失 (REG-21). */
export class RecoverLossCommand extends Command<WriteOutcome<FilingView>> {
  constructor(
    readonly request: FilingRequest,
    readonly act: Pick<RecoverLoss, 'filingId' | 'amount' | 'receipt'>,
  ) {
    super();
  }
}

@CommandHandler(RecoverLossCommand)
export class RecoverLossHandler implements ICommandHandler<RecoverLossCommand> {
  constructor(private readonly filings: FilingWriter) {}

  execute({ request, act }: RecoverLossCommand): Promise<WriteOutcome<FilingView>> {
    const { psnNo, insuredRegion, metadata } = request;
    const command = { ...act, psnNo, insuredRegion, on: metadata.businessDate as BusinessDate };
    return this.filings.write(request, {
      filingId: act.filingId,
      decide: (book) => decideRecoverLoss(command, book),
    });
  }
}
