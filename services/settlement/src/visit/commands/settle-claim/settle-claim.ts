import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Busy, EventStore, type AppendedEvent, type Decision } from '#event-store';
import { ok, type BusinessDate, type Result } from '#kernel';
import { EVENT_STORE } from '#service';
import { benefitRef } from '../../../benefit/domain/benefit-year.js';
import { answeredBefore, resultOf } from '../../../hospital-gateway/answers.js';
import { accepted, idempotencyOf, metadataOf, refused, type CheckedCall } from '../../../hospital-gateway/call.js';
import type { InsuredPerson } from '../../../hospital-gateway/directory/directory.js';
import { reportedPerson } from '../../../hospital-gateway/directory/reported-person.js';
import { clearingTypeOf, visitKindOf, ownNumber } from '../../../hospital-gateway/messages/index.js';
import { numberFor } from '../../../hospital-gateway/numbers.js';
import { RemoteSettlements, type RemoteCase } from '../../../remote/commands/settle-remotely/settle-remotely.js';
import { chargedKind, type StatedCategory } from '../../domain/charged.js';
import type { VisitEvent } from '../../domain/events.js';
import { decideSettle, type SettleClaim, type Settled } from '../../domain/settle.js';
import { withPapers } from '../../domain/by-hand.js';
import { refuseDayToCome } from '../../domain/day-to-come.js';
import { withStayTold } from '../../domain/told-stay.js';
import { visitRef } from '../../domain/visit.js';
import { PayablePersons } from '../person-check.js';
import { refuseToldThirdParty } from '../third-party.js';
import { accountEvents, accountsOf, balanceAfter, balancesOf } from './accounts.js';
import { saidMarks } from '../open-visit/open-visit.js';
import { CoverageOf, type Coverage, type LookedAt } from './coverage.js';
import {
  fundsToldTo,
  settledFor,
  type SettledAnswer,
  type SettledFor,
  type SettlementRequest,
} from './settled-answer.js';

export type { SettledAnswer, SettlementRequest } from './settled-answer.js';

/** 2207, 2207A, 2304 结算; with `trial` 2206, 2206A, 2303 预结算, which decides the same way and records nothing but a third party. */
export class SettleClaimCommand extends Command<Result<SettledFor>> {
  constructor(
    readonly settlement: SettlementRequest,
    readonly trial: boolean,
  ) {
    super();
  }
}

/** The visit has gone on since it was looked at: its filing, table and year may be others now (REG-02, SET-12). */
class VisitMoved extends Error {
  override readonly name = 'VisitMoved';
}
const LOOKS = 3;

@CommandHandler(SettleClaimCommand)
export class SettleClaimHandler implements ICommandHandler<SettleClaimCommand> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly persons: PayablePersons,
    private readonly coverage: CoverageOf,
    private readonly remote: RemoteSettlements,
  ) {}

  /** Looked at and decided anew where the visit has moved in between; nothing was recorded then. */
  async execute({ settlement, trial }: SettleClaimCommand): Promise<Result<SettledFor>> {
    for (let looks = 1; looks <= LOOKS; looks += 1) {
      try {
        return await this.settle(settlement, trial);
      } catch (error) {
        if (!(error instanceof VisitMoved)) throw error;
      }
    }
    throw new Busy('就诊信息正在变更，请稍后重发');
  }

  private async settle(settlement: SettlementRequest, trial: boolean): Promise<Result<SettledFor>> {
    const { call } = settlement;
    const answered = await this.beforeLooking(call, trial);
    if (answered !== null) return settledFor(answered);
    const { visitId, personNo } = call.request;
    const [person, looked] = await Promise.all([this.persons.of(call), this.coverage.look(visitId, personNo)]);
    const command = person.ok ? await this.commandOf(settlement, person.value, looked) : person;
    if (!command.ok) return settledFor((await this.answeredBefore(call, trial)) ?? command);
    const settled =
      command.value.kind === 'ours'
        ? await this.write(call, { command: command.value.command, version: looked.version }, trial)
        : ((await this.answeredBefore(call, trial)) ?? (await this.remote.settle(command.value.remote, trial)));
    return settledFor(settled, person.ok ? person.value : null);
  }

  /** Who is liable is said first. What was answered stands without a look at filings; whatever is new waits for them. */
  private async beforeLooking(call: SettlementRequest['call'], trial: boolean): Promise<Result<SettledAnswer> | null> {
    const liable = await refuseToldThirdParty(this.store, call, trial);
    if (liable !== null || this.coverage.filings.areCurrent(call.request.personNo)) return liable;
    const before = await this.answeredBefore(call, trial);
    return before ?? this.coverage.filings.refuseUnlessCurrent(call.request.personNo);
  }

  private async answeredBefore(call: CheckedCall, trial: boolean): Promise<Result<SettledAnswer> | null> {
    return trial ? null : answeredBefore<SettledAnswer>(this.store, idempotencyOf(call));
  }

  /** Ours to compute, or the place of insurance's own. */
  private async commandOf(
    settlement: SettlementRequest,
    person: InsuredPerson,
    looked: LookedAt,
  ): Promise<Result<Case>> {
    const { call } = settlement;
    const today = call.businessDate as BusinessDate;
    const place = await this.remote.placeOf(person.insuredRegion);
    const { dischargedOn } = byKind(settlement);
    const early = refuseDayToCome(dischargedOn ?? today, today, 'dscgTime');
    if (early !== null) return early;
    const coverage = await this.coverage.of(looked, person, { today, remote: place !== null, dischargedOn });
    if (!coverage.ok) return coverage;
    const familyAccounts = await this.coverage.familyAccounts(call.request, today);
    const command = { ...settleClaimOf(settlement, person, coverage.value), familyAccounts };
    if (place === null) return ok({ kind: 'ours', command });
    return ok({ kind: 'remote', remote: { call, visitId: call.request.visitId, person, place, command } });
  }

  private async write(
    call: CheckedCall,
    { command, version }: { readonly command: SettleClaim; readonly version: number },
    trial: boolean,
  ): Promise<Result<SettledAnswer>> {
    const { visitId } = call.request as { readonly visitId: string };
    const refs = {
      visit: visitRef(visitId),
      year: benefitRef(command.benefitStream),
      accounts: accountsOf(command),
      earlier: (command.earlierYears ?? []).map(({ benefitStream }) => benefitRef(benefitStream)),
    };
    const outcome = await this.store.write<SettledAnswer>({
      streams: [refs.visit, ...refs.earlier, refs.year, refs.accounts.own, ...refs.accounts.family],
      // A trial leaves nothing behind, not even its number: it may be asked again after lines have changed.
      idempotency: trial ? null : idempotencyOf(call),
      metadata: metadataOf(call),
      decide: (states): Decision<SettledAnswer> => {
        if (states.versionOf(refs.visit.id) !== version) throw new VisitMoved();
        const balances = balancesOf(states, refs.accounts);
        const visit = states.of(refs.visit);
        const settled = decideSettle(command, {
          visit,
          year: states.of(refs.year),
          earlierYears: refs.earlier.map((ref) => states.of(ref)),
          accountBalance: balances.own,
          familyBalances: balances.family,
        });
        if (!settled.ok) return refused(withPapers(settled.rejection, visit));
        const { claim, event, adjudication } = settled.value;
        const balance = balanceAfter(balances, adjudication);
        const told = withStayTold(visit, [event], { on: command.settledOn, interim: command.interim });
        const answer = { claim, facts: event.data.facts, balance, ...fundsToldTo(call.institution) };
        return accepted(answer, trial ? [] : eventsOf(settled.value, told, refs.visit.id));
      },
    });
    return resultOf(outcome);
  }
}

