import { Controller, Get, Inject, Param, Req } from '@nestjs/common';
import { Query, QueryBus, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { InjectRepository } from '@nestjs/typeorm';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Repository } from 'typeorm';
import { EventStore } from '#event-store';
import { Access, assertArea, Forbidden, NotFound } from '#http';
import { EVENT_STORE } from '#service';
import type { ExpenseCategory, ExplanationStep, StoredExplanation } from '../../domain/events.js';
import { toldSteps } from '../../domain/explanation.js';
import { visitRef } from '../../domain/visit.js';
import { ClaimRow } from './claim.entity.js';

export interface ExplainedClaim extends ClaimRow {
  /** How the amounts came about, step by step with the policy value, its source and the rule. */
  readonly steps: readonly ExplanationStep[];
  /** 费用大类 of a stay, as the place of care made them of its lines (SET-02); empty for others. */
  readonly categories: readonly ExpenseCategory[];
  /** 参保地 and 就医地 as six digits. */
  readonly insuredRegion: string;
  readonly careRegion: string;
}

interface Explained {
  readonly claim: { readonly insuredRegion: string; readonly careRegion: string };
  readonly explanation: StoredExplanation;
  readonly categories: readonly ExpenseCategory[];
}

/** 一笔结算 with its explanation. */
export class ClaimByIdQuery extends Query<ExplainedClaim | null> {
  constructor(readonly claimId: string) {
    super();
  }
}

@QueryHandler(ClaimByIdQuery)
export class ClaimByIdHandler implements IQueryHandler<ClaimByIdQuery> {
  constructor(
    @InjectRepository(ClaimRow, 'settlement') private readonly claims: Repository<ClaimRow>,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  async execute({ claimId }: ClaimByIdQuery): Promise<ExplainedClaim | null> {
    const claim = await this.claims.findOneBy({ claimId });
    if (claim === null) return null;
    const events = await this.store.readStream(visitRef(claim.visitId).id);
    const settled = events.find(
      ({ type, data }) =>
        type === 'ClaimSettled' && (data['claim'] as { claimId: string }).claimId === (claim.refundOf ?? claimId),
    );
    return { ...claim, ...explained(claim, (settled?.data ?? {}) as Partial<Explained>) };
  }
}

function explained({ payer, receiver }: ClaimRow, { explanation, categories = [], claim }: Partial<Explained>) {
  const { insuredRegion = payer, careRegion = receiver } = claim ?? {};
  return {
    ...{ steps: explanation === undefined ? [] : toldSteps(explanation), categories },
    ...{ insuredRegion, careRegion },
  };
}

@ApiTags('claims')
@Controller('settlement/claims')
export class ClaimByIdController {
  constructor(private readonly queries: QueryBus) {}

  @Get(':claimId')
  @Access({
    roles: ['provincial-agency', 'city-agency', 'national-agency'],
    area: 'record',
    purpose: '查询一笔结算及其计算过程',
  })
  async claim(@Param('claimId') claimId: string, @Req() request: FastifyRequest): Promise<ExplainedClaim> {
    const claim = await this.queries.execute(new ClaimByIdQuery(claimId));
    if (claim === null) {
      // Whether a claim of another province exists is nobody's business (SEC-01).
      if (request.principal?.area !== 'nation') throw new Forbidden('无权查看或办理其他省级单位的业务');
      throw new NotFound('没有这笔结算');
    }
    assertArea(request, claim.insuredRegion, claim.careRegion);
    return claim;
  }
}
