import type { Database } from '#event-store';
import { Money } from '#kernel';
import { annualLevel, levelMonths } from '../../domain/level-rule.js';
import type { PairToSet } from '../../domain/set-levels.js';

interface PairRow {
  readonly payer: string;
  readonly receiver: string;
  readonly first: string;
  readonly second: string;
  readonly third: string;
}

/** What each pair cleared in the quarter; one that only holds an advance cleared nothing, and its advance goes back (PRE-02). */
const QUARTER = `
  with held as (
    select distinct on (receiver, payer) receiver, payer, amount from read_levels.level
     order by receiver, payer, version desc)
  select payer, receiver, ${[1, 2, 3].map(sumOf).join(', ')}
    from (select payer, receiver, month, cleared from clearing_cell where month in ($1, $2, $3)
          union all select payer, receiver, null, 0 from held where amount > 0) q
   group by payer, receiver`;

function sumOf(place: number): string {
  const name = ['first', 'second', 'third'][place - 1];
  return `coalesce(sum(cleared) filter (where month = $${place}), 0)::numeric(18, 2)::text as ${name}`;
}

/** Levels of a year by the rule of PRE-01, of every pair that cleared or holds an advance; null while a table of the quarter is missing. */
export async function readRuleLevels(
  { read }: Pick<Database, 'read'>,
  year: number,
): Promise<readonly PairToSet[] | null> {
  const months = levelMonths(year);
  const known = await read<{ month: string }>('select month from clearing_table where month = any($1)', [months]);
  if (known.length < months.length) return null;
  const rows = await read<PairRow>(QUARTER, months);
  return rows.map(({ payer, receiver, first, second, third }) => {
    const level = annualLevel([Money.of(first), Money.of(second), Money.of(third)]);
    return { payer, receiver, amount: level.toString() };
  });
}
