import type { Claim } from '#contracts';
import { Money, ok, reject, type Result } from '#kernel';
import {
  accumulatorsToJson,
  checkAnnex13,
  sumSplit,
  type Adjudication,
  type Amounts,
} from '../../adjudication/domain/index.js';
import { adjudicateVisit } from './adjudicate-visit.js';
import { amountsOf } from './amounts-of.js';
import { chargedVisit, refuseUnrecognised } from './charged.js';
import { claimOf, factsOf, type Result13 } from './claim-of.js';
import { refuseEndBeforeAdmission } from './discharge.js';
import { expenseCategories } from './expense-categories.js';
import { storedExplanation } from './explanation.js';
import { familyShares } from './family-shares.js';
import type { BenefitUse, RecordedLine, VisitEvent } from './events.js';
import { refuseForeignVisit } from './open-visit.js';
import { refuseInjury, withSaid } from './marks.js';
import type { SettleClaim, SettleStates } from './settle-command.js';
import type { Visit } from './visit.js';

export type { EarlierYear, SettleClaim, SettleStates } from './settle-command.js';

export interface Settled {
  readonly event: Extract<VisitEvent, { type: 'ClaimSettled' }>;
  readonly claim: Claim;
  readonly adjudication: Adjudication;
}

/** 结算, also 预结算 (whose events nobody records): place of care's split, place of insurance's policy (SET-01 … SET-05). */
export function decideSettle(command: SettleClaim, states: SettleStates): Result<Settled> {
  const { visit } = states;
  const ready = readyToSettle(command, visit);
  if (!ready.ok) return ready;
  const { lines, amounts, charged } = ready.value;
  const refusal = refuseFamilyAccount(command) ?? refuseUnrecognised(charged, command.diseases);
  if (refusal !== null) return refusal;
  const adjudicated = adjudicateVisit(command, { ...states, visit: charged }, { lines, amounts });
  if (!adjudicated.ok) return adjudicated;
  const { familyPaid } = adjudicated.value.adjudication;
  const shares = familyShares(familyPaid, command.familyAccounts ?? [], states.familyBalances ?? []);
  return settledAs(command, { visit: charged, lines, amounts, shares, ...adjudicated.value });
}

/** The lines to be settled, what they come to, and the visit as they are charged (SET-11). */
export interface ReadyToSettle {
  readonly lines: readonly RecordedLine[];
  readonly amounts: Amounts;
  readonly charged: Visit;
}

/** What the place of care can say alone: whose visit, that it is finished, its open lines and what they come to. */
export function readyToSettle(command: SettleClaim, visit: Visit): Result<ReadyToSettle> {
  const refusal =
    refuseForeignVisit(command, visit) ?? refuseOtherCategory(command, visit) ?? refuseUnfinishedStay(command, visit);
  if (refusal !== null) return refusal;
  const lines = linesToSettle(command, visit);
  const amounts = sumSplit(lines.map(amountsOf));
  const unequal = refuseUnequal(command, { lines, amounts }, visit);
  if (unequal !== null) return unequal;
  const charged = chargedVisit(visit, command.stated ?? null, lines);
  if (!charged.ok) return charged;
  const marks = withSaid(visit.marks, command.marks);
  const injury = refuseInjury(charged.value.medType, marks);
  return injury ?? ok({ lines, amounts, charged: { ...charged.value, marks } });
}

/** SET-02: what was not admitted is not settled as a stay, nor a stay by a category of outpatients that it was not admitted under. */
function refuseOtherCategory({ stated = null }: SettleClaim, { facts, medType }: Visit): Result<never> | null {
  if (stated === null) return null;
  const isOfStay = stated.kind === 'inpatient';
  const inpatient = facts?.inpatient === true;
  if (isOfStay === inpatient || (inpatient && stated.medType === medType)) return null;
  const message = `医疗类别(med_type)与就诊不符，该就诊是${inpatient ? '住院' : '门诊'}`;
  return reject('settle.category', 'SET-02', message, ['med_type']);
}

