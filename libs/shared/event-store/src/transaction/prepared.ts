import type pg from 'pg';

const names = new Map<string, string>();

/**
 * Marks a statement that runs all day: every connection has it parsed once, and planned once where a plan for all values is as good.
 * Only for texts that do not vary, since a connection keeps each of them until it ends.
 */
export function prepared(text: string): string {
  if (!names.has(text)) names.set(text, `kuasheng ${names.size}`);
  return text;
}

/** The statement as the driver takes it. */
export function statementOf(text: string, values: readonly unknown[]): pg.QueryConfig {
  const name = names.get(text);
  return name === undefined ? { text, values: [...values] } : { name, text, values: [...values] };
}
