import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { WriteOutcome } from '#event-store';
import { decideRestore } from '../../domain/restore-filing.js';
import type { FilingView } from '../../filing-view.js';
import { applyOf, type FilingApplication } from '../apply-filing/apply-filing.js';
import { FilingWriter, type FilingRequest } from '../filing-writer.js';

/** 恢复 of a revoked filing before discharge (REG-13). */
export class RestoreFilingCommand extends Command<WriteOutcome<FilingView>> {
  constructor(
    readonly request: FilingRequest,
    readonly restores: string,
    readonly application: FilingApplication,
  ) {
    super();
  }
}

@CommandHandler(RestoreFilingCommand)
export class RestoreFilingHandler implements ICommandHandler<RestoreFilingCommand> {
  constructor(private readonly filings: FilingWriter) {}

  execute({ request, restores, application }: RestoreFilingCommand): Promise<WriteOutcome<FilingView>> {
    const command = { ...applyOf(request, application), restores };
    return this.filings.write(request, {
      filingId: command.filingId,
      documents: command.documents,
      decide: (book, policyOn) => decideRestore(command, book, policyOn),
    });
  }
}
