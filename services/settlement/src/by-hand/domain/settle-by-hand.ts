import type { VisitKind } from '#contracts';
import { Money, ok, reject, type Result } from '#kernel';
import {
  checkAnnex13,
  crossingOf,
  readsItems,
  sumSplit,
  type Accumulators,
  type Adjudication,
  type Amounts,
} from '../../adjudication/domain/index.js';
import { isSameCover } from '../../benefit/domain/benefit-year.js';
import { adjudicateVisit } from '../../visit/domain/adjudicate-visit.js';
import { amountsOf } from '../../visit/domain/amounts-of.js';
import { chargedVisit, refuseUnrecognised } from '../../visit/domain/charged.js';
import type { BenefitUse, RecordedLine } from '../../visit/domain/events.js';
import type { SettleClaim } from '../../visit/domain/settle-command.js';
import { initialVisit, unsettledSince, type Visit } from '../../visit/domain/visit.js';
import { isLate, knownTo, refuseSettledDirectly, refuseUnlessReceived, type Act } from './acts.js';
import type { HandBill, HandClaim, HandSettled } from './hand-claim.js';

export interface SettleByHand extends Act {
  /** What the agency found of the bill: its parts, where no lines of a visit say them. */
  readonly stated: Omit<Amounts, 'total'> | null;
  /** Person, filing, policy and medical years of the bill. */
  readonly terms: SettleClaim;
  /** The direct settlement of the same bill, and another standing claim by hand of it, if there are any. */
  readonly settledDirectly: string | null;
  readonly settledByHand: string | null;
}
export interface HandStates {
  readonly claim: HandClaim;
  /** The visit the bill names; null where it names none. */
  readonly visit: Visit | null;
  readonly year: Accumulators;
  readonly earlierYears: readonly Accumulators[];
}

/**
 * 核定: the funds pay what the policy of the place of insurance says, from the same medical year as direct claims (SET-17,
 * SET-19). What was settled directly is not paid again. The person has paid the bill, so no account takes part.
 */
export function decideSettleByHand(command: SettleByHand, states: HandStates): Result<HandSettled> {
  const { claim } = states;
  const refused = knownTo(command, claim) ?? refuseUnlessReceived(claim);
  if (refused !== null) return refused;
  const twice = refuseTwice(command);
  if (twice !== null) return twice;
  const billed = billedAs(claim.bill as HandBill, states.visit, command.stated);
  if (!billed.ok) return billed;
  const { terms } = command;
  const unpayable = refuseUnrecognised(billed.value.visit, terms.diseases) ?? refuseWithoutLines(terms, billed.value);
  if (unpayable !== null) return unpayable;
  const { visit, lines, amounts } = billed.value;
  const standing = { visit, year: states.year, earlierYears: states.earlierYears, accountBalance: Money.zero };
  const paid = adjudicateVisit(terms, standing, { lines, amounts });
  if (!paid.ok) return paid;
  return ok(settledAs(command, claim, { ...billed.value, ...paid.value }));
}

function refuseTwice({ settledDirectly, settledByHand }: SettleByHand): Result<never> | null {
  if (settledDirectly !== null) return refuseSettledDirectly(settledDirectly);
  if (settledByHand === null) return null;
  const message = `同一费用已另行手工报销（${settledByHand}），不能重复报销；须改按本票据核定的，先撤销该笔`;
  return reject('hand-claim.twice', 'SET-17', message, ['invoiceNumber']);
}

interface Billed {
  readonly visit: Visit;
  readonly lines: readonly RecordedLine[];
  readonly amounts: Amounts;
}
type Paid = Billed & { readonly adjudication: Adjudication; readonly uses: readonly BenefitUse[] };

function settledAs(command: SettleByHand, claim: HandClaim, { lines, amounts, adjudication, uses }: Paid): HandSettled {
  const { inScope, classBPrepay, overLimit, selfPay, total } = amounts;
  const funds = adjudication.funds.filter(({ amount }) => !amount.isZero());
  const fundTotal = Money.sum(funds.map(({ amount }) => amount));
  const texts = { inScope, classBPrepay, overLimit, selfPay, fundTotal, personal: total.minus(fundTotal) };
  return {
    settledOn: command.on,
    ...(Object.fromEntries(Object.entries(texts).map(([name, amount]) => [name, amount.toString()])) as Record<
      keyof typeof texts,
      string
    >),
    funds: funds.map(({ code, amount }) => ({ code, amount: amount.toString() })),
    deductible: adjudication.deductibleCharged.toString(),
    filing: command.terms.filing ?? 'none',
    benefits: uses,
    lines: lines.map(({ sequence }) => sequence),
    steps: adjudication.steps,
    policyFiles: command.terms.policy.files,
    late: isLate(claim, command.on),
  };
}

const billedAs = (bill: HandBill, visit: Visit | null, stated: SettleByHand['stated']): Result<Billed> =>
  visit === null ? billedOnPaper(bill, stated) : billedByLines(bill, visit, stated);

function billedOnPaper(bill: HandBill, stated: SettleByHand['stated']): Result<Billed> {
  if (stated === null) {
    return reject('hand-claim.amounts', 'SET-05', '没有就诊明细，请填写核定的费用构成', ['amounts']);
  }
  const amounts = { total: Money.of(bill.total), ...stated };
  const identities = checkAnnex13(amounts);
  return identities.ok ? ok({ visit: visitOf(bill), lines: [], amounts }) : identities;
}

const MED_TYPES: Readonly<Record<VisitKind, string>> = {
  ...{ inpatient: '21', outpatient: '11', chronic: '14', pharmacy: '41' },
};

