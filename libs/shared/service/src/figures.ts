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

/** SQL: cleared amounts of each month and pair, under `cell <month> <payer>→<receiver>`. */
export const cellsIn = (table: string): string => `
  select 'cell ' || month || ' ' || payer || '→' || receiver as name, sum(cleared)::numeric(18, 2)::text as value
    from ${table} group by month, payer, receiver`;
