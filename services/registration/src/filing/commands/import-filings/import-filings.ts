import { Inject, Injectable } from '@nestjs/common';
import { EventStore } from '#event-store';
import { BadRequest, Conflict, Forbidden, Refused } from '#http';
import type { PolicyBook } from '#policy';
import { EVENT_STORE } from '#service';
import { POLICY_BOOK } from '../../../tokens.js';
import { batchesAhead } from './batches.js';
import { readHeader, type Column } from './columns.js';
import { linesOf, LineReader, type CsvLine, type Encoding } from './csv-lines.js';
import { ImportRun, type ImportPart } from './import-run.js';
import { findImport, openImport, type ImportState, type KnownImport } from './import-state.js';
import { IMPORT_LIMITS } from './limits.js';

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
