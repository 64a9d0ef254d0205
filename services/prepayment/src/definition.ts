import { CONTRACTS, topicOf } from '#contracts';
import type { ServiceDefinition } from '#service';
import { firstLevelsProjection } from './advance/queries/first-levels/first-levels.projection.js';
import { levelsProjection } from './advance/queries/levels/levels.projection.js';
import { settledDaysHandler } from './forecast/consumers/claims.handler.js';
import { prepaymentDayJob } from './increase/jobs/prepayment-day/prepayment-day.js';
import { increasesProjection } from './increase/queries/increases/increases.projection.js';
import { prepaymentModule } from './prepayment.module.js';
import { ledgerProjection } from './transfer/queries/ledger/ledger.projection.js';
import { transfersProjection } from './transfer/queries/transfers/transfers.projection.js';
import { retellMovementsJob } from './transfer/jobs/retell-movements.js';
import { movementTold } from './transfer/movement-told.js';
import { undoneBefore } from './transfer/queries/undone.js';
import { prepaymentFigures, verifyPrepayment } from './verify.js';
import { clearingHandlers } from './warning/consumers/clearing.handler.js';
import { ratesProjection } from './warning/queries/rates/rates.projection.js';

/** 预付金 Levels, use rates and warnings, emergency increases (rulebook section 6). */
export const prepaymentService: ServiceDefinition = {
  name: 'prepayment',
  title: '跨省异地就医预付金',
  migrations: new URL('./migrations/', import.meta.url),
  eventTypes: [],
  projections: [
    firstLevelsProjection,
    levelsProjection,
    ratesProjection,
    increasesProjection,
    transfersProjection,
    ledgerProjection,
  ],
  entities: [],
  translate: (event) =>
    event.type === 'WarningRaised' ? { type: CONTRACTS.warningRaised.type, data: event.data } : movementTold(event),
  consumes: [topicOf('clearing'), topicOf('settlement')],
  handlers: () => [...clearingHandlers, settledDaysHandler],
  jobs: ({ store }) => [
    { handler: prepaymentDayJob(store), time: '06:40' },
    { handler: retellMovementsJob(store), time: '06:50' },
  ],
  overdue: ({ store }, date) => undoneBefore(store, date),
  module: prepaymentModule,
  verify: verifyPrepayment,
  figures: prepaymentFigures,
};
