import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AnswerInvestigationHandler } from './audit/commands/answer-investigation/answer-investigation.js';
import { ConfirmAnswerHandler } from './audit/commands/confirm-answer/confirm-answer.js';
import { DisputeAnswerHandler } from './audit/commands/confirm-answer/dispute-answer.js';
import { DeductionsController } from './audit/commands/deductions.controller.js';
import { FileInvestigationHandler } from './audit/commands/file-investigation/file-investigation.js';
import { HoldWriter } from './audit/commands/hold-writer.js';
import { HoldsController } from './audit/commands/holds.controller.js';
import { LocalAuditsController } from './audit/commands/local-audits.controller.js';
import { RecordDeductionHandler } from './audit/commands/record-deduction/record-deduction.js';
import { ReportLocalAuditHandler } from './audit/commands/report-local-audit/report-local-audit.js';
import { ApproveReleaseHandler } from './audit/commands/release-hold/approve-release.js';
import { ReleaseHoldHandler } from './audit/commands/release-hold/release-hold.js';
import { HoldRow } from './audit/queries/holds/hold.entity.js';
import { HoldsHandler, HoldsQueryController } from './audit/queries/holds/holds.query.js';
import { ClaimAccess } from './claims/claim-access.js';
import { ClaimFactsReader } from './claims/claim-facts.js';
import { AcknowledgeAnnouncementHandler } from './coordination/commands/acknowledge-announcement/acknowledge-announcement.js';
import { AnnouncementsController } from './coordination/commands/announcements.controller.js';
import { ProblemWriter } from './coordination/commands/problem-writer.js';
import { ProblemsController } from './coordination/commands/problems.controller.js';
import { PublishAnnouncementHandler } from './coordination/commands/publish-announcement/publish-announcement.js';
import { RaiseProblemHandler } from './coordination/commands/raise-problem/raise-problem.js';
import { TakeProblemStepHandler } from './coordination/commands/take-problem-step/take-problem-step.js';
import {
  AnnouncementsHandler,
  AnnouncementsQueryController,
} from './coordination/queries/announcements/announcements.js';
import { ReportMonitoringController } from './coordination/commands/report-monitoring/report-monitoring.controller.js';
import { ReportMonitoringHandler } from './coordination/commands/report-monitoring/report-monitoring.js';
import { MonitoringController } from './coordination/queries/monitoring/monitoring.controller.js';
import { MonitoringHandler } from './coordination/queries/monitoring/monitoring.js';
import { ProblemsQueryController } from './coordination/queries/problems/problems.controller.js';
import { ProblemPartiesHandler, ProblemsHandler } from './coordination/queries/problems/problems.js';
import { FormsController } from './forms/forms.controller.js';
import { CitiesController } from './notice/commands/cities.controller.js';
import { NoticesController } from './notice/commands/notices.controller.js';
import { SettleCityHandler } from './notice/commands/settle-city/settle-city.js';
import { TakeNoticeStepHandler } from './notice/commands/take-step/take-step.js';
import { CitiesReader } from './notice/queries/cities/cities.js';
import { NoticesHandler, NoticesQueryController } from './notice/queries/notices/notices.query.js';
import { ApprovePublicationHandler } from './period/commands/approve-publication/approve-publication.js';
import { ConfirmTableHandler } from './period/commands/confirm-table/confirm-table.js';
import { DecideDisputeHandler } from './period/commands/decide-dispute/decide-dispute.js';
import { DisputeTableHandler } from './period/commands/dispute-table/dispute-table.js';
import { NationalController } from './period/commands/national.controller.js';
import { OverrideConfirmationHandler } from './period/commands/override-confirmation/override-confirmation.js';
import { PeriodWriter } from './period/commands/period-writer.js';
import { PeriodsController } from './period/commands/periods.controller.js';
import { PeriodHandler, PeriodQueryController } from './period/queries/periods/period.query.js';
import { RecordRecoveryHandler } from './recovery/commands/record-recovery/record-recovery.js';
import { RecoveriesController } from './recovery/commands/recoveries.controller.js';
import { RecoveryQueriesController } from './recovery/queries/recoveries.controller.js';
import { PaidLastYear } from './recovery/queries/paid-last-year.js';
import { BreakdownReader } from './tables/queries/drill-down/breakdown.js';
import { BreakdownController } from './tables/queries/drill-down/breakdown.controller.js';
import { TableHandler } from './tables/queries/table.query.js';
import { TableReader } from './tables/queries/table-reader.js';
import { TablesController } from './tables/queries/tables.controller.js';
import { ProposeActHandler, ReviewActHandler } from './treasury/commands/act/treasury-acts.js';
import { TreasuryActsController } from './treasury/commands/act/treasury-acts.controller.js';
import { ChangeAccountController } from './treasury/commands/change-account/change-account.controller.js';
import { ChangeAccountHandler } from './treasury/commands/change-account/change-account.js';
import { ImportStatementHandler } from './treasury/commands/import-statement/import-statement.js';
import { StatementsController } from './treasury/commands/import-statement/statements.controller.js';
import { FinanceAccountsController } from './treasury/queries/finance-accounts/finance-accounts.controller.js';
import { FinanceAccountsHandler } from './treasury/queries/finance-accounts/finance-accounts.js';
import { OpenItemFigures } from './treasury/queries/special-account/open-item-figures.js';
import { ReconciliationReader } from './treasury/queries/special-account/reconciliation.js';
import { SpecialAccountReader } from './treasury/queries/special-account/special-account-reader.js';
import { SpecialAccountsController } from './treasury/queries/special-account/special-accounts.controller.js';

