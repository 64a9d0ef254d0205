import { Money, ok, reject } from '#kernel';
import type { Result } from '#kernel';
import type { Scheme } from '#policy';
import { adjustmentsFor } from './adjustments.js';
import { checkAnnex13 } from './annex13.js';
import { basicFund } from './basic-fund.js';
import type { BasicAnswer } from './basic-fund.js';
import { personalAfter } from './components.js';
import type { FundsPaid } from './computation.js';
import { minimumAdded } from './minimum.js';
import { treatedAs } from './treated.js';
import type { Treated } from './treated.js';
import type { AdjudicationInput, Amounts } from './types.js';
import { hasLayers, upperFunds } from './upper-funds.js';
import type { LayerQuestion } from './upper-funds.js';

/** 基本医疗保险统筹基金 by scheme. */
export const BASIC_FUND: Readonly<Record<Scheme, string>> = { employee: '310100', resident: '390100' };
const NOT_GIVEN: Readonly<Record<string, Money>> = {};

/** What every fund pays of a claim in the order of SET-20. Refused as `adjudicate` says. Pure. */
export function fundsPaid(asked: AdjudicationInput): Result<FundsPaid> {
  const prepared = prepare(asked);
  if (!prepared.ok) return prepared;
  const { input, benefit, treatment, facts, reductions } = prepared.value;
  const { amounts, person, visit, accumulators: year, items, given = NOT_GIVEN } = input;
  const adjustments = adjustmentsFor(benefit, facts);
  const elsewhere = input.deductibleElsewhere === true;
  if (input.uncovered === true) return ok(nothingPaid(prepared.value));
  const asking = { benefit, treatment, facts, reductions, adjustments, visit, amounts, year, items, elsewhere };
  const computed = basicFund(asking);
  const decided = given[BASIC_FUND[person.scheme]];
  const question = { benefit, treatment, facts, visit, year, given, civilServant: person.civilServant };
  const { basic, layers, minimumAdded } = decided
    ? withLayers(question, givenBasic(computed, decided), amounts)
    : withMinimum(input, question, computed);
  const excessive = input.given === undefined ? null : refuseExcessive(input, basic, layers);
  if (excessive !== null) return excessive;
  const basicIsGiven = decided !== undefined;
  return ok({ input, benefit, treatment, reductions, adjustments, basic, basicIsGiven, minimumAdded, layers });
}

/** A year without cover pays nothing and counts nothing. */
function nothingPaid({ input, benefit, treatment, facts, reductions }: Prepared): FundsPaid {
  const { visit, amounts, accumulators: year } = input;
  const asking = { benefit, treatment, facts, reductions, adjustments: [], visit, amounts, year, items: undefined };
  const basic = givenBasic(basicFund({ ...asking, elsewhere: true }), Money.zero);
  const none = { adjustments: [], minimumAdded: Money.zero, layers: NO_LAYERS, basicIsGiven: true };
  return { input, benefit, treatment, reductions, basic, ...none };
}

/** What the layers above pay; the parts of the patient's share are only told apart where there is a layer. */
const layersOn = (
  question: LayerQuestion,
  basic: BasicAnswer,
  amounts: Amounts,
  minimumAdded = Money.zero,
): FundsPaid['layers'] =>
  hasLayers(question) ? upperFunds(question, personalAfter(basic, amounts), minimumAdded).layers : NO_LAYERS;
const NO_LAYERS: FundsPaid['layers'] = [];

type Prepared = Omit<Treated, 'visit'> & { readonly input: AdjudicationInput };

function prepare(asked: AdjudicationInput): Result<Prepared> {
  const refused = refuseAmounts(asked);
  if (refused !== null) return refused;
  const treated = treatedAs(asked);
  if (!treated.ok) return treated;
  const { visit, benefit, treatment, facts, reductions } = treated.value;
  const input = visit === asked.visit ? asked : { ...asked, visit };
  return ok({ input, benefit, treatment, facts, reductions });
}

function refuseAmounts({ amounts, hospitalBorne }: AdjudicationInput): Result<never> | null {
  const { total, inScope, classBPrepay, overLimit, selfPay } = amounts;
  const isNegative =
    [total, inScope, classBPrepay, overLimit, selfPay].some((amount) => amount.isNegative()) ||
    hospitalBorne?.isNegative() === true;
  if (isNegative) return reject('claim.negative', 'SET-13', '结算金额不能为负，退费须引用原结算', ['amounts']);
  const identity = checkAnnex13(amounts);
  return identity.ok ? null : identity;
}

/** A basic payment decided elsewhere; what its rule looked at is not known. */
const givenBasic = (computed: BasicAnswer, paid: Money): BasicAnswer => ({
  ...computed,
  ...{ paid, parts: [], deductibleCharged: Money.zero, firstBorne: Money.zero, overQuota: Money.zero },
  beyondCap: Money.zero,
});

type WithMinimum = Pick<FundsPaid, 'basic' | 'layers' | 'minimumAdded'>;

const withLayers = (question: LayerQuestion, basic: BasicAnswer, amounts: Amounts): WithMinimum => ({
  ...{ basic, layers: layersOn(question, basic, amounts), minimumAdded: Money.zero },
});

/**
 * 保底 The basic fund tops up to the guaranteed share, before the layer above it where that is of the basic fund alone, else
 * after that layer has paid, which then pays on what the ordinary rules left.
 */
function withMinimum(input: AdjudicationInput, question: LayerQuestion, basic: BasicAnswer): WithMinimum {
  const { benefit, visit } = question;
  const { amounts } = input;
  const rule = benefit.values.minimum;
  if (rule.kind === 'none') return withLayers(question, basic, amounts);
  const alone = rule.against === 'basic';
  const others = alone ? Money.zero : largePaid(layersOn(question, basic, amounts));
  const added = minimumAdded({ benefit, visit, amounts }, basic, { stage: rule.against, others });
  const topped = { ...basic, paid: basic.paid.plus(added) };
  const layers = alone ? layersOn(question, topped, amounts) : layersOn(question, basic, amounts, added);
  return { basic: topped, layers, minimumAdded: added };
}

const largePaid = (layers: FundsPaid['layers']): Money =>
  Money.sum(layers.filter(({ from }) => from === 'large').map(({ paid }) => paid));

/** A payment decided elsewhere is of a fund that the claim has, and cannot be more than what was left of its base. */
function refuseExcessive(
  { amounts, person, given = NOT_GIVEN }: AdjudicationInput,
  basic: BasicAnswer,
  layers: FundsPaid['layers'],
): Result<never> | null {
  if (basic.paid.gt(amounts.inScope)) {
    const message = `已定的基本医保支付${basic.paid}超过范围内费用${amounts.inScope}`;
    return reject('claim.given-excessive', 'SET-05', message, ['given']);
  }
  const unknown = Object.keys(given).find(
    (key) => key !== BASIC_FUND[person.scheme] && !layers.some(({ code, name }) => code === key || name === key),
  );
  if (unknown !== undefined) {
    const message = `已定的支付${unknown}不是本次结算的基金代码，也不是哪一层的名称`;
    return reject('claim.given-unknown', 'SET-20', message, ['given']);
  }
  const excessive = layers.find(({ isGiven, paid, base }) => isGiven && paid.gt(base));
  if (!excessive) return null;
  const message = `已定的${excessive.name}支付${excessive.paid}超过其基数${excessive.base}`;
  return reject('claim.given-excessive', 'SET-05', message, ['given']);
}
