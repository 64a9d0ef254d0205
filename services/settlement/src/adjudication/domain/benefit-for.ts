import type { BenefitTable } from '#policy';
import { holds } from './conditions.js';
import type { Facts } from './conditions.js';

/** Resolved tables by which variants hold; kept beside the table, so that a table that is dropped takes them along. */
const resolved = new WeakMap<BenefitTable, Map<string, BenefitTable>>();

/**
 * The benefit values of one person and visit: of every parameter the first variant whose condition holds, else the value
 * for all (SET-01). Tables without variants come back as they are; the others are resolved once for each combination.
 */
export function benefitFor(table: BenefitTable, facts: Facts): BenefitTable {
  if (table.variants.length === 0) return table;
  const chosen = table.variants.map(({ cases }) => cases.findIndex(({ when }) => holds(when, facts)));
  const known = resolved.get(table) ?? new Map<string, BenefitTable>();
  if (known.size === 0) resolved.set(table, known);
  const key = chosen.join();
  const before = known.get(key);
  if (before !== undefined) return before;
  const made = resolve(table, chosen);
  known.set(key, made);
  return made;
}

function resolve(table: BenefitTable, chosen: readonly number[]): BenefitTable {
  const values: Record<string, unknown> = { ...table.values };
  const origins: Record<string, unknown> = { ...table.origins };
  table.variants.forEach(({ name, cases }, index) => {
    const found = cases[chosen[index] ?? -1];
    if (!found) return;
    values[name] = found.value;
    origins[name] = found.origin;
  });
  return { values, origins, variants: [] } as unknown as BenefitTable;
}
