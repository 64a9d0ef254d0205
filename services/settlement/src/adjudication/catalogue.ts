import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { Decimal } from '#kernel';
import { PolicyError, readYaml } from '#policy';
import type { CatalogueItem } from './domain/fee-split.js';

/** 就医地目录 Catalogue of the place of care by national code. */
export type Catalogue = ReadonlyMap<string, CatalogueItem>;

/** The small illustrative catalogue that comes with the program. */
export const DEFAULT_CATALOGUE = new URL('./data/catalogue.yaml', import.meta.url);

const ITEMS_LIMIT = 500_000;
const item = z
  .strictObject({
    code: z.string().min(1).max(50),
    name: z.string().min(1).max(200),
    class: z.enum(['01', '02', '03'], { error: '须为01、02、03之一' }),
    category: z.string().regex(/^(?:0[1-9]|1[0-4])$/, '须为01到14'),
    selfpayProp: z
      .string()
      .regex(/^(?:0(?:\.\d{1,4})?|1(?:\.0{1,4})?)$/, '须为0到1之间的小数')
      .default('0'),
    priceCeiling: z
      .string()
      .regex(/^\d{1,10}(?:\.\d{1,6})?$/, '须为单价（元）')
      .optional(),
    restricted: z.enum(['true', 'false'], { error: '须为true或false' }).default('false'),
  })
  .transform(({ priceCeiling, restricted, ...rest }): CatalogueItem => ({
    ...rest,
    priceCeiling: priceCeiling === undefined ? null : new Decimal(priceCeiling),
    restricted: restricted === 'true',
  }));
const items = z.array(item).max(ITEMS_LIMIT, `目录超过${ITEMS_LIMIT}项`);

/** Reads a catalogue from YAML. Throws PolicyError naming the file, the line of the list and the field. */
export function parseCatalogue(text: string, file: string): Catalogue {
  const parsed = items.safeParse(readYaml(text, file));
  if (!parsed.success) {
    throw new PolicyError(parsed.error.issues.map((issue) => `${file}：${issue.path.join('.')}：${issue.message}`));
  }
  const catalogue = new Map(parsed.data.map((entry) => [entry.code, entry]));
  if (catalogue.size < parsed.data.length) throw new PolicyError([`${file}：有重复的编码`]);
  return catalogue;
}

/** Loads a catalogue file; the illustrative one when none is named. */
export const loadCatalogue = (file: URL | string = DEFAULT_CATALOGUE): Catalogue =>
  parseCatalogue(readFileSync(file, 'utf8'), String(file).split('/').at(-1) ?? '');
