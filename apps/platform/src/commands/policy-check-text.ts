import { parameterDoc } from '#policy';
import type { Origin } from '#policy';
import { columnsOf, padColumns } from './columns.js';
import type { PolicyCheckReport, ReportedSection, ReportedValue } from './policy-check.js';

const STATUS = { published: '已公布', draft: '征求意见稿', demonstration: '演示' } as const;
const TITLE = {
  registration: '备案参数（registration）',
  employee: '职工待遇，在职与退休相同（employee）',
  active: '在职职工待遇（active）',
  retired: '退休职工待遇（retired）',
  resident: '居民待遇（resident）',
} as const;
/** Columns of name and value; what is longer stands on a line of its own. */
const NAME = 40;
const VALUE = 34;
const GAP = 2;

type SectionTitle = keyof typeof TITLE;
interface Part {
  readonly title: SectionTitle;
  readonly values: readonly ReportedValue[];
  readonly missing: readonly string[];
}

/** The report as a person reads it in a terminal: faults first, then the effective table by section and topic. */
export function policyCheckText(report: PolicyCheckReport): string {
  return [...headLines(report), ...effectiveLines(report), '', verdict(report)].join('\n');
}

function headLines({ file, table, problems, notices }: PolicyCheckReport): readonly string[] {
  const head =
    table === null
      ? [file]
      : [
          `${file}：${table.name}（${table.region}），${STATUS[table.status]}，${table.effectiveFrom} 至 ${table.effectiveTo ?? '今后'}`,
        ];
  return [
    ...head,
    ...(problems.length === 0 ? [] : ['', `须改正 ${problems.length} 处：`]),
    ...problems.map((problem) => `  ${problem}`),
    ...notices.map((notice) => `注意：${notice}`),
  ];
}

function effectiveLines({ effective }: PolicyCheckReport): readonly string[] {
  if (effective === null) return [];
  const sources = new SourceList();
  return [
    '',
    `${effective.region} 在 ${effective.date} 的生效政策，由上级到本级：${effective.files.join(' ← ')}`,
    '* 取自本表，空白为继承，! 没有取值；方括号为依据的编号，见文末',
    ...partsOf(effective.sections).flatMap((part) => partLines(part, sources)),
    '',
    '依据（S 官方原文，A 政府网页，B 转载，C 其他）',
    ...sources.lines(),
  ];
}

/** Sources in the order in which values cite them; one that many values rest on is printed once. */
class SourceList {
  readonly #numbers = new Map<string, number>();

  /** The short form that stands beside a value. */
  cite({ file, source, grade, url = '' }: Origin): string {
    const line = `${gradeText(grade).padEnd(2)}  ${file}：${source}${url === '' ? '' : `  ${url}`}`;
    const number = this.#numbers.get(line) ?? this.#numbers.size + 1;
    this.#numbers.set(line, number);
    return `[${number}] ${gradeText(grade)} ${file}`;
  }

