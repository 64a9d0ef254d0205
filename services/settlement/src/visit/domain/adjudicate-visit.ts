import { businessDate, Decimal, Money, ok, type BusinessDate, type Result } from '#kernel';
import type { MedicalYear, SettlementLevel } from '#policy';
import {
  accumulatorsToJson,
  adjudicate,
  adjudicateStay,
  insuredPerson,
  NO_USE,
  readsItems,
  type Adjudication,
  type AdjudicationInput,
  type Amounts,
  type DatedLine,
} from '../../adjudication/domain/index.js';
import { amountsOf } from './amounts-of.js';
import type { BenefitUse, RecordedLine } from './events.js';
import { familyBalance } from './family-shares.js';
import { originalOf } from './lines-taken-back.js';
import { diseaseOf } from './main-diagnosis.js';
import type { SettleClaim, SettleStates } from './settle-command.js';
import { unsettledSince, type Visit } from './visit.js';

export interface VisitAdjudication {
  readonly adjudication: Adjudication;
  /** What it takes from each medical year, the last one last. */
  readonly uses: readonly BenefitUse[];
}
type Bill = { readonly lines: readonly RecordedLine[]; readonly amounts: Amounts };

/** By the policy of one medical year, or of each year that a stay's cost is split over (SET-12). */
export function adjudicateVisit(
  command: SettleClaim,
  states: SettleStates,
  { lines, amounts }: Bill,
): Result<VisitAdjudication> {
  const { policy, benefitStream, earlierYears = [] } = command;
  const person = insuredPerson(policy.scheme, command, careDay(command, states.visit));
  const input: AdjudicationInput = {
    policy,
    person,
    filing: command.filing,
    visit: visitOf(command, states),
    amounts,
    accumulators: states.year,
    account: {
      ...{ balance: states.accountBalance, mayUse: command.useAccount },
      family: familyBalance(states.familyBalances ?? []),
    },
    items: readsItems(policy) ? lines.map(itemOf) : undefined,
  };
  if (earlierYears.length === 0) {
    const one = adjudicate(input);
    if (!one.ok) return one;
    return ok({
      adjudication: one.value,
      uses: [{ benefitStream, accumulators: accumulatorsToJson(one.value.delta) }],
    });
  }
  const years = [
    ...earlierYears.map((earlier, index) => ({
      ...earlier,
      person: insuredPerson(policy.scheme, command, earlier.year.to),
      accumulators: states.earlierYears?.[index] ?? NO_USE,
    })),
    { policy, person, year: command.medicalYear as MedicalYear, accumulators: states.year },
  ];
  const stay = adjudicateStay(input, years, datedLinesOf(lines));
  if (!stay.ok) return stay;
  const streams = [...earlierYears.map((year) => year.benefitStream), benefitStream];
  const uses = stay.value.uses.map(({ delta }, index) => ({
    benefitStream: streams[index] ?? benefitStream,
    accumulators: accumulatorsToJson(delta),
  }));
  return ok({ adjudication: stay.value.adjudication, uses });
}

const itemOf = ({ listCode, category, inScope, quantity }: RecordedLine) => ({
  ...{ code: listCode, category, inScope: Money.of(inScope), quantity: new Decimal(quantity) },
});
/** A line that takes another back is of that one's day. */
function datedLinesOf(lines: readonly RecordedLine[]): readonly DatedLine[] {
  const bySequence = new Map(lines.map((line) => [line.sequence, line]));
  return lines.map((line) => {
    const { occurredOn: day } = originalOf(line, bySequence) ?? line;
    const occurredOn = businessDate(day);
    return { ...amountsOf(line), ...itemOf(line), occurredOn };
  });
}

/** The marks of a visit are its 医疗类别 and those of its institution. */
function visitOf(command: SettleClaim, { visit, year }: SettleStates) {
  const { facts } = visit;
  const isStay = facts?.inpatient === true;
  return {
    kind: visit.kind,
    settlementLevel: (facts?.settlementLevel ?? '1') as SettlementLevel,
    stayNumberOfYear: year.stays + 1,
    emergency: visit.marks.emergency,
    injury: visit.marks.injury,
    date: dayOf(command),
    marks: [visit.medType, ...(facts?.institutionMarks ?? [])],
    disease: diseaseOf(visit),
    ...(isStay ? stayDates(command, visit) : seenOn(visit)),
    ...(command.byHand === undefined ? {} : { byHand: true, ...command.byHand }),
  };
}

/** A stay that is settled after its medical year is over belongs to the last day of that year (SET-12). */
const dayOf = ({ settledOn, medicalYear = null }: SettleClaim): BusinessDate =>
  medicalYear !== null && medicalYear.to < settledOn ? medicalYear.to : settledOn;

/** Whoever retires after a stay has ended is paid for it as active, however late it is settled (SET-01). */
function careDay(command: SettleClaim, visit: Visit): BusinessDate {
  const day = dayOf(command);
  if (visit.facts?.inpatient !== true) return day;
  const { dischargedOn } = stayDates(command, visit);
  return dischargedOn < day ? dischargedOn : day;
}

const seenOn = ({ facts }: Visit): { readonly seenOn?: BusinessDate } =>
  facts === null ? {} : { seenOn: businessDate(facts.openedOn) };

const stayDates = (command: SettleClaim, visit: Visit) => ({
  admittedOn: businessDate(unsettledSince(visit)),
  dischargedOn: businessDate(visit.dischargedOn ?? command.dischargedOn ?? command.settledOn),
});
