import { Money, ok, reject } from '#kernel';
import type { Result } from '#kernel';
import { checkAnnex13 } from './annex13.js';
import { lastRatioOf } from './bands.js';
import type { Borne, FundsPaid } from './computation.js';
import { deltaOf } from './delta.js';
import { explainBorne, explainFunds } from './explain.js';
import { fundsPaid } from './funds-paid.js';
import { paymentsOf } from './payments.js';
import type { Adjudication, AdjudicationInput, FundPayment } from './types.js';
import { HOSPITAL_FUND } from './upper-funds.js';

/**
 * 待遇计算 Computes who pays a claim by the policy of the place of insurance (SET-01). Funds pay in the order of SET-20,
 * each rounded half up once; a later fund starts from what the earlier rounded ones left, so the odd cent stays with
 * the last fund that pays by ratio (rulebook section 10 item 7). Pure. Refusals in this order: amounts (SET-05),
 * status, filing (REG-02), payments decided elsewhere, hospital-borne amount (SET-05).
 */
export function adjudicate(input: AdjudicationInput): Result<Adjudication> {
  const paid = fundsPaid(input);
  return paid.ok ? adjudicateFrom(paid.value, input) : paid;
}

/** The same for a claim whose funds are computed already. */
export function adjudicateFrom(paid: FundsPaid, input: AdjudicationInput): Result<Adjudication> {
  const borne = bornBy(input, [paid]);
  return borne.ok ? ok(conclude(paid, borne.value)) : borne;
}

/** How hospital, account, family and patient bear what the funds left of a claim, whose parts may belong to several years. */
export function bornBy(whole: AdjudicationInput, parts: readonly FundsPaid[]): Result<Borne> {
  const layers = parts.flatMap((part) => part.layers);
  const basic = parts.map((part) => part.basic.paid);
  const personal = whole.amounts.total.minus(Money.sum([...basic, ...layers.map(({ paid }) => paid)]));
  const byPolicy = Money.sum(layers.filter(({ code }) => code === HOSPITAL_FUND).map(({ paid }) => paid));
  const stated = whole.hospitalBorne ?? Money.zero;
  if (stated.gt(personal)) {
    const message = `医院负担${stated}超过基金支付后剩余的${personal}`;
    return reject('claim.hospital-borne-excessive', 'SET-05', message, ['hospitalBorne']);
  }
  const left = personal.minus(stated);
  const { own, family } = accountShares(whole, parts, left);
  const accountPaid = own.plus(family);
  const hospitalBorne = stated.plus(byPolicy);
  return ok({ hospitalBorne, accountPaid, familyPaid: family, cash: left.minus(accountPaid) });
}

/** 个人账户 The own account first, then that of a relative who shares it; where the policy of the last year lets it pay. */
function accountShares(
  { account, visit }: AdjudicationInput,
  parts: readonly FundsPaid[],
  personal: Money,
): { readonly own: Money; readonly family: Money } {
  const allowed = parts.at(-1)?.benefit.values['account.visits'].includes(visit.kind) === true;
  const own = account.mayUse && allowed ? account.balance.max(Money.zero).min(personal) : Money.zero;
  // A relative's account is theirs: whether the patient has one of their own does not matter.
  const family = account.family?.max(Money.zero).min(personal.minus(own)) ?? Money.zero;
  return { own, family };
}

function conclude(paid: FundsPaid, borne: Borne): Adjudication {
  const { input, basic } = paid;
  const funds = paymentsOf(paid);
  refuseBroken(input, funds, borne);
  return {
    funds,
    ...borne,
    deductibleCharged: basic.deductibleCharged,
    poolRatio: lastRatioOf(basic.parts),
    steps: [...explainFunds(paid), ...explainBorne(borne)],
    delta: deltaOf(paid),
  };
}

/** The identities hold by construction; a claim that broke one would be a defect of this program (SET-05). */
export function refuseBroken({ amounts }: AdjudicationInput, funds: readonly FundPayment[], borne: Borne): void {
  const { accountPaid: account, cash, hospitalBorne } = borne;
  const total = Money.sum(funds.map((fund) => fund.amount));
  const identity = checkAnnex13(amounts, { funds: total, account, cash, hospitalBorne });
  if (!identity.ok) throw new Error(`SET-05 broken by adjudication: ${identity.rejection.message}`);
}
