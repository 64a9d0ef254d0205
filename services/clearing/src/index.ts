import { CONTRACTS, topicOf, type ClearingCell } from '#contracts';
import type { JsonObject } from '#event-store';
import { compareDates } from '#kernel';
import { policiesOf, type IntegrationEvent, type ServiceContext, type ServiceDefinition } from '#service';
import { holdsHandler } from './audit/consumers/holds.handler.js';
import { deductionsProjection } from './audit/queries/deductions/deductions.projection.js';
import { HoldRow } from './audit/queries/holds/hold.entity.js';
import { holdsProjection } from './audit/queries/holds/holds.projection.js';
import { investigationListsProjection } from './audit/queries/investigation-lists/investigation-lists.projection.js';
import { localAuditsProjection } from './audit/queries/local-audits/local-audits.projection.js';
import { claimsHandler } from './claims/consumers/claims.handler.js';
import { sumAgainJob } from './claims/sum-again.js';
import { clearingModule } from './clearing.module.js';
import { coordinationDayJob } from './coordination/jobs/coordination-day.js';
import { announcementsProjection } from './coordination/queries/announcements/announcements.projection.js';
import { monitoringProjection } from './coordination/queries/monitoring/monitoring.projection.js';
import { problemsProjection } from './coordination/queries/problems/problems.projection.js';
import { citiesProjection } from './notice/queries/cities/cities.projection.js';
import { noticesProjection } from './notice/queries/notices/notices.projection.js';
import { overdueOn, timetableJobs, type Means } from './period/jobs/timetable-jobs.js';
import type { TableCell } from './period/domain/period.js';
import { periodsProjection } from './period/queries/periods/periods.projection.js';
import { financeAccountsProjection } from './treasury/queries/finance-accounts/finance-accounts.projection.js';
import { movementsHandler } from './treasury/consumers/movements.handler.js';
import { treasuryDayJob } from './treasury/jobs/treasury-day.js';
import { treasuryProjection } from './treasury/queries/special-account/treasury.projection.js';
import { openLongBefore } from './treasury/queries/special-account/open-long.js';
import { clearingFigures, verifyClearing } from './verify.js';

const withoutFunds = ({ funds: _funds, ...cell }: TableCell): ClearingCell => cell;

/** Who proposed and approved stays inside. */
const withoutPersons = ({ proposedBy: _proposedBy, approvedBy: _approvedBy, ...data }: JsonObject): JsonObject => data;

function translate({ type, data }: { readonly type: string; readonly data: JsonObject }): IntegrationEvent | null {
  if (type === 'NoticesPublished') return { type: CONTRACTS.noticesPublished.type, data: withoutPersons(data) };
  if (type !== 'TableGenerated') return null;
  const { month, generatedOn, total } = data;
  const cells = (data['cells'] as unknown as readonly TableCell[]).map(withoutFunds);
  return { type: CONTRACTS.tableGenerated.type, data: { month, generatedOn, cells, total } };
}

const meansOf = (context: ServiceContext): Means => ({ store: context.store, policies: policiesOf(context) });

/** 清算 The clearing month, audit holds and investigations, notices (rulebook sections 5 and 7). */
export const clearingService: ServiceDefinition = {
  name: 'clearing',
  title: '跨省异地就医费用清算',
  migrations: new URL('./migrations/', import.meta.url),
  eventTypes: [],
  projections: [
    holdsProjection,
    deductionsProjection,
    investigationListsProjection,
    localAuditsProjection,
    periodsProjection,
    noticesProjection,
    financeAccountsProjection,
    problemsProjection,
    announcementsProjection,
    monitoringProjection,
    citiesProjection,
    treasuryProjection,
  ],
  entities: [HoldRow],
  translate,
  consumes: [topicOf('settlement'), topicOf('prepayment')],
  // Holds first: the claim is seen with its hold or not at all.
  handlers: (context) => [holdsHandler(policiesOf(context)), movementsHandler, claimsHandler],
  jobs: (context) => [
    ...timetableJobs(meansOf(context)),
    { handler: coordinationDayJob(context.store), time: '00:20' },
    { handler: treasuryDayJob(context.store), time: '01:30' },
    { handler: sumAgainJob(context.store), time: null },
  ],
  overdue: async (context, date) =>
    [...(await overdueOn(meansOf(context), date)), ...(await openLongBefore(context.store, date))].sort((a, b) =>
      compareDates(a.dueOn, b.dueOn),
    ),
  module: clearingModule,
  verify: verifyClearing,
  figures: clearingFigures,
  streamedBodyRoutes: ['/clearing/special-accounts/'],
};
