import { Money, monthOf, ok, reject } from '#kernel';
import type { Result } from '#kernel';
import type { BenefitTable, Scheme, Treatment } from '#policy';
import { NO_USE } from './accumulators.js';
import { checkAnnex13 } from './annex13.js';
import { basicFund, lastRatioOf } from './basic-fund.js';
import type { Computation } from './computation.js';
import { explain } from './explain.js';
import { payableReduction, treatmentOf } from './treatment.js';
import type { PayableReduction } from './treatment.js';
import type { Accumulators, Adjudication, AdjudicationInput, FundPayment } from './types.js';
import { civilServantFund, largeFund } from './upper-funds.js';

/** 基本医疗保险统筹基金 by scheme. */
const BASIC_FUND: Readonly<Record<Scheme, string>> = { employee: '310100', resident: '390100' };

/**
 * 待遇计算 Computes who pays a claim by the policy of the place of insurance (SET-01). Funds pay in the order of SET-20,
 * each rounded half up once; a later fund starts from what the earlier rounded ones left, so the odd cent stays with
 * the last fund that pays by ratio (rulebook section 10 item 7). Pure. Refusals in this order: amounts (SET-05),
 * status, filing (REG-02), hospital-borne amount (SET-05).
 */
export function adjudicate(input: AdjudicationInput): Result<Adjudication> {
  const prepared = prepare(input);
  if (!prepared.ok) return prepared;
  const { benefit, treatment, reduction } = prepared.value;
  const { amounts, person, visit, accumulators: year } = input;
  const question = { benefit, treatment, visit, amounts, year };
  const basic = basicFund({ benefit, reduction, visit, amounts, year });
  const large = largeFund(question, basic);
  const left = amounts.inScope.minus(basic.paid).minus(large.paid);
  const civil = civilServantFund(question, person.civilServant ? left : Money.zero);
  const personal = amounts.total.minus(Money.sum([basic.paid, large.paid, civil.paid]));
  const hospitalBorne = input.hospitalBorne ?? Money.zero;
  if (hospitalBorne.gt(personal)) {
    const message = `医院负担${hospitalBorne}超过基金支付后剩余的${personal}`;
    return reject('claim.hospital-borne-excessive', 'SET-05', message, ['hospitalBorne']);
  }
  const accountPaid = accountShare(input, benefit, personal.minus(hospitalBorne));
  const cash = personal.minus(hospitalBorne).minus(accountPaid);
  return ok(conclude({ ...prepared.value, input, basic, large, civil, hospitalBorne, accountPaid, cash }));
}

type Prepared = {
  readonly benefit: BenefitTable;
  readonly treatment: Treatment;
  readonly reduction: PayableReduction;
};

function prepare(input: AdjudicationInput): Result<Prepared> {
  const { amounts, person, policy, visit } = input;
  const negative = [...Object.values(amounts), input.hospitalBorne ?? Money.zero].some((amount) => amount.isNegative());
  if (negative) return reject('claim.negative', 'SET-13', '结算金额不能为负，退费须引用原结算', ['amounts']);
  const identity = checkAnnex13(amounts);
  if (!identity.ok) return identity;
  const benefit = policy.scheme === person.scheme ? policy.byStatus[person.status] : undefined;
  if (!benefit)
    return reject('person.status-mismatch', 'SET-01', '人员类别与险种不符', ['person.status', 'person.scheme']);
  const treatment = treatmentOf(benefit, input.filing, visit);
  const reduction = payableReduction(benefit, treatment, visit);
  return reduction.ok ? ok({ benefit, treatment, reduction: reduction.value }) : reduction;
}

function accountShare({ account, visit }: AdjudicationInput, benefit: BenefitTable, personal: Money): Money {
  if (!account.mayUse || !benefit.values['account.visits'].includes(visit.kind)) return Money.zero;
  return account.balance.max(Money.zero).min(personal);
}

function conclude(computed: Computation): Adjudication {
  const { input, basic, hospitalBorne, accountPaid, cash } = computed;
  const funds = fundsOf(computed);
  const paid = Money.sum(funds.map((fund) => fund.amount));
  const identity = checkAnnex13(input.amounts, { funds: paid, account: accountPaid, cash, hospitalBorne });
  if (!identity.ok) throw new Error(`SET-05 broken by adjudication: ${identity.rejection.message}`);
  return {
    funds,
    accountPaid,
    cash,
    hospitalBorne,
    deductibleCharged: basic.deductibleCharged,
    poolRatio: lastRatioOf(basic.parts),
    steps: explain(computed),
    delta: deltaOf(computed),
  };
}

function fundsOf({ input, basic, large, civil }: Computation): readonly FundPayment[] {
  const first: FundPayment = {
    code: BASIC_FUND[input.person.scheme],
    amount: basic.paid,
    inScope: basic.considered,
    limitLeft: basic.limitLeft,
  };
  const upper = [large, civil].filter((layer) => layer.paid.isPositive());
  return [first, ...upper.map(({ code, paid, base, limitLeft }) => ({ code, amount: paid, inScope: base, limitLeft }))];
}

function deltaOf({ input, basic, large }: Computation): Accumulators {
  const { kind, date } = input.visit;
  const upper = { catastrophicBase: large.base, largeFundPaid: large.paid };
  const charged = basic.deductibleCharged;
  const { inScope } = input.amounts;
  switch (kind) {
    case 'inpatient':
      return { ...NO_USE, ...upper, stays: 1, deductiblePaid: charged, inScope, fundPaid: basic.paid };
    case 'chronic': {
      const chronicInScopeByMonth = { [monthOf(date)]: inScope };
      return { ...NO_USE, ...upper, fundPaid: basic.paid, chronicDeductiblePaid: charged, chronicInScopeByMonth };
    }
    case 'outpatient':
    case 'pharmacy': {
      const outpatient = { outpatientDeductiblePaid: charged, outpatientInScope: basic.considered };
      return { ...NO_USE, ...upper, ...outpatient, outpatientFundPaid: basic.paid };
    }
  }
}
