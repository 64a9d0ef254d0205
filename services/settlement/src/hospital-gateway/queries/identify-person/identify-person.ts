import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { EventStore } from '#event-store';
import { businessDate, daysBetween, isWithin, Money, RegionCode, type BusinessDate, type Result } from '#kernel';
import type { FieldCipher } from '#privacy';
import { EVENT_STORE, FIELD_CIPHER } from '#service';
import { accountRef, balanceOf } from '../../../benefit/domain/account.js';
import { unknownPerson } from '../../answers.js';
import type { CheckedCall } from '../../call.js';
import { Directory, type HeldIdentity, type InsuredPerson } from '../../directory/directory.js';
import { refuseOtherCredential } from '../../directory/shown-credential.js';
import { recordIdentified } from './identified.js';
import {
  CITIZEN_CREDENTIAL,
  type Credential,
  type EnrolmentAnswer,
  type IdentifyAnswer,
  type IdentifyRequest,
  type LocalTime,
  type PersonAnswer,
} from '../../messages/index.js';

const DAYS_A_YEAR = 365.2425;

/**
 * 1101 人员基本信息获取: the place of insurance is found from the person, not from the caller. A patient who has not filed for the
 * institution's place is recorded as having been there, so that it may ask further (SEC-01).
 */
export class IdentifyPersonQuery extends Query<Result<IdentifyAnswer>> {
  constructor(
    readonly call: CheckedCall<IdentifyRequest>,
    /** 2161 asks of one place of insurance. */
    readonly insuredIn: RegionCode | null = null,
  ) {
    super();
  }
}

@QueryHandler(IdentifyPersonQuery)
export class IdentifyPersonHandler implements IQueryHandler<IdentifyPersonQuery> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(FIELD_CIPHER) private readonly cipher: FieldCipher,
    private readonly directory: Directory,
  ) {}

  async execute({ call, insuredIn }: IdentifyPersonQuery): Promise<Result<IdentifyAnswer>> {
    const known = await this.directory.personsByHash(this.hashOf(call.request.credential));
    const persons = known.filter(({ insuredRegion }) => insuredIn === null || isWithin(insuredRegion, insuredIn));
    const [first] = persons;
    if (first === undefined) return unknownPerson();
    const { directory, cipher } = this;
    const refusal = await refuseOtherCredential(call.request.credential, first, { directory, cipher });
    if (refusal !== null) return refusal;
    const enrolments = await Promise.all(persons.map((person) => this.enrolment(person)));
    for (const { psnNo } of persons) {
      const filed = await this.directory.hasFiledFor(psnNo, call.institution);
      if (!filed) await recordIdentified(this.store, call, psnNo);
    }
    const person = personAnswer(first, this.cipher, call.businessDate as BusinessDate);
    const specialIdentities = persons.flatMap(({ identities }) => identities ?? []).map(identityAnswer);
    return { ok: true, value: { person, enrolments, specialIdentities } };
  }

  private hashOf({ documentNo, credentialNo, credentialKind }: Credential): string {
    const field = documentNo !== undefined || credentialKind === CITIZEN_CREDENTIAL ? 'id-number' : 'credential';
    return this.cipher.searchHash(field, documentNo ?? credentialNo ?? '');
  }

  private async enrolment(person: InsuredPerson): Promise<EnrolmentAnswer> {
    const ref = accountRef(person.psnNo);
    const state = (await this.store.look([ref])).of(ref);
    return {
      balance: state.reported.isZero() && state.used.isZero() ? Money.of(person.accountBalance) : balanceOf(state),
      insuranceType: person.insuranceType,
      personCategory: person.personType,
      status: person.insuranceStatus,
      enrolledOn: businessDate(person.insuredSince),
      civilServant: person.civilServant,
      insuredArea: RegionCode.of(person.insuredRegion),
    };
  }
}

type SpecialIdentity = NonNullable<IdentifyAnswer['specialIdentities']>[number];
const identityAnswer = ({ code, level, from, to }: HeldIdentity): SpecialIdentity => ({
  ...{ kind: code, level, beginsAt: `${from} 00:00:00` as LocalTime },
  endsAt: to === null ? undefined : (`${to} 23:59:59` as LocalTime),
});

/** Opens the sealed name and number for the hospital that showed the credential; nowhere else do they leave the house. */
export function personAnswer(person: InsuredPerson, cipher: FieldCipher, today: BusinessDate): PersonAnswer {
  const birthDate = businessDate(person.birthDate);
  return {
    personNo: person.psnNo,
    documentKind: '01',
    documentNo: cipher.open('id-number', person.sealedIdNumber),
    personName: cipher.open('name', person.sealedName),
    sex: person.sex,
    birthDate,
    age: daysBetween(birthDate, today) / DAYS_A_YEAR,
  };
}
