import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, type Decision } from '#event-store';
import { ok, reject, type BusinessDate, type Result } from '#kernel';
import { EVENT_STORE } from '#service';
import type { Catalogue } from '../../../adjudication/index.js';
import { benefitRef } from '../../../benefit/domain/benefit-year.js';
import { answeredBefore, resultOf } from '../../../hospital-gateway/answers.js';
import { accepted, idempotencyOf, metadataOf, refused, type CheckedCall } from '../../../hospital-gateway/call.js';
import type { InsuredPerson } from '../../../hospital-gateway/directory/directory.js';
import { clearingTypeOf, dateOf, visitKindOf, type PurchaseRequest } from '../../../hospital-gateway/messages/index.js';
import { numberFor } from '../../../hospital-gateway/numbers.js';
import { CATALOGUE } from '../../../tokens.js';
import type { VisitEvent, VisitMarks } from '../../domain/events.js';
import { decideRecordLines } from '../../domain/fee-lines.js';
import { decideDescribeVisit, decideOpenVisit } from '../../domain/open-visit.js';
import { decideSettle, type SettleClaim } from '../../domain/settle.js';
import { evolveVisit, initialVisit, visitRef, type Visit } from '../../domain/visit.js';
import { recordedLine } from '../fee-lines/record-lines.js';
import { PayablePersons } from '../person-check.js';
import { accountsOf, balanceAfter, balancesOf } from '../settle-claim/accounts.js';
import { CoverageOf, type Coverage } from '../settle-claim/coverage.js';
import { eventsOf, insuredTerms } from '../settle-claim/settle-claim.js';
import type { SettledAnswer } from '../settle-claim/settled-answer.js';

/** 2102 药店结算; with `trial` 2101 药店预结算, which decides the same way and records nothing. */
export class SettlePurchaseCommand extends Command<Result<SettledAnswer>> {
  constructor(
    readonly call: CheckedCall<PurchaseRequest>,
    readonly trial: boolean,
  ) {
    super();
  }
}

const NO_MARKS: VisitMarks = { emergency: false, injury: false, thirdParty: false };
const BATCH = '1';

/** A purchase is a visit that is opened, described, charged and settled in one message: all of it stands, or nothing. */
@CommandHandler(SettlePurchaseCommand)
export class SettlePurchaseHandler implements ICommandHandler<SettlePurchaseCommand> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CATALOGUE) private readonly catalogue: Catalogue,
    private readonly persons: PayablePersons,
    private readonly coverage: CoverageOf,
  ) {}

  async execute({ call, trial }: SettlePurchaseCommand): Promise<Result<SettledAnswer>> {
    const before = trial ? null : await answeredBefore<SettledAnswer>(this.store, idempotencyOf(call));
    if (before !== null) return before;
    const stale = this.coverage.filings.areCurrent(call.request.personNo)
      ? null
      : await this.coverage.filings.refuseUnlessCurrent(call.request.personNo);
    if (stale !== null) return stale;
    const person = await this.persons.computedHere(call);
    if (!person.ok) return person;
    const charged = this.charged(call, person.value);
    return charged.ok ? this.settle(call, { person: person.value, events: charged.value, trial }) : charged;
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
      ...{ inpatient: false, openedOn: dateOf(request.beginsAt) },
    };
    const lines = request.lines.map((line) => recordedLine({ ...line, chargeBatch: BATCH }, this.catalogue));
    return inTurn([
      (visit) => decideOpenVisit({ facts, medType: '', visitKind: 'outpatient', marks: NO_MARKS }, visit),
      (visit) => decideDescribeVisit({ ...caller, visitKind, medType, diseaseCode, marks: NO_MARKS }, visit),
      (visit) => decideRecordLines({ ...caller, lines }, visit),
    ]);
  }

  private async settle(call: CheckedCall<PurchaseRequest>, charged: Charged): Promise<Result<SettledAnswer>> {
    const { person, events, trial } = charged;
    const visit = events.reduce(evolveVisit, initialVisit());
    const today = call.businessDate as BusinessDate;
    const coverage = await this.coverage.ofNewVisit(visit, person, today);
    if (!coverage.ok) return coverage;
    const familyAccounts = await this.coverage.familyAccounts(call.request, today);
    const command = { ...commandOf(call, person, coverage.value), familyAccounts };
    const refs = {
      visit: visitRef(visit.facts?.visitId ?? ''),
      year: benefitRef(command.benefitStream),
      accounts: accountsOf(command),
    };
    const outcome = await this.store.write<SettledAnswer>({
      streams: [refs.visit, refs.year, refs.accounts.own, ...refs.accounts.family],
      idempotency: trial ? null : idempotencyOf(call),
      metadata: metadataOf(call),
      decide: (states): Decision<SettledAnswer> => {
        const { own: accountBalance, family: familyBalances } = balancesOf(states, refs.accounts);
        const year = states.of(refs.year);
        const settled = decideSettle(command, { visit, year, accountBalance, familyBalances });
        if (!settled.ok) return refused(settled.rejection);
        const { claim, event, adjudication } = settled.value;
        const balance = balanceAfter({ own: accountBalance, family: familyBalances }, adjudication);
        const answer = { claim, facts: event.data.facts, balance };
        return accepted(answer, trial ? [] : eventsOf(settled.value, [...events, event], refs.visit.id));
      },
    });
    return resultOf(outcome);
  }
}

interface Charged {
  readonly person: InsuredPerson;
  readonly events: readonly VisitEvent[];
  readonly trial: boolean;
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

function commandOf(call: CheckedCall<PurchaseRequest>, person: InsuredPerson, coverage: Coverage): SettleClaim {
  const { request, envelope, businessDate, institution } = call;
  return {
    psnNo: person.psnNo,
    institutionCode: institution.code,
    claimId: numberFor(businessDate, 'claim', envelope.idempotencyKey),
    messageId: envelope.messageId,
    batch: BATCH,
    total: request.total,
    split: null,
    useAccount: request.accountUse === 'own',
    dischargedOn: null,
    interim: false,
    invoiceNumber: request.invoiceNo ?? null,
    clearingCategory: clearingTypeOf(coverage.visit.kind),
    settledOn: businessDate as BusinessDate,
    settledAt: call.receivedAt,
    ...insuredTerms(person, coverage),
  };
}
