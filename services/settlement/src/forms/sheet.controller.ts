import { Controller, Get, Headers, Inject, Param, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { encodeForm, FORM_TYPES } from '#forms';
import { accept as accepted, Access, assertInstitution, Forbidden, NotFound } from '#http';
import type { Clock } from '#jobs';
import { CLOCK } from '#service';
import { ClaimByIdQuery } from '../visit/queries/claim-by-id/claim-by-id.js';
import { settlementSheet } from './settlement-sheet.js';
import { SheetReader } from './sheet-reader.js';

/** 附件13 住院结算单, for the hospital that treated the person and the agencies of its province (N22 art. 37). */
@ApiTags('forms')
@Controller('settlement/claims/:claimId/forms')
export class SheetController {
  constructor(
    private readonly queries: QueryBus,
    private readonly sheets: SheetReader,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('13')
  @ApiProduces(FORM_TYPES.xlsx, FORM_TYPES.pdf)
  @Access({
    roles: ['hospital', 'provincial-agency', 'city-agency'],
    area: 'own-institution',
    purpose: '附件13 跨省异地就医住院结算单，xlsx 或 PDF (SET-05)',
  })
  async sheet(
    @Param('claimId') claimId: string,
    @Headers('accept') accept: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    const claim = await this.queries.execute(new ClaimByIdQuery(claimId));
    if (claim === null) {
      // Whether a claim of others exists is nobody's business (SEC-01).
      if (request.principal?.area !== 'nation') throw new Forbidden('无权查看或办理其他省级单位的业务');
      throw new NotFound('没有这笔结算');
    }
    assertInstitution(request, claim.institutionCode, claim.careRegion);
    const form = settlementSheet(accepted(await this.sheets.read(claim.visitId, claimId)));
    const { body, type, extension } = await encodeForm(form, accept, this.clock.businessDate());
    // A person's name and number: for the one who asked, kept nowhere on the way.
    void reply.header('cache-control', 'no-store').type(type);
    void reply.header('content-disposition', `inline; filename="annex-13-${claimId}.${extension}"`);
    return body;
  }
}
