import type { PersonEnrolled } from '#contracts';
import type { DomainEvent, StreamDefinition, StreamRef } from '#event-store';
import { RegionCode, checkCitizenId, ok, parseBusinessDate, reject, type Result } from '#kernel';

export type PersonEvent = DomainEvent<'PersonEnrolled', PersonEnrolled>;

/** 参保人 Insured person as the place of insurance reports them. */
export interface InsuredPerson {
  readonly enrolled: PersonEnrolled | null;
}

const definition: StreamDefinition<InsuredPerson, PersonEvent> = {
  category: 'person',
  initialState: () => ({ enrolled: null }),
  evolve: (_person, event) => ({ enrolled: event.data }),
};

export const personRef = (psnNo: string): StreamRef<InsuredPerson> => ({ id: `person-${psnNo}`, definition });

export interface PersonFacts {
  readonly psnNo: string;
  readonly idNumber: string;
  readonly birthDate: string;
  readonly sex: string;
  readonly insuredRegion: string;
}

/**
 * SET-21: the id number is valid and agrees with birth date and sex; the place of insurance is one of the 32 units'. Gives the number in
 * its 18-place form: one person has one number, however it was written.
 */
export function checkPerson(facts: PersonFacts): Result<string> {
  const region = RegionCode.parse(facts.insuredRegion, '参保地(insuredRegion)');
  if (!region.ok) return region;
  const birthDate = parseBusinessDate(facts.birthDate, '出生日期(birthDate)');
  if (!birthDate.ok) return birthDate;
  const id = checkCitizenId(facts.idNumber, '证件号码(idNumber)');
  if (!id.ok) return id;
  if (id.value.birthDate !== facts.birthDate || id.value.sex !== facts.sex) {
    return reject('person.id-mismatch', 'SET-21', '证件号码与出生日期或性别不符', ['idNumber', 'birthDate', 'sex']);
  }
  return ok(id.value.canonical);
}

/**
 * A person stays with the number they were enrolled under; another id number under it is another person. `writtenHash` is that of the id
 * number as it was written: persons enrolled before it was hashed in its 18-place form are known by it.
 */
export function decideEnrol(
  enrolled: PersonEnrolled,
  person: InsuredPerson,
  writtenHash: string,
): Result<readonly PersonEvent[]> {
  const known = person.enrolled;
  if (known !== null && ![enrolled.idNumberHash, writtenHash].includes(known.idNumberHash)) {
    return reject('person.number-taken', 'SET-21', '人员编号已属于另一参保人', ['psnNo']);
  }
  return { ok: true, value: [{ type: 'PersonEnrolled', data: enrolled }] };
}
