import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { WriteOutcome } from '#event-store';
import type { BusinessDate } from '#kernel';
import { decideSupplement, type SupplementDocuments } from '../../domain/supplement-documents.js';
import type { FilingView } from '../../filing-view.js';
import { FilingWriter, type FilingRequest } from '../filing-writer.js';

/** 补齐材料 (REG-09, REG-11). */
export class SupplementDocumentsCommand extends Command<WriteOutcome<FilingView>> {
  constructor(
    readonly request: FilingRequest,
    readonly act: Pick<SupplementDocuments, 'filingId' | 'documents' | 'documentsValidTo'>,
  ) {
    super();
  }
}

@CommandHandler(SupplementDocumentsCommand)
export class SupplementDocumentsHandler implements ICommandHandler<SupplementDocumentsCommand> {
  constructor(private readonly filings: FilingWriter) {}

  execute({ request, act }: SupplementDocumentsCommand): Promise<WriteOutcome<FilingView>> {
    const { psnNo, insuredRegion, metadata } = request;
    const command = { ...act, psnNo, insuredRegion, on: metadata.businessDate as BusinessDate };
    return this.filings.write(request, {
      filingId: act.filingId,
      documents: act.documents,
      decide: (book, policyOn) => decideSupplement(command, book, policyOn),
    });
  }
}
