import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { EventStore } from '#event-store';
import { accept, assertArea, NotFound } from '#http';
import type { Clock } from '#jobs';
import { businessDate } from '#kernel';
import type { NoticeTexts, PolicyBook } from '#policy';
import type { FieldCipher } from '#privacy';
import { CLOCK, EVENT_STORE, FIELD_CIPHER } from '#service';
import { personRef } from '../../enrolment/domain/person.js';
import { POLICY_BOOK } from '../../tokens.js';
import { policiesOf } from '../commands/policies-of.js';
import { filingBookRef } from '../domain/filing-book.js';
import { refuseLetter } from './annex-2.pdf.js';
import { filingFormOf, type ApprovedFiling, type FilingFormFields, type FormPerson } from './filing-form.js';
import { cityNamesOf } from './city-names.js';

/** What a paper says: the fields of the filing and the texts of its place of insurance. */
export interface FilingForm {
  readonly fields: FilingFormFields;
  readonly texts: NoticeTexts;
}

interface Asked {
  /** The letter of promise is asked for. */
  readonly promise: boolean;
  readonly request: FastifyRequest;
}

interface FilingRow {
  readonly psn_no: string;
  readonly insured_region: string;
  readonly cancelled: boolean;
  readonly handled_on: string;
}

const FILING = `
  select filing.psn_no, filing.insured_region, coalesce(filing.ended_cause = 'cancelled', false) as cancelled,
         coalesce(application.decided_on, filing.applied_on)::text as handled_on
    from read_filings.filing left join read_filings.application using (filing_id) where filing.filing_id = $1`;

/** Reads what annexes 1 and 2 of a filing say, for those who may see it (REG-22). */
@Injectable()
export class FilingForms {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(POLICY_BOOK) private readonly policies: PolicyBook,
    @Inject(FIELD_CIPHER) private readonly cipher: FieldCipher,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  get today(): string {
    return this.clock.businessDate();
  }

  /** The texts are those of the day of application, like the filing itself. */
  async forCaller(filingId: string, { promise, request }: Asked): Promise<FilingForm> {
    const [row] = await this.store.database.read<FilingRow>(FILING, [filingId]);
    if (row === undefined) throw new NotFound('未找到该备案');
    assertArea(request, row.insured_region);
    const filing = await this.approved(row.psn_no, filingId);
    if (promise) accept(refuseLetter(filing));
    const policyOn = accept(policiesOf(this.policies, filing.insuredRegion, this.clock.businessDate()));
    const texts = policyOn(businessDate(filing.appliedOn))['forms.notice'];
    const { cancelled, handled_on: handledOn } = row;
    const person = await this.person(row.psn_no);
    const cityNames = cityNamesOf(this.policies);
    return { fields: filingFormOf({ filing, person, cancelled, handledOn, cityNames, texts }), texts };
  }

  private async approved(psnNo: string, filingId: string): Promise<ApprovedFiling> {
    const events = await this.store.readStream(filingBookRef(psnNo).id);
    const approval = events.find(({ type, data }) => type === 'FilingApproved' && data['filingId'] === filingId);
    if (approval === undefined) throw new NotFound('未找到该备案');
    return approval.data as unknown as ApprovedFiling;
  }

  /** Opened for this answer only (SEC-02). */
  private async person(psnNo: string): Promise<FormPerson> {
    const { state } = await this.store.load(personRef(psnNo));
    if (state.enrolled === null) throw new NotFound('未找到该参保人');
    const { name, idNumber, sex, insuranceType } = state.enrolled;
    return {
      ...{ sex, insuranceType },
      name: this.cipher.open('name', name),
      idNumber: this.cipher.open('id-number', idNumber),
    };
  }
}
