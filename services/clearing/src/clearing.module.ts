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
import { AccountsController } from './notice/commands/accounts.controller.js';
import { CitiesController } from './notice/commands/cities.controller.js';
import { NoticesController } from './notice/commands/notices.controller.js';
import { RegisterAccountHandler } from './notice/commands/register-account/register-account.js';
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
  SettleCityHandler,
  RegisterAccountHandler,
];
const QUERIES = [HoldsHandler, PeriodHandler, NoticesHandler, TableHandler];

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
    BreakdownController,
    CitiesController,
    AccountsController,
    NoticesController,
    NoticesQueryController,
  ],
  providers: [
    HoldWriter,
    PeriodWriter,
    ClaimFactsReader,
    ClaimAccess,
    PaidLastYear,
    BreakdownReader,
    CitiesReader,
    TableReader,
    ...COMMANDS,
    ...QUERIES,
  ],
});
