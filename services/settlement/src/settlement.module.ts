import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { TypeOrmModule } from '@nestjs/typeorm';
import { loadPolicyBook } from '#policy';
import type { ServiceContext } from '#service';
import { loadCatalogue } from './adjudication/index.js';
import { InstitutionRow } from './administration/institution.entity.js';
import { InstitutionsController } from './administration/institutions.controller.js';
import { HandClaimsController } from './by-hand/hand-claims.controller.js';
import { ActOnHandClaimHandler } from './by-hand/commands/act-on-hand-claim.js';
import { FileHandClaimHandler } from './by-hand/commands/file-hand-claim.js';
import { CareDayCovers } from './by-hand/commands/care-day-covers.js';
import { HandClaimTerms } from './by-hand/commands/hand-claim-terms.js';
import { SettleHandClaimHandler } from './by-hand/commands/settle-hand-claim.js';
import { HandClaims } from './by-hand/queries/hand-claims.js';
import { FilingsFreshness } from './benefit/filings-freshness.js';
import { DeclarationWriter } from './declaration/commands/declaration-writer.js';
import { FileDeclarationHandler } from './declaration/commands/file-declaration/file-declaration.js';
import { WithdrawDeclarationHandler } from './declaration/commands/withdraw-declaration/withdraw-declaration.js';
import { SheetController } from './forms/sheet.controller.js';
import { SheetReader } from './forms/sheet-reader.js';
import { HospitalGatewayController } from './hospital-gateway/commands/receive-message/hospital-gateway.controller.js';
import { ReverseMessageHandler } from './hospital-gateway/commands/reverse-message/reverse-message.js';
import { IssueTokenController } from './hospital-gateway/commands/issue-token/issue-token.controller.js';
import { UploadFileHandler } from './hospital-gateway/commands/upload-file/upload-file.js';
import { ExchangeFiles } from './hospital-gateway/files/exchange-files.js';
import { SignInHandler, SignOutHandler } from './hospital-gateway/commands/sign-in/sign-in.js';
import { Directory } from './hospital-gateway/directory/directory.js';
import { HospitalGateway } from './hospital-gateway/gateway.js';
import { ClaimHandlers } from './hospital-gateway/handlers/claim-handlers.js';
import { DayResultHandlers } from './hospital-gateway/handlers/day-result-handlers.js';
import { FileHandlers } from './hospital-gateway/handlers/file-handlers.js';
import { HandlerGroups, ToldHandlers } from './hospital-gateway/handlers/handler-groups.js';
import { LineHandlers } from './hospital-gateway/handlers/line-handlers.js';
import { QueryHandlers } from './hospital-gateway/handlers/query-handlers.js';
import { StatementHandlers } from './hospital-gateway/handlers/statement-handlers.js';
import { StayHandlers } from './hospital-gateway/handlers/stay-handlers.js';
import { IdentifyPersonHandler } from './hospital-gateway/queries/identify-person/identify-person.js';
import { RemoteEntitlements } from './hospital-gateway/queries/person-benefit/remote-entitlements.js';
import { ChargedPurchases } from './visit/commands/settle-purchase/charged-purchases.js';
import { DayResults } from './hospital-gateway/queries/day-results/day-results.js';
import { PersonBenefit } from './hospital-gateway/queries/person-benefit/person-benefit.js';
import { Reference } from './hospital-gateway/queries/reference/reference.js';
import { ShownClaims, Transactions } from './hospital-gateway/transactions.js';
import { CloseDifferenceHandler } from './reconciliation/commands/close-difference/close-difference.js';
import {
  ApplyForClearingHandler,
  WithdrawClearingHandler,
} from './reconciliation/commands/apply-clearing/apply-clearing.js';
import { CompareDetailsHandler } from './reconciliation/commands/compare-details/compare-details.js';
import { ConfirmListHandler, RollBackListHandler } from './reconciliation/commands/confirm-list/confirm-list.js';
import { CompareStatementHandler } from './reconciliation/commands/compare-statement/compare-statement.js';
import { ReconciliationController } from './reconciliation/commands/reconciliation.controller.js';
import { UploadLedgerHandler } from './reconciliation/commands/upload-ledger/upload-ledger.js';
import { CompletenessController } from './reconciliation/queries/completeness/completeness.controller.js';
import { DifferenceRow } from './reconciliation/queries/differences/difference.entity.js';
import { DifferencesController } from './reconciliation/queries/differences/differences.controller.js';
import { CallWriter } from './remote/commands/call-writer.js';
import { RemoteRefunds } from './remote/commands/refund-remotely/refund-remotely.js';
import { RemoteSession } from './remote/commands/remote-session.js';
import { RemoteVisits } from './remote/commands/settle-remotely/remote-visits.js';
import { RemoteSettlements } from './remote/commands/settle-remotely/settle-remotely.js';
import { EndCalls } from './remote/jobs/end-calls/end-calls.js';
import { HttpInsuredPlace, InsuredPlace } from './remote/places/insured-place.js';
import { RemotePlaceRow } from './remote/places/remote-place.entity.js';
import { RemotePlacesController } from './remote/places/remote-places.controller.js';
import { RemotePlaces } from './remote/places/remote-places.js';
import { CATALOGUE, POLICY_BOOK } from './tokens.js';
import {
  AmendAdmissionHandler,
  CancelAdmissionHandler,
  FileAttributeHandler,
  RemarkLineHandler,
} from './visit/commands/change-stay/change-stay.js';
import { CancelVisitHandler, DescribeVisitHandler } from './visit/commands/describe-visit/describe-visit.js';
import { DischargePatientHandler, UndoDischargeHandler } from './visit/commands/discharge-patient/discharge-patient.js';
import { RecordLinesHandler } from './visit/commands/fee-lines/record-lines.js';
import { WithdrawLinesHandler } from './visit/commands/fee-lines/withdraw-lines.js';
import { OpenVisitHandler } from './visit/commands/open-visit/open-visit.js';
import { RefundClaimHandler } from './visit/commands/refund-claim/refund-claim.js';
import { CountyActHandler } from './disbursement/commands/county-acts.js';
import { PayHospitalHandler } from './disbursement/commands/pay-hospital.js';
import { CountyFiguresController, HospitalPaymentsController } from './disbursement/disbursement.controllers.js';
import { HospitalMonths } from './disbursement/queries/hospital-months.js';
import { FeeDetailsController } from './details/queries/fee-details.controller.js';
import { CoverageOf } from './visit/commands/settle-claim/coverage.js';
import { SettleClaimHandler } from './visit/commands/settle-claim/settle-claim.js';
import { SettlePurchaseHandler } from './visit/commands/settle-purchase/settle-purchase.js';
import { PayablePersons } from './visit/commands/person-check.js';
import { VisitWriter } from './visit/commands/visit-writer.js';
import { ClaimByIdController, ClaimByIdHandler } from './visit/queries/claim-by-id/claim-by-id.js';
import { ClaimRow } from './visit/queries/claim-by-id/claim.entity.js';
import { ToldClaims } from './visit/queries/told-claim/told-claim.js';
import { InHospitalHandler, VisitsHandler } from './visit/queries/visits/visits.js';

