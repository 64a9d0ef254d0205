import { CONTRACTS, topicOf } from '#contracts';
import { policiesOf, type ServiceDefinition } from '#service';
import { declarationHandler } from './declaration/consumers/declaration.handler.js';
import { declarationsProjection } from './declaration/declarations.projection.js';
import { DeclarationRow } from './declaration/queries/declarations/declaration.entity.js';
import { documentsProjection } from './document/documents.projection.js';
import { DocumentRow } from './document/queries/documents/document.entity.js';
import { stayHandler } from './filing/consumers/stay.handler.js';
import { FILING_EVENT_TYPES } from './filing/filing-event-types.js';
import { filingsProjection } from './filing/filings.projection.js';
import { filingsDayJob } from './filing/jobs/filings-day/filings-day.js';
import { RegistrationModule } from './registration.module.js';
import { registrationFigures, verifyRegistration } from './verify.js';

const PUBLISHED = {
  PersonEnrolled: CONTRACTS.personEnrolled,
  FamilyAccountShared: CONTRACTS.familyAccountShared,
  FamilyAccountEnded: CONTRACTS.familyAccountEnded,
  FilingApproved: CONTRACTS.filingApproved,
  FilingChanged: CONTRACTS.filingChanged,
  FilingEnded: CONTRACTS.filingEnded,
  DeclarationReviewed: CONTRACTS.declarationReviewed,
};
const ENDED = CONTRACTS.filingEnded;
/** Others are told of an end that is taken back as of an end without a day (REG-14). */
const takenBack = (data: object) => ({
  type: ENDED.type,
  data: ENDED.schema.parse({ ...data, endedOn: null, cause: null }),
});
const isPublished = (type: string): type is keyof typeof PUBLISHED => Object.hasOwn(PUBLISHED, type);

/** 备案服务. */
export const registrationService: ServiceDefinition = {
  name: 'registration',
  title: '异地就医备案',
  migrations: new URL('./migrations/', import.meta.url),
  eventTypes: FILING_EVENT_TYPES,
  projections: [filingsProjection, documentsProjection, declarationsProjection],
  entities: [DocumentRow, DeclarationRow],
  // Others get what the contract names and no more: papers and certificates stay here.
  translate: ({ type, data }) => {
    if (type === 'FilingResumed') return takenBack(data);
    return isPublished(type) ? { type: PUBLISHED[type].type, data: PUBLISHED[type].schema.parse(data) } : null;
  },
  consumes: [topicOf('settlement')],
  handlers: (context) => [stayHandler, declarationHandler(policiesOf(context))],
  jobs: (context) => [{ handler: filingsDayJob(context.store, policiesOf(context)), time: '00:10' }],
  module: (context) => RegistrationModule.of(context),
  uploads: true,
  verify: verifyRegistration,
  figures: registrationFigures,
  streamedBodyRoutes: ['/registration/filings/imports'],
};
