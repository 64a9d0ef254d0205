import { readFileSync, readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { overlapsOf } from './effective.js';
import { PolicyBook } from './book.js';
import { PolicyError } from './read-yaml.js';
import { parsePolicyTable } from './table.js';
import type { PolicyTable } from './table.js';

/** A folder with more files than this is not a policy folder. */
const FILES_LIMIT = 2000;

/**
 * Reads every `.yaml` file below a folder. Throws PolicyError with all problems of all files at once, so that the
 * start of a service says everything that has to be put right.
 */
export function loadPolicyTables(folder: string): readonly PolicyTable[] {
  const { tables, problems } = readPolicyFolder(folder);
  const all = [...problems, ...overlapsOf(tables)];
  if (all.length > 0) throw new PolicyError(all);
  return tables;
}

/** The tables below a folder and what is wrong with the others; the file `except` is passed over. Overlaps are not judged. */
export function readPolicyFolder(
  folder: string,
  except?: string,
): { readonly tables: readonly PolicyTable[]; readonly problems: readonly string[] } {
  const problems: string[] = [];
  const files = filesBelow(folder, problems).filter(
    (file) => except === undefined || !isSame(join(folder, file), except),
  );
  const tables = files.flatMap((file) => readTable(folder, file, problems));
  return { tables, problems };
}

const isSame = (a: string, b: string): boolean => realpathSync(a) === realpathSync(b);

/** Reads a folder into a PolicyBook; fails like `loadPolicyTables`. */
export const loadPolicyBook = (folder: string): PolicyBook => new PolicyBook(loadPolicyTables(folder));

function filesBelow(folder: string, problems: string[]): readonly string[] {
  try {
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    const files = names.filter((name) => name.endsWith('.yaml')).sort();
    if (files.length === 0) problems.push(`${folder}：没有政策表（.yaml）`);
    if (files.length > FILES_LIMIT) problems.push(`${folder}：政策表超过${FILES_LIMIT}个`);
    return files.slice(0, FILES_LIMIT);
  } catch (error) {
    problems.push(`${folder}：不能读取政策表文件夹（${(error as NodeJS.ErrnoException).code ?? '未知错误'}）`);
    return [];
  }
}

function readTable(folder: string, file: string, problems: string[]): PolicyTable[] {
  try {
    return [parsePolicyTable(readFileSync(join(folder, file), 'utf8'), file)];
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    problems.push(...error.problems);
    return [];
  }
}
