import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { TypeOrmModule } from '@nestjs/typeorm';
import { loadPolicyBook } from '#policy';
import type { ServiceContext } from '#service';
import { documentControllers, documentProviders } from './document/document-parts.js';
import { DocumentRow } from './document/queries/documents/document.entity.js';
import { EnrolPersonsController } from './enrolment/commands/enrol-persons/enrol-persons.controller.js';
import { EnrolPersonsHandler } from './enrolment/commands/enrol-persons/enrol-persons.js';
import { ApplyFilingHandler } from './filing/commands/apply-filing/apply-filing.js';
import { CancelFilingHandler } from './filing/commands/cancel-filing/cancel-filing.js';
import { FilingsController } from './filing/commands/filings.controller.js';
import { FilingRow } from './filing/queries/filings/filing.entity.js';
import { FilingsOfPersonController, FilingsOfPersonHandler } from './filing/queries/filings/filings.query.js';
import { POLICY_BOOK } from './tokens.js';

@Module({})
export class RegistrationModule {
  static of(context: ServiceContext): DynamicModule {
    return {
      module: RegistrationModule,
      imports: [CqrsModule.forRoot(), TypeOrmModule.forFeature([FilingRow, DocumentRow], 'registration')],
      controllers: [EnrolPersonsController, FilingsController, FilingsOfPersonController, ...documentControllers],
      providers: [
        { provide: POLICY_BOOK, useValue: loadPolicyBook(context.config.policies) },
        EnrolPersonsHandler,
        ApplyFilingHandler,
        CancelFilingHandler,
        FilingsOfPersonHandler,
        ...documentProviders(context),
      ],
    };
  }
}
