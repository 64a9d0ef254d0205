import { Inject, Injectable } from '@nestjs/common';
import { ok, reject, type Result } from '#kernel';
import type { Catalogue } from '../../../adjudication/index.js';
import type { CheckedCall } from '../../../hospital-gateway/call.js';
import { institutionMarksOf, type InsuredPerson } from '../../../hospital-gateway/directory/directory.js';
import { dateOf, visitKindOf, type PurchaseRequest } from '../../../hospital-gateway/messages/index.js';
import { numberFor } from '../../../hospital-gateway/numbers.js';
import { CATALOGUE } from '../../../tokens.js';
import type { VisitEvent } from '../../domain/events.js';
import { decideRecordLines } from '../../domain/fee-lines.js';
import { NO_MARKS } from '../../domain/marks.js';
import { decideDescribeVisit, decideOpenVisit } from '../../domain/open-visit.js';
import { evolveVisit, initialVisit, type Visit } from '../../domain/visit.js';
import { recordedLine } from '../fee-lines/record-lines.js';
import { PayablePersons } from '../person-check.js';

/** Who buys, and the events of the purchase up to its settlement. */
export interface ChargedPurchase {
  readonly person: InsuredPerson;
  readonly events: readonly VisitEvent[];
}

export const BATCH = '1';

/** A purchase as the visit it makes: whoever may be settled, and lines as the place of care splits them (SET-03). */
@Injectable()
export class ChargedPurchases {
  constructor(
    @Inject(CATALOGUE) private readonly catalogue: Catalogue,
    private readonly persons: PayablePersons,
  ) {}

  async of(call: CheckedCall<PurchaseRequest>): Promise<Result<ChargedPurchase>> {
    const person = await this.persons.of(call);
    if (!person.ok) return person;
    const events = this.charged(call, person.value);
    return events.ok ? ok({ person: person.value, events: events.value }) : events;
  }

  /** The events up to the settlement, decided like those of the messages that bring them one by one. */
  private charged(call: CheckedCall<PurchaseRequest>, person: InsuredPerson): Result<readonly VisitEvent[]> {
    const { request, institution, businessDate, envelope } = call;
    const caller = { psnNo: person.psnNo, institutionCode: institution.code };
    const { medicalCategory: medType, diseaseCode = '' } = request;
    const visitKind = visitKindOf(medType);
    if (visitKind === 'inpatient')
      return reject('purchase.category', 'SET-03', '医疗类别(med_type)不是购药', ['med_type']);
    const facts = {
      ...{ visitId: numberFor(businessDate, 'visit', envelope.idempotencyKey), ...caller },
      ...{ insuranceType: person.insuranceType, insuredRegion: person.insuredRegion, careRegion: institution.region },
      ...{ settlementLevel: String(institution.settlementLevel), hospitalNumber: envelope.messageId },
      ...institutionMarksOf(institution),
      ...{ inpatient: false, openedOn: dateOf(request.beginsAt) },
    };
    const lines = request.lines.map((line) => recordedLine({ ...line, chargeBatch: BATCH }, this.catalogue));
    return inTurn([
      (visit) => decideOpenVisit({ facts, medType: '', visitKind: 'outpatient', marks: NO_MARKS }, visit),
      (visit) => decideDescribeVisit({ ...caller, visitKind, medType, diseaseCode, marks: NO_MARKS }, visit),
      (visit) => decideRecordLines({ ...caller, lines }, visit),
    ]);
  }
}

type Decide = (visit: Visit) => Result<readonly VisitEvent[]>;

function inTurn(decisions: readonly Decide[]): Result<readonly VisitEvent[]> {
  const events: VisitEvent[] = [];
  let visit = initialVisit();
  for (const decide of decisions) {
    const decided = decide(visit);
    if (!decided.ok) return decided;
    events.push(...decided.value);
    visit = decided.value.reduce(evolveVisit, visit);
  }
  return ok(events);
}
