import type { DomainEvent, StreamDefinition, StreamRef } from '#event-store';
import { Decimal, Money, ok, reject, type ClearingMonth, type ClearingUnit, type Result } from '#kernel';
import { shareOf, shown } from '../../tables/domain/percent.js';

/** 基金累计结余可支付月数 of one pooling area and scheme, with at most two decimals. */
export type Reserve = { readonly region: string; readonly scheme: 'employee' | 'resident'; readonly months: string };

export type Reported = {
  readonly month: string;
  readonly unit: string;
  /** Inpatient stays in other provinces that were reimbursed by hand at home. */
  readonly manualInpatients: number;
  readonly reserves: readonly Reserve[];
  readonly on: string;
};

export type MonitoringEvent = DomainEvent<'MonitoringReported', Reported>;

/** 运行监控 What a province reports of a month beside what the platform knows (COL-04). The last report counts. */
export interface Monitoring {
  readonly reported: Reported | null;
}

const definition: StreamDefinition<Monitoring, MonitoringEvent> = {
  category: 'monitoring',
  initialState: () => ({ reported: null }),
  evolve: (_monitoring, { data }) => ({ reported: data }),
};

export const monitoringRef = (month: string, unit: string): StreamRef<Monitoring> => ({
  id: `monitoring-${month}-${unit}`,
  definition,
});

const MONTHS = /^\d{1,3}(?:\.\d{1,2})?$/;

/** 报送监控数据 (COL-04): pooling areas of the unit itself, each scheme once. The same report again changes nothing. */
export function decideReport(
  report: Reported & { readonly month: ClearingMonth; readonly unit: ClearingUnit },
  { reported }: Monitoring,
): Result<readonly MonitoringEvent[]> {
  const seen = new Set<string>();
  for (const [index, { region, scheme, months }] of report.reserves.entries()) {
    const field = `reserves.${index}`;
    if (!region.startsWith(report.unit)) {
      return reject('monitoring.other-unit', 'COL-04', '统筹地区不属于本省级单位', [`${field}.region`]);
    }
    if (!MONTHS.test(months)) {
      return reject('monitoring.months', 'COL-04', '可支付月数须为最多两位小数的数', [`${field}.months`]);
    }
    if (seen.has(`${region}/${scheme}`)) {
      return reject('monitoring.twice', 'COL-04', '同一统筹地区同一险种重复填报', [field]);
    }
    seen.add(`${region}/${scheme}`);
  }
  const same = reported !== null && contentOf(reported) === contentOf(report);
  return ok(same ? [] : [{ type: 'MonitoringReported', data: report }]);
}

const contentOf = ({ manualInpatients, reserves }: Reported): string =>
  [String(manualInpatients), ...reserves.map(({ region, scheme, months }) => `${region}/${scheme}/${months}`)].join();

/** Claims of one place of insurance in a clearing month; a refund takes its claim out again. Yuan as text. */
export interface MonthFacts {
  readonly claims: number;
  readonly inpatients: number;
  readonly total: string;
  readonly payable: string;
  readonly deducted: string;
}

/** 监测指标 (COL-04). Percentages with two decimals, null where there is nothing to divide by. */
export interface MonitoringFigures {
  /** 次均费用, yuan. */
  readonly meanCost: string | null;
  /** 次均费用涨幅 against the month before. */
  readonly growthPercent: string | null;
  /** 报销比例. */
  readonly reimbursementPercent: string | null;
  /** 审核扣款率. */
  readonly deductionPercent: string | null;
  /** 住院费用跨省直接结算率; null while the stays reimbursed by hand are not reported. */
  readonly directPercent: string | null;
  readonly directTargetReached: boolean | null;
  /** Funds that last less than six months. */
  readonly shortReserves: readonly Reserve[];
}

const TARGET_PERCENT = 70;
const SAFE_MONTHS = 6;

export function monitoringFigures(
  facts: MonthFacts,
  before: MonthFacts | null,
  reported: Pick<Reported, 'manualInpatients' | 'reserves'> | null,
): MonitoringFigures {
  const mean = meanOf(facts);
  return {
    meanCost: mean === null ? null : Money.roundHalfUp(mean).toString(),
    growthPercent: shown(growthOf(mean, before === null ? null : meanOf(before))),
    reimbursementPercent: shown(shareOf(exact(facts.payable), exact(facts.total))),
    deductionPercent: shown(shareOf(exact(facts.deducted), exact(facts.payable))),
    ...directOf(facts.inpatients, reported?.manualInpatients ?? null),
    shortReserves: (reported?.reserves ?? []).filter(({ months }) => new Decimal(months).lt(SAFE_MONTHS)),
  };
}

/** The target is decided on the share itself, and the share is shown rounded down: 69.999% has not reached 70.00%. */
function directOf(
  inpatients: number,
  manual: number | null,
): Pick<MonitoringFigures, 'directPercent' | 'directTargetReached'> {
  const share = manual === null ? null : shareOf(new Decimal(inpatients), new Decimal(inpatients + manual));
  if (share === null) return { directPercent: null, directTargetReached: null };
  return { directPercent: shown(share, 'floor'), directTargetReached: share.gte(TARGET_PERCENT) };
}

const growthOf = (mean: Decimal | null, before: Decimal | null): Decimal | null =>
  mean === null || before === null ? null : shareOf(mean.minus(before), before);
const exact = (yuan: string): Decimal => Money.of(yuan).exact();
const meanOf = ({ claims, total }: MonthFacts): Decimal | null => (claims > 0 ? exact(total).div(claims) : null);
