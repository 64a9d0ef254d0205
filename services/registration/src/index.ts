import { CONTRACTS } from '#contracts';
import type { ServiceDefinition } from '#service';
import { documentsProjection } from './document/documents.projection.js';
import { DocumentRow } from './document/queries/documents/document.entity.js';
import { filingsProjection } from './filing/filings.projection.js';
import { expireFilingsJob } from './filing/jobs/expire-filings/expire-filings.js';
import { FilingRow } from './filing/queries/filings/filing.entity.js';
import { RegistrationModule } from './registration.module.js';
import { registrationFigures, verifyRegistration } from './verify.js';

const PUBLISHED: Readonly<Record<string, string>> = {
  PersonEnrolled: CONTRACTS.personEnrolled.type,
  FilingApproved: CONTRACTS.filingApproved.type,
  FilingEnded: CONTRACTS.filingEnded.type,
};

/** 备案服务. */
export const registrationService: ServiceDefinition = {
  name: 'registration',
  title: '异地就医备案',
  migrations: new URL('./migrations/', import.meta.url),
  eventTypes: [],
  projections: [filingsProjection, documentsProjection],
  entities: [FilingRow, DocumentRow],
  translate: ({ type, data }) => {
    const contract = PUBLISHED[type];
    return contract === undefined ? null : { type: contract, data };
  },
  consumes: [],
  handlers: () => [],
  jobs: ({ store }) => [{ handler: expireFilingsJob(store), time: '00:10' }],
  module: (context) => RegistrationModule.of(context),
  uploads: true,
  verify: verifyRegistration,
  figures: registrationFigures,
};
