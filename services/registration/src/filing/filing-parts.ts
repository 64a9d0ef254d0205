import { ApplyFilingHandler } from './commands/apply-filing/apply-filing.js';
import { ApproveFilingHandler } from './commands/approve-filing/approve-filing.js';
import { CancelFilingHandler } from './commands/cancel-filing/cancel-filing.js';
import { ChangeFilingHandler } from './commands/change-filing/change-filing.js';
import { FilingRequests } from './commands/filing-requests.js';
import { FilingWriter } from './commands/filing-writer.js';
import { FilingsController } from './commands/filings.controller.js';
import { FilingImports } from './commands/import-filings/import-filings.js';
import { FilingImportsController } from './commands/import-filings/imports.controller.js';
import { RefuseFilingHandler } from './commands/refuse-filing/refuse-filing.js';
import { RenewFilingHandler } from './commands/renew-filing/renew-filing.js';
import { RecoverLossHandler } from './commands/recover-loss/recover-loss.js';
import { ReportFalseDocumentsHandler } from './commands/report-false-documents/report-false-documents.js';
import { RestoreFilingHandler } from './commands/restore-filing/restore-filing.js';
import { RevokeFilingHandler } from './commands/revoke-filing/revoke-filing.js';
import { StandingFilingsController } from './commands/standing-filings.controller.js';
import { SupplementDocumentsHandler } from './commands/supplement-documents/supplement-documents.js';
import { FilingForms } from './forms/filing-forms.js';
import { FormsController } from './forms/forms.controller.js';
import { ApplicationsController } from './queries/applications/applications.controller.js';
import { BookOfPerson } from './queries/book-of-person.js';
import { CoverageController } from './queries/coverage/coverage.controller.js';
import { FilingLists } from './queries/filing-lists.js';
import { FilingsOfPersonController } from './queries/filings/filings.controller.js';
import { OwedController } from './queries/owed/owed.controller.js';
import { SanctionsController } from './queries/sanctions/sanctions.controller.js';

/** 备案 acts, each with its own folder. */
const acts = [
  ApplyFilingHandler,
  ApproveFilingHandler,
  CancelFilingHandler,
  ChangeFilingHandler,
  RefuseFilingHandler,
  RenewFilingHandler,
  ReportFalseDocumentsHandler,
  RecoverLossHandler,
  RestoreFilingHandler,
  RevokeFilingHandler,
  SupplementDocumentsHandler,
];

const queries = [
  ApplicationsController,
  CoverageController,
  FilingsOfPersonController,
  OwedController,
  SanctionsController,
];

/** What serves filings over HTTP; the lists stand before the routes that name a filing. */
export const filingControllers = [
  ...queries,
  FilingImportsController,
  FilingsController,
  StandingFilingsController,
  FormsController,
];

export const filingProviders = [
  FilingRequests,
  FilingWriter,
  ...acts,
  BookOfPerson,
  FilingLists,
  FilingForms,
  FilingImports,
];
