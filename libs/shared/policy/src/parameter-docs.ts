import { BENEFIT_DOCS } from './benefit-docs.js';
import { REGISTRATION_DOCS } from './registration-docs.js';
import type { ParameterDoc } from './registration-docs.js';
import { expandBraces } from './table.js';

export type { ParameterDoc } from './registration-docs.js';

/** What is said of parameters, by section kind and in the order in which people read them; a key may stand for several names. */
export const PARAMETER_DOCS = { registration: REGISTRATION_DOCS, benefit: BENEFIT_DOCS } as const;

const byName = (docs: Readonly<Record<string, ParameterDoc>>): ReadonlyMap<string, ParameterDoc> =>
  new Map(Object.entries(docs).flatMap(([pattern, doc]) => expandBraces(pattern).map((name) => [name, doc] as const)));

const BY_NAME = { registration: byName(REGISTRATION_DOCS), benefit: byName(BENEFIT_DOCS) };

/** What is said of one parameter; undefined where there is none of this name. */
export const parameterDoc = (kind: keyof typeof PARAMETER_DOCS, name: string): ParameterDoc | undefined =>
  BY_NAME[kind].get(name);