type Case =
  { readonly kind: 'ours'; readonly command: SettleClaim } | { readonly kind: 'remote'; readonly remote: RemoteCase };

/** The claim, what it took from the year and what it took from the accounts stand or fall together. */
export function eventsOf(
  { claim, event }: Settled,
  ofVisit: readonly VisitEvent[],
  visitStream: string,
): readonly AppendedEvent[] {
  const { claimId, psnNo, account } = claim;
  const { benefit, earlierBenefits = [], facts } = event.data;
  return [
    ...ofVisit.map((one) => ({ streamId: visitStream, event: one })),
    ...[...earlierBenefits, benefit].map(({ benefitStream, accumulators }) => ({
      streamId: benefitStream,
      event: { type: 'BenefitUsed', data: { claimId, accumulators } },
    })),
    ...accountEvents('AccountUsed', claimId, { psnNo, account, family: facts.family }),
  ];
}

function settleClaimOf(settlement: SettlementRequest, person: InsuredPerson, coverage: Coverage): SettleClaim {
  const { call } = settlement;
  const { request, envelope, businessDate } = call;
  const stated = statedBy(request);
  return {
    stated,
    psnNo: request.personNo,
    institutionCode: call.institution.code,
    claimId: numberFor(businessDate, 'claim', envelope.idempotencyKey),
    messageId: envelope.messageId,
    ...byKind(settlement),
    marks: saidMarks(request.marks, request.medicalCategory),
    total: request.total,
    split: request.split ?? null,
    useAccount: request.accountUse === 'own',
    invoiceNumber: request.invoiceNo === undefined ? null : ownNumber(request.invoiceNo),
    clearingCategory: clearingTypeOf(chargedKind(coverage.visit, stated)),
    settledOn: businessDate as BusinessDate,
    settledAt: call.receivedAt,
    ...insuredTerms(person, coverage),
  };
}

/** What the place of insurance brings to a settlement, whatever is settled. */
export const insuredTerms = (
  person: InsuredPerson,
  { visit, filing, policy, benefitStream, medicalYear, earlierYears, diseases }: Coverage,
) => ({
  idNumberHash: person.idNumberHash,
  ...{ diseases, filing, policy, benefitStream, medicalYear, earlierYears },
  ...reportedPerson(person, visit.facts?.openedOn ?? ''),
});

const statedBy = ({ medicalCategory: medType }: SettlementRequest['call']['request']): StatedCategory | null =>
  medType === undefined ? null : { kind: visitKindOf(medType), medType };

/** An outpatient settlement names its batch of lines, an inpatient one the discharge. */
function byKind(settlement: SettlementRequest): Pick<SettleClaim, 'batch' | 'dischargedOn' | 'interim'> {
  if (settlement.kind === 'outpatient') {
    return { batch: settlement.call.request.chargeBatch, dischargedOn: null, interim: false };
  }
  const { dischargedOn, interim } = settlement.call.request;
  return { batch: null, dischargedOn: dischargedOn ?? null, interim: interim ?? false };
}
