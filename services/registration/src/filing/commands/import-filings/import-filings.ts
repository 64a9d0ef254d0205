import { Inject, Injectable } from '@nestjs/common';
import { EventStore, type EventMetadata, type StreamRef } from '#event-store';
import { BadRequest, Conflict, Forbidden, Refused } from '#http';
import type { BusinessDate } from '#kernel';
import type { PolicyBook } from '#policy';
import { EVENT_STORE } from '#service';
import { POLICY_BOOK } from '../../../tokens.js';
import { evolveFilingBook, filingBookRef, type FilingEvent } from '../../domain/filing-book.js';
import { batchesAhead } from './batches.js';
import { checkedBefore, keepChecked, placesOf } from './checked.js';
import { readHeader, type Column } from './columns.js';
import { linesOf, LineReader, type CsvLine, type Encoding } from './csv-lines.js';
import { decideRows, RowsReader, type Decided, type Deciding, type GoodRow, type ReadRows } from './decide-rows.js';
import { findImport, forgetChecked, moveOn, openImport, type ImportState, type KnownImport } from './import-state.js';
import { IMPORT_LIMITS } from './limits.js';
import { PolicyPeriods } from './policy-periods.js';

/** One request of an import: the header and the rows from a line of the file on. */
export interface ImportPart {
  readonly importId: string;
  readonly unit: string;
  readonly checkOnly: boolean;
  /** Line of the file that the first row after the header has. */
  readonly fromLine: number;
  /** Whether further parts follow. */
  readonly more: boolean;
  readonly encoding: Encoding | null;
  readonly metadata: EventMetadata;
}

/**
 * 批量迁入备案: rows go through in batches, each in a transaction with the place the import has come to. Whatever breaks, client or
 * service, the rows up to that place are done and those after it are not; lines sent again are passed over.
 */
@Injectable()
export class FilingImports {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(POLICY_BOOK) private readonly policies: PolicyBook,
  ) {}

  find(importId: string): Promise<KnownImport | null> {
    return findImport(this.store, importId);
  }

  /** Takes what a request carries. Waits for each batch before it reads on, so memory does not grow with the file. */
  async take(part: ImportPart, body: AsyncIterable<Buffer>): Promise<ImportState> {
    const before = await this.find(part.importId);
    refuseOther(part, before);
    const reader = new LineReader(encodingOf(part, before));
    const size = part.checkOnly ? IMPORT_LIMITS.checkedRows : IMPORT_LIMITS.batchRows;
    let run: ImportRun | null = null;
    for await (const lines of batchesAhead(linesOf(body, reader), size)) {
      run ??= await this.open(part, lines[0], reader);
      await run.take(lines.filter(({ number }) => number > 1));
    }
    if (run === null) throw new BadRequest('文件没有表头', ['header']);
    return part.more ? run.reached : run.finish();
  }

  private async open(part: ImportPart, header: CsvLine | undefined, reader: LineReader): Promise<ImportRun> {
    const columns = readHeader(header?.text ?? '');
    if (!columns.ok) throw new Refused(columns.rejection);
    const { importId, unit, checkOnly, encoding } = part;
    const fresh: KnownImport = {
      ...{ importId, unit, checkOnly, encoding, state: 'open', committedLine: 1, accepted: 0, refused: 0 },
      columns: columns.value,
    };
    const known = await openImport(this.store, fresh, checkOnly && !isResumed(part));
    refuseOther(part, known);
    refuseUnfitting(part, known, columns.value);
    return new ImportRun(this.store, { part, reader, known, policies: this.policies, columns: columns.value });
  }
}

/** A file has one encoding: what its first part was read in holds for all of it. */
const encodingOf = (part: ImportPart, before: KnownImport | null): Encoding | null =>
  part.encoding ?? (isResumed(part) ? (before?.encoding ?? null) : null);

const isResumed = ({ fromLine }: ImportPart): boolean => fromLine > 2;

/** SEC-01: an import stays with the unit that opened it. */
function refuseOther({ unit, checkOnly }: ImportPart, known: KnownImport | null): void {
  if (known === null) return;
  if (known.unit !== unit) throw new Forbidden('该批次属于其他省级单位');
  if (known.checkOnly !== checkOnly) throw new Conflict('同一批次号已用于另一种导入（检查或正式）', ['importId']);
}

function refuseUnfitting({ fromLine }: ImportPart, known: KnownImport, columns: readonly Column[]): void {
  if (known.columns.join() !== columns.join())
    throw new Conflict('表头与该批次先前部分不同，不是同一文件', ['importId']);
  if (fromLine > known.committedLine + 1) {
    throw new Conflict(`该批次已处理到第${known.committedLine}行，不能从第${fromLine}行继续`, ['fromLine']);
  }
}