  lines(): readonly string[] {
    return [...this.#numbers].map(([line, number]) => `${`[${number}]`.padStart(5)} ${line}`);
  }
}

const gradeText = (grade: Origin['grade']): string => (grade === 'demonstration' ? '演示' : grade);

function verdict({ ok, problems, effective }: PolicyCheckReport): string {
  if (ok) return '核对通过';
  const missing = new Set(effective?.sections.flatMap((section) => section.missing));
  const lack = missing.size === 0 ? [] : [`缺少 ${missing.size} 个参数的取值，相应的备案或结算会被拒绝`];
  const faults = problems.length === 0 ? [] : [`有 ${problems.length} 处须改正，服务不能以此启动`];
  return `核对未通过：${[...faults, ...lack].join('；')}`;
}

/** Sections as files write them: what active and retired share stands once, under `employee`. */
function partsOf(sections: readonly ReportedSection[]): readonly Part[] {
  const [active, retired] = ['active', 'retired'].map((name) => sections.find(({ section }) => section === name));
  const rest = sections.filter((section) => section !== active && section !== retired).map(partOf);
  if (active === undefined || retired === undefined) return rest;
  const same = new Set(active.values.map(identity).filter((key) => retired.values.some((v) => identity(v) === key)));
  const lacking = active.missing.filter((name) => retired.missing.includes(name));
  const own = ({ section, values, missing }: ReportedSection): Part => ({
    title: section,
    values: values.filter((value) => !same.has(identity(value))),
    missing: missing.filter((name) => !lacking.includes(name)),
  });
  const shared: Part = {
    title: 'employee',
    values: active.values.filter((value) => same.has(identity(value))),
    missing: lacking,
  };
  const isRegistration = ({ title }: Part): boolean => title === 'registration';
  return [
    ...rest.filter(isRegistration),
    ...[shared, own(active), own(retired)],
    ...rest.filter((part) => !isRegistration(part)),
  ];
}

const partOf = ({ section, values, missing }: ReportedSection): Part => ({ title: section, values, missing });
const identity = ({ name, value, origin }: ReportedValue): string => JSON.stringify([name, value, origin]);

function partLines({ title, values, missing }: Part, sources: SourceList): readonly string[] {
  if (values.length + missing.length === 0) return [];
  const topics = [...new Set(values.map(({ topic }) => topic))];
  return [
    '',
    `【${TITLE[title]}】`,
    ...topics.flatMap((topic) => [
      topic,
      ...folded(values.filter((value) => value.topic === topic)).flatMap((row) => rowLines(row, sources)),
    ]),
    ...folded(missing.map((name) => ({ name, meaning: parameterDoc(kindOf(title), name)?.meaning ?? '' }))).flatMap(
      ({ name, meaning }) =>
        cells([
          [`! ${name}`, NAME],
          [`没有取值：${meaning}`, 0],
        ]),
    ),
  ];
}

const kindOf = (title: SectionTitle): 'registration' | 'benefit' => (title === 'registration' ? title : 'benefit');

/** Names that differ in one part and agree in all else stand in one row, in the braces a file may use. */
const folded = <T extends { readonly name: string }>(rows: readonly T[]): readonly T[] => foldAt(foldAt(rows, 1), 2);

function foldAt<T extends { readonly name: string }>(rows: readonly T[], fromEnd: number): readonly T[] {
  const merged = new Map<string, { readonly first: T; readonly choices: string[] }>();
  for (const row of rows) {
    const parts = row.name.split('.');
    const place = parts.length - fromEnd;
    const key = JSON.stringify({ ...row, name: place > 0 ? parts.with(place, '*') : parts });
    const known = merged.get(key);
    if (known) known.choices.push(parts[place] ?? '');
    else merged.set(key, { first: row, choices: [parts[place] ?? ''] });
  }
  return [...merged.values()].map(({ first, choices }) => {
    if (choices.length === 1) return first;
    const parts = first.name.split('.');
    return { ...first, name: parts.with(parts.length - fromEnd, `{${choices.join(',')}}`).join('.') };
  });
}

function rowLines({ name, value, origin, from }: ReportedValue, sources: SourceList): readonly string[] {
  const lines = cells([
    [`${from === 'file' ? '*' : ' '} ${name}`, NAME],
    [valueText(value), VALUE],
    [sources.cite(origin), 0],
  ]);
  return origin.note === undefined ? lines : [...lines, `${' '.repeat(NAME + GAP)}注：${origin.note}`];
}

/** Cells in columns; after a cell that is too long the row goes on in the next line, at the column of the next cell. */
function cells(row: readonly (readonly [text: string, columns: number])[]): readonly string[] {
  const lines: string[] = [];
  let line = '';
  let start = 0;
  for (const [text, columns] of row) {
    if (start > 0 && columnsOf(line) > start - GAP) {
      lines.push(line);
      line = '';
    }
    line = padColumns(line, start) + text;
    start += columns + GAP;
  }
  return [...lines, line];
}

/** A value the way a file writes it. */
export function valueText(value: unknown): string {
  if (value === null) return 'none';
  if (Array.isArray(value)) return singleRatio(value) ?? `[${value.map(valueText).join(', ')}]`;
  if (typeof value !== 'object') return String(value);
  const members = Object.entries(value as Record<string, unknown>);
  return `{ ${members.map(([name, member]) => `${name}: ${valueText(member)}`).join(', ')} }`;
}

/** One band without end is written as its ratio. */
function singleRatio(value: readonly unknown[]): string | null {
  const [only] = value as readonly { readonly upTo?: unknown; readonly ratio?: unknown }[];
  return value.length === 1 && only?.upTo === null && typeof only.ratio === 'string' ? only.ratio : null;
}
