import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { PersonEnrolled } from '#contracts';
import { EventStore, type EventMetadata, type WriteOutcome } from '#event-store';
import type { Rejection } from '#kernel';
import type { FieldCipher } from '#privacy';
import { EVENT_STORE, FIELD_CIPHER } from '#service';
import { checkPerson, decideEnrol, personRef } from '../../domain/person.js';

export interface PersonToEnrol {
  readonly psnNo: string;
  readonly name: string;
  readonly idNumber: string;
  /** Card numbers and e-credential tokens that find this person. */
  readonly credentials: readonly string[];
  readonly sex: '1' | '2';
  readonly birthDate: string;
  readonly insuredRegion: string;
  readonly insuranceType: string;
  readonly personType: string;
  readonly civilServant: boolean;
  readonly insuranceStatus: '1' | '2' | '4';
  readonly insuredSince: string;
  readonly accountBalance: string;
  readonly chronicDiseases?: PersonEnrolled['chronicDiseases'];
  readonly retiredOn?: PersonEnrolled['retiredOn'];
  readonly identities?: PersonEnrolled['identities'];
  readonly unclaimedYears?: PersonEnrolled['unclaimedYears'];
}

export interface EnrolPersons {
  readonly persons: readonly PersonToEnrol[];
  readonly metadata: EventMetadata;
  readonly idempotency: { readonly scope: string; readonly key: string; readonly bodyHash: string };
}

export interface EnrolledPersons {
  readonly enrolled: number;
  /** Persons that were not enrolled, by number, with the reason; the others are. */
  readonly refused: readonly { readonly psnNo: string; readonly rejection: Rejection }[];
}

/** 参保登记: a batch of persons as the place of insurance reports them. Each person has their own fate. */
export class EnrolPersonsCommand extends Command<EnrolledPersons> {
  constructor(readonly batch: EnrolPersons) {
    super();
  }
}

@CommandHandler(EnrolPersonsCommand)
export class EnrolPersonsHandler implements ICommandHandler<EnrolPersonsCommand> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(FIELD_CIPHER) private readonly cipher: FieldCipher,
  ) {}

  async execute({ batch }: EnrolPersonsCommand): Promise<EnrolledPersons> {
    const results = await Promise.all(batch.persons.map((person) => this.enrol(person, batch)));
    const refused = results.flatMap((result, index) => {
      const psnNo = batch.persons[index]?.psnNo ?? '';
      return result === null ? [] : [{ psnNo, rejection: result }];
    });
    return { enrolled: results.length - refused.length, refused };
  }

  private async enrol(person: PersonToEnrol, batch: EnrolPersons): Promise<Rejection | null> {
    const checked = checkPerson(person);
    if (!checked.ok) return checked.rejection;
    const writtenHash = this.cipher.searchHash('id-number', person.idNumber);
    const outcome = await this.write({ ...person, idNumber: checked.value }, writtenHash, batch);
    if (outcome.kind === 'accepted') return null;
    if (outcome.kind === 'refused') return outcome.rejection;
    return { code: 'idempotency.conflict', rule: 'SET-15', message: '同一请求编号的内容不同', fields: ['psnNo'] };
  }

  private write(
    person: PersonToEnrol,
    writtenHash: string,
    { metadata, idempotency }: EnrolPersons,
  ): Promise<WriteOutcome<string>> {
    const ref = personRef(person.psnNo);
    return this.store.write<string>({
      streams: [ref],
      idempotency: { ...idempotency, key: `${idempotency.key}/${person.psnNo}` },
      metadata,
      decide: (states) => {
        const decided = decideEnrol(this.seal(person), states.of(ref), writtenHash);
        if (!decided.ok) return { kind: 'refused', rejection: decided.rejection };
        const events = decided.value.map((event) => ({ streamId: ref.id, event }));
        return { kind: 'accepted', answer: person.psnNo, events };
      },
    });
  }

  private seal(person: PersonToEnrol): PersonEnrolled {
    const { name, idNumber, credentials, ...facts } = person;
    return {
      ...facts,
      name: this.cipher.seal('name', name),
      idNumber: this.cipher.seal('id-number', idNumber),
      idNumberHash: this.cipher.searchHash('id-number', idNumber),
      credentialHashes: credentials.map((credential) => this.cipher.searchHash('credential', credential)),
    };
  }
}