/** A stay is settled once discharged, or with the date of discharge in the message, or as an interim settlement. */
function refuseUnfinishedStay(command: SettleClaim, visit: Visit): Result<never> | null {
  if (visit.kind !== 'inpatient' || visit.status === 'discharged') return null;
  if (command.dischargedOn !== null) return refuseEndBeforeAdmission(command.dischargedOn, visit, 'dscgTime');
  return command.interim ? null : reject('stay.not-discharged', 'SET-12', '尚未办理出院，不能结算', ['mdtrt_id']);
}

/** SET-20: nobody pays cash who asked for a relative's account: without a known 共济 relation the claim says so. */
function refuseFamilyAccount({ familyAccounts }: SettleClaim): Result<never> | null {
  if (familyAccounts === undefined || familyAccounts.length > 0) return null;
  const message = '参保地没有登记家庭共济关系，请改用本人账户(1)或不使用账户(0)';
  return reject('account.no-family', 'SET-20', message, ['acct_used_flag']);
}

function linesToSettle({ batch }: SettleClaim, visit: Visit): readonly RecordedLine[] {
  const open = [...visit.openLines.values()];
  return visit.kind === 'inpatient' || batch === null ? open : open.filter((line) => line.batch === batch);
}

type Bill = Pick<ReadyToSettle, 'lines' | 'amounts'>;
/** What the hospital states must be what its lines add up to, part by part (interface 6.8; SET-05). */
function refuseUnequal(command: SettleClaim, { lines, amounts }: Bill, visit: Visit): Result<never> | null {
  if (lines.length === 0 && visit.handClaims.size > 0) {
    return reject('settle.by-hand', 'SET-17', '该费用已由参保地手工报销，不能再直接结算', ['mdtrt_id']);
  }
  if (lines.length === 0) return reject('settle.no-lines', 'SET-03', '没有可结算的费用明细，请先上传', ['chrg_bchno']);
  if (!amounts.total.eq(command.total)) {
    const message = `医疗费总额${command.total}与费用明细合计${amounts.total}不一致`;
    return reject('settle.total', 'SET-05', message, ['medfee_sumamt']);
  }
  const { split } = command;
  if (split === null) return null;
  const parts = ['inScope', 'classBPrepay', 'overLimit', 'selfPay'] as const;
  const different = parts.find((part) => !split[part].eq(amounts[part]));
  if (different === undefined) return null;
  const message = `费用分割与预结算不一致：上传${split[different]}，应为${amounts[different]}`;
  return reject('settle.split', 'SET-05', message, [
    'inscp_scp_amt',
    'preselfpay_amt',
    'overlmt_selfpay',
    'fulamt_ownpay_amt',
  ]);
}

/** A visit's lines and who pays them, by our computation or by the answer of a place that computes itself. */
export interface Adjudicated extends Result13 {
  readonly lines: readonly RecordedLine[];
  /** What it takes from each medical year, the last one last; absent where another place keeps the years. */
  readonly uses?: readonly BenefitUse[];
}

/** The claim as it will stand; the identities of annex 13 hold or it is not recorded (SET-05). */
export function settledAs(command: SettleClaim, result: Adjudicated): Result<Settled> {
  const { amounts, adjudication } = result;
  const funds = Money.sum(adjudication.funds.map(({ amount }) => amount));
  const { accountPaid: account, cash, hospitalBorne } = adjudication;
  const identities = checkAnnex13(amounts, { funds, account, cash, hospitalBorne });
  if (!identities.ok) return identities;
  const claim = claimOf(command, result, funds);
  const { benefitStream, messageId, filing } = command;
  const own: BenefitUse = { benefitStream, accumulators: accumulatorsToJson(adjudication.delta) };
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
        benefit: result.uses?.at(-1) ?? own,
        ...ofStays(claim, result),
        explanation: storedExplanation(adjudication.steps),
        messageId,
      },
    },
  });
}

/** What stands with the claims of stays only: national categories (SET-02), and what earlier years gave (SET-12). */
function ofStays({ visitKind }: Claim, { lines, uses = [] }: Adjudicated) {
  const earlierBenefits = uses.slice(0, -1);
  return {
    ...(visitKind === 'inpatient' ? { categories: expenseCategories(lines) } : {}),
    ...(earlierBenefits.length === 0 ? {} : { earlierBenefits }),
  };
}
