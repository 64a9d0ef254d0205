import { Controller, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  accept,
  Access,
  answerOf,
  assertArea,
  bankSlip,
  dateInput,
  fromBody,
  idempotencyOf,
  metadataOf,
  monthInput,
  NotFound,
  nothing,
  reasonInput,
  unitInput,
  yuanInput,
  ZodBody,
} from '#http';
import type { Clock } from '#jobs';
import { Money, businessDate, clearingMonth, clearingUnit } from '#kernel';
import { CLOCK } from '#service';
import { withdrawal } from '../../transfer/commands/slip.js';
import type { Side } from '../../transfer/domain/slips.js';
import { partsOfIncreaseId } from '../domain/increase.js';
import { DeclineIncreaseCommand } from './decline-increase/decline-increase.js';
import { GrantIncreaseCommand } from './grant-increase/grant-increase.js';
import { HandOverIncreaseCommand } from './hand-over-increase/hand-over-increase.js';
import { ProposeGrantCommand } from './grant-increase/propose-grant.js';
import type { IncreaseAct, IncreaseAnswer } from './increase-writer.js';
import { ReportPaymentCommand } from './report-payment/report-payment.js';
import { ReportReceiptCommand } from './report-payment/report-receipt.js';
import { WithdrawIncreaseSlipCommand } from './report-payment/withdraw-slip.js';
import { RequestIncreaseCommand } from './request-increase/request-increase.js';

const requestBody = z.strictObject({
  month: monthInput,
  receiver: unitInput,
  payer: unitInput,
  amount: z.string(),
  reason: reasonInput,
});
const grantBody = z.strictObject({ amount: z.string().optional() });
const approvalBody = z.strictObject({ amount: yuanInput });
const declineBody = z.strictObject({ reason: reasonInput });
const paymentBody = z.strictObject({ paidOn: dateInput, ...bankSlip });
const receiptBody = z.strictObject({ receivedOn: dateInput, ...bankSlip });
type Withdrawal = z.infer<typeof withdrawal>;

