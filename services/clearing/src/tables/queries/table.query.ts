import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ok, reject, type ClearingMonth, type Result } from '#kernel';
import { annex14, unitAnnex, UNIT_ANNEXES } from '../domain/annexes.js';
import { breachesTable, holdsTable, investigationsTable, waitingTable } from '../domain/lists.js';
import { deductionRatesTable } from '../domain/deduction-rates.js';
import { noticeAnnex, type NoticeAnnex } from '../domain/notice-annexes.js';
import type { Table } from '../domain/table.js';
import { TableReader } from './table-reader.js';

export const LISTS = ['holds', 'waiting', 'overdue', 'investigations'] as const;
type List = (typeof LISTS)[number];
const DEDUCTION_RATES = 'deduction-rates';
export const ANNEXES: readonly string[] = ['14', ...UNIT_ANNEXES, '15', '16', ...LISTS, DEDUCTION_RATES];

/** One published table; refused before its step was done. */
export class TableQuery extends Query<Result<Table>> {
  constructor(readonly of: { readonly annex: string; readonly month: ClearingMonth; readonly unit: string | null }) {
    super();
  }
}

const isList = (annex: string): annex is List => LISTS.some((list) => list === annex);
const isNotice = (annex: string): annex is NoticeAnnex => annex === '15' || annex === '16';

@QueryHandler(TableQuery)
export class TableHandler implements IQueryHandler<TableQuery> {
  constructor(private readonly reader: TableReader) {}

  async execute({ of: { annex, month, unit } }: TableQuery): Promise<Result<Table>> {
    if (isList(annex)) return ok(await this.list(annex, month, unit));
    if (annex === DEDUCTION_RATES) return this.rates(month, unit);
    if (annex === '14') {
      return unit === null
        ? this.national(month)
        : reject('table.national', 'CLR-03', '附件14是全国表，不分单位', ['unit']);
    }
    if (unit === null) return reject('table.unit', 'CLR-03', '该表按单位生成，须指明清算单位', ['unit']);
    return isNotice(annex) ? this.notice(annex, month, unit) : this.ofUnit(annex, month, unit);
  }

  private async list(list: List, month: ClearingMonth, unit: string | null): Promise<Table> {
    const place = { month, unit };
    if (list === 'holds') return holdsTable(place, await this.reader.holds(month, unit));
    if (list === 'waiting') return waitingTable(place, await this.reader.waiting(month, unit));
    if (list === 'overdue') return breachesTable(place, await this.reader.breaches(month, unit));
    return investigationsTable(place, await this.reader.investigations(month, unit));
  }

  private async rates(month: ClearingMonth, unit: string | null): Promise<Result<Table>> {
    const [cells, locals] = await Promise.all([this.reader.cells(month), this.reader.localFigures(month)]);
    return cells === null ? notGenerated() : ok(deductionRatesTable({ month, unit, cells, locals }));
  }

  private async national(month: ClearingMonth): Promise<Result<Table>> {
    const cells = await this.reader.cells(month);
    return cells === null ? notGenerated() : ok(annex14({ month, cells }));
  }

  private async ofUnit(annex: string, month: ClearingMonth, unit: string): Promise<Result<Table>> {
    const cells = await this.reader.cells(month);
    return cells === null ? notGenerated() : ok(unitAnnex(annex, { month, unit, cells }));
  }

  private async notice(annex: NoticeAnnex, month: ClearingMonth, unit: string): Promise<Result<Table>> {
    const lines = await this.reader.noticeLines(month, unit, annex);
    if (lines === null) return reject('notices.unknown', 'CLR-05', '通知书尚未发布', ['month']);
    return ok(noticeAnnex(annex, { month, unit, lines }));
  }
}

const notGenerated = (): Result<never> => reject('table.unknown', 'CLR-03', '清算表尚未生成', ['month']);