@Module({})
class ClearingModule {}

const COMMANDS = [
  ReleaseHoldHandler,
  ApproveReleaseHandler,
  FileInvestigationHandler,
  AnswerInvestigationHandler,
  ConfirmAnswerHandler,
  DisputeAnswerHandler,
  RecordDeductionHandler,
  ReportLocalAuditHandler,
  RecordRecoveryHandler,
  ConfirmTableHandler,
  DisputeTableHandler,
  DecideDisputeHandler,
  OverrideConfirmationHandler,
  ApprovePublicationHandler,
  TakeNoticeStepHandler,
  ChangeAccountHandler,
  RaiseProblemHandler,
  TakeProblemStepHandler,
  PublishAnnouncementHandler,
  AcknowledgeAnnouncementHandler,
  ReportMonitoringHandler,
  SettleCityHandler,
  ImportStatementHandler,
  ProposeActHandler,
  ReviewActHandler,
];
const QUERIES = [
  HoldsHandler,
  PeriodHandler,
  NoticesHandler,
  TableHandler,
  FinanceAccountsHandler,
  ProblemsHandler,
  ProblemPartiesHandler,
  AnnouncementsHandler,
  MonitoringHandler,
];

export const clearingModule = (): DynamicModule => ({
  module: ClearingModule,
  imports: [CqrsModule.forRoot(), TypeOrmModule.forFeature([HoldRow], 'clearing')],
  controllers: [
    HoldsController,
    HoldsQueryController,
    DeductionsController,
    LocalAuditsController,
    RecoveriesController,
    RecoveryQueriesController,
    PeriodsController,
    NationalController,
    PeriodQueryController,
    TablesController,
    FormsController,
    ChangeAccountController,
    FinanceAccountsController,
    StatementsController,
    TreasuryActsController,
    SpecialAccountsController,
    ProblemsController,
    ProblemsQueryController,
    AnnouncementsController,
    AnnouncementsQueryController,
    ReportMonitoringController,
    MonitoringController,
    BreakdownController,
    CitiesController,
    NoticesController,
    NoticesQueryController,
  ],
  providers: [
    HoldWriter,
    PeriodWriter,
    ProblemWriter,
    ClaimFactsReader,
    ClaimAccess,
    PaidLastYear,
    BreakdownReader,
    CitiesReader,
    TableReader,
    SpecialAccountReader,
    ReconciliationReader,
    OpenItemFigures,
    ...COMMANDS,
    ...QUERIES,
  ],
});
