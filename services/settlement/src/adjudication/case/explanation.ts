import { Money } from '#kernel';
import { accumulatorsToJson } from '../domain/accumulators.js';
import type { AccumulatorsJson } from '../domain/accumulators.js';
import { personalAfter } from '../domain/components.js';
import type { Personal } from '../domain/components.js';
import { yuanText } from '../domain/trace.js';
import type { Adjudication, Amounts, Step } from '../domain/types.js';
import type { CaseFile } from './case-file.js';
import { settledOn } from './case-dates.js';
import type { ComputedClaim } from './compute-claim.js';

export type AmountTexts = { readonly [Part in keyof Amounts]: string };

/** 算例说明 What `kuasheng adjudicate` prints of one claim; amounts are texts with two decimals. */
export type ClaimExplanation = {
  readonly title: string;
  readonly policy: { readonly region: string; readonly date: string; readonly files: readonly string[] };
  readonly settledOn: string;
  /** How the place of care split each line; empty when the case gives the amounts. */
  readonly lines: readonly (AmountTexts & { readonly code: string; readonly name: string; readonly class: string })[];
  readonly amounts: AmountTexts;
  readonly funds: readonly {
    readonly code: string;
    readonly amount: string;
    readonly inScope: string;
    readonly limitLeft: string | null;
  }[];
  readonly fundTotal: string;
  readonly deductibleCharged: string;
  readonly poolRatio: string;
  /** The bands of the basic fund, what it pays on each and what is left of it. */
  readonly bands: readonly {
    readonly from: string;
    readonly to: string;
    readonly ratio: string;
    readonly paid: string;
    readonly borne: string;
  }[];
  /** What the basic fund left to the patient, by what it is. */
  readonly afterBasic: Readonly<Record<keyof Personal, string>>;
  readonly accountPaid: string;
  readonly familyPaid: string;
  readonly hospitalBorne: string;
  readonly cash: string;
  /** Account and cash together. */
  readonly personalTotal: string;
  readonly steps: readonly Step[];
  /** What the claim uses of each medical year. */
  readonly uses: readonly { readonly year: string; readonly delta: AccumulatorsJson }[];
  readonly delta: AccumulatorsJson;
};

export function explanationOf(data: CaseFile, region: string, claim: ComputedClaim): ClaimExplanation {
  return {
    title: data.title,
    policy: { region, date: data.policy.date, files: claim.policy.files },
    settledOn: settledOn(data),
    lines: claim.lines.map((line) => ({
      code: line.line.code ?? '',
      name: line.name ?? '目录外',
      class: line.class,
      ...textsOf(line),
    })),
    amounts: textsOf(claim.amounts),
    ...basicTexts(claim),
    ...resultTexts(claim.adjudication),
    uses: claim.uses.map(({ year, delta }) => ({ year, delta: accumulatorsToJson(delta) })),
  };
}

const textsOf = ({ total, inScope, classBPrepay, overLimit, selfPay }: Amounts): AmountTexts => ({
  total: total.toString(),
  inScope: inScope.toString(),
  classBPrepay: classBPrepay.toString(),
  overLimit: overLimit.toString(),
  selfPay: selfPay.toString(),
});

/** Of a stay in several medical years: the bands of all, and the sums of what was left. */
function basicTexts({ parts }: ComputedClaim): Pick<ClaimExplanation, 'bands' | 'afterBasic'> {
  const left = parts.map(({ basic, input }) => personalAfter(basic, input.amounts));
  const names = Object.keys(left[0] as Personal) as (keyof Personal)[];
  return {
    bands: parts.flatMap(({ basic }) =>
      basic.parts.map(({ from, to, ratio, pay }) => ({
        ...{ from: yuanText(from), to: yuanText(to), ratio, paid: yuanText(pay) },
        borne: yuanText(to.minus(from).minus(pay)),
      })),
    ),
    afterBasic: Object.fromEntries(
      names.map((name) => [name, Money.sum(left.map((one) => one[name])).toString()]),
    ) as Record<keyof Personal, string>,
  };
}

function resultTexts(result: Adjudication) {
  return {
    funds: result.funds.map(({ code, amount, inScope, limitLeft }) => ({
      code,
      amount: amount.toString(),
      inScope: inScope.toString(),
      limitLeft: limitLeft?.toString() ?? null,
    })),
    fundTotal: Money.sum(result.funds.map(({ amount }) => amount)).toString(),
    deductibleCharged: result.deductibleCharged.toString(),
    poolRatio: result.poolRatio,
    accountPaid: result.accountPaid.toString(),
    familyPaid: result.familyPaid.toString(),
    hospitalBorne: result.hospitalBorne.toString(),
    cash: result.cash.toString(),
    personalTotal: result.accountPaid.plus(result.cash).toString(),
    steps: result.steps,
    delta: accumulatorsToJson(result.delta),
  };
}
