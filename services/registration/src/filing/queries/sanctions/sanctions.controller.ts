import { Controller, Get, Param, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Access } from '#http';
import type { Loss } from '../../domain/filing-book.js';
import type { PromiseSanctioned } from '../../domain/filing-events.js';
import { promiseBan } from '../../domain/papers.js';
import { recoveredOf } from '../../domain/recover-loss.js';
import { BookOfPerson } from '../book-of-person.js';

interface Sanctions {
  readonly psnNo: string;
  /** Whether the person may file on a promise today (REG-10). */
  readonly mayPromise: boolean;
  readonly bannedUntil: string | null;
  readonly sanctions: readonly PromiseSanctioned[];
  /** Losses by false papers, with what has come back. Yuan as text. */
  readonly losses: readonly (Loss & { readonly recovered: string })[];
}

/** 违诺处理 of a person, each with the filing that caused it (REG-10, REG-21). */
@ApiTags('filing')
@Controller('registration/persons/:psnNo/sanctions')
export class SanctionsController {
  constructor(private readonly books: BookOfPerson) {}

  @Get()
  @Access({
    roles: ['provincial-agency', 'city-agency', 'national-agency'],
    area: 'record',
    purpose: '查询一人的违诺处理',
  })
  async sanctions(@Param('psnNo') psnNo: string, @Req() request: FastifyRequest): Promise<Sanctions> {
    const { book, today } = await this.books.forCaller(psnNo, request);
    const ban = promiseBan(book, today);
    const losses = book.losses.map((loss) => ({ ...loss, recovered: recoveredOf(loss).toString() }));
    const { sanctions } = book;
    return { psnNo, mayPromise: ban === null, bannedUntil: ban?.bannedUntil ?? null, sanctions, losses };
  }
}
