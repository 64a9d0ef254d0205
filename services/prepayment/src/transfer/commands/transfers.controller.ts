import { Controller, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { Access, actFactsOf, answerOf, assertArea, NotFound, nothing, ZodBody, type AccessRule } from '#http';
import type { Clock } from '#jobs';
import { businessDate, Money } from '#kernel';
import { CLOCK } from '#service';
import { partsOfTransferId } from '../domain/transfer.js';
import { HandOverTransferCommand, type HandedOverAnswer } from './hand-over-transfer/hand-over-transfer.js';
import type { Side } from '../domain/slips.js';
import { slip, withdrawal } from './slip.js';
import { WithdrawSlipCommand, type WithdrawnAnswer } from './withdraw-slip/withdraw-slip.js';
import { ReportTransferCommand, type TransferAnswer } from './report-transfer/report-transfer.js';

type Slip = z.infer<typeof slip>;
type Withdrawal = z.infer<typeof withdrawal>;

const ofRecord = (purpose: string): AccessRule => ({
  ...{ roles: ['provincial-agency', 'provincial-finance'], area: 'record', purpose },
});

/** 预付金划拨: handed to finance, then both sides report with bank, serial number and date; what is wrong is taken back (PRE-03, PRE-07). */
@ApiTags('transfer')
@Controller('prepayment/transfers/:id')
export class TransfersController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post('hand-over')
  @HttpCode(200)
  @Access({ roles: ['provincial-agency'], area: 'record', purpose: '付款方将预付金划拨通知移交财政部门 (PRE-03)' })
  async handOver(
    @Param('id') transferId: string,
    @ZodBody(nothing) _body: z.infer<typeof nothing>,
    @Req() request: FastifyRequest,
  ): Promise<HandedOverAnswer> {
    const { whose, facts } = this.actOf(transferId, request, '预付金划拨通知移交财政 (PRE-03)');
    return answerOf(await this.commands.execute(new HandOverTransferCommand(facts, whose)));
  }

  @Post('payment')
  @HttpCode(200)
  @Access(ofRecord('付款方反馈预付金付款 (PRE-07)'))
  paid(@Param('id') id: string, @ZodBody(slip) body: Slip, @Req() request: FastifyRequest): Promise<TransferAnswer> {
    return this.report('paid', id, { body, request });
  }

  @Post('receipt')
  @HttpCode(200)
  @Access(ofRecord('收款方反馈预付金到账 (PRE-07)'))
  received(
    @Param('id') id: string,
    @ZodBody(slip) body: Slip,
    @Req() request: FastifyRequest,
  ): Promise<TransferAnswer> {
    return this.report('received', id, { body, request });
  }

  @Post('payment-withdrawal')
  @HttpCode(200)
  @Access(ofRecord('付款方撤回误报的预付金付款 (PRE-07)'))
  paymentWithdrawn(
    @Param('id') id: string,
    @ZodBody(withdrawal) body: Withdrawal,
    @Req() request: FastifyRequest,
  ): Promise<WithdrawnAnswer> {
    return this.withdraw('paid', id, { body, request });
  }

  @Post('receipt-withdrawal')
  @HttpCode(200)
  @Access(ofRecord('收款方撤回误报的预付金到账 (PRE-07)'))
  receiptWithdrawn(
    @Param('id') id: string,
    @ZodBody(withdrawal) body: Withdrawal,
    @Req() request: FastifyRequest,
  ): Promise<WithdrawnAnswer> {
    return this.withdraw('received', id, { body, request });
  }

  private async withdraw(
    side: Side,
    transferId: string,
    { body, request }: { readonly body: Withdrawal; readonly request: FastifyRequest },
  ): Promise<WithdrawnAnswer> {
    const { whose, facts } = this.actOf(transferId, request, body.reason);
    return answerOf(await this.commands.execute(new WithdrawSlipCommand(facts, { ...whose, side, ...body })));
  }

  /** Either unit of the pair: whose turn it is depends on whether the money comes or goes back. */
  private async report(
    side: Side,
    transferId: string,
    { body, request }: { readonly body: Slip; readonly request: FastifyRequest },
  ): Promise<TransferAnswer> {
    const reason = side === 'paid' ? '预付金付款反馈 (PRE-07)' : '预付金收款反馈 (PRE-07)';
    const { whose, facts } = this.actOf(transferId, request, reason);
    const { amount, on, bank, serialNumber } = body;
    const slipOf = { amount: Money.of(amount), movedOn: businessDate(on), bank, serialNumber };
    return answerOf(await this.commands.execute(new ReportTransferCommand(facts, { ...whose, side, ...slipOf })));
  }

  /** On a transfer of a pair, which the caller must be one of. */
  private actOf(transferId: string, request: FastifyRequest, reason: string) {
    const parts = partsOfTransferId(transferId);
    if (parts === null) throw new NotFound('未找到该笔预付金划拨');
    const { receiver, payer } = parts;
    assertArea(request, receiver, payer);
    return {
      whose: { receiver, transferId, by: request.principal?.area ?? '' },
      facts: actFactsOf(request, { reason, businessDate: this.clock.businessDate() }),
    };
  }
}
