import { parse } from 'csv-parse/sync';
import { reject, ok, type Result } from '#kernel';

/** The columns of an import by name, in the order of the documented sample; the last six may be left out. */
export const REQUIRED_COLUMNS = [
  ...(['psnNo', 'insuredRegion', 'kind', 'destination', 'byPromise', 'documents', 'documentsValidTo'] as const),
  ...(['owedUntil', 'appliedOn', 'validFrom', 'validTo', 'channel'] as const),
] as const;
export const OPTIONAL_COLUMNS = [
  ...(['student', 'referralInstitution', 'referralLevel', 'referralRegion', 'referralDiagnosis'] as const),
  'referralIssuedOn',
] as const;
export type Column = (typeof REQUIRED_COLUMNS)[number] | (typeof OPTIONAL_COLUMNS)[number];

export type Cells = Readonly<Record<Column, string>>;

const KNOWN: readonly string[] = [...REQUIRED_COLUMNS, ...OPTIONAL_COLUMNS];

/** The header row: every needed column, no unknown one, none twice; their order is free. */
export function readHeader(text: string): Result<readonly Column[]> {
  const names = cellsOf(text)?.map((name) => name.trim()) ?? [];
  const missing = REQUIRED_COLUMNS.filter((name) => !names.includes(name));
  if (missing.length > 0) return wrong(`表头缺少列：${missing.join('、')}`, missing);
  if (names.some((name) => !KNOWN.includes(name))) {
    return wrong(`表头有不认识的列；可用的列：${KNOWN.join('、')}`, ['header']);
  }
  return new Set(names).size === names.length ? ok(names as Column[]) : wrong('表头有重复的列', ['header']);
}

const wrong = (message: string, fields: readonly string[]): Result<never> =>
  reject('import.header', 'FORMAT', message, fields);

/** Values of a row under the names of the header, without blanks around them; null when they do not fit. */
export function readCells(text: string, columns: readonly Column[]): Cells | null {
  const values = cellsOf(text);
  if (values === null || values.length !== columns.length) return null;
  const cells: Record<Column, string> = { ...NOTHING };
  columns.forEach((column, index) => (cells[column] = values[index]?.trim() ?? ''));
  return cells;
}

const NOTHING = Object.fromEntries(KNOWN.map((name) => [name, ''])) as Record<Column, string>;

/** Without a quotation mark a row is what stands between its commas; the full grammar is ten times as slow. */
function cellsOf(text: string): readonly string[] | null {
  if (!text.includes('"')) return text.split(',');
  try {
    const rows = parse(text, { relax_column_count: true }) as readonly (readonly string[])[];
    return rows[0] ?? [];
  } catch {
    return null;
  }
}
