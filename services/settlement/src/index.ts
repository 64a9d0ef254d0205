import { CONTRACTS, topicOf } from '#contracts';
import type { IntegrationEvent, ServiceDefinition } from '#service';
import type { JsonObject } from '#event-store';
import { accountHandler } from './benefit/consumers/account.handler.js';
import { familyHandler } from './benefit/consumers/family.handler.js';
import { reviewHandler } from './declaration/consumers/review.handler.js';
import { coverHandler } from './by-hand/consumers/cover.handler.js';
import { overdueHandClaims } from './by-hand/queries/hand-claims.js';
import { handClaimsProjection } from './by-hand/queries/hand-claims.projection.js';
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
import { VISIT_EVENT_TYPES } from './visit/visit-event-types.js';

/** What leaves the service: claims, refunds, confirmations, differences, declarations, and of visits that somebody is in hospital. */
const PUBLISHED: Readonly<Record<string, (data: JsonObject) => IntegrationEvent>> = {
  ClaimSettled: ({ claim }) => ({ type: CONTRACTS.claimSettled.type, data: claim as JsonObject }),
  ClaimRefunded: ({ claim }) => ({ type: CONTRACTS.claimRefunded.type, data: claim as JsonObject }),
  StatementBalanced: ({ totals: _totals, ...data }) => ({ type: CONTRACTS.claimsConfirmed.type, data }),
  DifferenceFound: ({ detail: _detail, ...data }) => ({ type: CONTRACTS.differenceFound.type, data }),
  DifferenceClosed: (data) => ({ type: CONTRACTS.differenceClosed.type, data }),
  DeclarationFiled: (data) => ({ type: CONTRACTS.declarationFiled.type, data }),
  DeclarationWithdrawn: (data) => ({ type: CONTRACTS.declarationWithdrawn.type, data }),
  StayRegistered: (data) => ({ type: CONTRACTS.stayRegistered.type, data }),
  StayEnded: ({ claimId: _claimId, ...data }) => ({ type: CONTRACTS.stayEnded.type, data }),
};

/** 结算服务 with the hospital gateway. */
export const settlementService: ServiceDefinition = {
  name: 'settlement',
  title: '跨省直接结算与医药机构接口',
  migrations: new URL('./migrations/', import.meta.url),
  eventTypes: VISIT_EVENT_TYPES,
  projections: [
    claimsProjection,
    staysProjection,
    declarationsProjection,
    feeDetailsProjection,
    hospitalPaymentsProjection,
    handClaimsProjection,
    pendingListsProjection,
    openCallsProjection,
    differencesProjection,
  ],
  entities: SETTLEMENT_ENTITIES,
  translate: ({ type, data }) => PUBLISHED[type]?.(data) ?? null,
  published: Object.keys(PUBLISHED),
  consumes: [topicOf('registration')],
  handlers: () => [accountHandler, reviewHandler, registrationHandler, familyHandler, coverHandler],
  jobs: ({ store }) => [
    { handler: uploadDetailsJob(store), time: '23:10' },
    { handler: confirmListsJob(store), time: '23:20' },
    { handler: reconcileDayJob(store), time: '23:30' },
    { handler: purgeFilesJob(store), time: '23:50' },
    // What hospitals confirm from then on to midnight is of that day too: it must be told before the table of the 21st is made (REC-03).
    { handler: { ...confirmListsJob(store), job: 'confirm-last-lists' }, time: '00:01' },
  ],
  overdue: async ({ store }, date) => [
    ...(await overdueLedgers(store, date)),
    ...(await overdueDetails(store, date)),
    ...(await overdueHandClaims(store, date)),
  ],
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
