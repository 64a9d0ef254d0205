import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
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
import { RefuseFilingHandler } from './filing/commands/refuse-filing/refuse-filing.js';
import { RenewFilingHandler } from './filing/commands/renew-filing/renew-filing.js';
import { ReportFalseDocumentsHandler } from './filing/commands/report-false-documents/report-false-documents.js';
import { RestoreFilingHandler } from './filing/commands/restore-filing/restore-filing.js';
import { RevokeFilingHandler } from './filing/commands/revoke-filing/revoke-filing.js';
import { StandingFilingsController } from './filing/commands/standing-filings.controller.js';
import { SupplementDocumentsHandler } from './filing/commands/supplement-documents/supplement-documents.js';
import { FilingForms } from './filing/forms/filing-forms.js';
import { FormsController } from './filing/forms/forms.controller.js';
import { ApplicationsController } from './filing/queries/applications/applications.controller.js';
import { BookOfPerson } from './filing/queries/book-of-person.js';
import { CoverageController } from './filing/queries/coverage/coverage.controller.js';
import { FilingLists } from './filing/queries/filing-lists.js';
import { FilingsOfPersonController } from './filing/queries/filings/filings.controller.js';
import { OwedController } from './filing/queries/owed/owed.controller.js';
import { SanctionsController } from './filing/queries/sanctions/sanctions.controller.js';
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

const FILING_QUERIES = [
  ApplicationsController,
  CoverageController,
  FilingsOfPersonController,
  FormsController,
  OwedController,
  SanctionsController,
];

@Module({})
export class RegistrationModule {
  static of(context: ServiceContext): DynamicModule {
    return {
      module: RegistrationModule,
      imports: [CqrsModule.forRoot()],
      controllers: [EnrolPersonsController, ...FILING_QUERIES, FilingsController, StandingFilingsController],
      providers: [
        { provide: POLICY_BOOK, useValue: loadPolicyBook(context.config.policies) },
        EnrolPersonsHandler,
        FilingRequests,
        FilingWriter,
        ...FILING_ACTS,
        BookOfPerson,
        FilingForms,
        FilingLists,
      ],
    };
  }
}
