import { Controller, Get, Inject, Param, Put, Req } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Repository } from 'typeorm';
import { z } from 'zod';
import { EventStore } from '#event-store';
import { Access, assertArea, BadRequest, fromBody, metadataOf, NotFound, principalOf, ZodBody } from '#http';
import type { Clock } from '#jobs';
import { parseClearingUnit } from '#kernel';
import type { FieldCipher } from '#privacy';
import { CLOCK, EVENT_STORE, FIELD_CIPHER } from '#service';
import { networkOf, sm2PublicKey } from '../hospital-gateway/messages/index.js';
import { recordAdministration } from './administration-acts.js';
import { InstitutionRow } from './institution.entity.js';

const members = z.strictObject({
  name: z.string().min(1).max(200),
  region: z.string().regex(/^\d{6}$/, '须为六位区划代码'),
  kind: z.enum(['hospital', 'pharmacy'], { error: '须为 hospital 或 pharmacy' }),
  settlementLevel: z.union([z.literal(1), z.literal(2), z.literal(3)], { error: '医保结算等级须为1、2或3' }),
  open: z.boolean().default(true),
  /** What benefit tables distinguish, in their words (specialised, community, tcm). */
  marks: z
    .array(z.string().regex(/^\S{1,30}$/u, '须为不含空格的词'))
    .max(20)
    .default([]),
  transport: z.enum(['csb', 'x-tif', 'apikey', 'oauth', 'network'], {
    error: '须为 csb、x-tif、apikey、oauth 或 network',
  }),
  accessKey: z.string().min(1).max(100).default(''),
  secret: z.string().min(8).max(200).default(''),
  /** 专线网段 of an institution whose system signs nothing (2.3): where its connections come from, instead of key and secret. */
  networks: z
    .array(z.string().refine((text) => networkOf(text) !== null, '须为专线网段，IPv4不宽于/24，IPv6不宽于/64'))
    .min(1)
    .max(20)
    .nullable()
    .default(null),
  /** 报文密钥 of hospital systems that send `input` encrypted with SM4; without it none is taken. */
  inputKey: z
    .string()
    .regex(/^[0-9a-fA-F]{32}$/, '报文密钥须为32位十六进制')
    .nullable()
    .default(null),
  /** 数字签名 `cainfo`: how this institution's system signs `input`; null where it sends constants, which are not looked at. */
  inputSignature: z
    .discriminatedUnion('kind', [
      z.strictObject({
        kind: z.literal('sm2'),
        publicKey: z.string().refine((key) => sm2PublicKey(key) !== null, '须为SM2公钥，128位十六进制（可有前缀04）'),
      }),
      z.strictObject({ kind: z.literal('sm3') }),
    ])
    .nullable()
    .default(null),
  /** Whether its fund_pay_sumamt has the personal account in it (Guangdong; interface 6.10). */
  accountInFunds: z.boolean().default(false),
});

/** Either the line says who it is, or a key and a secret do. */
const institution = members
  .refine(({ transport, networks }) => (transport === 'network') === (networks !== null), {
    error: 'transport 为 network 时须列明 networks，其他方式不得有',
    path: ['networks'],
  })
  .refine(
    ({ transport, accessKey, secret }) =>
      transport === 'network' ? accessKey === '' && secret === '' : accessKey !== '' && secret !== '',
    { error: 'transport 为 network 时不设 accessKey 和 secret，其他方式须填', path: ['secret'] },
  );

type Shown = Omit<InstitutionRow, 'secret' | 'inputKey'> & { readonly encrypts: boolean };

/** 定点医药机构登记 by the province of care (N22 art. 15). The secret goes in and never comes out. */
@ApiTags('administration')
@Controller('settlement/institutions')
export class InstitutionsController {
  constructor(
    @InjectRepository(InstitutionRow, 'settlement') private readonly institutions: Repository<InstitutionRow>,
    @Inject(FIELD_CIPHER) private readonly cipher: FieldCipher,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Put(':code')
  @Access({ roles: ['provincial-agency', 'city-agency'], area: fromBody('region'), purpose: '登记定点医药机构' })
  async put(
    @Param('code') code: string,
    @ZodBody(institution) input: z.infer<typeof institution>,
    @Req() request: FastifyRequest,
  ): Promise<Shown> {
    if (!/^[HP]\d{11}$/.test(code)) throw new BadRequest('机构编号须为H或P加11位数字', ['code']);
    refuseOthersCode(code, input.region);
    const known = await this.institutions.findOneBy({ code });
    if (known !== null) assertArea(request, known.region);
    const { secret, accessKey, networks, marks, inputKey, inputSignature, ...facts } = input;
    const changedBy = `user:${principalOf(request).subject}`;
    const sealed = {
      secret: this.cipher.seal('credential', secret),
      inputKey: inputKey === null ? null : this.cipher.seal('credential', inputKey),
    };
    const row = { code, ...facts, marks, accessKey, networks, inputSignature, ...sealed, changedBy };
    const metadata = metadataOf(request, { reason: '登记定点医药机构', businessDate: this.clock.businessDate() });
    const signs = inputSignature?.kind ?? 'none';
    const data = {
      code,
      ...facts,
      marks: marks.join(' '),
      accessKey,
      networks: (networks ?? []).join(' '),
      encrypts: inputKey !== null,
      signs,
    };
    const event = { type: 'InstitutionRegistered' as const, data };
    await recordAdministration(this.store, code, { event, metadata });
    await this.institutions.save(row);
    return shown(row);
  }

  @Get(':code')
  @Access({
    roles: ['provincial-agency', 'city-agency', 'national-agency'],
    area: 'record',
    purpose: '查询定点医药机构',
  })
  async get(@Param('code') code: string, @Req() request: FastifyRequest): Promise<Shown> {
    const row = await this.institutions.findOneBy({ code });
    assertArea(request, row?.region ?? code.slice(1, 3));
    if (row === null) throw new NotFound('没有这家定点医药机构');
    return shown(row);
  }
}

/** A code begins with the digits of its place: nobody takes one that another province may give (SEC-01). */
function refuseOthersCode(code: string, region: string): void {
  const unit = parseClearingUnit(code.slice(1, 3), 'code');
  if (!unit.ok || region.startsWith(unit.value)) return;
  throw new BadRequest('机构编号属于其他省级单位，不能登记 (SEC-01)', ['code', 'region']);
}

const shown = ({ secret: _secret, inputKey, ...rest }: InstitutionRow): Shown => ({
  ...rest,
  encrypts: inputKey !== null,
});
