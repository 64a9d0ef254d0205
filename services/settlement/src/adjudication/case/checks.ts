import { Money, ok, reject } from '#kernel';
import type { Result } from '#kernel';
import type { CaseFile } from './case-file.js';
import type { ClaimExplanation } from './explanation.js';

/** 核对 A figure of the case beside the computed one; `why` says why a printed figure is wrong and must not come out. */
export type CaseCheck = {
  readonly at: string;
  readonly expected: string;
  readonly computed: string;
  readonly agrees: boolean;
  readonly why: string | null;
};

/** Compares what the case expects, and what it calls misprinted; refused where it names a figure that there is not. */
export function checksOf({ expect, misprinted }: CaseFile, claim: ClaimExplanation): Result<readonly CaseCheck[]> {
  const checks: CaseCheck[] = [];
  const asked = [
    ...Object.entries(expect).map(([at, text]) => ({ at, text, why: null, field: `expect.${at}` })),
    ...misprinted.map(({ at, printed, why }, index) => ({ at, text: printed, why, field: `misprinted.${index}.at` })),
  ];
  for (const { at, text, why, field } of asked) {
    const computed = figureAt(claim, at);
    if (computed === null) {
      const message = `${field}：结果中没有${at}，可用的有funds.<基金代码>、inScope.<基金代码>、limitLeft.<基金代码>、steps.<步骤名称>和结果的其他字段`;
      return reject('case.malformed', 'FORMAT', message, [field]);
    }
    const same = sameFigure(computed, text);
    checks.push({ at, expected: text, computed, agrees: why === null ? same : !same, why });
  }
  return ok(checks);
}

type Fund = ClaimExplanation['funds'][number];

/** A figure by its path: of a fund by its code, of a step by its name, else a member of the explanation. */
function figureAt(claim: ClaimExplanation, at: string): string | null {
  const [head = '', ...rest] = at.split('.');
  if (head in OF_FUND) return fundFigure(claim, head as keyof typeof OF_FUND, rest.join('.'));
  if (head === 'steps') return claim.steps.find(({ name }) => name === rest.join('.'))?.amount ?? null;
  return memberAt(claim, [head, ...rest]);
}

const OF_FUND = {
  funds: ({ amount }: Fund) => amount,
  inScope: ({ inScope }: Fund) => inScope,
  limitLeft: ({ limitLeft }: Fund) => limitLeft ?? 'none',
} as const;

/** A fund that does not pay pays nothing; of what it looked at and had left nothing is known. */
function fundFigure({ funds }: ClaimExplanation, what: keyof typeof OF_FUND, code: string): string | null {
  const fund = funds.find((one) => one.code === code);
  if (fund !== undefined) return OF_FUND[what](fund);
  return what === 'funds' && /^\d{6,8}$/.test(code) ? '0.00' : null;
}

function memberAt(claim: ClaimExplanation, path: readonly string[]): string | null {
  let found: unknown = claim;
  for (const name of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return null;
    found = (found as Readonly<Record<string, unknown>>)[name];
  }
  return typeof found === 'string' || typeof found === 'number' ? String(found) : null;
}

const AMOUNT = /^-?\d{1,16}(?:\.\d{1,2})?$/;

/** Amounts are compared as amounts, so that 115.6 and 115.60 are the same; everything else letter by letter. */
const sameFigure = (computed: string, expected: string): boolean =>
  AMOUNT.test(computed) && AMOUNT.test(expected) ? Money.of(computed).eq(Money.of(expected)) : computed === expected;
