import { Controller, Inject, Post, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  Access,
  answerOf,
  fromBody,
  idempotencyOf,
  metadataOf,
  reasonInput,
  unitInput,
  yuanInput,
  ZodBody,
} from '#http';
import type { Clock } from '#jobs';
import { CLOCK } from '#service';
import { columnInput } from '../../audit/commands/deduction-input.js';
import { RecordRecoveryCommand, type RecoveryAnswer } from './record-recovery/record-recovery.js';

const MAX_CLAIMS = 1_000;
const schemeInput = z.enum(['employee', 'resident'], { error: '须为 employee（职工）或 resident（居民）' });

const recoveryBody = z.strictObject({
  /** 文号 of the inspection: once for a place of care. */
  recoveryNo: z.string().trim().min(1, '文号必填').max(40),
  receiver: unitInput,
  institutionCode: z.string().trim().min(1, '医药机构必填').max(30),
  /** Fund money recovered from out-of-area costs, penalties not included. */
  amount: yuanInput,
  /** Stays with the place of care (SEC-05). */
  penalties: yuanInput.default('0.00'),
  claims: z
    .array(z.strictObject({ claimId: z.string().min(1).max(30), column: columnInput, amount: yuanInput }))
    .max(MAX_CLAIMS)
    .default([]),
  /** What can be told of the rest; what cannot is split by last year's payments. */
  payer: unitInput.nullable().default(null),
  scheme: schemeInput.nullable().default(null),
  column: columnInput.nullable().default(null),
  reason: reasonInput,
});

/** 追回 Recovered money goes back to the place of insurance by the original channel (CLR-10). */
@ApiTags('recovery')
@Controller('clearing/recoveries')
export class RecoveriesController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post()
  @Access({
    roles: ['provincial-agency'],
    area: fromBody('receiver'),
    purpose: '就医地登记追回资金并退回参保地 (CLR-10)',
  })
  async record(
    @ZodBody(recoveryBody) { payer, scheme, column, ...body }: z.infer<typeof recoveryBody>,
    @Req() request: FastifyRequest,
  ): Promise<RecoveryAnswer> {
    const metadata = metadataOf(request, { reason: body.reason, businessDate: this.clock.businessDate() });
    const act = { metadata, idempotency: idempotencyOf(request) };
    const command = new RecordRecoveryCommand(act, { ...body, known: { payer, scheme, column } });
    return answerOf(await this.commands.execute(command));
  }
}