@ApiTags('increase')
@Controller('prepayment/increases')
export class IncreaseController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post()
  @Access({ roles: ['provincial-agency'], area: fromBody('receiver'), purpose: '就医地申请紧急调增 (PRE-06)' })
  async request(
    @ZodBody(requestBody) body: z.infer<typeof requestBody>,
    @Req() request: FastifyRequest,
  ): Promise<IncreaseAnswer> {
    const { reason } = body;
    const command = new RequestIncreaseCommand({
      month: clearingMonth(body.month),
      receiver: clearingUnit(body.receiver),
      payer: clearingUnit(body.payer),
      amount: accept(Money.parse(body.amount, '调增金额(amount)')),
      reason,
      metadata: metadataOf(request, { reason, businessDate: this.clock.businessDate() }),
      idempotency: idempotencyOf(request),
    });
    return answerOf(await this.commands.execute(command));
  }

  @Post(':id/grant')
  @HttpCode(200)
  @Access({ roles: ['national-agency'], area: 'nation', purpose: '提请核定紧急调增 (PRE-06, SEC-04)' })
  async grant(
    @Param('id') id: string,
    @ZodBody(grantBody) { amount }: z.infer<typeof grantBody>,
    @Req() request: FastifyRequest,
  ): Promise<IncreaseAnswer> {
    const act = this.actOf(id, request, '提请核定紧急调增 (PRE-06)');
    const proposed = amount === undefined ? null : accept(Money.parse(amount, '核定金额(amount)'));
    return answerOf(await this.commands.execute(new ProposeGrantCommand(act, proposed)));
  }

  @Post(':id/grant-approval')
  @HttpCode(200)
  @Access({ roles: ['national-agency'], area: 'nation', purpose: '另一人复核紧急调增 (PRE-06, SEC-04)' })
  async approveGrant(
    @Param('id') id: string,
    @ZodBody(approvalBody) { amount }: z.infer<typeof approvalBody>,
    @Req() request: FastifyRequest,
  ): Promise<IncreaseAnswer> {
    const act = this.actOf(id, request, '复核紧急调增 (SEC-04)');
    return answerOf(await this.commands.execute(new GrantIncreaseCommand(act, Money.of(amount))));
  }

  @Post(':id/decline')
  @HttpCode(200)
  @Access({ roles: ['national-agency'], area: 'nation', purpose: '不予紧急调增 (PRE-06)' })
  async decline(
    @Param('id') id: string,
    @ZodBody(declineBody) { reason }: z.infer<typeof declineBody>,
    @Req() request: FastifyRequest,
  ): Promise<IncreaseAnswer> {
    return answerOf(await this.commands.execute(new DeclineIncreaseCommand(this.actOf(id, request, reason), reason)));
  }

  @Post(':id/hand-over')
  @HttpCode(200)
  @Access({ roles: ['provincial-agency'], area: 'record', purpose: '参保地将调增通知移交财政部门 (PRE-06)' })
  async handOver(
    @Param('id') id: string,
    @ZodBody(nothing) _body: z.infer<typeof nothing>,
    @Req() request: FastifyRequest,
  ): Promise<IncreaseAnswer> {
    assertArea(request, partsOfIncreaseId(id)?.payer ?? '');
    const act = this.actOf(id, request, '调增通知移交财政 (PRE-06)');
    return answerOf(await this.commands.execute(new HandOverIncreaseCommand(act)));
  }

  @Post(':id/payment')
  @HttpCode(200)
  @Access({
    roles: ['provincial-agency', 'provincial-finance'],
    area: 'record',
    purpose: '参保地反馈调增资金付款 (PRE-07)',
  })
  async payment(
    @Param('id') id: string,
    @ZodBody(paymentBody) { paidOn, bank, serialNumber }: z.infer<typeof paymentBody>,
    @Req() request: FastifyRequest,
  ): Promise<IncreaseAnswer> {
    assertArea(request, partsOfIncreaseId(id)?.payer ?? '');
    const act = this.actOf(id, request, '调增资金付款反馈 (PRE-07)');
    const payment = { paidOn: businessDate(paidOn), bank, serialNumber };
    return answerOf(await this.commands.execute(new ReportPaymentCommand(act, payment)));
  }

  @Post(':id/receipt')
  @HttpCode(200)
  @Access({
    roles: ['provincial-agency', 'provincial-finance'],
    area: 'record',
    purpose: '就医地反馈调增资金到账 (PRE-07)',
  })
  async receipt(
    @Param('id') id: string,
    @ZodBody(receiptBody) { receivedOn, bank, serialNumber }: z.infer<typeof receiptBody>,
    @Req() request: FastifyRequest,
  ): Promise<IncreaseAnswer> {
    assertArea(request, partsOfIncreaseId(id)?.receiver ?? '');
    const act = this.actOf(id, request, '调增资金收款反馈 (PRE-07)');
    const receipt = { receivedOn: businessDate(receivedOn), bank, serialNumber };
    return answerOf(await this.commands.execute(new ReportReceiptCommand(act, receipt)));
  }

  @Post(':id/payment-withdrawal')
  @HttpCode(200)
  @Access({
    roles: ['provincial-agency', 'provincial-finance'],
    area: 'record',
    purpose: '参保地撤回误报的调增资金付款 (PRE-07)',
  })
  paymentWithdrawn(
    @Param('id') id: string,
    @ZodBody(withdrawal) { reason }: Withdrawal,
    @Req() request: FastifyRequest,
  ): Promise<IncreaseAnswer> {
    return this.withdraw(id, request, { side: 'paid', reason });
  }

  @Post(':id/receipt-withdrawal')
  @HttpCode(200)
  @Access({
    roles: ['provincial-agency', 'provincial-finance'],
    area: 'record',
    purpose: '就医地撤回误报的调增资金到账 (PRE-07)',
  })
  receiptWithdrawn(
    @Param('id') id: string,
    @ZodBody(withdrawal) { reason }: Withdrawal,
    @Req() request: FastifyRequest,
  ): Promise<IncreaseAnswer> {
    return this.withdraw(id, request, { side: 'received', reason });
  }

  private async withdraw(
    id: string,
    request: FastifyRequest,
    slip: { readonly side: Side; readonly reason: string },
  ): Promise<IncreaseAnswer> {
    assertArea(request, partsOfIncreaseId(id)?.[slip.side === 'paid' ? 'payer' : 'receiver'] ?? '');
    const act = this.actOf(id, request, slip.reason);
    return answerOf(await this.commands.execute(new WithdrawIncreaseSlipCommand(act, slip)));
  }

  private actOf(increaseId: string, request: FastifyRequest, reason: string): IncreaseAct {
    if (partsOfIncreaseId(increaseId) === null) throw new NotFound('未找到该调增申请');
    const metadata = metadataOf(request, { reason, businessDate: this.clock.businessDate() });
    return { increaseId, metadata, idempotency: idempotencyOf(request) };
  }
}
