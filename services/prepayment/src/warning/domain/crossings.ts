import type { WarningRaised } from '#contracts';
import { byOfficialOrder } from '../../advance/domain/official-order.js';
import type { UseLevel } from './use-rate.js';
import { wasRaised, type UseRate, type Warnings } from './warning.js';

const RANK: Readonly<Record<UseLevel, number>> = { none: 0, 'no-advance': 0, yellow: 1, red: 2 };

/**
 * Warnings a newly recorded month gives rise to. Months are compared in their own order and not in that of their
 * arrival, for the bus keeps order within a month only: a late month can show a fall between two that looked like one
 * spell, so all of them are looked at again. A rise that a later month of the same spell has announced already is not
 * announced again (PRE-05: one event per crossing).
 */
export function crossingsAfter(warnings: Warnings, month: string): readonly WarningRaised[] {
  const months = [...warnings.months.keys()].sort();
  const affected = months.at(-1) === month ? [month] : months;
  const payers = new Set(affected.flatMap((each) => ratesIn(warnings, each).map(({ payer }) => payer)));
  return [...payers].sort(byOfficialOrder).flatMap((payer) => {
    const line = months.map((each) => pointOf(warnings, each, payer));
    return affected.flatMap((each) => crossingAt(warnings, line, months.indexOf(each)) ?? []);
  });
}

interface Point {
  readonly month: string;
  readonly payer: string | null;
  readonly rate: UseRate | null;
  readonly level: UseLevel;
}

const ratesIn = (warnings: Warnings, month: string): readonly UseRate[] => warnings.months.get(month)?.rates ?? [];

function pointOf(warnings: Warnings, month: string, payer: string | null): Point {
  const rate = ratesIn(warnings, month).find((each) => each.payer === payer) ?? null;
  return { month, payer, rate, level: rate?.level ?? 'none' };
}

function crossingAt(warnings: Warnings, line: readonly Point[], index: number): WarningRaised | null {
  const point = line[index];
  if (point === undefined || RANK[point.level] <= RANK[line[index - 1]?.level ?? 'none']) return null;
  const raised = warningOf(warnings, point);
  return raised === null || isAnnounced(warnings, line.slice(index), raised.level) ? null : raised;
}

function warningOf(warnings: Warnings, { month, rate }: Point): WarningRaised | null {
  const recorded = warnings.months.get(month);
  if (recorded === undefined || rate === null || rate.ratePercent === null) return null;
  const { payer, cleared, advance, ratePercent, level } = rate;
  if (level !== 'yellow' && level !== 'red') return null;
  const { receiver, generatedOn: raisedOn } = recorded;
  return { month, receiver, payer, level, ratePercent, cleared, advance, raisedOn };
}

/** Whether this level was announced at one of the points, as long as the rate does not fall below it between them. */
function isAnnounced(warnings: Warnings, points: readonly Point[], level: 'yellow' | 'red'): boolean {
  const fall = points.findIndex((point) => RANK[point.level] < RANK[level]);
  const spell = fall < 0 ? points : points.slice(0, fall);
  return spell.some(({ payer, month }) => wasRaised(warnings, { payer, month, level }));
}
