import { Controller, Get, Param, Req } from '@nestjs/common';
import { Query, QueryBus, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { InjectRepository } from '@nestjs/typeorm';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Repository } from 'typeorm';
import { Access, assertArea } from '#http';
import { FilingRow } from './filing.entity.js';

/** 一人的备案: every filing of a person, newest first. */
export class FilingsOfPersonQuery extends Query<readonly FilingRow[]> {
  constructor(readonly psnNo: string) {
    super();
  }
}

@QueryHandler(FilingsOfPersonQuery)
export class FilingsOfPersonHandler implements IQueryHandler<FilingsOfPersonQuery> {
  constructor(@InjectRepository(FilingRow, 'registration') private readonly filings: Repository<FilingRow>) {}

  execute({ psnNo }: FilingsOfPersonQuery): Promise<readonly FilingRow[]> {
    return this.filings.find({ where: { psnNo }, order: { validFrom: 'DESC', filingId: 'ASC' } });
  }
}

@ApiTags('filing')
@Controller('registration/persons')
export class FilingsOfPersonController {
  constructor(private readonly queries: QueryBus) {}

  @Get(':psnNo/filings')
  @Access({ roles: ['provincial-agency', 'city-agency', 'national-agency'], area: 'record', purpose: '查询一人的备案' })
  async filings(@Param('psnNo') psnNo: string, @Req() request: FastifyRequest): Promise<readonly FilingRow[]> {
    const filings = await this.queries.execute(new FilingsOfPersonQuery(psnNo));
    // Nothing is said of a person of another province, not even that there is nothing (SEC-01).
    assertArea(request, filings[0]?.insuredUnit ?? psnNo.slice(0, 2));
    return filings;
  }
}
