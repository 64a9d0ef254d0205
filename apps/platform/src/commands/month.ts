import { performance } from 'node:perf_hooks';
import { makeWorld, runMonth, type MonthOutcome, type MonthProgress, type WorldLink } from '#simulator';
import { DEMONSTRATION_MONTH } from './demonstration.js';
import { monthFigures, type MonthFigures } from './month-figures.js';
import { deadLetterCheck, equal, outsideChecks, verifyCheck, type Check } from './checks.js';
import { PlatformRefused, request } from './shared.js';
import { writeTables } from './tables.js';
import { verifyPlatform, type VerifyReport } from './verify.js';

export interface MonthPlan {
  readonly claims: number;
  readonly seed: number;
  /** Folder that takes every published table. */
  readonly out: string;
  onProgress(progress: MonthProgress): void;
}

/** Everything a month came to; `ok` only if every check passed. */
export interface MonthReport {
  readonly ok: boolean;
  readonly seed: number;
  readonly outcome: MonthOutcome;
  readonly figures: MonthFigures;
  readonly verify: VerifyReport;
  readonly checks: readonly Check[];
  readonly tables: { readonly folder: string; readonly files: number };
  readonly seconds: string;
  readonly settledPerSecond: string;
}

export const HOSPITALS_AT_ONCE = 48;
/** Of fewer claims a forecast of the use of an advance says little: all provinces may end beyond the red mark. */
const WARNINGS_OF_BOTH_KINDS_FROM = 100;

/** Plays one month of the outside world against a platform, then reads back what the platform made of it. */
export async function playMonth(link: WorldLink, plan: MonthPlan): Promise<MonthReport> {
  await refuseLatePlatform(link, DEMONSTRATION_MONTH);
  const begun = performance.now();
  const world = makeWorld({ seed: plan.seed, claims: plan.claims, month: DEMONSTRATION_MONTH });
  const outcome = await runMonth(link, world, { atOnce: HOSPITALS_AT_ONCE, onProgress: plan.onProgress });
  const verify = await verifyPlatform(link);
  const figures = await monthFigures(link, DEMONSTRATION_MONTH);
  const files = await writeTables(link, DEMONSTRATION_MONTH, plan.out);
  const checks = [...checksOf(plan.claims, outcome, figures), verifyCheck(verify), await deadLetterCheck(link)];
  return {
    ok: checks.every(({ ok }) => ok),
    seed: plan.seed,
    outcome,
    figures,
    verify,
    checks,
    tables: { folder: plan.out, files: files.length },
    seconds: ((performance.now() - begun) / 1000).toFixed(1),
    settledPerSecond: (outcome.settled / Math.max(outcome.claimMs / 1000, 0.001)).toFixed(0),
  };
}

/** A platform that stands beyond the month and has not seen it would be given claims without their days. */
export async function refuseLatePlatform(link: WorldLink, month: string): Promise<void> {
  const date = await link.businessDate();
  if (date.slice(0, 7) <= month) return;
  const figures = await request<Readonly<Record<string, string>>>('GET', `${link.urls.settlement}/ops/figures`);
  if (figures['claims'] !== '0') return;
  throw new PlatformRefused(`平台的业务日期已是${date}，不能再模拟${month}；请用新的数据文件夹`);
}

function checksOf(claims: number, outcome: MonthOutcome, figures: MonthFigures): readonly Check[] {
  const { planted } = outcome;
  return [
    ...outsideChecks(outcome),
    equal('平台登记的差异', planted.differences, figures.differences.found),
    equal('通知书：发布 / 反馈', figures.notices.published, figures.notices.reported),
    ...(claims < WARNINGS_OF_BOTH_KINDS_FROM ? [] : [warningsCheck(figures)]),
  ];
}

const warningsCheck = ({ yellow, red }: MonthFigures): Check => ({
  name: '预付金使用率达到70%与90%的省份均有',
  ok: yellow.length > 0 && red.length > 0,
  detail: `${yellow.length} / ${red.length}`,
});