export const SETTLEMENT_ENTITIES = [InstitutionRow, RemotePlaceRow, ClaimRow, DifferenceRow];

const HANDLERS = [
  SignInHandler,
  SignOutHandler,
  IdentifyPersonHandler,
  OpenVisitHandler,
  DescribeVisitHandler,
  CancelVisitHandler,
  RecordLinesHandler,
  WithdrawLinesHandler,
  DischargePatientHandler,
  UndoDischargeHandler,
  AmendAdmissionHandler,
  CancelAdmissionHandler,
  FileAttributeHandler,
  RemarkLineHandler,
  VisitsHandler,
  InHospitalHandler,
  SettleClaimHandler,
  SettlePurchaseHandler,
  RefundClaimHandler,
  ReverseMessageHandler,
  FileDeclarationHandler,
  WithdrawDeclarationHandler,
  CompareStatementHandler,
  CompareDetailsHandler,
  ApplyForClearingHandler,
  WithdrawClearingHandler,
  ConfirmListHandler,
  RollBackListHandler,
  UploadFileHandler,
  UploadLedgerHandler,
  CloseDifferenceHandler,
  ClaimByIdHandler,
  PayHospitalHandler,
  CountyActHandler,
  FileHandClaimHandler,
  ActOnHandClaimHandler,
  SettleHandClaimHandler,
];

/** Calls to places of insurance that adjudicate themselves (SET-15). */
const REMOTE = [
  RemotePlaces,
  { provide: InsuredPlace, useClass: HttpInsuredPlace },
  RemoteSession,
  CallWriter,
  RemoteVisits,
  RemoteSettlements,
  RemoteRefunds,
  EndCalls,
];

@Module({})
export class SettlementModule {
  static of({ config, store }: ServiceContext): DynamicModule {
    return {
      module: SettlementModule,
      imports: [CqrsModule.forRoot(), TypeOrmModule.forFeature(SETTLEMENT_ENTITIES, 'settlement')],
      controllers: [
        IssueTokenController,
        HospitalGatewayController,
        InstitutionsController,
        RemotePlacesController,
        ReconciliationController,
        DifferencesController,
        CompletenessController,
        ClaimByIdController,
        FeeDetailsController,
        HospitalPaymentsController,
        CountyFiguresController,
        HandClaimsController,
        SheetController,
      ],
      providers: [
        { provide: POLICY_BOOK, useValue: loadPolicyBook(config.policies) },
        { provide: CATALOGUE, useValue: loadCatalogue() },
        { provide: Directory, useValue: new Directory(store.database) },
        HospitalGateway,
        Transactions,
        ShownClaims,
        HandlerGroups,
        ToldHandlers,
        StatementHandlers,
        FileHandlers,
        ExchangeFiles,
        QueryHandlers,
        ClaimHandlers,
        LineHandlers,
        StayHandlers,
        RemoteEntitlements,
        PersonBenefit,
        ChargedPurchases,
        HospitalMonths,
        HandClaims,
        HandClaimTerms,
        CareDayCovers,
        Reference,
        DayResults,
        DayResultHandlers,
        ToldClaims,
        VisitWriter,
        SheetReader,
        DeclarationWriter,
        CoverageOf,
        FilingsFreshness,
        PayablePersons,
        ...REMOTE,
        ...HANDLERS,
      ],
    };
  }
}
