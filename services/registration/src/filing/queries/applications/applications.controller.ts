import { Controller, Get, Headers, Res } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { Access, csvOf, fromQuery, ZodQuery } from '#http';
import { businessDate, workingCalendar, yearOf, type BusinessDate } from '#kernel';
import { FilingLists, listing, type Page } from '../filing-lists.js';

interface WaitingLine {
  readonly filingId: string;
  readonly psnNo: string;
  readonly insuredRegion: string;
  readonly kind: string;
  readonly destination: string;
  readonly byPromise: boolean;
  readonly channel: string;
  readonly appliedOn: string;
  readonly decideBy: string;
  /** Working days from today to the last one, negative once it has passed (REG-05); null in a year without a calendar. */
  readonly workingDaysLeft: number | null;
  readonly late: boolean;
}

interface WaitingRow {
  readonly filing_id: string;
  readonly psn_no: string;
  readonly insured_region: string;
  readonly kind: string;
  readonly destination: string;
  readonly by_promise: boolean;
  readonly channel: string;
  readonly applied_on: string;
  readonly day: string;
}

const WAITING = `
  select filing_id, psn_no, insured_region, kind, destination, by_promise, channel, applied_on::text, decide_by::text as day
    from read_filings.application
   where decided_on is null and insured_region like $1 and (decide_by, filing_id) > ($2::date, $3)
   order by decide_by, filing_id limit $4`;

const HEAD = [
  '备案编号',
  '人员编号',
  '参保地',
  '备案类别',
  '备案地',
  '承诺制',
  '渠道',
  '申请日期',
  '办结期限',
  '剩余工作日',
  '超期',
];

/** 待审核清单 for the city agency: what must be decided first stands first, late ones are marked (REG-05), JSON or CSV. */
@ApiTags('filing')
@Controller('registration/filings/applications')
export class ApplicationsController {
  constructor(private readonly lists: FilingLists) {}

  @Get()
  @ApiProduces('application/json', 'text/csv')
  @Access({
    roles: ['provincial-agency', 'city-agency', 'national-agency'],
    area: fromQuery('region'),
    purpose: '待审核的备案申请清单，JSON 或 CSV (REG-05)',
  })
  async waiting(
    @ZodQuery(listing) query: z.infer<typeof listing>,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<WaitingLine> | string> {
    const { rows, next } = await this.lists.page<WaitingRow>(WAITING, query);
    const lines = rows.map((row) => lineOf(row, this.lists.today));
    if (accept?.includes('text/csv') !== true) return { lines, next };
    void reply.type('text/csv; charset=utf-8');
    return csvOf(HEAD, lines.map(cellsOf));
  }
}

function lineOf(row: WaitingRow, today: BusinessDate): WaitingLine {
  const decideBy = businessDate(row.day);
  return {
    ...{ filingId: row.filing_id, psnNo: row.psn_no, insuredRegion: row.insured_region, kind: row.kind },
    ...{ destination: row.destination, byPromise: row.by_promise, channel: row.channel, appliedOn: row.applied_on },
    ...{ decideBy, workingDaysLeft: daysLeft(today, decideBy), late: decideBy < today },
  };
}

function daysLeft(today: BusinessDate, decideBy: BusinessDate): number | null {
  const known = workingCalendar.hasYear(yearOf(today)) && workingCalendar.hasYear(yearOf(decideBy));
  return known ? workingCalendar.workingDaysBetween(today, decideBy) : null;
}

const cellsOf = (line: WaitingLine): readonly (string | number)[] => [
  ...[line.filingId, line.psnNo, line.insuredRegion, line.kind, line.destination, line.byPromise ? '是' : '否'],
  ...[line.channel, line.appliedOn, line.decideBy, line.workingDaysLeft ?? '', line.late ? '是' : '否'],
];
