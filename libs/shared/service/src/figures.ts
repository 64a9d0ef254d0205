import type { Database } from '#event-store';

/** Figures of rows with a name and a text, by their names. */
export async function figuresOf(read: Database['read'], sql: string): Promise<Readonly<Record<string, string>>> {
  const rows = await read<{ name: string; value: string }>(sql);
  return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
}

/**
 * SQL: claims of each month and pair, what they owe, and a digest of everything told of them, under `claims <month>
 * <payer>→<receiver>`. `told` gives a row a claim: month, payer, receiver, claim_id, payable, told (text).
 */
export const digestOf = (told: string): string => `
  select 'claims ' || month || ' ' || payer || '→' || receiver as name,
         count(*) || '笔 ' || sum(payable)::numeric(18, 2) || '元 ' || md5(string_agg(told, ';' order by claim_id)) as value
    from (${told}) t group by month, payer, receiver`;

/**
 * SQL: differences that stand open, with a digest of them, under `differences <month> <payer>→<receiver>` of their claims, or
 * `differences 无此结算` where there is no such claim. `open` gives a row a difference: difference_id, claim_id, and month, payer and
 * receiver of its claim or null.
 */
export const differencesOf = (open: string): string => `
  select 'differences ' || coalesce(month || ' ' || payer || '→' || receiver, '无此结算') as name,
         count(*) || '项 ' || md5(string_agg(difference_id || '|' || claim_id, ';' order by difference_id)) as value
    from (${open}) t group by month, payer, receiver`;

/**
 * SQL: what each month and pair settled, with a digest of its days, under `settled <month> <payer>→<receiver>` (PRE-09). `days` gives a row
 * a day and pair: settled_on (text), payer, receiver, amount.
 */
export const settledDaysOf = (days: string): string => `
  select 'settled ' || left(settled_on, 7) || ' ' || payer || '→' || receiver as name,
         sum(amount)::numeric(18, 2) || '元 '
           || md5(string_agg(settled_on || '=' || amount::numeric(18, 2), ';' order by settled_on)) as value
    from (${days}) t group by left(settled_on, 7), payer, receiver`;

/** SQL: cleared amounts of each month, pair and scheme, under `cell <month> <payer>→<receiver> <scheme>`. */
export const cellsIn = (table: string): string => `
  select 'cell ' || month || ' ' || payer || '→' || receiver || ' ' || scheme as name, cleared::numeric(18, 2)::text as value
    from ${table}`;
