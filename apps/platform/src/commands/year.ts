import { performance } from 'node:perf_hooks';
import { join } from 'node:path';
import { Money } from '#kernel';
import { makeYear, runYear, type LateClaim, type MonthProgress, type WorldLink, type YearOutcome } from '#simulator';
import { DEMONSTRATION_YEAR } from './demonstration.js';
import { deadLetterCheck, equal, outsideChecks, verifyCheck, type Check } from './checks.js';
import { HOSPITALS_AT_ONCE, refuseLatePlatform } from './month.js';
import { writeAdvanceForms } from './forms.js';
import { writeTables } from './tables.js';
import { verifyPlatform } from './verify.js';
import { yearFigures, type YearFigures } from './year-figures.js';

export interface YearPlan {
  /** Claims of each month. */
  readonly claims: number;
  readonly seed: number;
  /** Folder that takes every published table, a folder for each month, and the papers of the advances. */
  readonly out: string;
  onProgress(progress: MonthProgress): void;
}

/** Everything a year came to; `ok` only if every check passed. */
export interface YearReport {
  readonly ok: boolean;
  readonly seed: number;
  readonly year: string;
  readonly outcome: YearOutcome;
  readonly figures: YearFigures;
  readonly checks: readonly Check[];
  readonly tables: { readonly folder: string; readonly files: number };
  readonly seconds: string;
}

/** Plays a year of the outside world against a platform, then holds what the platform shows against what was planted. */
export async function playYear(link: WorldLink, plan: YearPlan): Promise<YearReport> {
  await refuseLatePlatform(link, `${DEMONSTRATION_YEAR}-01`);
  const begun = performance.now();
  const worlds = makeYear({ seed: plan.seed, claims: plan.claims, year: DEMONSTRATION_YEAR });
  const outcome = await runYear(link, worlds, { atOnce: HOSPITALS_AT_ONCE, onProgress: plan.onProgress });
  const figures = await yearFigures(link, outcome);
  const years = [DEMONSTRATION_YEAR, String(Number(DEMONSTRATION_YEAR) + 1)];
  let files = await writeAdvanceForms(link, { years, months: outcome.cleared }, join(plan.out, 'advances'));
  for (const month of outcome.cleared) files += (await writeTables(link, month, join(plan.out, month))).length;
  const verify = await verifyPlatform(link);
  const checks = [...checksOf(outcome, figures), verifyCheck(verify), await deadLetterCheck(link)];
  return {
    ...{ ok: checks.every(({ ok }) => ok), seed: plan.seed, year: DEMONSTRATION_YEAR, outcome, figures, checks },
    ...{ tables: { folder: plan.out, files }, seconds: ((performance.now() - begun) / 1000).toFixed(1) },
  };
}

function checksOf(outcome: YearOutcome, figures: YearFigures): readonly Check[] {
  return [
    ...outsideChecks(outcome),
    ...advanceChecks(outcome, figures),
    ...increaseChecks(outcome, figures),
    ...clearingChecks(outcome, figures),
    ...lateChecks(outcome, figures),
  ];
}

/** PRE-01, PRE-02: the levels of both Januaries, and every cent that moved for them. */
function advanceChecks({ levels, nextLevels, increase }: YearOutcome, figures: YearFigures): readonly Check[] {
  const raised = Money.of(levels)
    .plus(Money.of(increase?.amount ?? '0.00'))
    .toString();
  const { due, received, returned } = figures.transfers;
  return [
    equal('年初额度加紧急调增：报送 / 平台 (PRE-01)', raised, figures.levels),
    equal('次年额度：按第四季度清算表复算 / 平台 (PRE-01)', figures.nextLevelsOfTables, figures.nextLevels),
    equal('次年额度：核定 / 平台 (PRE-02)', nextLevels, figures.nextLevels),
    equal('预付金划拨：应划 / 到账 (PRE-07)', due, received),
    { name: '次年调整有退回的“*” (PRE-02)', ok: returned > 0, detail: `${returned}笔` },
  ];
}

/** PRE-06: one increase, asked in time at red; below red it is refused. */
function increaseChecks({ increase, refusedIncrease }: YearOutcome, { increases }: YearFigures): readonly Check[] {
  const planted = increase === null ? [] : [`${increase.increaseId} ${increase.amount}`];
  const shown = increases.map(({ increaseId, granted }) => `${increaseId} ${granted}`);
  const moved = increases.filter(({ paidOn, receivedOn }) => paidOn !== null && receivedOn !== null);
  return [
    { name: '埋入一笔紧急调增 (PRE-06)', ok: increase !== null, detail: planted.join() || '没有埋入' },
    equal('紧急调增：申请 / 核定 (PRE-06)', planted.join(), shown.join()),
    equal('紧急调增：核定 / 付款并到账 (PRE-07)', increases.length, moved.length),
    {
      name: '未达红色的申请被拒 (PRE-06)',
      ok: refusedIncrease?.includes('未达到90%红色预警') === true,
      detail: refusedIncrease ?? '未被拒',
    },
  ];
}

/** CLR-05, CLR-08 and the sum of the year. */
function clearingChecks({ returned, cleared }: YearOutcome, figures: YearFigures): readonly Check[] {
  const { months, payable } = figures;
  const sum = (of: 'notices' | 'reported' | 'late'): number => months.reduce((all, month) => all + month[of], 0);
  const kept = Money.of(payable.tabled).plus(Money.of(payable.waiting)).toString();
  const amount = returned?.amount ?? '没有埋入';
  return [
    equal('清算月：应办 / 已发布', cleared.length, months.filter(({ publishedOn }) => publishedOn !== null).length),
    equal('通知书：发布 / 反馈', sum('notices'), sum('reported')),
    equal('逾期的通知书', 0, sum('late')),
    equal('回流省份对：付款通知书带“*” (CLR-08)', amount, figures.returned.payment ?? '无'),
    equal('回流省份对：收款通知书带“*” (CLR-08)', amount, figures.returned.collection ?? '无'),
    equal('资金守恒：结算减退费 / 清算加扣款加未清算 (CLR-15)', payable.told, kept),
  ];
}

/** CLR-02: who was never reconciled stands by name in the list of the two months, and in that of the end of March. */
function lateChecks({ neverReconciled, cleared }: YearOutcome, { months }: YearFigures): readonly Check[] {
  const listed = (claims: readonly string[]): string => [...claims].sort().join('、') || '无';
  const namesOf = (claims: readonly LateClaim[]): string => listed(claims.map(({ claimId }) => claimId));
  const august = months.find(({ month }) => month.endsWith('-08'));
  const untilJune = neverReconciled.filter(({ settledOn }) => settledOn.slice(5, 7) <= '06');
  const last = months.at(-1);
  return [
    equal('超过两个月的费用逐笔列名：埋入 / 平台 (CLR-02)', namesOf(untilJune), listed(august?.overdue ?? [])),
    equal(
      `3月底前未清算的费用逐笔列名：埋入 / 平台 (CLR-02)`,
      namesOf(neverReconciled),
      listed(last?.endOfMarch ?? []),
    ),
    {
      name: '3月底限前有费用未清算',
      ok: neverReconciled.length > 0,
      detail: `${cleared.at(-1)}：${neverReconciled.length}笔`,
    },
  ];
}
