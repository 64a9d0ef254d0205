import { CLEARING_UNITS, Money } from '#kernel';
import type { YearLevel } from './year-levels.js';

/** A line of a notice: the other unit and its amounts in yuan; null where the column has no figure. */
export interface PaperLine {
  readonly name: string;
  readonly amounts: readonly (Money | null)[];
}

export type Side = 'payer' | 'receiver';

const otherOf = (side: Side): Side => (side === 'payer' ? 'receiver' : 'payer');

function byOther(levels: readonly YearLevel[], unit: string, side: Side): ReadonlyMap<string, YearLevel> {
  const own = levels.filter((level) => level[side] === unit);
  return new Map(own.map((level) => [level[otherOf(side)], level]));
}

const others = (unit: string): typeof CLEARING_UNITS => CLEARING_UNITS.filter(({ code }) => code !== unit);

/** 附件3、4: what is paid to, or comes from, every other unit (PRE-01); an emergency increase between has annexes 8 and 9. */
export function firstLines(levels: readonly YearLevel[], unit: string, side: Side): readonly PaperLine[] {
  const own = byOther(levels, unit, side);
  return others(unit).map(({ code, shortName }) => {
    const level = own.get(code);
    return { name: shortName, amounts: [level === undefined ? Money.zero : Money.of(level.adjustment)] };
  });
}

/**
 * 附件6、7 (PRE-02): what is paid more to, or comes more from, every other unit. Money that goes back stands on the other side's
 * notice: the place of care pays it, the place of insurance collects it, with "*" before the name.
 */
export function adjustmentLines(levels: readonly YearLevel[], unit: string, side: Side): readonly PaperLine[] {
  const own = byOther(levels, unit, side);
  const returned = byOther(levels, unit, otherOf(side));
  return others(unit).flatMap(({ code, shortName }) => {
    const back = backOf(returned.get(code));
    const starred = { name: `*${shortName}`, amounts: side === 'payer' ? [null, null, back] : [back] };
    return [ownLine(shortName, own.get(code), side), ...(back === null ? [] : [starred])];
  });
}

/** A level that was set again after an emergency increase: the columns of its line differ by what went on annex 8 (PRE-06). */
export interface RaisedLevel {
  readonly name: string;
  readonly raised: Money;
}

/** The pairs of a payer whose approved level has emergency increases of the year in it (PRE-02, PRE-06). */
export function raisedLevels(levels: readonly YearLevel[], unit: string): readonly RaisedLevel[] {
  const own = byOther(levels, unit, 'payer');
  return others(unit).flatMap(({ code, shortName }) => {
    const raised = Money.of(own.get(code)?.raised ?? '0.00');
    return raised.isZero() ? [] : [{ name: shortName, raised }];
  });
}

function ownLine(name: string, level: YearLevel | undefined, side: Side): PaperLine {
  const adjustment = level === undefined ? Money.zero : Money.of(level.adjustment);
  const paid = adjustment.max(Money.zero);
  if (side === 'receiver') return { name, amounts: [paid] };
  const [previous, approved] = level === undefined ? ['0.00', '0.00'] : [level.previous, level.approved];
  return { name, amounts: [Money.of(previous), Money.of(approved), paid] };
}

/** What goes back; null where nothing does. */
function backOf(level: YearLevel | undefined): Money | null {
  if (level === undefined) return null;
  const adjustment = Money.of(level.adjustment);
  return adjustment.isNegative() ? adjustment.abs() : null;
}
