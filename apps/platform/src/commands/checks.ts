import type { MonthOutcome, WorldLink } from '#simulator';
import { request } from './shared.js';
import type { VerifyReport } from './verify.js';

/** One sentence about a run that holds or does not, with what was expected and found. */
export interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

export const equal = (name: string, expected: string | number, actual: string | number): Check => ({
  ...{ name, ok: String(expected) === String(actual), detail: `${expected} / ${actual}` },
});

/** What the hospitals and provinces of the simulator saw: every answer foreseen, every planted difference found. */
export const outsideChecks = ({
  planted,
  found,
  expectationFailures,
}: Pick<MonthOutcome, 'planted' | 'found' | 'expectationFailures'>): readonly Check[] => [
  {
    name: '医药机构得到的每个回答都在意料之中',
    ok: expectationFailures.length === 0,
    detail: expectationFailures.slice(0, 5).join('；') || '全部相符',
  },
  equal('对账差异：埋入 / 发现', planted.differences, found.differences),
  equal('总额对账不平：埋入 / 发现', planted.statements, found.statements),
];

export const verifyCheck = ({ ok, checks }: VerifyReport): Check => ({
  name: 'verify',
  ok,
  detail: ok ? `${checks.length}项核验全部通过` : `未通过：${failedNames(checks)}`,
});
const failedNames = (checks: VerifyReport['checks']): string =>
  checks
    .filter(({ ok }) => !ok)
    .map(({ service, name }) => `${service} ${name}`)
    .join('、');

export async function deadLetterCheck({ urls }: WorldLink): Promise<Check> {
  const lists = await Promise.all(
    Object.values(urls).map((url) => request<readonly unknown[]>('GET', `${url}/ops/dead-letters`)),
  );
  const count = lists.flat().length;
  return { name: '死信', ok: count === 0, detail: String(count) };
}
