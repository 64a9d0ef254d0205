import { Controller, Get, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { FamilyAccountShared } from '#contracts';
import { EventStore } from '#event-store';
import {
  Access,
  actFactsOf,
  answerOf,
  dateInput,
  endInput,
  fromBody,
  fromQuery,
  reasonInput,
  unitInput,
  ZodBody,
  ZodQuery,
  type ActFacts,
} from '#http';
import type { Clock } from '#jobs';
import { clearingUnitOf, RegionCode } from '#kernel';
import { CLOCK, EVENT_STORE } from '#service';
import { EndSharingCommand, ShareAccountCommand, type SharedAccount } from './commands/share-account/share-account.js';
import { familyRef } from './domain/family-account.js';
import { personRef } from './domain/person.js';

const AGENCY = ['provincial-agency'] as const;
const RELATIONS = ['spouse', 'child', 'parent', 'sibling', 'grandparent', 'grandchild'] as const;

const number = z.string().min(1).max(30);
const pair = { unit: unitInput, ownerPsnNo: number, memberPsnNo: number, reason: reasonInput };
const sharing = z.strictObject({
  ...pair,
  /** 使用人与账户人关系. */
  relation: z.enum(RELATIONS, { error: `须为${RELATIONS.join('、')}之一（近亲属）` }),
  from: dateInput,
  to: endInput.default(null),
});
const ending = z.strictObject(pair);
const listing = z.strictObject({ unit: unitInput, memberPsnNo: number });

/** 个人账户家庭共济 Who may use whose personal account, told by the place of insurance (SET-20); with whom and why (SEC-03). */
@ApiTags('enrolment')
@Controller('registration/family-accounts')
export class FamilyAccountsController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post()
  @HttpCode(200)
  @Access({ roles: [...AGENCY], area: fromBody('unit'), purpose: '登记个人账户家庭共济' })
  async share(
    @ZodBody(sharing) input: z.infer<typeof sharing>,
    @Req() request: FastifyRequest,
  ): Promise<SharedAccount> {
    const { reason, ...asked } = input;
    return answerOf(await this.commands.execute(new ShareAccountCommand(asked, this.factsOf(request, reason))));
  }

  @Post('ending')
  @HttpCode(200)
  @Access({ roles: [...AGENCY], area: fromBody('unit'), purpose: '解除个人账户家庭共济' })
  async end(@ZodBody(ending) input: z.infer<typeof ending>, @Req() request: FastifyRequest): Promise<SharedAccount> {
    const { reason, ...asked } = input;
    return answerOf(await this.commands.execute(new EndSharingCommand(asked, this.factsOf(request, reason))));
  }

  /** Nothing of a person who is another unit's (SEC-01). */
  @Get()
  @Access({ roles: [...AGENCY], area: fromQuery('unit'), purpose: '一名使用人的共济登记' })
  async list(
    @ZodQuery(listing) { unit, memberPsnNo }: z.infer<typeof listing>,
  ): Promise<readonly FamilyAccountShared[]> {
    const { enrolled } = (await this.store.load(personRef(memberPsnNo))).state;
    if (enrolled === null || clearingUnitOf(RegionCode.of(enrolled.insuredRegion)) !== unit) return [];
    return (await this.store.load(familyRef(memberPsnNo))).state.sharings;
  }

  private factsOf(request: FastifyRequest, reason: string): ActFacts {
    return actFactsOf(request, { reason, businessDate: this.clock.businessDate() });
  }
}
