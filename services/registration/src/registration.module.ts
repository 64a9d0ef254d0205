import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { TypeOrmModule } from '@nestjs/typeorm';
import { policiesOf, type ServiceContext } from '#service';
import { ReviewDeclarationHandler } from './declaration/commands/review-declaration/review-declaration.js';
import { DeclarationsController } from './declaration/declarations.controller.js';
import { DeclarationRow } from './declaration/queries/declarations/declaration.entity.js';
import { DeclarationsHandler } from './declaration/queries/declarations/declarations.query.js';
import { documentControllers, documentProviders } from './document/document-parts.js';
import { DocumentRow } from './document/queries/documents/document.entity.js';
import { EnrolPersonsController } from './enrolment/commands/enrol-persons/enrol-persons.controller.js';
import { EnrolPersonsHandler } from './enrolment/commands/enrol-persons/enrol-persons.js';
import { FamilyAccountsController } from './enrolment/family-accounts.controller.js';
import { EndSharingHandler, ShareAccountHandler } from './enrolment/commands/share-account/share-account.js';
import { filingControllers, filingProviders } from './filing/filing-parts.js';
import { POLICY_BOOK } from './tokens.js';

@Module({})
export class RegistrationModule {
  static of(context: ServiceContext): DynamicModule {
    return {
      module: RegistrationModule,
      imports: [CqrsModule.forRoot(), TypeOrmModule.forFeature([DocumentRow, DeclarationRow], 'registration')],
      controllers: [
        EnrolPersonsController,
        FamilyAccountsController,
        ...filingControllers,
        ...documentControllers,
        DeclarationsController,
      ],
      providers: [
        { provide: POLICY_BOOK, useValue: policiesOf(context) },
        EnrolPersonsHandler,
        ShareAccountHandler,
        EndSharingHandler,
        ...filingProviders,
        ...documentProviders(context),
        ReviewDeclarationHandler,
        DeclarationsHandler,
      ],
    };
  }
}