/** The visit as the papers show it. */
export function visitOf(bill: HandBill): Visit {
  const { psnNo, insuranceType, insuredRegion, careRegion, institutionCode, settlementLevel, visitKind } = bill;
  const { emergency, injury, careFrom, careTo, diseaseCode, institutionMarks } = bill;
  const inpatient = visitKind === 'inpatient';
  return {
    ...initialVisit(),
    ...{ status: 'open', kind: visitKind, medType: MED_TYPES[visitKind], diseaseCode },
    marks: { emergency, injury, thirdParty: false },
    dischargedOn: inpatient ? careTo : null,
    facts: {
      ...{ visitId: '', hospitalNumber: '', inpatient, openedOn: careFrom },
      ...{ psnNo, insuranceType, insuredRegion, careRegion, institutionCode, settlementLevel },
      ...(institutionMarks === undefined ? {} : { institutionMarks }),
    },
  };
}

/** N22 art. 61: what the hospital had uploaded is the bill, if the papers say the same. */
function billedByLines(bill: HandBill, visit: Visit, stated: SettleByHand['stated']): Result<Billed> {
  if (stated !== null) {
    return reject('hand-claim.stated', 'SET-05', '按就诊明细核定，费用构成不需填写', ['amounts']);
  }
  const lines = [...visit.openLines.values()].filter(({ batch }) => bill.batch === null || batch === bill.batch);
  const amounts = sumSplit(lines.map(amountsOf));
  const other =
    refuseOtherVisit(bill, visit) ??
    refuseOtherPool(bill, visit) ??
    refuseNoLines(lines) ??
    refuseOtherTotal(bill, amounts);
  if (other !== null) return other;
  const asOrdinary = bill.visitKind === 'outpatient' ? { kind: bill.visitKind, medType: MED_TYPES.outpatient } : null;
  const charged = chargedVisit(visit, asOrdinary, lines);
  return charged.ok ? ok({ visit: onPaper(charged.value, bill), lines, amounts }) : charged;
}

/** SET-09: the hospital has said that a third party is liable, and has not taken it back. */
function refuseLiable({ marks }: Visit): Result<never> | null {
  if (!marks.thirdParty) return null;
  const message = '就诊机构已标明涉及第三方责任，不予报销；标志有误的，请就诊机构更正后再核定';
  return reject('hand-claim.third-party', 'SET-09', message, ['visitId']);
}

/** With the marks and the discharge that the papers show. */
function onPaper(visit: Visit, { visitKind, careTo, ...bill }: HandBill): Visit {
  const emergency = visit.marks.emergency || bill.emergency;
  const marks = { emergency, injury: visit.marks.injury || bill.injury, thirdParty: false };
  return { ...visit, marks, dischargedOn: visitKind === 'inpatient' ? careTo : null };
}

function refuseOtherVisit(bill: HandBill, visit: Visit): Result<never> | null {
  const { facts, status } = visit;
  const isTheirs = facts?.psnNo === bill.psnNo && facts.institutionCode === bill.institutionCode;
  if (!isTheirs || status === 'cancelled') {
    return reject('hand-claim.visit', 'SET-17', '该机构没有此人的这次就诊', ['visitId']);
  }
  const since = facts.inpatient ? unsettledSince(visit) : facts.openedOn;
  if (isOfKind(visit, bill) && since === bill.careFrom) return refuseLiable(visit);
  const message = `票据的类别和开始日期与就诊不符，就诊未结算的费用自${since}起`;
  return reject('hand-claim.other-visit', 'SET-17', message, ['visitKind', 'careFrom']);
}

/** The visit says in which city's pool and scheme the person was insured on that day (SET-19). */
function refuseOtherPool(bill: HandBill, { facts }: Visit): Result<never> | null {
  if (facts !== null && isSameCover(facts, bill)) return null;
  const message = `就诊当日参保地为${facts?.insuredRegion}、险种为${facts?.insuranceType}，请核实后登记就医当日的参保状态`;
  return reject('hand-claim.other-pool', 'SET-19', message, ['visitId', 'insuranceType']);
}

/** Ordinary cost may stand beside a chronic disease (SET-11). */
const isOfKind = ({ kind }: Visit, { visitKind }: HandBill): boolean =>
  kind === visitKind || (kind === 'chronic' && visitKind === 'outpatient');

function refuseOtherTotal({ total }: HandBill, amounts: Amounts): Result<never> | null {
  if (amounts.total.eq(Money.of(total))) return null;
  const message = `票据金额${total}与未结算明细合计${amounts.total}不一致`;
  return reject('hand-claim.lines', 'SET-05', message, ['total']);
}

function refuseNoLines(lines: readonly RecordedLine[]): Result<never> | null {
  if (lines.length > 0) return null;
  const message = '该就诊没有未结算的费用，直接结算过的不能再手工报销';
  return reject('hand-claim.no-lines', 'SET-17', message, ['visitId']);
}

/** Some policies cannot be applied to the four parts of a bill alone. */
function refuseWithoutLines({ policy, earlierYears = [] }: SettleClaim, { lines }: Billed): Result<never> | null {
  if (lines.length > 0) return null;
  const byLine = earlierYears.length > 0 && crossingOf(policy).kind === 'by-line';
  if (!readsItems(policy) && !byLine) return null;
  const message = '参保地政策按费用明细计算，请由就医地医院上传明细后按就诊核定';
  return reject('hand-claim.needs-lines', 'SET-17', message, ['visitId']);
}
