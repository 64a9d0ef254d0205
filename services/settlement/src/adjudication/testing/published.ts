import { readFileSync } from 'node:fs';
import { Money, unwrap } from '#kernel';
import { adjudicate } from '../domain/adjudicate.js';
import type { Adjudication, AdjudicationInput } from '../domain/types.js';

/** A worked example published by an authority or a newspaper, with its source, as kept in `fixtures/`. */
export type Published = {
  readonly id: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly expected: Readonly<Record<string, string>>;
};

const published = JSON.parse(
  readFileSync(new URL('../fixtures/published-cases.json', import.meta.url), 'utf8'),
) as readonly Published[];

export const caseOf = (id: string): Published => {
  const found = published.find((candidate) => candidate.id === id);
  if (!found) throw new Error(`no case ${id}`);
  return found;
};

export const settle = (input: AdjudicationInput): Adjudication => unwrap(adjudicate(input));

/** What one fund pays, as text; zero when it does not pay. */
export const fund = (result: Adjudication, code = '310100'): string =>
  Money.sum(result.funds.filter((payment) => payment.code === code).map((payment) => payment.amount)).toString();

export const personal = (result: Adjudication): string => result.accountPaid.plus(result.cash).toString();
