import { isWithin, overlap, overlapsOf, valuesInForce } from './effective.js';
import { STATUSES } from './parameters.js';
import type { Scheme } from './parameters.js';
import type { Origin, PolicyTable, Sourced, Target } from './table.js';

/** A value in force; `own`: it stands in the table under check, otherwise it is inherited. */
export type CheckedValue = {
  readonly name: string;
  readonly value: unknown;
  readonly origin: Origin;
  readonly own: boolean;
};
export type CheckedSection = {
  readonly target: Target;
  readonly values: readonly CheckedValue[];
  /** Parameters without a value: what needs them is refused with `policy.incomplete`. */
  readonly missing: readonly string[];
};

/** 政策表核对 What a table amounts to among the others on one day. */
export type PolicyCheck = {
  readonly region: string;
  readonly date: string;
  /** Tables it was merged from, widest first. */
  readonly files: readonly string[];
  /** Tables of the same place that are in force on days of this one; they are left out of what is shown. */
  readonly overlaps: readonly string[];
  readonly sections: readonly CheckedSection[];
};

export type PolicyQuestion = {
  readonly table: PolicyTable;
  readonly others: readonly PolicyTable[];
  /** The table's own place, or one within it. */
  readonly region: string;
  readonly date: string;
  readonly schemes: readonly Scheme[];
};

/** A value that differs by condition is shown with its conditions, those that go before it first. */
const shown = ({ value, variants }: Sourced): unknown =>
  variants === undefined
    ? value
    : { variants: variants.map(({ when, value: own }) => ({ when, value: own })), otherwise: value };

/**
 * The effective table of a place as if the table under check lay among the others: each value with its origin, those
 * without a value by name. A table it overlaps gives way, so that a successor can be looked at before its predecessor is
 * ended. Pure. Throws RangeError for a place outside the table's own.
 */
export function checkPolicyTable({ table, others, region, date, schemes }: PolicyQuestion): PolicyCheck {
  if (!isWithin(region, table.region)) throw new RangeError(`${region}不在${table.region}之内`);
  const overlapping = others.filter((other) => overlap(table, other));
  const tables = [...others.filter((other) => !overlapping.includes(other)), table];
  const targets: readonly Target[] = ['registration', ...schemes.flatMap((scheme) => STATUSES[scheme])];
  const sections = targets.map((target): CheckedSection => {
    const { values, missing } = valuesInForce(tables, { region, date }, target);
    const checked = [...values].map(([name, sourced]) => ({
      ...{ name, value: shown(sourced), origin: sourced.origin },
      own: table.values[target].get(name) === sourced,
    }));
    return { target, values: checked, missing };
  });
  const files = valuesInForce(tables, { region, date }, 'registration').tables.map(({ file }) => file);
  return { region, date, files, overlaps: overlapsOf([table, ...overlapping]), sections };
}
