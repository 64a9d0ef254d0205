import { fundColumnOf, schemeOfInsuranceType, type Claim, type FundLine } from '#contracts';
import { clearingUnitOf, Money, ok, reject, RegionCode, type BusinessDate, type Result } from '#kernel';
import type { EffectivePolicy, FilingKind, SettlementLevel } from '#policy';
import {
  accumulatorsToJson,
  adjudicate,
  checkAnnex13,
  employeeStatusOf,
  sumSplit,
  type Accumulators,
  type Adjudication,
  type Amounts,
} from '../../adjudication/domain/index.js';
import type { RecordedLine, SettledFacts, VisitEvent } from './events.js';
import { refuseForeignVisit } from './open-visit.js';
import type { Visit } from './visit.js';

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
}

export interface SettleStates {
  readonly visit: Visit;
  readonly year: Accumulators;
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
  const ready = readyToSettle(command, visit);
  if (!ready.ok) return ready;
  const { lines, amounts } = ready.value;
  const adjudicated = adjudicate({
    policy: command.policy,
    person: personOf(command),
    filing: command.filing,
    visit: visitOf(command, states),
    amounts,
    accumulators: states.year,
    account: { balance: states.accountBalance, mayUse: command.useAccount },
  });
  if (!adjudicated.ok) return adjudicated;
  return settledAs(command, { visit, lines, amounts, adjudication: adjudicated.value });
}

/** What the place of care can say alone: whose visit, that it is finished, its open lines and what they come to. */
export function readyToSettle(
  command: SettleClaim,
  visit: Visit,
): Result<{ readonly lines: readonly RecordedLine[]; readonly amounts: Amounts }> {
  const refusal = refuseForeignVisit(command, visit) ?? refuseUnfinishedStay(command, visit);
  if (refusal !== null) return refusal;
  const lines = linesToSettle(command, visit);
  const amounts = sumSplit(lines.map(amountsOf));
  return refuseUnequal(command, lines, amounts) ?? ok({ lines, amounts });
}

/** A stay is settled once discharged, or with the date of discharge in the message, or as an interim settlement. */
function refuseUnfinishedStay(command: SettleClaim, visit: Visit): Result<never> | null {
  if (visit.kind !== 'inpatient' || command.interim) return null;
  if (visit.status === 'discharged' || command.dischargedOn !== null) return null;
  return reject('stay.not-discharged', 'SET-12', '尚未办理出院，不能结算', ['mdtrt_id']);
}

function linesToSettle({ batch }: SettleClaim, visit: Visit): readonly RecordedLine[] {
  const open = [...visit.openLines.values()];
  return visit.kind === 'inpatient' || batch === null ? open : open.filter((line) => line.batch === batch);
}

const amountsOf = (line: RecordedLine): Amounts => ({
  total: Money.of(line.total),
  inScope: Money.of(line.inScope),
  classBPrepay: Money.of(line.classBPrepay),
  overLimit: Money.of(line.overLimit),
  selfPay: Money.of(line.selfPay),
});

/** What the hospital states must be what its lines add up to, part by part (interface 6.8; SET-05). */
function refuseUnequal(command: SettleClaim, lines: readonly RecordedLine[], amounts: Amounts): Result<never> | null {
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

function personOf({ policy, personType, civilServant }: SettleClaim) {
  const status = policy.scheme === 'resident' ? ('resident' as const) : employeeStatusOf(personType);
  return { scheme: policy.scheme, status, civilServant };
}

function visitOf(command: SettleClaim, { visit, year }: SettleStates) {
  return {
    kind: visit.kind,
    settlementLevel: (visit.facts?.settlementLevel ?? '1') as SettlementLevel,
    stayNumberOfYear: year.stays + 1,
    emergency: visit.marks.emergency,
    date: command.settledOn,
  };
}

/** A visit's lines and who pays them, by our computation or by the answer of a place that computes itself. */
export interface Adjudicated {
  readonly visit: Visit;
  readonly lines: readonly RecordedLine[];
  readonly amounts: Amounts;
  readonly adjudication: Adjudication;
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
        benefit: { benefitStream, accumulators: accumulatorsToJson(adjudication.delta) },
        steps: adjudication.steps,
        messageId,
      },
    },
  });
}

function factsOf(command: SettleClaim, { visit, adjudication }: Adjudicated): SettledFacts {
  const { personType, civilServant, policy } = command;
  return {
    personType,
    civilServant,
    medType: visit.medType,
    diseaseCode: visit.diseaseCode,
    deductible: adjudication.deductibleCharged.toString(),
    poolRatio: String(adjudication.poolRatio),
    funds: adjudication.funds.map(({ code, inScope, limitLeft }) => ({
      code,
      inScope: inScope.toString(),
      limit: limitLeft?.toString() ?? null,
    })),
    policyFiles: policy.files,
  };
}

const ACCOUNT_CODE = '310200';

function fundLines(command: SettleClaim, { funds, accountPaid }: Adjudication): FundLine[] {
  const paid = funds
    .filter(({ amount }) => !amount.isZero())
    .flatMap(({ code, amount }): FundLine[] => {
      const column = fundColumnOf(command.policy.scheme, code);
      return column === null ? [] : [{ code, column, amount: amount.toString() }];
    });
  const account = { code: ACCOUNT_CODE, column: 'account' as const, amount: accountPaid.toString() };
  return accountPaid.isZero() ? paid : [...paid, account];
}

function claimOf(command: SettleClaim, { visit, amounts, adjudication }: Adjudicated, funds: Money): Claim {
  const facts = visit.facts as NonNullable<Visit['facts']>;
  const { insuranceType, insuredRegion, careRegion } = facts;
  return {
    claimId: command.claimId,
    refundOf: null,
    visitId: facts.visitId,
    visitKind: visit.kind,
    psnNo: facts.psnNo,
    scheme: schemeOfInsuranceType(insuranceType) ?? 'employee',
    ...{ insuranceType, insuredRegion, careRegion },
    payer: clearingUnitOf(RegionCode.of(insuredRegion)),
    receiver: clearingUnitOf(RegionCode.of(careRegion)),
    institutionCode: facts.institutionCode,
    clearingCategory: command.clearingCategory,
    settledOn: command.settledOn,
    settledAt: command.settledAt,
    admittedOn: facts.inpatient ? facts.openedOn : null,
    dischargedOn: facts.inpatient ? (visit.dischargedOn ?? command.dischargedOn ?? command.settledOn) : null,
    inpatientNumber: facts.inpatient ? facts.hospitalNumber : null,
    invoiceNumber: command.invoiceNumber,
    total: amounts.total.toString(),
    inScope: amounts.inScope.toString(),
    classBPrepay: amounts.classBPrepay.toString(),
    overLimit: amounts.overLimit.toString(),
    selfPay: amounts.selfPay.toString(),
    funds: fundLines(command, adjudication),
    fundTotal: funds.toString(),
    account: adjudication.accountPaid.toString(),
    cash: adjudication.cash.toString(),
    hospitalBorne: adjudication.hospitalBorne.toString(),
  };
}
