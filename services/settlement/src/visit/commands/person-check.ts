import { Inject, Injectable } from '@nestjs/common';
import { isCrossProvince, reject, RegionCode, type Result } from '#kernel';
import type { FieldCipher } from '#privacy';
import { refuseUnlessPayable, unknownPerson } from '../../hospital-gateway/answers.js';
import { FIELD_CIPHER } from '#service';
import { Directory, type InsuredPerson } from '../../hospital-gateway/directory/directory.js';
import { refuseOtherCredential } from '../../hospital-gateway/directory/shown-credential.js';
import type { Credential } from '../../hospital-gateway/messages/index.js';
import type { CheckedCall } from '../../hospital-gateway/call.js';

export interface PersonClaimed {
  readonly personNo: string;
  readonly insuranceType: string;
  readonly credential: Credential;
}

/**
 * The insured person a message speaks of: known, insured and payable (SET-18), the one the document and the
 * credential name (SET-21), of the stated scheme, and insured in another province than the place of care.
 */
export async function payablePerson(
  call: CheckedCall<PersonClaimed>,
  directory: Directory,
  cipher: FieldCipher,
): Promise<Result<InsuredPerson>> {
  const { personNo, insuranceType, credential } = call.request;
  const person = await directory.person(personNo);
  if (person === null) return unknownPerson();
  const refusal =
    refuseUnlessPayable(person.insuranceStatus) ??
    refuseOtherDocument(credential, person, cipher) ??
    (await refuseOtherCredential(credential, person, { directory, cipher })) ??
    refuseOtherScheme(insuranceType, person) ??
    refuseLocal(call, person);
  return refusal ?? { ok: true, value: person };
}

/** `payablePerson` for whoever has other things to hold. */
@Injectable()
export class PayablePersons {
  constructor(
    private readonly directory: Directory,
    @Inject(FIELD_CIPHER) private readonly cipher: FieldCipher,
  ) {}

  of(call: CheckedCall<PersonClaimed>): Promise<Result<InsuredPerson>> {
    return payablePerson(call, this.directory, this.cipher);
  }
}

function refuseOtherDocument(
  { documentNo }: Credential,
  person: InsuredPerson,
  cipher: FieldCipher,
): Result<never> | null {
  if (documentNo === undefined || cipher.searchHash('id-number', documentNo) === person.idNumberHash) return null;
  return reject('person.other-document', 'SET-21', '证件号码与人员编号不是同一人，请核对', ['certno']);
}

function refuseOtherScheme(insuranceType: string, person: InsuredPerson): Result<never> | null {
  if (insuranceType === person.insuranceType) return null;
  return reject('person.other-scheme', 'SET-19', '险种类型与参保信息不符', ['insutype']);
}

function refuseLocal({ institution }: CheckedCall, person: InsuredPerson): Result<never> | null {
  if (isCrossProvince(RegionCode.of(person.insuredRegion), RegionCode.of(institution.region))) return null;
  return reject('visit.local', 'CLR-01', '参保地与就医地属同一省级单位，不属于跨省异地就医', ['insuplc_admdvs']);
}
