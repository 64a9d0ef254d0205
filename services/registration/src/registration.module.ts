import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { TypeOrmModule } from '@nestjs/typeorm';
import { loadPolicyBook } from '#policy';
import type { ServiceContext } from '#service';
import { EnrolPersonsController } from './enrolment/commands/enrol-persons/enrol-persons.controller.js';
import { EnrolPersonsHandler } from './enrolment/commands/enrol-persons/enrol-persons.js';
import { ApplyFilingHandler } from './filing/commands/apply-filing/apply-filing.js';
import { ApproveFilingHandler } from './filing/commands/approve-filing/approve-filing.js';
import { CancelFilingHandler } from './filing/commands/cancel-filing/cancel-filing.js';
import { ChangeFilingHandler } from './filing/commands/change-filing/change-filing.js';
import { FilingRequests } from './filing/commands/filing-requests.js';
import { FilingWriter } from './filing/commands/filing-writer.js';
import { FilingsController } from './filing/commands/filings.controller.js';
import { FilingImports } from './filing/commands/import-filings/import-filings.js';
import { FilingImportsController } from './filing/commands/import-filings/imports.controller.js';
import { RefuseFilingHandler } from './filing/commands/refuse-filing/refuse-filing.js';
import { RenewFilingHandler } from './filing/commands/renew-filing/renew-filing.js';
import { ReportFalseDocumentsHandler } from './filing/commands/report-false-documents/report-false-documents.js';
import { RestoreFilingHandler } from './filing/commands/restore-filing/restore-filing.js';
import { RevokeFilingHandler } from './filing/commands/revoke-filing/revoke-filing.js';
import { StandingFilingsController } from './filing/commands/standing-filings.controller.js';
import { SupplementDocumentsHandler } from './filing/commands/supplement-documents/supplement-documents.js';
import { FilingRow } from './filing/queries/filings/filing.entity.js';
import { FilingsOfPersonController, FilingsOfPersonHandler } from './filing/queries/filings/filings.query.js';
import { POLICY_BOOK } from './tokens.js';

/** 备案 acts, each with its own folder. */
const FILING_ACTS = [
  ApplyFilingHandler,
  ApproveFilingHandler,
  CancelFilingHandler,
  ChangeFilingHandler,
  RefuseFilingHandler,
  RenewFilingHandler,
  ReportFalseDocumentsHandler,
  RestoreFilingHandler,
  RevokeFilingHandler,
  SupplementDocumentsHandler,
];

@Module({})
export class RegistrationModule {
  static of(context: ServiceContext): DynamicModule {
    return {
      module: RegistrationModule,
      imports: [CqrsModule.forRoot(), TypeOrmModule.forFeature([FilingRow], 'registration')],
      controllers: [EnrolPersonsController, FilingImportsController, FilingsController, StandingFilingsController, FilingsOfPersonController],
      providers: [
        { provide: POLICY_BOOK, useValue: loadPolicyBook(context.config.policies) },
        EnrolPersonsHandler,
        FilingRequests,
        FilingWriter,
        FilingImports,
        ...FILING_ACTS,
        FilingsOfPersonHandler,
      ],
    };
  }
}
