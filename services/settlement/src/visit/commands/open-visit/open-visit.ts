import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, type Decision } from '#event-store';
import type { Result } from '#kernel';
import type { FieldCipher } from '#privacy';
import { EVENT_STORE, FIELD_CIPHER } from '#service';
import { answeredBefore, resultOf } from '../../../hospital-gateway/answers.js';
import { accepted, idempotencyOf, metadataOf, refused, type CheckedCall } from '../../../hospital-gateway/call.js';
import { Directory, institutionMarksOf, type InsuredPerson } from '../../../hospital-gateway/directory/directory.js';
import {
  dateOf,
  isEmergency,
  type AdmissionRequest,
  type CrossProvinceMarks,
  type OutpatientRegistrationRequest,
  ownNumber,
} from '../../../hospital-gateway/messages/index.js';
import { numberFor } from '../../../hospital-gateway/numbers.js';
import { refuseDayToCome } from '../../domain/day-to-come.js';
import { NO_MARKS, withSaid, type SaidMarks } from '../../domain/marks.js';
import { decideOpenVisit, type OpenVisit } from '../../domain/open-visit.js';
import { withStayTold } from '../../domain/told-stay.js';
import { visitRef } from '../../domain/visit.js';
import { diagnosisText, withMainDiagnosis } from '../diagnosis-text.js';
import { payablePerson } from '../person-check.js';

export interface OpenedVisit {
  readonly [key: string]: string;
  readonly visitId: string;
  readonly personNo: string;
  readonly hospitalNumber: string;
}

type Opening =
  | { readonly kind: 'outpatient'; readonly call: CheckedCall<OutpatientRegistrationRequest> }
  | { readonly kind: 'inpatient'; readonly call: CheckedCall<AdmissionRequest> };

/** 2201 门诊挂号, 2401 入院办理. */
export class OpenVisitCommand extends Command<Result<OpenedVisit>> {
  constructor(readonly opening: Opening) {
    super();
  }
}

/** What a message says of emergency (by its category too) and injury. */
export const saidMarks = (marks: CrossProvinceMarks, medType = ''): SaidMarks => ({
  emergency: isEmergency(marks, medType) || (isKindSaid(marks) ? false : undefined),
  injury: marks.injury,
  thirdParty: marks.thirdParty,
});
const isKindSaid = ({ admissionKind, outpatientKind }: CrossProvinceMarks): boolean =>
  admissionKind !== undefined || outpatientKind !== undefined;

@CommandHandler(OpenVisitCommand)
export class OpenVisitHandler implements ICommandHandler<OpenVisitCommand> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(FIELD_CIPHER) private readonly cipher: FieldCipher,
    private readonly directory: Directory,
  ) {}

  async execute({ opening }: OpenVisitCommand): Promise<Result<OpenedVisit>> {
    const person = await payablePerson(opening.call, this.directory, this.cipher);
    const { call } = opening;
    if (!person.ok) return (await answeredBefore<OpenedVisit>(this.store, idempotencyOf(call))) ?? person;
    const visitId = numberFor(call.businessDate, 'visit', call.envelope.idempotencyKey);
    const command = openVisitOf(opening, person.value, visitId);
    const visit = visitRef(visitId);
    const outcome = await this.store.write<OpenedVisit>({
      streams: [visit],
      idempotency: idempotencyOf(call),
      metadata: metadataOf(call),
      decide: (states): Decision<OpenedVisit> => {
        const before = states.of(visit);
        const early = refuseDayToCome(command.facts.openedOn, call.businessDate, 'begntime');
        const decided = early ?? decideOpenVisit(command, before);
        if (!decided.ok) return refused(decided.rejection);
        const events = withStayTold(before, decided.value, { on: call.businessDate });
        const { psnNo, hospitalNumber } = command.facts;
        return accepted(
          { visitId, personNo: psnNo, hospitalNumber },
          events.map((event) => ({ streamId: visit.id, event })),
        );
      },
    });
    return resultOf(outcome);
  }
}

function openVisitOf(opening: Opening, person: InsuredPerson, visitId: string): OpenVisit {
  const { institution } = opening.call;
  const shared = {
    visitId,
    psnNo: person.psnNo,
    insuranceType: person.insuranceType,
    insuredRegion: person.insuredRegion,
    careRegion: institution.region,
    institutionCode: institution.code,
    settlementLevel: String(institution.settlementLevel),
    ...institutionMarksOf(institution),
  };
  if (opening.kind === 'outpatient') {
    const { request } = opening.call;
    return {
      facts: {
        ...shared,
        hospitalNumber: ownNumber(request.hospitalVisitNo),
        inpatient: false,
        openedOn: dateOf(request.beginsAt),
      },
      medType: '',
      visitKind: 'outpatient',
      marks: withSaid(NO_MARKS, saidMarks(request.marks)),
    };
  }
  const { request } = opening.call;
  return {
    facts: {
      ...shared,
      hospitalNumber: ownNumber(request.inpatientNo),
      inpatient: true,
      openedOn: dateOf(request.admittedAt),
    },
    medType: request.medicalCategory,
    visitKind: 'inpatient',
    diseaseCode: request.diseaseCode,
    marks: withSaid(NO_MARKS, saidMarks(request.marks, request.medicalCategory)),
    diagnoses: withMainDiagnosis(request.diagnoses.map(diagnosisText), request),
  };
}
