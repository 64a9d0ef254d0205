import { Money } from '#kernel';
import type { PairLevel } from '../world/levels.js';
import { forEach, type Agencies } from './agencies.js';
import { setLevels } from './enrolment.js';

const AT_ONCE = 8;
const NATION = { service: 'prepayment', role: 'national-agency', unit: 'nation' } as const;

/** 首次额度: every place of care reports what it holds, and the nation sets what was reported (PRE-01). */
export async function setReportedLevels(
  agencies: Agencies,
  year: string,
  levels: readonly PairLevel[],
): Promise<string> {
  const receivers = [...new Set(levels.map(({ receiver }) => receiver))];
  await forEach(receivers, AT_ONCE, async (unit) => {
    const pairs = levels.filter(({ receiver }) => receiver === unit).map(({ payer, amount }) => ({ payer, amount }));
    await agencies.do({
      ...{ method: 'POST', service: 'prepayment', path: `/prepayment/levels/${year}/reports/${unit}` },
      ...{ role: 'provincial-agency', unit, body: { pairs } },
    });
  });
  const { pairs } = await agencies.do<{ readonly pairs: readonly PairLevel[] }>({
    ...{ ...NATION, method: 'GET', path: `/prepayment/levels/${year}/reports` },
  });
  await setLevels(agencies, year, pairs);
  return sumOf(pairs);
}

/** 年度额度 by the rule, from the tables of the quarter before (PRE-01, PRE-02). */
export async function setProposedLevels(agencies: Agencies, year: string): Promise<string> {
  const { pairs } = await agencies.do<{ readonly pairs: readonly PairLevel[] }>({
    ...{ ...NATION, method: 'GET', path: `/prepayment/levels/${year}/proposal` },
  });
  await setLevels(agencies, year, pairs);
  return sumOf(pairs);
}

const sumOf = (pairs: readonly PairLevel[]): string =>
  Money.sum(pairs.map(({ amount }) => Money.of(amount))).toString();
