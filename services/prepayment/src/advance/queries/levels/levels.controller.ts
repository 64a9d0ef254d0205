import { Controller, Get, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { accept, Access, fromQuery, unitQuery, ZodQuery, yearOfPath } from '#http';
import { LevelsQuery, type Levels } from './levels.js';
import { ProposedLevelsQuery, type ProposedLevels } from './proposed-levels.js';
import { WaitingLevelsQuery, type WaitingLevels } from './waiting-levels.js';

@ApiTags('advance')
@Controller('prepayment/levels')
export class LevelsController {
  constructor(private readonly queries: QueryBus) {}

  @Get(':year')
  @Access({
    roles: ['national-agency', 'provincial-agency', 'provincial-finance'],
    area: fromQuery('unit'),
    purpose: '查询预付金额度 (PRE-01)',
  })
  levels(@Param('year') year: string, @ZodQuery(unitQuery) { unit }: z.infer<typeof unitQuery>): Promise<Levels> {
    return this.queries.execute(new LevelsQuery(yearOfPath(year), unit ?? null));
  }

  @Get(':year/proposal')
  @Access({ roles: ['national-agency'], area: 'nation', purpose: '按上年第四季度测算额度，尚未有人提请 (PRE-01)' })
  async proposal(@Param('year') year: string): Promise<ProposedLevels> {
    return accept(await this.queries.execute(new ProposedLevelsQuery(yearOfPath(year))));
  }

  @Get(':year/waiting')
  @Access({ roles: ['national-agency'], area: 'nation', purpose: '已提请核定、待另一人复核的额度 (PRE-02, SEC-04)' })
  waiting(@Param('year') year: string): Promise<WaitingLevels> {
    return this.queries.execute(new WaitingLevelsQuery(yearOfPath(year)));
  }
}
