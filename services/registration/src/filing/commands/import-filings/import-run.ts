import type { EventMetadata, EventStore, StreamRef } from '#event-store';
import { Conflict } from '#http';
import type { BusinessDate } from '#kernel';
import type { PolicyBook } from '#policy';
import { evolveFilingBook, filingBookRef, type FilingEvent } from '../../domain/filing-book.js';
import { checkedBefore, keepChecked, placesOf } from './checked.js';
import type { Column } from './columns.js';
import type { CsvLine, Encoding, LineReader } from './csv-lines.js';
import { decideRows, RowsReader, type Decided, type Deciding, type GoodRow, type ReadRows } from './decide-rows.js';
import { forgetChecked, moveOn, type KnownImport } from './import-state.js';
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
export class ImportRun {
  private readonly part: ImportPart;
  private readonly bytes: LineReader;
  private readonly rows: RowsReader;
  private readonly deciding: Deciding;
  /** Where the import stands once the batch on its way is committed. */
  private reached: Promise<KnownImport>;
  private readonly known: KnownImport;
  private lastLine: number;
  /** What the batch before this one of a check came to: it may not have been written yet. */
  private checkedLast: { readonly line: number; readonly decided: Promise<Decided> } | null = null;

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
      let decided = NOTHING_DECIDED;
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

  /**
   * The same decisions on the books as they are now and on what the check has found good before; nothing of it is kept. The
   * batch before this one may still be on its way into the database: what it came to is known here.
   */
  private check({ good, faults }: ReadRows, before: Promise<KnownImport>): OnItsWay {
    const line = this.lastLine;
    const last = this.checkedLast;
    const firstLine = good[0]?.line ?? line;
    const from = { importId: this.known.importId, line: last?.line ?? firstLine };
    const looked = Promise.all([
      this.store.look(booksOf(good)),
      placesOf(this.store.database.read, good),
      checkedBefore(this.store, from, good),
      last?.decided ?? NOTHING_DECIDED,
    ]);
    const decided = looked.then(([states, places, earlier, ofLast]) => {
      const lately = eventsByPerson(ofLast);
      const bookOf = (psnNo: string) =>
        [...(earlier.get(psnNo) ?? []), ...(lately.get(psnNo) ?? [])].reduce(
          evolveFilingBook,
          states.of(filingBookRef(psnNo)),
        );
      return decideRows(good, { bookOf, enrolledIn: (psnNo) => places.get(psnNo) ?? null }, this.deciding);
    });
    this.checkedLast = { line: firstLine, decided };
    const done = Promise.all([before, decided]).then(([reached, found]) =>
      this.store.transaction(async (tx) => {
        await keepChecked(tx, reached.importId, found);
        return moveOn(tx, reached, this.stepOf(found, faults, line));
      }),
    );
    return { decided, done };
  }

  private stepOf(decided: Decided, faults: ReadRows['faults'], line: number): Parameters<typeof moveOn>[2] {
    const all = [...faults, ...decided.faults];
    return { line, accepted: decided.granted.length, faults: all, encoding: this.bytes.encoding, finished: false };
  }
}

const NOTHING_DECIDED: Decided = { granted: [], faults: [] };

function eventsByPerson({ granted }: Decided): ReadonlyMap<string, readonly FilingEvent[]> {
  const events = new Map<string, FilingEvent[]>();
  for (const { row, events: ofRow } of granted) {
    const { psnNo } = row.filing;
    events.set(psnNo, [...(events.get(psnNo) ?? []), ...ofRow]);
  }
  return events;
}

const booksOf = (rows: readonly GoodRow[]): readonly StreamRef[] =>
  [...new Set(rows.map(({ filing }) => filing.psnNo))].map(filingBookRef);

const eventsOf = ({ granted }: Decided): readonly { readonly streamId: string; readonly event: FilingEvent }[] =>
  granted.flatMap(({ row, events }) => {
    const { id: streamId } = filingBookRef(row.filing.psnNo);
    return events.map((event) => ({ streamId, event }));
  });
