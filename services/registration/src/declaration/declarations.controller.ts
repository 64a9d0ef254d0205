import { Controller, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  Access,
  answerOf,
  Forbidden,
  fromBody,
  fromQuery,
  idempotencyOf,
  metadataOf,
  reasonInput,
  unitInput,
  ZodBody,
  ZodQuery,
} from '#http';
import type { Clock } from '#jobs';
import { CLOCK } from '#service';
import { ReviewDeclarationCommand, type Reviewed } from './commands/review-declaration/review-declaration.js';
import { DeclarationsQuery, type ListedDeclaration } from './queries/declarations/declarations.query.js';

const AGENCY = ['provincial-agency', 'city-agency'] as const;
const STATES = ['waiting', 'approved', 'refused', 'withdrawn'] as const;

const listing = z.strictObject({
  unit: unitInput.optional(),
  /** A city with its counties, or a county with a pool of its own; what a city agency asks by. */
  region: z
    .string()
    .regex(/^\d{6}$/, '须为六位区划代码')
    .optional(),
  state: z.enum(STATES, { error: `须为${STATES.join('、')}之一` }).optional(),
});
const review = z.strictObject({
  psnNo: z.string().min(1).max(30),
  insuredRegion: z.string().regex(/^\d{6}$/, '须为六位区划代码'),
  outcome: z.enum(['approved', 'refused'], { error: '须为approved或refused' }),
  reason: reasonInput.nullable().default(null),
});

/** 待遇申报 of hospitals at the place of insurance: what waits, and its review (REG-05). */
@ApiTags('declaration')
@Controller('registration/declarations')
export class DeclarationsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Access({ roles: [...AGENCY, 'national-agency'], area: fromQuery('unit', 'region'), purpose: '医药机构待遇申报清单' })
  list(@ZodQuery(listing) { unit, region, state }: z.infer<typeof listing>): Promise<readonly ListedDeclaration[]> {
    return this.queries.execute(new DeclarationsQuery({ unit, region, state }));
  }

  @Post(':declarationNo/review')
  @HttpCode(200)
  @Access({ roles: [...AGENCY], area: fromBody('insuredRegion'), purpose: '审核医药机构待遇申报' })
  async review(
    @Param('declarationNo') declarationNo: string,
    @ZodBody(review) input: z.infer<typeof review>,
    @Req() request: FastifyRequest,
  ): Promise<Reviewed> {
    const reason = input.outcome === 'approved' ? '审核通过待遇申报' : '审核不通过待遇申报';
    const facts = {
      metadata: metadataOf(request, { reason, businessDate: this.clock.businessDate() }),
      idempotency: idempotencyOf(request),
    };
    const outcome = await this.commands.execute(new ReviewDeclarationCommand({ declarationNo, ...input }, facts));
    // Another place's declaration is forbidden, not merely refused (SEC-01).
    if (outcome.kind === 'refused' && outcome.rejection.rule === 'SEC-01') {
      throw new Forbidden(outcome.rejection.message);
    }
    return answerOf(outcome);
  }
}
