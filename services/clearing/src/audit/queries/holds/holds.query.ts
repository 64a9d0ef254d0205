import { Controller, Get } from '@nestjs/common';
import { Query, QueryBus, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { InjectRepository } from '@nestjs/typeorm';
import { ApiTags } from '@nestjs/swagger';
import { Repository } from 'typeorm';
import { z } from 'zod';
import { Access, fromQuery, unitInput, ZodQuery } from '#http';
import { HoldRow } from './hold.entity.js';

const PAGE = 5_000;
const listing = z.strictObject({
  unit: unitInput.optional(),
  status: z
    .enum(['held', 'released', 'excluded', 'all'], { error: '须为 held、released、excluded 或 all' })
    .default('held'),
  /** Claim number after which to go on. */
  after: z.string().max(30).default(''),
});
type Listing = z.infer<typeof listing>;

/** 暂缓清单 of a unit as payer or receiver, or of all; at most 5,000 rows, in the order of claim numbers. */
export class HoldsQuery extends Query<readonly HoldRow[]> {
  constructor(readonly listing: Listing) {
    super();
  }
}

@QueryHandler(HoldsQuery)
export class HoldsHandler implements IQueryHandler<HoldsQuery> {
  constructor(@InjectRepository(HoldRow, 'clearing') private readonly holds: Repository<HoldRow>) {}

  execute({ listing: { unit, status, after } }: HoldsQuery): Promise<readonly HoldRow[]> {
    const rows = this.holds.createQueryBuilder('h').where('h.claim_id > :after', { after });
    if (unit !== undefined) rows.andWhere('(h.payer = :unit or h.receiver = :unit)', { unit });
    if (status !== 'all') rows.andWhere('h.status = :status', { status });
    return rows.orderBy('h.claim_id').take(PAGE).getMany();
  }
}

@ApiTags('audit')
@Controller('clearing/holds')
export class HoldsQueryController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Access({
    roles: ['provincial-agency', 'national-agency'],
    area: fromQuery('unit'),
    purpose: '审核暂缓与费用协查清单 (AUD-01)',
  })
  async list(@ZodQuery(listing) query: Listing): Promise<{ readonly holds: readonly HoldRow[] }> {
    return { holds: await this.queries.execute(new HoldsQuery(query)) };
  }
}
