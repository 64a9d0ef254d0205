import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { EventStore } from '#event-store';
import { assertArea, NotFound, Refused } from '#http';
import type { Clock } from '#jobs';
import type { BusinessDate } from '#kernel';
import type { PolicyBook } from '#policy';
import { CLOCK, EVENT_STORE } from '#service';
import { personRef } from '../../enrolment/domain/person.js';
import { POLICY_BOOK } from '../../tokens.js';
import { policiesOf } from '../commands/policies-of.js';
import { filingBookRef, type FilingBook } from '../domain/filing-book.js';
import type { PolicyOn } from '../domain/policy-in-force.js';

export interface PersonsBook {
  readonly insuredRegion: string;
  readonly book: FilingBook;
  readonly policyOn: PolicyOn;
  readonly today: BusinessDate;
}

/** The filing book of a person for those who may see it, with the policies it goes by. */
@Injectable()
export class BookOfPerson {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(POLICY_BOOK) private readonly policies: PolicyBook,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Nothing is said of a person of another province, not even that there is none (SEC-01). */
  async forCaller(psnNo: string, request: FastifyRequest): Promise<PersonsBook> {
    const { state: person } = await this.store.load(personRef(psnNo));
    const insuredRegion = person.enrolled?.insuredRegion ?? null;
    assertArea(request, insuredRegion ?? psnNo.slice(0, 2));
    if (insuredRegion === null) throw new NotFound('未找到该参保人');
    const today = this.clock.businessDate();
    const policyOn = policiesOf(this.policies, insuredRegion, today);
    if (!policyOn.ok) throw new Refused(policyOn.rejection);
    const { state: book } = await this.store.load(filingBookRef(psnNo));
    return { insuredRegion, book, policyOn: policyOn.value, today };
  }
}
