import { fundColumnOf, schemeOfInsuranceType, type Claim, type FundLine } from '#contracts';
import { clearingUnitOf, RegionCode, type Money } from '#kernel';
import type { Adjudication, Amounts } from '../../adjudication/domain/index.js';
import type { SettledFacts } from './events.js';
import type { FamilyShare } from './family-shares.js';
import type { SettleClaim } from './settle-command.js';
import type { Visit } from './visit.js';

/** What a claim is made of once its funds are known. */
export interface Result13 {
  readonly visit: Visit;
  readonly amounts: Amounts;
  readonly adjudication: Adjudication;
  /** Whose accounts the 共济 part came from; absent where another place keeps them. */
  readonly shares?: readonly FamilyShare[];
}

export function factsOf(command: SettleClaim, { visit, adjudication, shares = [] }: Result13): SettledFacts {
  const { personType, civilServant, policy } = command;
  return {
    personType,
    civilServant,
    medType: visit.medType,
    diseaseCode: visit.diseaseCode,
    ...(saidSome(command.marks) ? { marks: visit.marks } : {}),
    deductible: adjudication.deductibleCharged.toString(),
    poolRatio: String(adjudication.poolRatio),
    funds: adjudication.funds.map(({ code, inScope, limitLeft }) => ({
      code,
      inScope: inScope.toString(),
      limit: limitLeft?.toString() ?? null,
    })),
    ...(adjudication.familyPaid.isZero()
      ? {}
      : { family: { paid: adjudication.familyPaid.toString(), accounts: shares } }),
    policyFiles: policy.files,
  };
}

const saidSome = (marks: SettleClaim['marks']): boolean =>
  marks !== undefined && Object.values(marks).some((mark) => mark !== undefined);

const ACCOUNT_CODE = '310200';

function fundLines(command: SettleClaim, { funds, accountPaid }: Adjudication): FundLine[] {
  // The account comes last; a resident whose relative's account paid has no column for it but 其他 (CLR-14).
  return [...funds, { code: ACCOUNT_CODE, amount: accountPaid }]
    .filter(({ amount }) => !amount.isZero())
    .flatMap(({ code, amount }): FundLine[] => {
      const column = fundColumnOf(command.policy.scheme, code);
      return column === null ? [] : [{ code, column, amount: amount.toString() }];
    });
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
    ...(command.idNumberHash === undefined ? {} : { idNumberHash: command.idNumberHash }),
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
