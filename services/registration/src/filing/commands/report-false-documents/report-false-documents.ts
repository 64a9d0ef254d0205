import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { WriteOutcome } from '#event-store';
import type { BusinessDate } from '#kernel';
import { decideFalseDocuments, type ReportFalseDocuments } from '../../domain/end-filing.js';
import type { FilingView } from '../../filing-view.js';
import { FilingWriter, type FilingRequest } from '../filing-writer.js';

/** 报告虚假材料 (REG-21). */
export class ReportFalseDocumentsCommand extends Command<WriteOutcome<FilingView>> {
  constructor(
    readonly request: FilingRequest,
    readonly act: Pick<ReportFalseDocuments, 'filingId' | 'finding' | 'lossToRecover'>,
  ) {
    super();
  }
}

@CommandHandler(ReportFalseDocumentsCommand)
export class ReportFalseDocumentsHandler implements ICommandHandler<ReportFalseDocumentsCommand> {
  constructor(private readonly filings: FilingWriter) {}

  execute({ request, act }: ReportFalseDocumentsCommand): Promise<WriteOutcome<FilingView>> {
    const { psnNo, insuredRegion, metadata } = request;
    const command = { ...act, psnNo, insuredRegion, on: metadata.businessDate as BusinessDate };
    return this.filings.write(request, {
      filingId: act.filingId,
      decide: (book, policyOn) => decideFalseDocuments(command, book, policyOn),
    });
  }
}
