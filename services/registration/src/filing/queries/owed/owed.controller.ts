import { Controller, Get, Headers, Res } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { Access, csvOf, fromQuery, ZodQuery } from '#http';
import { businessDate, daysBetween } from '#kernel';
import { paperName, sanctionOf } from '../../promise-notice.js';
import { FilingLists, listing, type Page } from '../filing-lists.js';

interface OwedLine {
  readonly filingId: string;
  readonly psnNo: string;
  readonly insuredRegion: string;
  readonly kind: string;
  readonly destination: string;
  readonly appliedOn: string;
  /** Names of the papers, any one of which will do. */
  readonly anyOf: readonly string[];
  readonly until: string | null;
  /** Calendar days from today to the last one; negative once it has passed. */
  readonly daysLeft: number | null;
  readonly remindedOn: string | null;
  /** What follows if they do not come (REG-10). */
  readonly otherwise: string;
}

interface OwedRow {
  readonly filing_id: string;
  readonly psn_no: string;
  readonly insured_region: string;
  readonly kind: string;
  readonly destination: string;
  readonly applied_on: string;
  readonly owed_any_of: readonly string[];
  readonly owed_until: string | null;
  readonly reminded_on: string | null;
  readonly day: string;
}

/** A filing that another replaces owes its documents by their day all the same. */
const OWED = `
  select * from (
    select filing_id, psn_no, insured_region, kind, destination, applied_on::text, owed_any_of, owed_until::text,
           reminded_on::text, coalesce(owed_until::text, '9999-12-31') as day
      from read_filings.filing where owed and insured_region like $1
         and (ended_on is null or ended_cause = 'replaced' and owed_until is not null)) owing
   where (day, filing_id) > ($2, $3) order by day, filing_id limit $4`;

const HEAD = [
  '备案编号',
  '人员编号',
  '参保地',
  '备案类别',
  '备案地',
  '申请日期',
  '应补材料',
  '补齐期限',
  '剩余天数',
  '上次提醒',
  '逾期处理',
];

/** 待补材料清单 for the city agency: the most urgent first (REG-09, REG-10), JSON or CSV. */
@ApiTags('filing')
@Controller('registration/filings/owed')
export class OwedController {
  constructor(private readonly lists: FilingLists) {}

  @Get()
  @ApiProduces('application/json', 'text/csv')
  @Access({
    roles: ['provincial-agency', 'city-agency', 'national-agency'],
    area: fromQuery('region'),
    purpose: '待补材料的承诺备案清单，JSON 或 CSV (REG-09)',
  })
  async owed(
    @ZodQuery(listing) query: z.infer<typeof listing>,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<OwedLine> | string> {
    const { rows, next } = await this.lists.page<OwedRow>(OWED, query);
    const lines = rows.map((row) => this.lineOf(row));
    if (accept?.includes('text/csv') !== true) return { lines, next };
    void reply.type('text/csv; charset=utf-8');
    return csvOf(HEAD, lines.map(cellsOf));
  }

  private lineOf(row: OwedRow): OwedLine {
    const policy = this.lists.policyOf(row.insured_region);
    const until = row.owed_until;
    return {
      ...{ filingId: row.filing_id, psnNo: row.psn_no, insuredRegion: row.insured_region, kind: row.kind },
      ...{ destination: row.destination, appliedOn: row.applied_on, anyOf: row.owed_any_of.map(paperName), until },
      daysLeft: until === null ? null : daysBetween(this.lists.today, businessDate(until)),
      remindedOn: row.reminded_on,
      otherwise: policy === null ? '' : sanctionOf(policy),
    };
  }
}

const cellsOf = (line: OwedLine): readonly (string | number)[] => [
  ...[line.filingId, line.psnNo, line.insuredRegion, line.kind, line.destination, line.appliedOn],
  ...[line.anyOf.join('、'), line.until ?? '', line.daysLeft ?? '', line.remindedOn ?? '', line.otherwise],
];
