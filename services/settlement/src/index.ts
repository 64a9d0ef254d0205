import { CONTRACTS, topicOf } from '#contracts';
import type { IntegrationEvent, ServiceDefinition } from '#service';
import type { JsonObject, RecordedEvent } from '#event-store';
import { accountHandler } from './benefit/consumers/account.handler.js';
import { familyHandler } from './benefit/consumers/family.handler.js';
import { reviewHandler } from './declaration/consumers/review.handler.js';
import { uploadDetailsJob } from './details/jobs/upload-details/upload-details.js';
import { overdueDetails } from './details/queries/fee-details.js';
import { feeDetailsProjection } from './details/queries/fee-details.projection.js';
import { hospitalPaymentsProjection } from './disbursement/queries/hospital-payments.projection.js';
import { registrationHandler } from './hospital-gateway/consumers/registration.handler.js';
import { purgeFilesJob } from './hospital-gateway/jobs/purge-files/purge-files.js';
import { confirmListsJob } from './reconciliation/jobs/confirm-lists/confirm-lists.js';
import { overdueLedgers } from './reconciliation/jobs/reconcile-day/due.js';
import { reconcileDayJob } from './reconciliation/jobs/reconcile-day/reconcile-day.js';
import { pendingListsProjection } from './reconciliation/queries/pending-lists/pending-lists.projection.js';
import { differencesProjection } from './reconciliation/queries/differences/differences.projection.js';
import { openCallsProjection } from './remote/queries/open-calls/open-calls.projection.js';
import { SETTLEMENT_ENTITIES, SettlementModule } from './settlement.module.js';
import { settlementFigures, verifySettlement } from './verify.js';
import { declarationsProjection } from './declaration/queries/declarations/declarations.projection.js';
import { claimsProjection } from './visit/queries/claims/claims.projection.js';
import { staysProjection } from './visit/queries/stays/stays.projection.js';

/** What leaves the service: claims, refunds, confirmations, differences, declarations, and of visits that somebody is in hospital. */
function translate({ type, data }: RecordedEvent): IntegrationEvent | null {
  switch (type) {
    case 'ClaimSettled':
      return { type: CONTRACTS.claimSettled.type, data: data['claim'] as JsonObject };
    case 'ClaimRefunded':
      return { type: CONTRACTS.claimRefunded.type, data: data['claim'] as JsonObject };
    case 'StatementBalanced': {
      const { totals: _totals, ...confirmed } = data;
      return { type: CONTRACTS.claimsConfirmed.type, data: confirmed };
    }
    case 'DifferenceFound': {
      const { detail: _detail, ...found } = data;
      return { type: CONTRACTS.differenceFound.type, data: found };
    }
    case 'DeclarationFiled':
      return { type: CONTRACTS.declarationFiled.type, data };
    case 'DeclarationWithdrawn':
      return { type: CONTRACTS.declarationWithdrawn.type, data };
    case 'StayRegistered':
      return { type: CONTRACTS.stayRegistered.type, data };
    case 'StayEnded': {
      const { claimId: _claimId, ...ended } = data;
      return { type: CONTRACTS.stayEnded.type, data: ended };
    }
    case 'DifferenceClosed':
      return { type: CONTRACTS.differenceClosed.type, data };
    default:
      return null;
  }
}

/** 结算服务 with the hospital gateway. */
export const settlementService: ServiceDefinition = {
  name: 'settlement',
  title: '跨省直接结算与医药机构接口',
  migrations: new URL('./migrations/', import.meta.url),
  eventTypes: [],
  projections: [
    claimsProjection,
    staysProjection,
    declarationsProjection,
    feeDetailsProjection,
    hospitalPaymentsProjection,
    pendingListsProjection,
    openCallsProjection,
    differencesProjection,
  ],
  entities: SETTLEMENT_ENTITIES,
  translate,
  consumes: [topicOf('registration')],
  handlers: () => [accountHandler, reviewHandler, registrationHandler, familyHandler],
  jobs: ({ store }) => [
    { handler: uploadDetailsJob(store), time: '23:10' },
    { handler: confirmListsJob(store), time: '23:20' },
    { handler: reconcileDayJob(store), time: '23:30' },
    { handler: purgeFilesJob(store), time: '23:50' },
  ],
  overdue: async ({ store }, date) => [...(await overdueLedgers(store, date)), ...(await overdueDetails(store, date))],
  module: (context) => SettlementModule.of(context),
  verify: verifySettlement,
  figures: settlementFigures,
  rawBodyRoutes: ['/hsa'],
  streamedBodyRoutes: ['/settlement/reconciliation/ledgers'],
};

export { adjudicateCase, loadCatalogue, printCase } from './adjudication/index.js';
export { signTransport, type TransportSetting } from './hospital-gateway/messages/index.js';
/** Folder of the captured messages of real hospital systems; SOURCE.md in it says where each comes from. */
export const HOSPITAL_SAMPLES = new URL('./hospital-gateway/samples/', import.meta.url);
