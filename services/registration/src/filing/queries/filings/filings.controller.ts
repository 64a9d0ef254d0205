import { Controller, Get, Param, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Access } from '#http';
import { viewOfFiling, viewOfPending, type FilingView } from '../../filing-view.js';
import { BookOfPerson } from '../book-of-person.js';

/** 一人的备案: applications that wait, then every filing, newest first. */
@ApiTags('filing')
@Controller('registration/persons')
export class FilingsOfPersonController {
  constructor(private readonly books: BookOfPerson) {}

  @Get(':psnNo/filings')
  @Access({ roles: ['provincial-agency', 'city-agency', 'national-agency'], area: 'record', purpose: '查询一人的备案' })
  async filings(@Param('psnNo') psnNo: string, @Req() request: FastifyRequest): Promise<readonly FilingView[]> {
    const { book, policyOn, today } = await this.books.forCaller(psnNo, request);
    const policy = policyOn(today);
    const filings = book.filings.map((filing) => viewOfFiling(filing, { on: today, policy }));
    return [...book.pending.map((pending) => viewOfPending(pending, policy)), ...filings.sort(newestFirst)];
  }
}

const newestFirst = (a: FilingView, b: FilingView): number => (b.validFrom ?? '').localeCompare(a.validFrom ?? '');
