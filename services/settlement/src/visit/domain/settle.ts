import type { Claim } from '#contracts';
import { businessDate, Money, ok, reject, type BusinessDate, type Result } from '#kernel';
import { medicalYearOf, type EffectivePolicy, type FilingKind, type MedicalYear, type SettlementLevel } from '#policy';
import {
  accumulatorsToJson,
  adjudicate,
  adjudicateStay,
  checkAnnex13,
  employeeStatusOf,
  NO_USE,
  readsItems,
  type Accumulators,
  type Adjudication,
  type AdjudicationInput,
  type Amounts,
  type DatedLine,
} from '../../adjudication/domain/index.js';
import { claimOf, factsOf, type Result13 } from './claim-of.js';
import type { BenefitUse, RecordedLine, VisitEvent } from './events.js';
import { amountsOf, readyToSettle, type Bill } from './ready-to-settle.js';
import { unsettledSince, type Visit } from './visit.js';

export interface SettleClaim {
  readonly psnNo: string;
  readonly institutionCode: string;
  readonly claimId: string;
  readonly messageId: string;
  /** The charge batch of an outpatient claim; null for a stay: all its open lines. */
  readonly batch: string | null;
  /** 医疗费总额 as the hospital states it. */
  readonly total: Money;
  /** The split the hospital copied from the trial, if it sent one. */
  readonly split: Omit<Amounts, 'total'> | null;
  readonly useAccount: boolean;
  /** 使用共济人个账: the account of a relative, whom the place of insurance has to have named. */
  readonly useFamilyAccount?: boolean;
  /** A stay may be settled before its discharge is recorded if it says when it ends or settles in between (SET-12). */
  readonly dischargedOn: string | null;
  readonly interim: boolean;
  readonly invoiceNumber: string | null;
  readonly clearingCategory: string;
  readonly settledOn: BusinessDate;
  readonly settledAt: string;
  readonly personType: string;
  readonly civilServant: boolean;
  readonly filing: FilingKind | null;
  readonly policy: EffectivePolicy;
  readonly benefitStream: string;
  /** What conditions of the policy may ask about the person. */
  readonly birthDate?: BusinessDate;
  readonly insuredSince?: BusinessDate;
  /** Earlier medical years of a stay whose cost the policy splits, oldest first (SET-12). */
  readonly earlierYears?: readonly EarlierYear[];
}

export interface EarlierYear {
  readonly year: MedicalYear;
  readonly policy: EffectivePolicy;
  readonly benefitStream: string;
}

export interface SettleStates {
  readonly visit: Visit;
  readonly year: Accumulators;
  /** Of the earlier years of the command, in its order. */
  readonly earlierYears?: readonly Accumulators[];
  readonly accountBalance: Money;
}

export interface Settled {
  readonly event: Extract<VisitEvent, { type: 'ClaimSettled' }>;
  readonly claim: Claim;
  readonly adjudication: Adjudication;
}

/** 结算, also 预结算 (whose events nobody records): place of care's split, place of insurance's policy (SET-01 … SET-05). */
export function decideSettle(command: SettleClaim, states: SettleStates): Result<Settled> {
  const { visit } = states;
  const refusal = refuseFamilyAccount(command);
  if (refusal !== null) return refusal;
  const ready = readyToSettle(command, visit);
  if (!ready.ok) return ready;
  const adjudicated = computed(command, states, ready.value);
  if (!adjudicated.ok) return adjudicated;
  return settledAs(command, { visit, ...ready.value, ...adjudicated.value });
}

/** SET-20: nobody pays cash who asked for a relative's account: without a known 共济 relation the claim says so. */
function refuseFamilyAccount({ useFamilyAccount }: SettleClaim): Result<never> | null {
  if (useFamilyAccount !== true) return null;
  const message = '参保地没有登记家庭共济关系，请改用本人账户(1)或不使用账户(0)';
  return reject('account.no-family', 'SET-20', message, ['acct_used_flag']);
}

