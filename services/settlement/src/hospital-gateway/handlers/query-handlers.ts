import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ok, type Result } from '#kernel';
import { ToldClaims } from '../../visit/queries/told-claim/told-claim.js';
import { InHospitalQuery, VisitsQuery } from '../../visit/queries/visits/visits.js';
import { PersonBenefit } from '../queries/person-benefit/person-benefit.js';
import { Reference } from '../queries/reference/reference.js';
import type { CallFacts, HandlersOf } from './handlers.js';

type Queries =
  | '1201'
  | '1312'
  | '1318'
  | '1319'
  | '1901'
  | '2001'
  | '2407'
  | '5201'
  | '5202'
  | '5206'
  | '5301'
  | '5302'
  | '5303'
  | '5304';

/** 查询 Queries of the interface: they change nothing, and show an institution its own visits only (SEC-01). */
@Injectable()
export class QueryHandlers {
  constructor(
    private readonly queries: QueryBus,
    private readonly told: ToldClaims,
    private readonly benefit: PersonBenefit,
    private readonly reference: Reference,
  ) {}

  readonly handlers: HandlersOf<Queries> = {
    '1201': async (request) => {
      const found = await this.reference.institutions(request);
      return found.ok ? ok({ institutions: found.value }) : found;
    },
    '1312': async (request) => ok(this.reference.items(request)),
    '1318': async (request) => ok(this.reference.items(request)),
    '1319': async (request) => ok(this.reference.items(request)),
    '1901': async (request) => this.reference.dictionary(request),
    '2001': (request, facts) => this.ofTheirs(request, facts, () => this.benefit.entitlement({ ...facts, request })),
    '2407': async (request, facts) => {
      const found = await this.told.visit({ ...facts, request });
      if (!found.ok) return found;
      const { personNo, visitId, page, pageSize } = request;
      const attributes = found.value.visit.attributes.slice((page - 1) * pageSize, page * pageSize);
      return ok({ personNo, visitId, attributes });
    },
    '5201': (request, facts) => this.queries.execute(new VisitsQuery({ ...facts, request })),
    '5202': async (request, facts) => {
      const found = await this.told.visit({ ...facts, request });
      if (!found.ok) return found;
      const { diagnoses, facts: visit } = found.value.visit;
      return ok({ ...request, inpatient: visit?.inpatient ?? false, diagnoses });
    },
    '5206': (request, facts) => this.ofTheirs(request, facts, () => this.benefit.year({ ...facts, request })),
    '5301': (request, facts) => this.ofTheirs(request, facts, () => this.reference.chronic(request.personNo)),
    '5302': (request, facts) =>
      this.ofTheirs(request, facts, () => this.reference.designations(request.personNo, request.applicationKind)),
    '5303': (request, facts) => this.queries.execute(new InHospitalQuery({ ...facts, request })),
    '5304': (request, facts) => this.ofTheirs(request, facts, () => this.reference.referrals(request)),
  };

  /** Entitlement, diseases, filings and use of the year are told of persons who have to do with the institution (SEC-01). */
  private async ofTheirs<A>(
    { personNo }: { readonly personNo: string },
    facts: CallFacts,
    answer: () => Promise<Result<A>>,
  ): Promise<Result<A>> {
    return (await this.reference.refuseElsewhere(personNo, facts)) ?? answer();
  }
}
