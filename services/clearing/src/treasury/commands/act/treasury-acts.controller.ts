import { Controller, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  Access,
  answerOf,
  fromParam,
  idempotencyOf,
  metadataOf,
  nothing,
  reasonInput,
  unitOfPath,
  ZodBody,
} from '#http';
import type { AccessRule } from '#http';
import type { Clock } from '#jobs';
import { CLOCK } from '#service';
import { ITEM_CLOSINGS, LINE_CLOSINGS } from '../../domain/bookings.js';
import { ProposeActCommand, ReviewActCommand, type ActAnswer, type ActBy } from './treasury-acts.js';

const id = z.string().trim().min(1, '必填').max(200);
/** One side of a match is a single one; more than this nobody pays together. */
const ids = z
  .array(id)
  .min(1, '至少一笔')
  .max(500, '不超过500笔')
  .refine((all) => new Set(all).size === all.length, { error: '同一笔只能出现一次' });
const lineClosing = z.enum(LINE_CLOSINGS, {
  error: '须为 bank-fee（手续费）、interest（利息）、penalty（违约金、罚款）或 suspense（待查），均不列入基金 (SEC-05)',
});
const itemClosing = z.enum(ITEM_CLOSINGS, { error: '须为 before-opening（期初前已办）或 not-executed（未实际办理）' });
const act = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('match'), lineIds: ids, itemIds: ids, reason: reasonInput }),
    z.strictObject({ kind: z.literal('undo-match'), matchId: id, reason: reasonInput }),
    z.strictObject({ kind: z.literal('close-line'), lineId: id, as: lineClosing, reason: reasonInput }),
    z.strictObject({ kind: z.literal('close-item'), itemId: id, as: itemClosing, reason: reasonInput }),
    z.strictObject({ kind: z.literal('reopen'), id, reason: reasonInput }),
  ],
  { error: '须为 match、undo-match、close-line、close-item 或 reopen' },
);

const byFinance = (purpose: string): AccessRule => ({
  roles: ['provincial-finance'],
  area: fromParam('unit'),
  purpose,
});

/** 手工勾对、撤销、核销 by two persons of the unit's finance department (CLR-13, SEC-04). */
@ApiTags('treasury')
@Controller('clearing/special-accounts/:unit/proposals')
export class TreasuryActsController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post()
  @HttpCode(200)
  @Access(byFinance('提出手工勾对、撤销勾对、核销或取消核销 (CLR-13, SEC-04)'))
  async propose(
    @Param('unit') unit: string,
    @ZodBody(act) { reason, ...proposed }: z.infer<typeof act>,
    @Req() request: FastifyRequest,
  ): Promise<ActAnswer> {
    const by = this.byOf(unit, request, reason);
    return answerOf(await this.commands.execute(new ProposeActCommand(by, proposed, reason)));
  }

  @Post(':proposalId/approval')
  @HttpCode(200)
  @Access(byFinance('另一人复核勾对、核销的提议 (SEC-04)'))
  async approve(
    @Param() { unit, proposalId }: { readonly unit: string; readonly proposalId: string },
    @ZodBody(nothing) _body: z.infer<typeof nothing>,
    @Req() request: FastifyRequest,
  ): Promise<ActAnswer> {
    const by = this.byOf(unit, request, `复核 ${proposalId} (SEC-04)`);
    return answerOf(await this.commands.execute(new ReviewActCommand(by, proposalId, 'approve')));
  }

  @Post(':proposalId/withdrawal')
  @HttpCode(200)
  @Access(byFinance('撤回勾对、核销的提议 (SEC-04)'))
  async withdraw(
    @Param() { unit, proposalId }: { readonly unit: string; readonly proposalId: string },
    @ZodBody(nothing) _body: z.infer<typeof nothing>,
    @Req() request: FastifyRequest,
  ): Promise<ActAnswer> {
    const by = this.byOf(unit, request, `撤回 ${proposalId} (SEC-04)`);
    return answerOf(await this.commands.execute(new ReviewActCommand(by, proposalId, 'withdraw')));
  }

  private byOf(unit: string, request: FastifyRequest, reason: string): ActBy {
    const metadata = metadataOf(request, { reason, businessDate: this.clock.businessDate() });
    return { unit: unitOfPath(unit), metadata, idempotency: idempotencyOf(request) };
  }
}
