import { Controller, Get, Inject, Param, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { EventStore } from '#event-store';
import {
  Access,
  assertArea,
  Forbidden,
  fromQuery,
  monthInput,
  NotFound,
  principalOf,
  Refused,
  unitQuery,
  ZodQuery,
} from '#http';
import type { Clock } from '#jobs';
import { clearingMonth, dayIn, lastDayOf } from '#kernel';
import { CLOCK, EVENT_STORE } from '#service';
import type { RecordedLine } from '../../visit/domain/events.js';
import { visitRef } from '../../visit/domain/visit.js';
import { ClaimByIdQuery, type ExplainedClaim } from '../../visit/queries/claim-by-id/claim-by-id.js';
import { settledLines } from '../../visit/queries/told-claim/settled-lines.js';
import { UPLOAD_DAYS } from '../domain/fee-details.js';
import { detailsByHospital, lateDetails, type HospitalDetails, type LateDetails } from './fee-details.js';

const AGENCY = ['provincial-agency', 'city-agency', 'national-agency'] as const;
const LINES_A_PAGE = 1_000;

const asked = unitQuery.extend({ month: monthInput });
const paging = z.strictObject({
  page: z
    .string()
    .regex(/^[1-9]\d{0,3}$/, '须为页码')
    .default('1'),
});

interface DetailsOfMonth {
  readonly month: string;
  readonly hospitals: readonly HospitalDetails[];
  readonly late: readonly LateDetails[];
}
interface LinesOfClaim {
  readonly claimId: string;
  readonly uploadedOn: string | null;
  readonly lineCount: number;
  readonly lines: readonly RecordedLine[];
}

/** 住院费用明细 handed to the nation within three days of settlement, and what the place of insurance may look at then (SET-16). */
@ApiTags('fee-details')
@Controller('settlement')
export class FeeDetailsController {
  constructor(
    private readonly queries: QueryBus,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('fee-details')
  @Access({
    roles: ['provincial-agency', 'national-agency'],
    area: fromQuery('unit'),
    purpose: '某月住院费用明细上传情况，逐院计数并列出逾期 (SET-16)',
  })
  async ofMonth(@ZodQuery(asked) query: z.infer<typeof asked>): Promise<DetailsOfMonth> {
    const month = clearingMonth(query.month);
    const period = { from: dayIn(month, 1), to: lastDayOf(month), unit: query.unit ?? null };
    const about = { ...period, today: this.clock.businessDate() };
    const [hospitals, late] = await Promise.all([
      detailsByHospital(this.store.database, about),
      lateDetails(this.store.database, about),
    ]);
    return { month, hospitals, late };
  }

  @Get('claims/:claimId/fee-lines')
  @Access({ roles: [...AGENCY], area: 'record', purpose: '一笔结算的费用明细，每页一千条 (SET-16)' })
  async lines(
    @Param('claimId') claimId: string,
    @ZodQuery(paging) { page }: z.infer<typeof paging>,
    @Req() request: FastifyRequest,
  ): Promise<LinesOfClaim> {
    const claim = await this.queries.execute(new ClaimByIdQuery(claimId));
    if (claim === null) {
      // Whether a claim of another province exists is nobody's business (SEC-01).
      if (request.principal?.area !== 'nation') throw new Forbidden('无权查看或办理其他省级单位的业务');
      throw new NotFound('没有这笔结算');
    }
    assertArea(request, claim.insuredRegion, claim.careRegion);
    const uploadedOn = await this.uploadedOn(claimId);
    refuseBeforeUpload(claim, uploadedOn, principalOf(request).area);
    const lines = await this.linesOf(claim);
    const first = (Number(page) - 1) * LINES_A_PAGE;
    return { claimId, uploadedOn, lineCount: lines.length, lines: lines.slice(first, first + LINES_A_PAGE) };
  }

  private async uploadedOn(claimId: string): Promise<string | null> {
    const [row] = await this.store.database.read<{ on: string }>(
      'select uploaded_on::text as on from read_fee_details.upload where claim_id = $1',
      [claimId],
    );
    return row?.on ?? null;
  }

  /** Of a refund: the lines of what it takes back. */
  private async linesOf({ claimId, refundOf, visitId }: ExplainedClaim): Promise<readonly RecordedLine[]> {
    return settledLines(await this.store.readStream(visitRef(visitId).id), refundOf ?? claimId);
  }
}

/** The place of insurance gets the lines of a stay once the place of care has handed them over; outpatients' come with the claim. */
function refuseBeforeUpload(claim: ExplainedClaim, uploadedOn: string | null, area: string): void {
  if (claim.visitKind !== 'inpatient' || uploadedOn !== null || area !== claim.payer) return;
  throw new Refused({
    ...{ code: 'details.not-uploaded', rule: 'SET-16', fields: ['claimId'] },
    message: `就医地尚未上传该住院费用明细，应于结算后${UPLOAD_DAYS}日内上传`,
  });
}
