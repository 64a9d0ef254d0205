import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import type { Clock } from '#jobs';
import { digitsOf, workingCalendar, type BusinessDate } from '#kernel';
import { CLOCK } from '#service';
import { DeclarationRow } from './declaration.entity.js';

const MAX_ROWS = 1_000;

export interface DeclarationFilter {
  readonly unit: string | undefined;
  readonly region: string | undefined;
  readonly state: DeclarationRow['state'] | undefined;
}

export type ListedDeclaration = DeclarationRow & {
  /** 剩余工作日 to decide, today not counted; negative when it is late, null when it does not wait (REG-05). */
  readonly workingDaysLeft: number | null;
};

/** 待遇申报 of a unit: those that wait come first, the most urgent on top. */
export class DeclarationsQuery extends Query<readonly ListedDeclaration[]> {
  constructor(readonly filter: DeclarationFilter) {
    super();
  }
}

@QueryHandler(DeclarationsQuery)
export class DeclarationsHandler implements IQueryHandler<DeclarationsQuery> {
  constructor(
    @InjectRepository(DeclarationRow, 'registration') private readonly declarations: Repository<DeclarationRow>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ filter }: DeclarationsQuery): Promise<readonly ListedDeclaration[]> {
    const { unit, region, state } = filter;
    const rows = this.declarations
      .createQueryBuilder('d')
      .orderBy(`case when d.state = 'waiting' then 0 else 1 end`)
      .addOrderBy(`case when d.state = 'waiting' then d.decide_by end`)
      .addOrderBy('d.filed_on', 'DESC')
      .addOrderBy('d.declaration_no')
      .limit(MAX_ROWS);
    if (unit !== undefined) rows.andWhere('d.insured_unit = :unit', { unit });
    if (region !== undefined) rows.andWhere('d.insured_region like :area', { area: `${digitsOf(region)}%` });
    if (state !== undefined) rows.andWhere('d.state = :state', { state });
    const today = this.clock.businessDate() as BusinessDate;
    return (await rows.getMany()).map((row) => ({ ...row, workingDaysLeft: daysLeft(row, today) }));
  }
}

function daysLeft({ state, decideBy }: DeclarationRow, today: BusinessDate): number | null {
  if (state !== 'waiting' || decideBy === null) return null;
  const published = [today, decideBy].every((day) => workingCalendar.hasYear(Number(day.slice(0, 4))));
  return published ? workingCalendar.workingDaysBetween(today, decideBy as BusinessDate) : null;
}
