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
    return part.more ? run.settled() : run.finish();
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

/** A batch that PostgreSQL works on. */
interface OnItsWay {
  /** From here on the next batch may be begun. */
  readonly decided: Promise<unknown>;
  readonly done: Promise<KnownImport>;
}

/** The rows of one request on their way. */
class ImportRun {
  private readonly part: ImportPart;
  private readonly bytes: LineReader;
  private readonly rows: RowsReader;
  private readonly deciding: Deciding;
  /** Where the import stands once the batch on its way is committed. */
  private reached: Promise<KnownImport>;
  private readonly known: KnownImport;
  private lastLine: number;

  constructor(
    private readonly store: EventStore,
    { part, reader, known, policies, columns }: RunOf,
  ) {
    this.part = part;
    this.bytes = reader;
    this.known = known;
    this.lastLine = known.committedLine;
    this.reached = Promise.resolve(known);
    this.rows = new RowsReader(known.importId, columns);
    const on = part.metadata.businessDate as BusinessDate;
    this.deciding = { policies: new PolicyPeriods(policies, on), on, unit: known.unit };
  }

  /**
   * Returns when the next batch may come: the one before is committed, and this one holds the locks of its books. So one batch is
   * read and decided here while PostgreSQL writes the other, and they are committed in the order of the file.
   */
  async take(lines: readonly CsvLine[]): Promise<void> {
    const shift = this.part.fromLine - 2;
    const numbered = shift === 0 ? lines : lines.map((line) => ({ ...line, number: line.number + shift }));
    const fresh = numbered.filter(({ number }) => number > this.lastLine);
    const last = fresh.at(-1);
    if (last === undefined) return;
    if (this.known.state === 'finished') throw new Conflict('该批次已结束，不能再增加行', ['importId']);
    const read = this.rows.read(fresh);
    this.lastLine = last.number;
    const before = this.reached;
    const { decided, done } = this.part.checkOnly ? this.check(read, before) : this.commit(read, before);
    this.reached = done;
    // Whoever waits next gets the failure; until then nobody does.
    done.catch(() => undefined);
    await Promise.all([before, Promise.race([decided, done])]);
  }

  settled(): Promise<KnownImport> {
    return this.reached;
  }

  async finish(): Promise<KnownImport> {
    const reached = await this.reached;
    if (reached.state === 'finished') return reached;
    const { importId, committedLine: line } = reached;
    return this.store.transaction(async (tx) => {
      if (this.part.checkOnly) await forgetChecked(tx, importId);
      return moveOn(tx, reached, { line, accepted: 0, faults: [], encoding: this.bytes.encoding, finished: true });
    });
  }

  /**
   * Events and progress in one transaction; the books are decided on under their locks. The next batch may ask for its locks once
   * this one has them all, so the two never wait for each other; its progress waits for that of the batch before.
   */
  private commit({ good, faults }: ReadRows, before: Promise<KnownImport>): OnItsWay {
    const { metadata } = this.part;
    const line = this.lastLine;
    let tellDecided: () => void = () => undefined;
    const decidedOn = new Promise<void>((resolve) => (tellDecided = resolve));
    const done = this.store.transaction(async (tx) => {
      let decided: Decided = { granted: [], faults: [] };
      const places = await placesOf(tx.query, good);
      await this.store.writeInTransaction(tx, [
        {
          ...{ streams: booksOf(good), idempotency: null, metadata },
          decide: (states) => {
            const bookOf = (psnNo: string) => states.of(filingBookRef(psnNo));
            decided = decideRows(good, { bookOf, enrolledIn: (psnNo) => places.get(psnNo) ?? null }, this.deciding);
            tellDecided();
            return { kind: 'accepted', answer: null, events: eventsOf(decided) };
          },
        },
      ]);
      return moveOn(tx, await before, this.stepOf(decided, faults, line));
    });
    return { decided: decidedOn, done };
  }

  /** The same decisions on the books as they are now and on what the check has found good before; nothing of it is kept. */
  private check({ good, faults }: ReadRows, before: Promise<KnownImport>): OnItsWay {
    const line = this.lastLine;
    const done = before.then(async (reached) => {
      const [states, places, earlier] = await Promise.all([
        this.store.look(booksOf(good)),
        placesOf(this.store.database.read, good),
        checkedBefore(this.store, reached.importId, good),
      ]);
      const bookOf = (psnNo: string) =>
        (earlier.get(psnNo) ?? []).reduce(evolveFilingBook, states.of(filingBookRef(psnNo)));
      const decided = decideRows(good, { bookOf, enrolledIn: (psnNo) => places.get(psnNo) ?? null }, this.deciding);
      return this.store.transaction(async (tx) => {
        await keepChecked(tx, reached.importId, decided);
        return moveOn(tx, reached, this.stepOf(decided, faults, line));
      });
    });
    return { decided: before, done };
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
