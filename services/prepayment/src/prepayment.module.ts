import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { SetLevelsController } from './advance/commands/set-levels/set-levels.controller.js';
import { SetLevelsHandler } from './advance/commands/set-levels/set-levels.js';
import { LevelsController } from './advance/queries/levels/levels.controller.js';
import { LevelsHandler } from './advance/queries/levels/levels.js';
import { ProposedLevelsHandler } from './advance/queries/levels/proposed-levels.js';
import { WaitingLevelsHandler } from './advance/queries/levels/waiting-levels.js';
import { FormsController } from './forms/forms.controller.js';
import { YearLevelsReader } from './forms/year-levels.js';
import { DeclineIncreaseHandler } from './increase/commands/decline-increase/decline-increase.js';
import { GrantIncreaseHandler } from './increase/commands/grant-increase/grant-increase.js';
import { HandOverIncreaseHandler } from './increase/commands/hand-over-increase/hand-over-increase.js';
import { IncreaseController } from './increase/commands/increase.controller.js';
import { IncreaseWriter } from './increase/commands/increase-writer.js';
import { ReportPaymentHandler } from './increase/commands/report-payment/report-payment.js';
import { WithdrawIncreaseSlipHandler } from './increase/commands/report-payment/withdraw-slip.js';
import { RequestIncreaseHandler } from './increase/commands/request-increase/request-increase.js';
import { IncreasesController } from './increase/queries/increases/increases.controller.js';
import { IncreasesHandler } from './increase/queries/increases/increases.js';
import { RatesController } from './warning/queries/rates/rates.controller.js';
import { RatesHandler, WarningsHandler } from './warning/queries/rates/rates.js';
import { ApproveLevelsHandler } from './advance/commands/approve-levels/approve-levels.js';
import { FirstLevelsController } from './advance/commands/report-first-levels/first-levels.controller.js';
import { ReportFirstLevelsHandler } from './advance/commands/report-first-levels/report-first-levels.js';
import { ForecastController } from './forecast/queries/forecast.controller.js';
import { ForecastHandler } from './forecast/queries/forecast.js';
import { ProposeGrantHandler } from './increase/commands/grant-increase/propose-grant.js';
import { ReportReceiptHandler } from './increase/commands/report-payment/report-receipt.js';
import { HandOverTransferHandler } from './transfer/commands/hand-over-transfer/hand-over-transfer.js';
import { ReportTransferHandler } from './transfer/commands/report-transfer/report-transfer.js';
import { InterestController } from './transfer/commands/interest.controller.js';
import { ReportInterestHandler } from './transfer/commands/report-transfer/report-interest.js';
import { WithdrawSlipHandler } from './transfer/commands/withdraw-slip/withdraw-slip.js';
import { TransfersController } from './transfer/commands/transfers.controller.js';
import { LedgerHandler } from './transfer/queries/ledger/ledger.js';
import { TransferQueriesController } from './transfer/queries/transfers.controller.js';
import { TransfersHandler } from './transfer/queries/transfers/transfers.js';

@Module({})
class PrepaymentModule {}

const COMMANDS = [
  SetLevelsHandler,
  ApproveLevelsHandler,
  ReportFirstLevelsHandler,
  HandOverTransferHandler,
  ReportTransferHandler,
  ReportInterestHandler,
  RequestIncreaseHandler,
  ProposeGrantHandler,
  GrantIncreaseHandler,
  DeclineIncreaseHandler,
  HandOverIncreaseHandler,
  ReportPaymentHandler,
  ReportReceiptHandler,
  WithdrawSlipHandler,
  WithdrawIncreaseSlipHandler,
];
const QUERIES = [
  LevelsHandler,
  ProposedLevelsHandler,
  WaitingLevelsHandler,
  RatesHandler,
  WarningsHandler,
  IncreasesHandler,
  TransfersHandler,
  LedgerHandler,
  ForecastHandler,
];

export const prepaymentModule = (): DynamicModule => ({
  module: PrepaymentModule,
  imports: [CqrsModule.forRoot()],
  controllers: [
    SetLevelsController,
    FirstLevelsController,
    LevelsController,
    RatesController,
    IncreaseController,
    IncreasesController,
    TransfersController,
    InterestController,
    TransferQueriesController,
    ForecastController,
    FormsController,
  ],
  providers: [IncreaseWriter, YearLevelsReader, ...COMMANDS, ...QUERIES],
});
