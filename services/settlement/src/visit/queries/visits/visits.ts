import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { EventStore } from '#event-store';
import { RegionCode, reject, type BusinessDate, type Result } from '#kernel';
import type { FieldCipher } from '#privacy';
import { EVENT_STORE, FIELD_CIPHER } from '#service';
import type { CheckedCall } from '../../../hospital-gateway/call.js';
import { Directory, type InsuredPerson } from '../../../hospital-gateway/directory/directory.js';
import type {
  InHospitalRequest,
  VisitAnswer,
  VisitsAnswer,
  VisitsRequest,
} from '../../../hospital-gateway/messages/index.js';
import { personAnswer } from '../../../hospital-gateway/queries/identify-person/identify-person.js';
import { visitRef, type Visit } from '../../domain/visit.js';

/** 5201 就诊信息查询: settled visits and stays of one person at the institution that asks; an open one by its number. */
export class VisitsQuery extends Query<Result<VisitsAnswer>> {
  constructor(readonly call: CheckedCall<VisitsRequest>) {
    super();
  }
}

/** 5303 在院信息查询: who was in this hospital between two days; without a person, everybody. */
export class InHospitalQuery extends Query<Result<VisitsAnswer>> {
  constructor(readonly call: CheckedCall<InHospitalRequest>) {
    super();
  }
}

/** Visits one answer may hold. */
const MAX_VISITS = 500;

const SETTLED = `select distinct visit_id from read_claims.claim
  where institution_code = $1 and psn_no = $2 and settled_on >= $3 and refund_of is null
  union select visit_id from read_stays.stay where institution_code = $1 and psn_no = $2
  union select $4::text where $4::text is not null
  limit ${MAX_VISITS + 1}`;

const IN_HOSPITAL = `select visit_id from read_stays.stay
  where institution_code = $1 and ($2::text is null or psn_no = $2) and opened_on <= $4
    and coalesce(discharged_on, ended_on, 'infinity') >= $3
  order by opened_on, visit_id limit ${MAX_VISITS + 1}`;

/** Turns visits by number into rows of the interface. */
class VisitRows {
  constructor(
    private readonly store: EventStore,
    private readonly cipher: FieldCipher,
    private readonly directory: Directory,
  ) {}

  async find(
    call: CheckedCall,
    ids: readonly string[],
    keep: (visit: Visit) => boolean,
  ): Promise<Result<VisitsAnswer>> {
    if (ids.length > MAX_VISITS) {
      const message = `结果超过${MAX_VISITS}条，请缩短查询时间`;
      return reject('query.too-many', 'FORMAT', message, ['begntime', 'endtime']);
    }
    const states = await this.store.look(ids.map(visitRef));
    const visits = ids
      .map((id) => states.of(visitRef(id)))
      .filter((visit) => visit.facts?.institutionCode === call.institution.code && visit.status !== 'cancelled')
      .filter(keep);
    const persons = new Map<string, InsuredPerson | null>();
    for (const psnNo of new Set(visits.flatMap(({ facts }) => facts?.psnNo ?? []))) {
      persons.set(psnNo, await this.directory.person(psnNo));
    }
    return { ok: true, value: { visits: visits.flatMap((visit) => this.row(call, visit, persons)) } };
  }

  private row(call: CheckedCall, visit: Visit, persons: ReadonlyMap<string, InsuredPerson | null>): VisitAnswer[] {
    const { facts } = visit;
    const person = persons.get(facts?.psnNo ?? '') ?? null;
    if (facts === null || person === null) return [];
    return [
      {
        visitId: facts.visitId,
        person: personAnswer(person, this.cipher, call.businessDate as BusinessDate),
        insuranceType: facts.insuranceType,
        personCategory: person.personType,
        civilServant: person.civilServant,
        medicalCategory: visit.medType,
        beginsOn: facts.openedOn,
        endsOn: visit.dischargedOn,
        hospitalNumber: facts.hospitalNumber,
        institutionCode: facts.institutionCode,
        institutionName: call.institution.name,
        insuredArea: RegionCode.of(facts.insuredRegion),
        diseaseCode: visit.diseaseCode,
        inHospital: facts.inpatient && visit.status === 'open',
      },
    ];
  }
}

@QueryHandler(VisitsQuery)
export class VisitsHandler implements IQueryHandler<VisitsQuery> {
  private readonly rows: VisitRows;

  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(FIELD_CIPHER) cipher: FieldCipher,
    directory: Directory,
  ) {
    this.rows = new VisitRows(store, cipher, directory);
  }

  async execute({ call }: VisitsQuery): Promise<Result<VisitsAnswer>> {
    const { personNo, from, to, medicalCategory, visitId } = call.request;
    const found = await this.store.database.read<{ visit_id: string }>(SETTLED, [
      call.institution.code,
      personNo,
      from,
      visitId ?? null,
    ]);
    const ids = found.map(({ visit_id }) => visit_id).filter((id) => visitId === undefined || id === visitId);
    return this.rows.find(call, ids, ({ facts, medType }) => {
      if (facts?.psnNo !== personNo || facts.openedOn < from || facts.openedOn > to) return false;
      return medicalCategory === undefined || medType.startsWith(medicalCategory);
    });
  }
}

@QueryHandler(InHospitalQuery)
export class InHospitalHandler implements IQueryHandler<InHospitalQuery> {
  private readonly rows: VisitRows;

  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(FIELD_CIPHER) cipher: FieldCipher,
    directory: Directory,
  ) {
    this.rows = new VisitRows(store, cipher, directory);
  }

  async execute({ call }: InHospitalQuery): Promise<Result<VisitsAnswer>> {
    const { personNo, from, to } = call.request;
    const found = await this.store.database.read<{ visit_id: string }>(IN_HOSPITAL, [
      call.institution.code,
      personNo ?? null,
      from,
      to,
    ]);
    return this.rows.find(
      call,
      found.map(({ visit_id }) => visit_id),
      () => true,
    );
  }
}
