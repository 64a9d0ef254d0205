import { Controller, Get, Param, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Access, dateInput, ZodQuery } from '#http';
import { businessDate } from '#kernel';
import { regionOf } from '../../commands/filing-input.js';
import { coverageAt, type Coverage } from '../../domain/coverage.js';
import { filingViewOf, type FilingView } from '../../filing-view.js';
import { BookOfPerson } from '../book-of-person.js';

const where = z.strictObject({
  place: z.string().regex(/^\d{6}$/, '须为六位区划代码'),
  on: dateInput.optional(),
});

/** 备案是否覆盖: on a date at a place, with the rule and the reason (REG-02, REG-04, REG-13, REG-17). */
@ApiTags('filing')
@Controller('registration/persons/:psnNo/coverage')
export class CoverageController {
  constructor(private readonly books: BookOfPerson) {}

  @Get()
  @Access({
    roles: ['provincial-agency', 'city-agency', 'national-agency'],
    area: 'record',
    purpose: '查询备案是否覆盖某地某日',
  })
  async coverage(
    @Param('psnNo') psnNo: string,
    @ZodQuery(where) { place, on }: z.infer<typeof where>,
    @Req() request: FastifyRequest,
  ): Promise<Coverage & { readonly on: string; readonly place: string; readonly filing: FilingView | null }> {
    const { insuredRegion, book, policyOn, today } = await this.books.forCaller(psnNo, request);
    const day = on === undefined ? today : businessDate(on);
    const at = { insuredRegion, place: regionOf(place, 'place') };
    const coverage = coverageAt(book, at, day, policyOn);
    const { filingId } = coverage;
    const filing = filingId === null ? null : filingViewOf(book, filingId, { on: day, policy: policyOn(today) });
    return { ...coverage, on: day, place, filing };
  }
}
