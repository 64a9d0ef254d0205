import { Controller, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { EventStore } from '#event-store';
import {
  Access,
  actFactsOf,
  answerOf,
  assertArea,
  bankSlip,
  dateInput,
  fromBody,
  fromQuery,
  institutionInput,
  reasonInput,
  Refused,
  unitQuery,
  yuanInput,
  ZodBody,
  ZodQuery,
  type ActFacts,
} from '#http';
import type { Clock } from '#jobs';
import { Money } from '#kernel';
import { CLOCK, EVENT_STORE } from '#service';
import { ownNumber } from '../hospital-gateway/messages/index.js';
import { ActOnHandClaimCommand, type HandClaimAct } from './commands/act-on-hand-claim.js';
import { FileHandClaimCommand } from './commands/file-hand-claim.js';
import type { HandClaimAnswer, Whose } from './commands/hand-claim-facts.js';
import { SettleHandClaimCommand } from './commands/settle-hand-claim.js';
import { knownTo } from './domain/acts.js';
import { CAUSES, handClaimRef, type Cause, type HandClaim } from './domain/hand-claim.js';
import { PAPERS, type Paper } from './domain/papers.js';
import { HAND_CLAIM_LISTS, HandClaims, type HandClaimLine } from './queries/hand-claims.js';

const AGENCY = ['provincial-agency', 'city-agency'] as const;
const oneOf = <T extends string>(values: readonly [T, ...T[]]) =>
  z.enum(values, { error: `须为${values.join('、')}之一` });
const region = z.string().regex(/^\d{6}$/, '须为六位区划代码');

/** SEC-02: a number of a hospital, an invoice or a disease is no number of a citizen. */
const numbered = (shape: RegExp, message: string) =>
  z
    .string()
    .regex(shape, message)
    .refine((number) => ownNumber(number) === number, '不能是身份证号码');

const cover = z.strictObject({ insuranceType: z.string().min(1).max(6), reason: reasonInput });

const papers = z.array(oneOf(Object.keys(PAPERS) as [Paper, ...Paper[]])).max(Object.keys(PAPERS).length);
const filed = z.strictObject({
  insuredRegion: region,
  psnNo: z.string().min(1).max(30),
  institutionCode: institutionInput,
  invoiceNumber: numbered(/^(?=.{4,40}$)(?:-*[0-9A-Za-z]){4}[0-9A-Za-z-]*$/, '须为4到40位数字、字母，可有连字符'),
  careRegion: region.nullable().default(null),
  settlementLevel: oneOf(['1', '2', '3']).nullable().default(null),
  visitKind: oneOf(['inpatient', 'outpatient', 'chronic', 'pharmacy']),
  diseaseCode: numbered(/^[0-9A-Za-z.]{0,30}$/, '须为病种编码').default(''),
  careFrom: dateInput,
  careTo: dateInput,
  total: yuanInput,
  cause: oneOf(Object.keys(CAUSES) as [Cause, ...Cause[]]),
  emergency: z.boolean().default(false),
  injury: z.boolean().default(false),
  thirdParty: z.boolean().default(false),
  died: z.boolean().default(false),
  visitId: numbered(/^[0-9A-Za-z-]{1,30}$/, '须为就诊ID')
    .nullable()
    .default(null),
  batch: numbered(/^[!-~]{1,30}$/, '须为收费批次号')
    .nullable()
    .default(null),
  coverOnCareDay: cover.nullable().default(null),
  papers,
});
const listing = unitQuery.extend({ region: region.optional(), list: oneOf(HAND_CLAIM_LISTS).default('open') });
const supplement = z.strictObject({ papers: papers.min(1, '须有材料') });
const explained = z.strictObject({ reason: reasonInput });
const parts = z.strictObject({ inScope: yuanInput, classBPrepay: yuanInput, overLimit: yuanInput, selfPay: yuanInput });
const settlement = z.strictObject({ amounts: parts.nullable().default(null) });
const payment = z.strictObject({ amount: yuanInput, ...bankSlip, paidOn: dateInput });
const reversal = z.strictObject({
  reason: reasonInput,
  returned: z
    .strictObject({ ...bankSlip, returnedOn: dateInput })
    .nullable()
    .default(null),
});

interface CasePath {
  readonly unit: string;
  readonly institutionCode: string;
  readonly invoiceNumber: string;
}

/** 手工报销 at the place of insurance: from the papers to the payment, within its working days (SET-17). */
@ApiTags('claims-by-hand')
@Controller('settlement/claims-by-hand')
export class HandClaimsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly claims: HandClaims,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Access({
    roles: [...AGENCY, 'national-agency'],
    area: fromQuery('unit', 'region'),
    purpose: '手工报销清单：待办、逾期、待补材料 (SET-17)',
  })
  list(@ZodQuery(listing) { unit, region, list }: z.infer<typeof listing>): Promise<readonly HandClaimLine[]> {
    return this.claims.list({ unit: unit ?? null, region: region ?? null }, list, this.clock.businessDate());
  }

  @Post()
  @HttpCode(200)
  @Access({ roles: [...AGENCY], area: fromBody('insuredRegion'), purpose: '受理手工报销 (SET-17)' })
  async file(@ZodBody(filed) input: z.infer<typeof filed>, @Req() request: FastifyRequest): Promise<HandClaimAnswer> {
    const { papers: given, thirdParty, ...bill } = input;
    const facts = this.factsOf(request, '受理手工报销 (SET-17)');
    return answerOf(await this.commands.execute(new FileHandClaimCommand(bill, given, thirdParty, facts)));
  }

  @Get(':unit/:institutionCode/:invoiceNumber')
  @Access({ roles: [...AGENCY, 'national-agency'], area: 'record', purpose: '一笔手工报销及其计算过程 (SET-17)' })
  async claim(@Param() path: CasePath, @Req() request: FastifyRequest): Promise<HandClaim> {
    const state = await this.caseOf(path, request);
    const unknown = knownTo(whoseOf(path), state);
    if (unknown?.ok === false) throw new Refused(unknown.rejection);
    return state;
  }

  @Post(':unit/:institutionCode/:invoiceNumber/papers')
  @HttpCode(200)
  @Access({ roles: [...AGENCY], area: 'record', purpose: '登记补交的手工报销材料 (SET-17)' })
  supplement(
    @Param() path: CasePath,
    @ZodBody(supplement) input: z.infer<typeof supplement>,
    @Req() request: FastifyRequest,
  ): Promise<HandClaimAnswer> {
    return this.act(path, request, { kind: 'supplement', ...input }, '补齐手工报销材料 (SET-17)');
  }

  @Post(':unit/:institutionCode/:invoiceNumber/cover')
  @HttpCode(200)
  @Access({ roles: [...AGENCY], area: 'record', purpose: '登记就医当日参保状态的核实结果，代替现参保状态 (SET-18)' })
  verifyCover(
    @Param() path: CasePath,
    @ZodBody(cover) input: z.infer<typeof cover>,
    @Req() request: FastifyRequest,
  ): Promise<HandClaimAnswer> {
    return this.act(path, request, { kind: 'verify-cover', cover: input }, '核实就医当日的参保状态 (SET-18)');
  }

  @Post(':unit/:institutionCode/:invoiceNumber/extension')
  @HttpCode(200)
  @Access({ roles: [...AGENCY], area: 'record', purpose: '告知参保人并延长手工报销时限 (SET-17)' })
  extend(
    @Param() path: CasePath,
    @ZodBody(explained) input: z.infer<typeof explained>,
    @Req() request: FastifyRequest,
  ): Promise<HandClaimAnswer> {
    return this.act(path, request, { kind: 'extend', ...input }, '延长手工报销时限 (SET-17)');
  }

  @Post(':unit/:institutionCode/:invoiceNumber/settlement')
  @HttpCode(200)
  @Access({ roles: [...AGENCY], area: 'record', purpose: '核定手工报销 (SET-17)' })
  async settle(
    @Param() path: CasePath,
    @ZodBody(settlement) { amounts }: z.infer<typeof settlement>,
    @Req() request: FastifyRequest,
  ): Promise<HandClaimAnswer> {
    const facts = this.factsOf(request, '核定手工报销 (SET-17)');
    await this.caseOf(path, request);
    const command = new SettleHandClaimCommand(whoseOf(path), amounts === null ? null : moneyOf(amounts), facts);
    return answerOf(await this.commands.execute(command));
  }

  @Post(':unit/:institutionCode/:invoiceNumber/refusal')
  @HttpCode(200)
  @Access({ roles: [...AGENCY], area: 'record', purpose: '手工报销不予支付，说明理由 (SET-17)' })
  refuse(
    @Param() path: CasePath,
    @ZodBody(explained) input: z.infer<typeof explained>,
    @Req() request: FastifyRequest,
  ): Promise<HandClaimAnswer> {
    return this.act(path, request, { kind: 'refuse', ...input }, '手工报销不予支付 (SET-17)');
  }

  @Post(':unit/:institutionCode/:invoiceNumber/payment')
  @HttpCode(200)
  @Access({ roles: [...AGENCY], area: 'record', purpose: '登记手工报销的支付 (SET-17)' })
  pay(
    @Param() path: CasePath,
    @ZodBody(payment) { amount, paidOn, ...slip }: z.infer<typeof payment>,
    @Req() request: FastifyRequest,
  ): Promise<HandClaimAnswer> {
    return this.act(path, request, { kind: 'pay', amount, paidOn, slip }, '支付手工报销 (SET-17)');
  }

  @Post(':unit/:institutionCode/:invoiceNumber/reversal')
  @HttpCode(200)
  @Access({ roles: [...AGENCY], area: 'record', purpose: '撤销手工报销，已支付的先退回 (SET-17, SET-13)' })
  reverse(
    @Param() path: CasePath,
    @ZodBody(reversal) input: z.infer<typeof reversal>,
    @Req() request: FastifyRequest,
  ): Promise<HandClaimAnswer> {
    return this.act(path, request, { kind: 'reverse', ...input }, '撤销手工报销 (SET-17)');
  }

  private async act(
    path: CasePath,
    request: FastifyRequest,
    act: HandClaimAct,
    reason: string,
  ): Promise<HandClaimAnswer> {
    await this.caseOf(path, request);
    const facts = this.factsOf(request, reason);
    return answerOf(await this.commands.execute(new ActOnHandClaimCommand(whoseOf(path), act, facts)));
  }

  /** A case of the caller's own: a city agency's those of its insured; another unit's is as unknown as none (SEC-01). */
  private async caseOf(path: CasePath, request: FastifyRequest): Promise<HandClaim> {
    const { state } = await this.store.load(handClaimRef(whoseOf(path)));
    assertArea(request, state.bill?.payer === path.unit ? state.bill.insuredRegion : path.unit);
    return state;
  }

  private factsOf(request: FastifyRequest, reason: string): ActFacts {
    return actFactsOf(request, { reason, businessDate: this.clock.businessDate() });
  }
}

const whoseOf = ({ unit: payer, ...invoice }: CasePath): Whose => ({ payer, ...invoice });

const moneyOf = ({ inScope, classBPrepay, overLimit, selfPay }: z.infer<typeof parts>) => ({
  ...{ inScope: Money.of(inScope), classBPrepay: Money.of(classBPrepay) },
  ...{ overLimit: Money.of(overLimit), selfPay: Money.of(selfPay) },
});
