import { ok, reject } from '#kernel';
import type { BusinessDate, Result } from '#kernel';
import { faultsOf } from '#policy';
import type { PolicyTable } from '#policy';
import type { Catalogue } from '../catalogue.js';
import { settledOn } from './case-dates.js';
import { caseFile } from './case-file.js';
import type { CaseFile } from './case-file.js';
import { policyOf } from './case-input.js';
import { checksOf } from './checks.js';
import type { CaseCheck } from './checks.js';
import { computeClaim } from './compute-claim.js';
import type { CaseState } from './compute-claim.js';
import { explanationOf } from './explanation.js';
import type { ClaimExplanation } from './explanation.js';
import { claimDocuments } from './later-claims.js';

export type CheckedClaim = ClaimExplanation & { readonly checks: readonly CaseCheck[] };
/** The first claim of the case, and those that follow under `then`. */
export type CaseExplanation = CheckedClaim & { readonly then: readonly CheckedClaim[] };

/** What a case is computed with. */
export type CaseTools = { readonly tables: readonly PolicyTable[]; readonly catalogue: Catalogue };

/**
 * Computes a case file that was read into an object whose scalars are texts (`readYaml`). Pure. A malformed file is
 * refused with `case.malformed` naming every wrong field; a refusal of adjudication comes back as it is.
 */
export function adjudicateCase(caseObject: unknown, tools: CaseTools): Result<CaseExplanation> {
  const claims: CheckedClaim[] = [];
  let before: CaseState | null = null;
  let last: BusinessDate | null = null;
  for (const [index, document] of claimDocuments(caseObject).entries()) {
    const prefix = index === 0 ? '' : `then.${index - 1}.`;
    const data = readClaim(document, prefix, before !== null);
    if (!data.ok) return data;
    const settled = settledOn(data.value);
    if (last !== null && settled < last) return malformed([['visit.date', tooEarly(settled, last)]], prefix);
    last = settled;
    const claim = oneClaim(data.value, tools, before);
    if (!claim.ok) return index === 0 ? claim : located(claim, prefix);
    claims.push(claim.value.explanation);
    before = claim.value.state;
  }
  const [first, ...then] = claims as [CheckedClaim, ...CheckedClaim[]];
  return ok({ ...first, then });
}

const tooEarly = (settled: BusinessDate, last: BusinessDate): string =>
  `结算日期${settled}早于前一次的${last}；不写的用出院日期，没有的用policy.date`;

function readClaim(document: unknown, prefix: string, isLater: boolean): Result<CaseFile> {
  const parsed = caseFile.safeParse(document);
  if (!parsed.success) return malformed(faultsOf(parsed.error), prefix);
  const hasYear = Object.keys(parsed.data.accumulators).length > 0;
  if (isLater && hasYear) return malformed([['accumulators', '以后各次的年度累计由前一次得出，不能另写']], prefix);
  return ok(parsed.data);
}

function malformed(faults: readonly (readonly [path: string, message: string])[], prefix: string): Result<never> {
  const named = faults.map(
    ([path, message]) => [path === '' ? prefix.slice(0, -1) : `${prefix}${path}`, message] as const,
  );
  const message = named.map(([path, what]) => `${path === '' ? '文件' : path}：${what}`).join('\n');
  return reject(
    'case.malformed',
    'FORMAT',
    message,
    named.map(([path]) => path),
  );
}

/** A refusal of a later claim says which one it is. */
const located = ({ rejection }: Extract<Result<never>, { ok: false }>, prefix: string): Result<never> =>
  reject(rejection.code, rejection.rule, `${prefix.slice(0, -1)}：${rejection.message}`, rejection.fields);

type OneClaim = { readonly explanation: CheckedClaim; readonly state: CaseState };

function oneClaim(data: CaseFile, { tables, catalogue }: CaseTools, before: CaseState | null): Result<OneClaim> {
  const policy = policyOf(data, tables);
  if (!policy.ok) return policy;
  const computed = computeClaim(data, policy.value, { catalogue, before });
  if (!computed.ok) return computed;
  const explanation = explanationOf(data, policy.value.region, computed.value);
  const checks = checksOf(data, explanation);
  return checks.ok
    ? ok({ explanation: { ...explanation, checks: checks.value }, state: computed.value.state })
    : checks;
}