/** By the policy of one medical year, or of each year that a stay's cost is split over (SET-12). */
function computed(
  command: SettleClaim,
  states: SettleStates,
  { lines, amounts }: Bill,
): Result<Pick<Adjudicated, 'adjudication' | 'uses'>> {
  const { policy, benefitStream, earlierYears = [] } = command;
  const person = personOf(command);
  const input: AdjudicationInput = {
    policy,
    person,
    filing: command.filing,
    visit: visitOf(command, states),
    amounts,
    accumulators: states.year,
    account: { balance: states.accountBalance, mayUse: command.useAccount },
    items: readsItems(policy) ? lines.map(itemOf) : undefined,
  };
  if (earlierYears.length === 0) {
    const one = adjudicate(input);
    if (!one.ok) return one;
    return ok({ adjudication: one.value, uses: [useOf(command, one.value)] });
  }
  const years = [
    ...earlierYears.map((year, index) => ({ ...year, person, accumulators: states.earlierYears?.[index] ?? NO_USE })),
    { policy, person, year: medicalYearOf(policy, command.settledOn), accumulators: states.year },
  ];
  const stay = adjudicateStay(input, years, lines.map(datedLineOf));
  if (!stay.ok) return stay;
  const streams = [...earlierYears.map((year) => year.benefitStream), benefitStream];
  const uses = stay.value.uses.map(({ delta }, index) => ({
    benefitStream: streams[index] ?? benefitStream,
    accumulators: accumulatorsToJson(delta),
  }));
  return ok({ adjudication: stay.value.adjudication, uses });
}

const itemOf = ({ listCode, category, inScope }: RecordedLine) => ({
  ...{ code: listCode, category, inScope: Money.of(inScope) },
});
const datedLineOf = (line: RecordedLine): DatedLine => ({
  ...{ ...amountsOf(line), code: line.listCode, category: line.category, occurredOn: businessDate(line.occurredOn) },
});

/** Groups a policy may ask for are the codes of 人员类别 here; the marks of a visit are its 医疗类别. */
function personOf({ policy, personType, civilServant, birthDate, insuredSince }: SettleClaim) {
  const status = policy.scheme === 'resident' ? ('resident' as const) : employeeStatusOf(personType);
  return { scheme: policy.scheme, status, civilServant, birthDate, insuredSince, groups: [personType] };
}

function visitOf(command: SettleClaim, { visit, year }: SettleStates) {
  const { facts } = visit;
  const isStay = facts?.inpatient === true;
  return {
    kind: visit.kind,
    settlementLevel: (facts?.settlementLevel ?? '1') as SettlementLevel,
    stayNumberOfYear: year.stays + 1,
    emergency: visit.marks.emergency,
    date: command.settledOn,
    marks: [visit.medType],
    disease: visit.diseaseCode,
    ...(isStay ? stayDates(command, visit) : {}),
  };
}

const stayDates = (command: SettleClaim, visit: Visit) => ({
  admittedOn: businessDate(unsettledSince(visit)),
  dischargedOn: businessDate(visit.dischargedOn ?? command.dischargedOn ?? command.settledOn),
});

/** What an adjudication in one medical year takes from it. */
export const useOf = ({ benefitStream }: SettleClaim, { delta }: Adjudication): BenefitUse => ({
  benefitStream,
  accumulators: accumulatorsToJson(delta),
});

/** A visit's lines and who pays them, by our computation or by the answer of a place that computes itself. */
export interface Adjudicated extends Result13 {
  readonly lines: readonly RecordedLine[];
  /** Of each medical year the claim takes from, its own the last. */
  readonly uses: readonly BenefitUse[];
}

/** The claim as it will stand; the identities of annex 13 hold or it is not recorded (SET-05). */
export function settledAs(command: SettleClaim, result: Adjudicated): Result<Settled> {
  const { amounts, adjudication } = result;
  const funds = Money.sum(adjudication.funds.map(({ amount }) => amount));
  const { accountPaid: account, cash, hospitalBorne } = adjudication;
  const identities = checkAnnex13(amounts, { funds, account, cash, hospitalBorne });
  if (!identities.ok) return identities;
  const claim = claimOf(command, result, funds);
  const { messageId, filing } = command;
  const earlierBenefits = result.uses.slice(0, -1);
  return ok({
    claim,
    adjudication,
    event: {
      type: 'ClaimSettled',
      data: {
        claim,
        facts: factsOf(command, result),
        lines: result.lines.map(({ sequence }) => sequence),
        filing: filing ?? 'none',
        benefit: result.uses.at(-1) as BenefitUse,
        ...(earlierBenefits.length === 0 ? {} : { earlierBenefits }),
        steps: adjudication.steps,
        messageId,
      },
    },
  });
}
