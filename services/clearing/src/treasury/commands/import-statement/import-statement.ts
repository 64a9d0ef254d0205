import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import {
  EventStore,
  type AppendedEvent,
  type Decision,
  type EventMetadata,
  type StreamStates,
  type WriteRequest,
} from '#event-store';
import { ok, type ClearingUnit, type Result } from '#kernel';
import { EVENT_STORE } from '#service';
import { financeAccountRef } from '../../domain/finance-account.js';
import { evolveSpecialAccount, specialAccountRef, statementLinesRef } from '../../domain/special-account.js';
import { decideImport, OVERTAKEN, statementNumber, type ImportedStatement } from '../../domain/statement.js';
import { matchUnit } from '../match-statement/match-statement.js';
import { readStatement, type StatementFile } from './format/read-statement.js';

export type ImportedFile = {
  readonly unit: string;
  readonly statements: readonly {
    readonly statementNo: string;
    readonly account: string;
    readonly from: string;
    readonly to: string;
    readonly newLines: number;
    /** Lines an earlier file has brought. */
    readonly knownLines: number;
  }[];
  /** Matches that were made after it. */
  readonly matched: number;
};

/** 导入银行对账单 and match it (CLR-13). The same file again changes nothing; what a crash left unmatched it matches. */
export class ImportStatementCommand extends Command<Result<ImportedFile>> {
  constructor(
    readonly unit: ClearingUnit,
    /** Its bytes, read as they come. */
    readonly file: AsyncIterable<Buffer>,
    /** Of the request, for lists that do not name theirs. */
    readonly account: string | null,
    readonly metadata: EventMetadata,
  ) {
    super();
  }
}

type Imported = Omit<ImportedFile, 'matched'>;

/** Imports of one unit at the same time wait for each other; more than so many in a row is no accident. */
const MOST_TRIES = 5;

@CommandHandler(ImportStatementCommand)
export class ImportStatementHandler implements ICommandHandler<ImportStatementCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async execute({ unit, file, account, metadata }: ImportStatementCommand): Promise<Result<ImportedFile>> {
    const read = await readStatement(file, account);
    if (!read.ok) return read;
    const imported = await this.record(unit, read.value, metadata);
    if (!imported.ok) return imported;
    const { matched } = await matchUnit(this.store, unit, { ...metadata, reason: '导入后自动勾对 (CLR-13)' });
    return ok({ ...imported.value, matched });
  }

  private async record(unit: string, file: StatementFile, metadata: EventMetadata): Promise<Result<Imported>> {
    for (let tries = 1; ; tries += 1) {
      // The count before the lines: an import between the two is noticed.
      const { imports } = (await this.store.look([specialAccountRef(unit)])).of(specialAccountRef(unit));
      const known = await this.knownLines(unit, file);
      const whole = await this.wholeOnes(unit, file);
      const outcome = await this.store.write(importRequest(unit, file, { known, whole, imports, metadata }));
      if (outcome.kind === 'accepted') return ok(outcome.answer);
      if (outcome.kind !== 'refused') throw new Error(`unexpected outcome ${outcome.kind}`);
      if (outcome.rejection.code !== OVERTAKEN || tries === MOST_TRIES)
        return { ok: false, rejection: outcome.rejection };
    }
  }

  private async knownLines(unit: string, { statements }: StatementFile): Promise<ReadonlySet<string>> {
    const ids = statements.flatMap(({ statement }) => statement.lines.map(({ lineId }) => lineId));
    const rows = await this.store.database.read<{ line_id: string }>(
      'select line_id from read_treasury.line where unit = $1 and line_id = any($2)',
      [unit, ids],
    );
    return new Set(rows.map(({ line_id }) => line_id));
  }

  private async wholeOnes(unit: string, { statements }: StatementFile): Promise<ReadonlySet<string>> {
    const whole = new Set<string>();
    for (const { statement, digest } of statements) {
      const { account, from, to, lines } = statement;
      const lacking = await this.store.database.read(
        `select 1 from read_treasury.line l
          where unit = $1 and account = $2 and booked_on between $3 and $4
            and not exists (select from unnest($5::text[]) as sent(id) where sent.id = l.line_id) limit 1`,
        [unit, account, from, to, lines.map(({ lineId }) => lineId)],
      );
      if (lacking.length === 0) whole.add(digest);
    }
    return whole;
  }
}

interface Looked {
  readonly known: ReadonlySet<string>;
  /** By digest: statements with every line that is known of their account and days. */
  readonly whole: ReadonlySet<string>;
  readonly imports: number;
  readonly metadata: EventMetadata;
}

/** All statements of a file or none. */
function importRequest(unit: string, file: StatementFile, looked: Looked): WriteRequest<Imported> {
  const stream = specialAccountRef(unit);
  const lineStreams = file.statements.map(({ statement, digest }) =>
    statementLinesRef(unit, statementNumber(statement, digest)),
  );
  return {
    streams: [stream, financeAccountRef(unit), ...lineStreams],
    metadata: looked.metadata,
    idempotency: null,
    decide: (states) => decideFile(unit, file, looked, states),
  };
}

function decideFile(unit: string, file: StatementFile, looked: Looked, states: StreamStates): Decision<Imported> {
  const registered = states.of(financeAccountRef(unit)).versions.map(({ accountNumber }) => accountNumber);
  const known = new Set(looked.known);
  const events: AppendedEvent[] = [];
  const statements: Imported['statements'][number][] = [];
  let [state, imports] = [states.of(specialAccountRef(unit)), looked.imports];
  for (const { statement, digest } of file.statements) {
    const command = { unit, on: looked.metadata.businessDate, statement, format: file.format, digest, registered };
    // A statement of the same file that was taken before it is not among the lines that were looked at.
    const whole = imports === looked.imports && looked.whole.has(digest);
    const decided = decideImport({ ...command, known, whole, imports }, state);
    if (!decided.ok) return { kind: 'refused', rejection: decided.rejection };
    events.push(...appended(unit, decided.value));
    if (decided.value.account !== null) state = evolveSpecialAccount(state, decided.value.account);
    imports = state.imports;
    const { account, from, to, lines } = statement;
    const newLines = decided.value.lines.reduce((sum, { data }) => sum + data.lines.length, 0);
    const statementNo = statementNumber(statement, digest);
    statements.push({ statementNo, account, from, to, newLines, knownLines: lines.length - newLines });
    for (const { lineId } of lines) known.add(lineId);
  }
  return { kind: 'accepted', events, answer: { unit, statements } };
}

const appended = (unit: string, { account, lines }: ImportedStatement): readonly AppendedEvent[] => [
  ...(account === null ? [] : [{ streamId: specialAccountRef(unit).id, event: account }]),
  ...lines.map((event) => ({ streamId: statementLinesRef(unit, event.data.statementNo).id, event })),
];
