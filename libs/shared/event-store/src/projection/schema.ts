import type { Projection } from '../types.js';

export type TableNames = (table: string) => string;

const identifier = (name: string): string => name.replace(/[^a-z0-9]+/g, '_');

export const liveSchema = (projection: Projection): string => `read_${identifier(projection.name)}`;
export const rebuildSchema = (projection: Projection): string => `${liveSchema(projection)}_rebuild`;
/** Where the tables that were replaced wait to be dropped. */
export const replacedSchema = (projection: Projection): string => `${liveSchema(projection)}_replaced`;

export const tablesIn =
  (schema: string): TableNames =>
  (table) =>
    `${schema}.${table}`;
