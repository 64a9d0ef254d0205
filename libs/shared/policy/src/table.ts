import { z } from 'zod';
import { RegionCode } from '#kernel';
import { condition } from './condition.js';
import type { Condition } from './condition.js';
import { issuesOf } from './issues.js';
import { BENEFIT_SCHEMAS, REGISTRATION_SCHEMAS } from './parameters.js';
import type { Status } from './parameters.js';
import { PolicyError, readYaml } from './read-yaml.js';
import { day } from './values.js';

/** The pseudo region of national tables. */
export const NATION = '000000';

/** S in an official text at hand, A government page, B reprint, C other page, demonstration: invented for demonstration. */
const GRADES = ['S', 'A', 'B', 'C', 'demonstration'] as const;
const TABLE_STATUSES = ['published', 'draft', 'demonstration'] as const;
/** Sections of a file: `employee` fills `active` and `retired` alike. */
const SECTIONS = ['employee', 'active', 'retired', 'resident', 'registration'] as const;

export type TableStatus = (typeof TABLE_STATUSES)[number];
type SectionName = (typeof SECTIONS)[number];
export type Target = Status | 'registration';

/** Where a value in force comes from, for the trace of a claim and for a clerk who is asked. */
export type Origin = {
  readonly file: string;
  readonly region: string;
  readonly table: string;
  readonly status: TableStatus;
  readonly source: string;
  readonly grade: (typeof GRADES)[number];
  readonly url?: string;
  readonly note?: string;
};
/** A value for whoever fulfils a condition, before the value for the others. */
export type Variant = { readonly when: Condition; readonly value: unknown; readonly origin: Origin };
/** `variants`: the first whose condition holds goes before the value; only benefit values have them. */
export type Sourced = { readonly value: unknown; readonly origin: Origin; readonly variants?: readonly Variant[] };

/** 政策表 Policy table of one place for one span of time. */
export type PolicyTable = {
  readonly file: string;
  readonly region: string;
  readonly name: string;
  readonly status: TableStatus;
  readonly effectiveFrom: string;
  /** Last day in force; null while open. */
  readonly effectiveTo: string | null;
  readonly values: Readonly<Record<Target, ReadonlyMap<string, Sourced>>>;
};

const note = z.string().optional();
const variant = z.strictObject({ when: condition, value: z.unknown(), source: z.string().optional(), note });
const VARIANTS_LIMIT = 200;
const leaf = z.strictObject(
  {
    value: z.unknown(),
    source: z.string({ error: '缺少来源：写sources中的一个名称' }),
    note,
    variants: z.array(variant).max(VARIANTS_LIMIT, `最多${VARIANTS_LIMIT}种情形`).optional(),
  },
  { error: '须写成{ value: 值, source: 来源 }' },
);
const section = z.record(z.string(), leaf).optional();
const source = z.strictObject({
  text: z.string().min(1, '不能为空'),
  grade: z.enum(GRADES),
  url: z.string().optional(),
});
const fileSchema = z.strictObject({
  region: z.string().regex(/^\d{6}$/, '须为6位行政区划代码'),
  name: z.string().min(1, '不能为空'),
  status: z.enum(TABLE_STATUSES),
  effectiveFrom: day,
  effectiveTo: day.optional(),
  sources: z.record(z.string(), source),
  employee: section,
  active: section,
  retired: section,
  resident: section,
  registration: section,
});
type PolicyFile = z.output<typeof fileSchema>;
type Leaf = z.output<typeof leaf>;

const TARGETS: Readonly<Record<SectionName, readonly Target[]>> = {
  employee: ['active', 'retired'],
  active: ['active'],
  retired: ['retired'],
  resident: ['resident'],
  registration: ['registration'],
};

/** Reads one policy file. Throws PolicyError with every problem found; `file` only serves to name it. */
export const parsePolicyTable = (text: string, file: string): PolicyTable => policyTableOf(readYaml(text, file), file);

/** Reads a policy table that is already an object whose scalars are texts, such as an inline table of a case file. */
export const policyTableOf = (document: unknown, file: string): PolicyTable => {
  const parsed = fileSchema.safeParse(document);
  if (!parsed.success) {
    throw new PolicyError([...issuesOf(parsed.error, file, ''), ...valueProblems(document, file)]);
  }
  const data = parsed.data;
  const problems = headerProblems(data, file);
  const values = collectValues(data, file, problems);
  if (problems.length > 0) throw new PolicyError(problems);
  const { region, name, status, effectiveFrom, effectiveTo = null } = data;
  return { file, region, name, status, effectiveFrom, effectiveTo, values };
};

/** What a broken file holds besides its faults of form: the writer is told the faults of its values in the same run. */
const readableParts = z.object({
  sources: z.record(z.string(), z.unknown()).catch({}),
  ...Object.fromEntries(SECTIONS.map((name) => [name, z.record(z.string(), z.unknown()).catch({})])),
});

