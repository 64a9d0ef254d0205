import type { PolicyBook } from '#policy';

/** Names of places by code, as policy tables give them; a table of one span of time says so in brackets behind the name. */
export const cityNamesOf = ({ tables }: Pick<PolicyBook, 'tables'>): ReadonlyMap<string, string> =>
  new Map(tables.map(({ region, name }) => [region, name.replace(/（.*）$/u, '')]));
