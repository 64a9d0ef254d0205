import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { WriteOutcome } from '#event-store';
import type { BusinessDate } from '#kernel';
import type { ApplyFiling } from '../../domain/application.js';
import { decideApply } from '../../domain/apply-filing.js';
import type { FilingView } from '../../filing-view.js';
import { filingNumber } from '../filing-number.js';
import { FilingWriter, type FilingRequest } from '../filing-writer.js';

/** What the applicant says; without a first day it begins with the admission stated, else with the application. */
export interface FilingApplication extends Omit<
  ApplyFiling,
  'filingId' | 'psnNo' | 'insuredRegion' | 'appliedOn' | 'startsOn'
> {
  readonly startsOn: BusinessDate | null;
}

/** 申请备案 (REG-01 … REG-16, REG-19). */
export class ApplyFilingCommand extends Command<WriteOutcome<FilingView>> {
  constructor(
    readonly request: FilingRequest,
    readonly application: FilingApplication,
  ) {
    super();
  }
}

@CommandHandler(ApplyFilingCommand)
export class ApplyFilingHandler implements ICommandHandler<ApplyFilingCommand> {
  constructor(private readonly filings: FilingWriter) {}

  execute({ request, application }: ApplyFilingCommand): Promise<WriteOutcome<FilingView>> {
    const command = applyOf(request, application);
    return this.filings.write(request, {
      filingId: command.filingId,
      begins: true,
      documents: command.documents,
      decide: (book, policyOn) => decideApply(command, book, policyOn),
    });
  }
}

export function applyOf(
  { psnNo, insuredRegion, metadata, idempotency }: FilingRequest,
  application: FilingApplication,
): ApplyFiling {
  const appliedOn = metadata.businessDate as BusinessDate;
  return {
    ...application,
    ...{ filingId: filingNumber(appliedOn, idempotency), psnNo, insuredRegion, appliedOn },
    startsOn: application.startsOn ?? application.admittedOn ?? appliedOn,
  };
}
