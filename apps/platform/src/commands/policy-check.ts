import { readFileSync, realpathSync } from 'node:fs';
import { isAbsolute, relative } from 'node:path';
import {
  checkPolicyTable,
  isWithin,
  overlapsOf,
  parameterDoc,
  parsePolicyTable,
  PolicyError,
  readPolicyFolder,
} from '#policy';
import type { CheckedSection, Origin, PolicyCheck, PolicyTable, Scheme, Target } from '#policy';
import { InputRefused } from '../options.js';

export interface PolicyCheckOptions {
  readonly policies: string;
  /** The table's own place, or one within it. */
  readonly region?: string;
  /** Day of the effective table; the first day of the table where none is given. */
  readonly date?: string;
  readonly scheme?: Scheme;
}

/** A value in force as a program reads it: amounts and ratios as texts. */
export interface ReportedValue {
  readonly name: string;
  readonly topic: string;
  readonly meaning: string;
  readonly value: unknown;
  readonly from: 'file' | 'inherited';
  readonly origin: Origin;
}
export interface ReportedSection {
  readonly section: Target;
  readonly values: readonly ReportedValue[];
  readonly missing: readonly string[];
}
type TableHead = Pick<PolicyTable, 'region' | 'name' | 'status' | 'effectiveFrom' | 'effectiveTo'>;

export interface PolicyCheckReport {
  readonly ok: boolean;
  readonly file: string;
  /** Null where the file cannot be read as a table. */
  readonly table: TableHead | null;
  /** What has to be put right before services start with this file, each sentence naming file and field. */
  readonly problems: readonly string[];
  readonly notices: readonly string[];
  readonly effective:
    (Pick<PolicyCheck, 'region' | 'date' | 'files'> & { readonly sections: readonly ReportedSection[] }) | null;
}

/** 政策表核对 One file alone, then among the tables of the folder, whether it lies there already or is a draft elsewhere. */
export function policyCheck(file: string, options: PolicyCheckOptions): PolicyCheckReport {
  const text = textOf(file);
  const folder = readPolicyFolder(options.policies, file);
  const others = [...folder.problems, ...overlapsOf(folder.tables)];
  const parsed = tableOf(text, labelOf(file, options.policies));
  if (Array.isArray(parsed)) {
    return { ok: false, file, table: null, problems: [...parsed, ...others], notices: [], effective: null };
  }
  const table = parsed as PolicyTable;
  const { region, date, schemes } = questionOf(table, options);
  const { overlaps, sections, ...place } = checkPolicyTable({ table, others: folder.tables, region, date, schemes });
  const problems = [...overlaps, ...others];
  const complete = sections.every(({ missing }) => missing.length === 0);
  return {
    ...{ ok: problems.length === 0 && complete, file, table: headOf(table), problems },
    notices: noticesOf(table, date, overlaps.length > 0),
    effective: { ...place, sections: sections.map(sectionOf) },
  };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new InputRefused(`不能读取政策表：${file}`);
  }
}

/** The table, or everything that is wrong with it. */
function tableOf(text: string, label: string): PolicyTable | readonly string[] {
  try {
    return parsePolicyTable(text, label);
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return error.problems;
  }
}

/** Named as services name it where it lies in the folder, else as it was given. */
function labelOf(file: string, folder: string): string {
  try {
    const within = relative(realpathSync(folder), realpathSync(file));
    return within.startsWith('..') || isAbsolute(within) ? file : within;
  } catch {
    return file;
  }
}

function questionOf(table: PolicyTable, options: PolicyCheckOptions) {
  const region = options.region ?? table.region;
  if (!isWithin(region, table.region)) {
    throw new InputRefused(`--region 须为本表的地区 ${table.region} 或其所属地区：${region}`);
  }
  const schemes: readonly Scheme[] = options.scheme === undefined ? ['employee', 'resident'] : [options.scheme];
  return { region, date: options.date ?? table.effectiveFrom, schemes };
}

const headOf = ({ region, name, status, effectiveFrom, effectiveTo }: PolicyTable): TableHead => ({
  ...{ region, name, status, effectiveFrom, effectiveTo },
});

function noticesOf(table: PolicyTable, date: string, overlapping: boolean): readonly string[] {
  const { effectiveFrom, effectiveTo } = table;
  const isInForce = effectiveFrom <= date && (effectiveTo === null || date <= effectiveTo);
  return [
    ...(isInForce ? [] : [`本表在 ${date} 不生效（${effectiveFrom} 至 ${effectiveTo ?? '今后'}），以下取值不含本表`]),
    ...(overlapping ? ['生效日期重叠的表未计入下表；接替旧表的，先给旧表写上 effectiveTo'] : []),
    ...(table.status === 'draft' ? ['本表是征求意见稿（draft），与公布的表同样生效，计算过程中会标明'] : []),
  ];
}

function sectionOf({ target, values, missing }: CheckedSection): ReportedSection {
  const kind = target === 'registration' ? 'registration' : 'benefit';
  const reported = values.map(({ name, value, origin, own }): ReportedValue => {
    const { topic = '其他', meaning = '' } = parameterDoc(kind, name) ?? {};
    return { name, topic, meaning, value: JSON.parse(JSON.stringify(value)), from: own ? 'file' : 'inherited', origin };
  });
  return { section: target, values: reported, missing };
}
