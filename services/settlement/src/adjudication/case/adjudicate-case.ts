import { ok, reject } from '#kernel';
import type { Result } from '#kernel';
import { PolicyError, effectivePolicy, policyTableOf } from '#policy';
import type { EffectivePolicy, PolicyTable } from '#policy';
import type { Catalogue } from '../catalogue.js';
import { NO_USE, accumulatorsToJson } from '../domain/accumulators.js';
import type { AccumulatorsJson } from '../domain/accumulators.js';
import { adjudicate } from '../domain/adjudicate.js';
import { splitFeeLine, sumSplit } from '../domain/fee-split.js';
import type { Adjudication, Amounts, Step } from '../domain/types.js';
import { caseFile } from './case-file.js';
import type { CaseFile } from './case-file.js';

type AmountTexts = { readonly [Part in keyof Amounts]: string };

/** 算例说明 What `kuasheng adjudicate` prints; amounts are texts with two decimals. */
export type CaseExplanation = {
  readonly title: string;
  readonly policy: { readonly region: string; readonly date: string; readonly files: readonly string[] };
  /** How the place of care split each line; empty when the case gives the amounts. */
  readonly lines: readonly (AmountTexts & { readonly code: string; readonly name: string; readonly class: string })[];
  readonly amounts: AmountTexts;
  readonly funds: readonly {
    readonly code: string;
    readonly amount: string;
    readonly inScope: string;
    readonly limitLeft: string | null;
  }[];
  readonly deductibleCharged: string;
  readonly poolRatio: string;
  readonly accountPaid: string;
  readonly hospitalBorne: string;
  readonly cash: string;
  readonly steps: readonly Step[];
  readonly delta: AccumulatorsJson;
};

/** What a case is computed with. */
export type CaseTools = { readonly tables: readonly PolicyTable[]; readonly catalogue: Catalogue };

/**
 * Computes a case file that was read into an object whose scalars are texts (`readYaml`). Pure. A malformed file is
 * refused with `case.malformed` naming every wrong field; a refusal of adjudication comes back as it is.
 */
export function adjudicateCase(caseObject: unknown, tools: CaseTools): Result<CaseExplanation> {
  const parsed = caseFile.safeParse(caseObject);
  if (!parsed.success) {
    const fields = parsed.error.issues.map((issue) => issue.path.join('.'));
    const message = parsed.error.issues.map((issue) => `${issue.path.join('.')}：${issue.message}`).join('；');
    return reject('case.malformed', 'FORMAT', message, fields);
  }
  const data = parsed.data;
  const policy = policyOf(data, tools.tables);
  if (!policy.ok) return policy;
  const split = (data.lines ?? []).map((line) => ({
    code: line.code,
    ...splitFeeLine(line, tools.catalogue.get(line.code)),
  }));
  const amounts = data.amounts ?? sumSplit(split);
  const adjudication = adjudicate({
    policy: policy.value,
    person: { scheme: policy.value.scheme, status: data.person.status, civilServant: data.person.civilServant },
    filing: data.filing === 'none' ? null : data.filing,
    visit: { ...data.visit, date: data.visit.date ?? data.policy.date },
    amounts,
    accumulators: { ...NO_USE, ...data.accumulators },
    account: data.account,
    hospitalBorne: data.hospitalBorne,
  });
  if (!adjudication.ok) return adjudication;
  const lines = split.map((line) => ({
    code: line.code,
    name: line.name ?? '目录外',
    class: line.class,
    ...textsOf(line),
  }));
  const { region, date } = data.policy;
  const used = { region, date, files: policy.value.files };
  return ok({ title: data.title, policy: used, lines, amounts: textsOf(amounts), ...resultTexts(adjudication.value) });
}

function policyOf(data: CaseFile, tables: readonly PolicyTable[]): Result<EffectivePolicy> {
  const { region, date, inline } = data.policy;
  const scheme = data.person.insutype === '310' ? 'employee' : 'resident';
  if (!inline) return effectivePolicy(tables, region, scheme, date);
  try {
    const header = { region, name: '算例所附政策', status: 'published', effectiveFrom: date };
    const own = policyTableOf({ ...header, ...inline }, '算例文件');
    return effectivePolicy([...tables, own], region, scheme, date);
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return reject('case.malformed', 'FORMAT', error.problems.join('；'), ['policy.inline']);
  }
}

const textsOf = ({ total, inScope, classBPrepay, overLimit, selfPay }: Amounts): AmountTexts => ({
  total: total.toString(),
  inScope: inScope.toString(),
  classBPrepay: classBPrepay.toString(),
  overLimit: overLimit.toString(),
  selfPay: selfPay.toString(),
});

function resultTexts(result: Adjudication): Omit<CaseExplanation, 'title' | 'policy' | 'lines' | 'amounts'> {
  return {
    funds: result.funds.map(({ code, amount, inScope, limitLeft }) => ({
      code,
      amount: amount.toString(),
      inScope: inScope.toString(),
      limitLeft: limitLeft?.toString() ?? null,
    })),
    deductibleCharged: result.deductibleCharged.toString(),
    poolRatio: result.poolRatio,
    accountPaid: result.accountPaid.toString(),
    hospitalBorne: result.hospitalBorne.toString(),
    cash: result.cash.toString(),
    steps: result.steps,
    delta: accumulatorsToJson(result.delta),
  };
}
