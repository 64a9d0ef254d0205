import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, type Decision } from '#event-store';
import type { BusinessDate, Result } from '#kernel';
import { EVENT_STORE } from '#service';
import { benefitRef } from '../../../benefit/domain/benefit-year.js';
import { answeredBefore, resultOf } from '../../../hospital-gateway/answers.js';
import { accepted, idempotencyOf, metadataOf, refused, type CheckedCall } from '../../../hospital-gateway/call.js';
import type { InsuredPerson } from '../../../hospital-gateway/directory/directory.js';
import { ownNumber, clearingTypeOf, type PurchaseRequest } from '../../../hospital-gateway/messages/index.js';
import { numberFor } from '../../../hospital-gateway/numbers.js';
import { decideSettle, type SettleClaim } from '../../domain/settle.js';
import { evolveVisit, initialVisit, visitRef } from '../../domain/visit.js';
import { RemoteSettlements } from '../../../remote/commands/settle-remotely/settle-remotely.js';
import { accountsOf, balanceAfter, balancesOf } from '../settle-claim/accounts.js';
import { CoverageOf, type Coverage } from '../settle-claim/coverage.js';
import { eventsOf, insuredTerms } from '../settle-claim/settle-claim.js';
import { fundsToldTo, type SettledAnswer } from '../settle-claim/settled-answer.js';
import { BATCH, ChargedPurchases, type ChargedPurchase } from './charged-purchases.js';

/** 2102 药店结算; with `trial` 2101 药店预结算, which decides the same way and records nothing. */
export class SettlePurchaseCommand extends Command<Result<SettledAnswer>> {
  constructor(
    readonly call: CheckedCall<PurchaseRequest>,
    readonly trial: boolean,
  ) {
    super();
  }
}

/** A purchase is a visit that is opened, described, charged and settled in one message: all of it stands, or nothing. */
@CommandHandler(SettlePurchaseCommand)
export class SettlePurchaseHandler implements ICommandHandler<SettlePurchaseCommand> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly purchases: ChargedPurchases,
    private readonly coverage: CoverageOf,
    private readonly remote: RemoteSettlements,
  ) {}

  async execute({ call, trial }: SettlePurchaseCommand): Promise<Result<SettledAnswer>> {
    const before = trial ? null : await answeredBefore<SettledAnswer>(this.store, idempotencyOf(call));
    if (before !== null) return before;
    const stale = this.coverage.filings.areCurrent(call.request.personNo)
      ? null
      : await this.coverage.filings.refuseUnlessCurrent(call.request.personNo);
    if (stale !== null) return stale;
    const charged = await this.purchases.of(call);
    return charged.ok ? this.settle(call, charged.value, trial) : charged;
  }

  private async settle(
    call: CheckedCall<PurchaseRequest>,
    { person, events }: ChargedPurchase,
    trial: boolean,
  ): Promise<Result<SettledAnswer>> {
    const visit = events.reduce(evolveVisit, initialVisit());
    const today = call.businessDate as BusinessDate;
    const place = await this.remote.placeOf(person.insuredRegion);
    const coverage = await this.coverage.ofNewVisit(visit, person, { today, remote: place !== null });
    if (!coverage.ok) return coverage;
    const familyAccounts = await this.coverage.familyAccounts(call.request, today);
    const command = { ...commandOf(call, person, coverage.value), familyAccounts };
    const visitId = visit.facts?.visitId ?? '';
    if (place !== null) return this.remote.settle({ call, visitId, opening: events, person, place, command }, trial);
    const refs = {
      visit: visitRef(visitId),
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
        const answer = { claim, facts: event.data.facts, balance, ...fundsToldTo(call.institution) };
        return accepted(answer, trial ? [] : eventsOf(settled.value, [...events, event], refs.visit.id));
      },
    });
    return resultOf(outcome);
  }
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
    invoiceNumber: request.invoiceNo === undefined ? null : ownNumber(request.invoiceNo),
    clearingCategory: clearingTypeOf(coverage.visit.kind),
    settledOn: businessDate as BusinessDate,
    settledAt: call.receivedAt,
    ...insuredTerms(person, coverage),
  };
}
