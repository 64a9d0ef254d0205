import type { Readable } from 'node:stream';
import { parse, type CsvError, type Info } from 'csv-parse';
import { z } from 'zod';
import { BadRequest, yuanInput } from '#http';
import { LEDGER_PARTS, type LedgerPart } from '../../domain/ledger-parts.js';

const AMOUNTS = { total: yuanInput, fundTotal: yuanInput, account: yuanInput, cash: yuanInput };
const parts = Object.fromEntries([...LEDGER_PARTS.keys()].map((name) => [name, yuanInput.optional()])) as Record<
  LedgerPart,
  z.ZodOptional<typeof yuanInput>
>;

/** 日对账明细 One claim or refund as a side has recorded it with what parts it tells. Amounts in yuan, of a refund negative. */
export const ledgerEntry = z.strictObject({
  claimId: z.string().min(1).max(30),
  state: z.enum(['settled', 'refunded'], { error: '须为 settled 或 refunded' }),
  ...AMOUNTS,
  ...parts,
});
export type LedgerEntry = z.infer<typeof ledgerEntry>;

const COLUMNS = Object.keys(ledgerEntry.shape) as readonly (keyof LedgerEntry)[];
const REQUIRED = COLUMNS.filter((column) => !(column in parts));
const MAX_LINE_CHARACTERS = 800;
const BATCH = 5_000;

interface Parsed {
  readonly record: Readonly<Record<string, string>>;
  readonly info: Info;
}

/** Entries of a day's file in batches, read as the bytes come (REC-01). Throws `BadRequest` with line and column of the first fault. */
export async function* ledgerBatches(body: Readable): AsyncGenerator<readonly LedgerEntry[]> {
  const rows = body.pipe(
    parse({
      ...{ bom: true, columns: checkedHeader, info: true, trim: true, skip_empty_lines: true },
      max_record_size: MAX_LINE_CHARACTERS,
    }),
  );
  // Whoever reads the rows hears of a client that went away.
  body.once('error', (error) => rows.destroy(error));
  let batch: LedgerEntry[] = [];
  try {
    for await (const row of rows) {
      batch.push(entryOf(row as Parsed));
      if (batch.length < BATCH) continue;
      yield batch;
      batch = [];
    }
  } catch (error) {
    throw isCsvError(error)
      ? new BadRequest(`第${error.lines}行不是有效的CSV：列数与表头不符或引号不成对`, ['file'])
      : error;
  }
  if (batch.length > 0) yield batch;
}

const isCsvError = (error: unknown): error is CsvError & { readonly lines: number } =>
  error instanceof Error && 'lines' in error && 'code' in error;

function checkedHeader(names: readonly string[]): string[] {
  const missing = REQUIRED.filter((column) => !names.includes(column));
  const unknown = names.filter((name) => !COLUMNS.includes(name as keyof LedgerEntry));
  if (missing.length > 0) throw new BadRequest(`表头缺少${missing.join('、')}`, [...missing]);
  if (unknown.length > 0 || names.length > new Set(names).size) {
    const optional = COLUMNS.filter((column) => column in parts);
    throw new BadRequest(`表头只能是${REQUIRED.join('、')}，可有${optional.join('、')}，每列一次`, ['header']);
  }
  return [...names];
}

/** An empty cell of a part tells nothing. */
const told = (record: Parsed['record']): Parsed['record'] =>
  Object.keys(record).length === REQUIRED.length
    ? record
    : Object.fromEntries(Object.entries(record).filter(([name, cell]) => cell !== '' || !(name in parts)));

/** The parts an entry tells, in the order of their titles; null for none. */
export function partsOf(entry: LedgerEntry): string | null {
  if (Object.keys(entry).length === REQUIRED.length) return null;
  const known = [...LEDGER_PARTS.keys()].flatMap((name) => (entry[name] === undefined ? [] : [[name, entry[name]]]));
  return known.length === 0 ? null : JSON.stringify(Object.fromEntries(known));
}

function entryOf({ record, info }: Parsed): LedgerEntry {
  const read = ledgerEntry.safeParse(told(record));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const field = String(issue?.path[0] ?? 'file');
  throw new BadRequest(`第${info.lines}行${field}：${issue?.message ?? '不合要求'}`, [field]);
}
