import { fundColumnOf, schemeOfInsuranceType, type Claim, type FundLine } from '#contracts';
import { clearingUnitOf, RegionCode, type Money } from '#kernel';
import type { Adjudication, Amounts } from '../../adjudication/domain/index.js';
import type { SettledFacts } from './events.js';
import type { SettleClaim } from './settle-command.js';
import type { Visit } from './visit.js';

/** What a claim is made of once its funds are known. */
export interface Result13 {
  readonly visit: Visit;
  readonly amounts: Amounts;
  readonly adjudication: Adjudication;
}

export function factsOf(command: SettleClaim, { visit, adjudication }: Result13): SettledFacts {
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

export function claimOf(command: SettleClaim, { visit, amounts, adjudication }: Result13, funds: Money): Claim {
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
