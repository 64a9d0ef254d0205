import { Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  Access,
  BadRequest,
  dateInput,
  endInput,
  fromBody,
  idempotencyOf,
  metadataOf,
  yuanInput,
  ZodBody,
} from '#http';
import type { Clock } from '#jobs';
import { CLOCK } from '#service';
import { EnrolPersonsCommand, type EnrolledPersons } from './enrol-persons.js';

const MAX_PERSONS = 500;

const days = { from: dateInput, to: endInput.default(null) };
const inOrder = ({ from, to }: { readonly from: string; readonly to: string | null }): boolean =>
  to === null || from <= to;
const NOT_IN_ORDER = '终止日期(to)不能早于起始日期(from)';
const recognised = z.strictObject({ code: z.string().min(1).max(30), ...days }).refine(inOrder, NOT_IN_ORDER);
const identity = z
  .strictObject({ code: z.string().min(1).max(30), level: z.string().min(1).max(3).optional(), ...days })
  .refine(inOrder, NOT_IN_ORDER);
const person = z.strictObject({
  psnNo: z.string().min(1).max(30),
  name: z.string().min(1).max(50),
  idNumber: z.string().min(15).max(18),
  phone: z.string().max(20).optional(),
  credentials: z.array(z.string().min(1).max(50)).max(8).default([]),
  sex: z.enum(['1', '2']),
  birthDate: dateInput,
  insuredRegion: z.string().regex(/^\d{6}$/, '须为六位区划代码'),
  insuranceType: z.string().min(3).max(6),
  personType: z.string().min(2).max(6),
  civilServant: z.boolean(),
  insuranceStatus: z.enum(['1', '2', '4'], { error: '须为1正常、2暂停或4终止' }),
  insuredSince: dateInput,
  accountBalance: yuanInput,
  /** 门诊慢特病待遇认定; left out where the place of insurance does not report it. */
  chronicDiseases: z.array(recognised).max(50).optional(),
  /** 退休日期, 人员身份 (低保, …) and 连续未报销年数: what benefit tables ask about; left out where it is not reported. */
  retiredOn: dateInput.nullable().optional(),
  identities: z.array(identity).max(20).optional(),
  unclaimedYears: z.number().int().min(0).max(100).optional(),
});
/** A person has one fate in a batch: the second of two under one number would be taken for the first sent again. */
const eachOnce = (persons: readonly { readonly psnNo: string }[]): boolean =>
  new Set(persons.map(({ psnNo }) => psnNo)).size === persons.length;
const body = z.strictObject({
  unit: z.string().regex(/^\d{2}$/, '须为两位清算单位代码'),
  persons: z.array(person).min(1).max(MAX_PERSONS).refine(eachOnce, '同一批中人员编号不能重复'),
});

/** 参保登记 by the agency of the place of insurance. */
@ApiTags('enrolment')
@Controller('registration/insured-persons')
export class EnrolPersonsController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post()
  @HttpCode(200)
  @Access({ roles: ['provincial-agency'], area: fromBody('unit'), purpose: '报送参保人员' })
  enrol(@ZodBody(body) input: z.infer<typeof body>, @Req() request: FastifyRequest): Promise<EnrolledPersons> {
    const foreign = input.persons.find(({ insuredRegion }) => !insuredRegion.startsWith(input.unit));
    if (foreign !== undefined) throw new BadRequest('参保地不属于报送单位', ['persons.insuredRegion']);
    const metadata = metadataOf(request, { reason: '参保登记', businessDate: this.clock.businessDate() });
    // The phone is taken so that a province may send its list as it is; nothing here needs it, so nothing keeps it.
    const persons = input.persons.map(({ phone: _phone, ...kept }) => kept);
    return this.commands.execute(new EnrolPersonsCommand({ persons, metadata, idempotency: idempotencyOf(request) }));
  }
}
