import { CONTRACTS } from '#contracts';
import { loadPolicyBook } from '#policy';
import type { ServiceDefinition } from '#service';
import { FILING_EVENT_TYPES } from './filing/filing-event-types.js';
import { filingsProjection } from './filing/filings.projection.js';
import { filingsDayJob } from './filing/jobs/filings-day/filings-day.js';
import { FilingRow } from './filing/queries/filings/filing.entity.js';
import { RegistrationModule } from './registration.module.js';
import { registrationFigures, verifyRegistration } from './verify.js';

const PUBLISHED = {
  PersonEnrolled: CONTRACTS.personEnrolled,
  FilingApproved: CONTRACTS.filingApproved,
  FilingChanged: CONTRACTS.filingChanged,
  FilingEnded: CONTRACTS.filingEnded,
};
const isPublished = (type: string): type is keyof typeof PUBLISHED => Object.hasOwn(PUBLISHED, type);

/** 备案服务. */
export const registrationService: ServiceDefinition = {
  name: 'registration',
  title: '异地就医备案',
  migrations: new URL('./migrations/', import.meta.url),
  eventTypes: FILING_EVENT_TYPES,
  projections: [filingsProjection],
  entities: [FilingRow],
  // Others get what the contract names and no more: papers and certificates stay here.
  translate: ({ type, data }) =>
    isPublished(type) ? { type: PUBLISHED[type].type, data: PUBLISHED[type].schema.parse(data) } : null,
  consumes: [],
  handlers: () => [],
  jobs: ({ store, config }) => [{ handler: filingsDayJob(store, loadPolicyBook(config.policies)), time: '00:10' }],
  module: (context) => RegistrationModule.of(context),
  verify: verifyRegistration,
  figures: registrationFigures,
  streamedBodyRoutes: ['/registration/filings/imports'],
};