function valueProblems(document: unknown, file: string): string[] {
  const readable = readableParts.safeParse(document);
  if (!readable.success) return [];
  const problems: string[] = [];
  const sources = Object.keys(readable.data.sources).map((name) => [name, { text: name, grade: 'C' }] as const);
  const sections = SECTIONS.map((name) => {
    const entries = Object.entries((readable.data as Record<string, object>)[name] ?? {});
    return [name, Object.fromEntries(entries.filter(([, entry]) => leaf.safeParse(entry).success))] as const;
  });
  const header = { region: NATION, name: file, status: 'draft', effectiveFrom: '2000-01-01' };
  const data = fileSchema.parse({ ...header, sources: Object.fromEntries(sources), ...Object.fromEntries(sections) });
  collectValues(data, file, problems);
  return problems;
}

function headerProblems(data: PolicyFile, file: string): string[] {
  const problems: string[] = [];
  const region = RegionCode.parse(data.region, 'region');
  if (data.region !== NATION && !region.ok) problems.push(`${file}：${region.rejection.message}`);
  if (data.effectiveTo !== undefined && data.effectiveTo < data.effectiveFrom) {
    problems.push(`${file}：effectiveTo早于effectiveFrom`);
  }
  return problems;
}

function collectValues(data: PolicyFile, file: string, problems: string[]): PolicyTable['values'] {
  const values: Record<Target, Map<string, Sourced>> = {
    active: new Map(),
    retired: new Map(),
    resident: new Map(),
    registration: new Map(),
  };
  for (const section of SECTIONS) {
    for (const [pattern, entry] of Object.entries(data[section] ?? {})) {
      const names = expandBraces(pattern);
      const place = { data, file, section, names, at: `${section}.${pattern}` };
      const sourced = readLeaf(place, entry, problems);
      if (sourced) put(values, place, sourced, problems);
    }
  }
  return values;
}

type LeafPlace = {
  readonly data: PolicyFile;
  readonly file: string;
  readonly section: SectionName;
  readonly names: readonly string[];
  readonly at: string;
};

function put(
  values: Record<Target, Map<string, Sourced>>,
  place: LeafPlace,
  sourced: Sourced,
  problems: string[],
): void {
  const places = place.names.flatMap((name) => TARGETS[place.section].map((target) => ({ name, target })));
  for (const { name, target } of places) {
    if (values[target].has(name)) problems.push(`${place.file}：${place.section}.${name}：同一参数写了两次`);
    values[target].set(name, sourced);
  }
}

function readLeaf(place: LeafPlace, entry: Leaf, problems: string[]): Sourced | null {
  const schema = schemaOf(place, problems);
  if (!schema) return null;
  const read = (part: ValuePart, at: string): Sourced | null =>
    readPart({ ...place, at }, { schema, ...part }, problems);
  const main = read(entry, place.at);
  const { variants = [] } = entry;
  if (variants.length > 0 && place.section === 'registration') {
    problems.push(`${place.file}：${place.at}.variants：备案参数不分情形`);
  }
  const others = variants.map(({ when, source = entry.source, ...part }, index) => {
    const found = read({ source, ...part }, `${place.at}.variants.${index}`);
    return found && { when, ...found };
  });
  if (!main || others.some((one) => one === null)) return null;
  return variants.length === 0 ? main : { ...main, variants: others as readonly Variant[] };
}

type ValuePart = Pick<Leaf, 'value' | 'source' | 'note'>;

/** A value and where it stands; null when it is wrong or its source is missing. */
function readPart(
  { data, file, at }: LeafPlace,
  { schema, value, source: name, note: remark }: ValuePart & { readonly schema: z.ZodType },
  problems: string[],
): Sourced | null {
  const source = data.sources[name];
  if (!source) problems.push(`${file}：${at}.source：sources中没有${name}`);
  const parsed = schema.safeParse(value);
  if (!parsed.success) problems.push(...issuesOf(parsed.error, file, `${at}.value`));
  if (!parsed.success || !source) return null;
  const { region, name: table, status } = data;
  const { text, grade, url } = source;
  return { value: parsed.data, origin: { file, region, table, status, source: text, grade, url, note: remark } };
}

/** The one form of all names of a brace; undefined when a name is unknown or the forms differ. */
function schemaOf({ file, section, names, at }: LeafPlace, problems: string[]): z.ZodType | undefined {
  const schemas = section === 'registration' ? REGISTRATION_SCHEMAS : BENEFIT_SCHEMAS;
  const unknown = names.filter((name) => !schemas.has(name));
  if (unknown.length > 0) problems.push(`${file}：${section}：没有参数${unknown.join('、')}`);
  const schema = schemas.get(names[0] ?? '');
  if (!schema || unknown.length > 0) return undefined;
  if (names.every((name) => schemas.get(name) === schema)) return schema;
  problems.push(`${file}：${at}：花括号里的参数写法不同，须分开写`);
  return undefined;
}

/** `a.{b,c}.{d,e}` stands for four names, which keeps the grid of reductions short. */
export function expandBraces(pattern: string): string[] {
  const match = /^([^{]*)\{([^}]*)\}(.*)$/.exec(pattern);
  if (!match) return [pattern];
  const [, head = '', choices = '', tail = ''] = match;
  return choices.split(',').flatMap((choice) => expandBraces(`${head}${choice.trim()}${tail}`));
}