interface RunOf {
  readonly part: ImportPart;
  readonly reader: LineReader;
  readonly known: KnownImport;
  readonly policies: PolicyBook;
  readonly columns: readonly Column[];
}

/** The rows of one request on their way. */
class ImportRun {
  reached: KnownImport;
  private readonly part: ImportPart;
  private readonly bytes: LineReader;
  private readonly rows: RowsReader;
  private readonly deciding: Deciding;

  constructor(
    private readonly store: EventStore,
    { part, reader, known, policies, columns }: RunOf,
  ) {
    this.part = part;
    this.bytes = reader;
    this.reached = known;
    this.rows = new RowsReader(known.importId, columns);
    const on = part.metadata.businessDate as BusinessDate;
    this.deciding = { policies: new PolicyPeriods(policies, on), on, unit: known.unit };
  }

  async take(lines: readonly CsvLine[]): Promise<void> {
    const shift = this.part.fromLine - 2;
    const numbered = shift === 0 ? lines : lines.map((line) => ({ ...line, number: line.number + shift }));
    const fresh = numbered.filter(({ number }) => number > this.reached.committedLine);
    const last = fresh.at(-1);
    if (last === undefined) return;
    if (this.reached.state === 'finished') throw new Conflict('该批次已结束，不能再增加行', ['importId']);
    const read = this.rows.read(fresh);
    this.reached = await (this.part.checkOnly ? this.check(read, last.number) : this.commit(read, last.number));
  }

  async finish(): Promise<KnownImport> {
    if (this.reached.state === 'finished') return this.reached;
    const { importId, committedLine: line } = this.reached;
    this.reached = await this.store.transaction(async (tx) => {
      if (this.part.checkOnly) await forgetChecked(tx, importId);
      return moveOn(tx, this.reached, { line, accepted: 0, faults: [], encoding: this.bytes.encoding, finished: true });
    });
    return this.reached;
  }

  /** Events and progress in one transaction; the books are decided on under their locks. */
  private commit({ good, faults }: ReadRows, line: number): Promise<KnownImport> {
    const { metadata } = this.part;
    return this.store.transaction(async (tx) => {
      const places = await placesOf(tx.query, good);
      let decided: Decided = { granted: [], faults: [] };
      const request = {
        ...{ streams: booksOf(good), idempotency: null, metadata },
        decide: (states: Parameters<Parameters<EventStore['write']>[0]['decide']>[0]) => {
          decided = decideRows(
            good,
            {
              bookOf: (psnNo) => states.of(filingBookRef(psnNo)),
              enrolledIn: (psnNo) => places.get(psnNo) ?? null,
            },
            this.deciding,
          );
          return { kind: 'accepted' as const, answer: null, events: eventsOf(decided) };
        },
      };
      await this.store.writeInTransaction(tx, [request]);
      return moveOn(tx, this.reached, this.stepOf(decided, faults, line));
    });
  }

  /** The same decisions on the books as they are now and on what the check has found good before; nothing of it is kept. */
  private async check({ good, faults }: ReadRows, line: number): Promise<KnownImport> {
    const [states, places, earlier] = await Promise.all([
      this.store.look(booksOf(good)),
      placesOf(this.store.database.read, good),
      checkedBefore(this.store, this.reached.importId, good),
    ]);
    const decided = decideRows(
      good,
      {
        bookOf: (psnNo) => (earlier.get(psnNo) ?? []).reduce(evolveFilingBook, states.of(filingBookRef(psnNo))),
        enrolledIn: (psnNo) => places.get(psnNo) ?? null,
      },
      this.deciding,
    );
    return this.store.transaction(async (tx) => {
      await keepChecked(tx, this.reached.importId, decided);
      return moveOn(tx, this.reached, this.stepOf(decided, faults, line));
    });
  }

  private stepOf(decided: Decided, faults: ReadRows['faults'], line: number): Parameters<typeof moveOn>[2] {
    const all = [...faults, ...decided.faults];
    return { line, accepted: decided.granted.length, faults: all, encoding: this.bytes.encoding, finished: false };
  }
}

const booksOf = (rows: readonly GoodRow[]): readonly StreamRef[] =>
  [...new Set(rows.map(({ filing }) => filing.psnNo))].map(filingBookRef);

const eventsOf = ({ granted }: Decided): readonly { readonly streamId: string; readonly event: FilingEvent }[] =>
  granted.flatMap(({ row, events }) => {
    const { id: streamId } = filingBookRef(row.filing.psnNo);
    return events.map((event) => ({ streamId, event }));
  });
