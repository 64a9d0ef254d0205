import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { assertArea, Forbidden, NotFound } from '#http';
import { ClaimFactsReader, type ClaimFacts } from './claim-facts.js';

/** Which claim a caller may act on (SEC-01). */
@Injectable()
export class ClaimAccess {
  constructor(private readonly claims: ClaimFactsReader) {}

  /** The claim, if the caller is the side that may act on it. That another province's claim exists is not told. */
  async claimOf(claimId: string, side: 'payer' | 'receiver', request: FastifyRequest): Promise<ClaimFacts> {
    const claim = await this.claims.read(claimId);
    if (claim !== null) {
      assertArea(request, claim[side]);
      return claim;
    }
    if (request.principal?.area === 'nation') throw new NotFound('没有这笔费用');
    throw new Forbidden('无权查看或办理其他省级单位的业务');
  }
}
