import { Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { Access, accept, fromBody, ZodBody } from '#http';
import { Money, type BusinessDate } from '#kernel';
import { AnsweredWhenPublished } from '#service';
import type { FilingView } from '../filing-view.js';
import { CancelFilingCommand } from './cancel-filing/cancel-filing.js';
import { ChangeFilingCommand } from './change-filing/change-filing.js';
import {
  cancellation,
  change,
  falseDocuments,
  reasoned,
  recoveredLoss,
  regionOf,
  renewal,
  supplement,
} from './filing-input.js';
import { filingAnswerOf, FilingRequests } from './filing-requests.js';
import { AGENCY } from './filings.controller.js';
import { RenewFilingCommand } from './renew-filing/renew-filing.js';
import { RecoverLossCommand } from './recover-loss/recover-loss.js';
import { ReportFalseDocumentsCommand } from './report-false-documents/report-false-documents.js';
import { RevokeFilingCommand } from './revoke-filing/revoke-filing.js';
import { SupplementDocumentsCommand } from './supplement-documents/supplement-documents.js';

const date = (text: string | null): BusinessDate | null => text as BusinessDate | null;

/** 备案 that stand: documents brought later, changes, renewals, and the ways they end. */
@ApiTags('filing')
@Controller('registration/filings/:filingId')
export class StandingFilingsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly requests: FilingRequests,
  ) {}

  @Post('documents')
  @HttpCode(200)
  @Access({ roles: [...AGENCY], area: fromBody('insuredRegion'), purpose: '补齐承诺备案的材料' })
  @AnsweredWhenPublished()
  async supplement(
    @Param('filingId') filingId: string,
    @ZodBody(supplement) input: z.infer<typeof supplement>,
    @Req() request: FastifyRequest,
  ): Promise<FilingView> {
    const { documents, documentsValidTo } = input;
    const act = { filingId, documents, documentsValidTo: date(documentsValidTo) };
    const facts = this.requests.of(request, input, '补齐备案材料');
    return filingAnswerOf(await this.commands.execute(new SupplementDocumentsCommand(facts, act)));
  }

  @Post('change')
  @HttpCode(200)
  @Access({ roles: [...AGENCY], area: fromBody('insuredRegion'), purpose: '变更备案地' })
  @AnsweredWhenPublished()
  async change(
    @Param('filingId') filingId: string,
    @ZodBody(change) input: z.infer<typeof change>,
    @Req() request: FastifyRequest,
  ): Promise<FilingView> {
    const { channel, documents, documentsValidTo, referral } = input;
    const destination = regionOf(input.destination, 'destination');
    const act = { filingId, channel, destination, documents, documentsValidTo: date(documentsValidTo), referral };
    const facts = this.requests.of(request, input, '变更备案');
    return filingAnswerOf(await this.commands.execute(new ChangeFilingCommand(facts, act)));
  }

  @Post('renewal')
  @HttpCode(200)
  @Access({ roles: [...AGENCY], area: fromBody('insuredRegion'), purpose: '备案延期' })
  @AnsweredWhenPublished()
  async renew(
    @Param('filingId') filingId: string,
    @ZodBody(renewal) input: z.infer<typeof renewal>,
    @Req() request: FastifyRequest,
  ): Promise<FilingView> {
    const { channel, sameDisease, documents, documentsValidTo, referral } = input;
    const act = { filingId, channel, sameDisease, documents, documentsValidTo: date(documentsValidTo), referral };
    const facts = this.requests.of(request, input, '备案延期');
    return filingAnswerOf(await this.commands.execute(new RenewFilingCommand(facts, act)));
  }

  @Post('cancellation')
  @HttpCode(200)
  @Access({ roles: [...AGENCY], area: fromBody('insuredRegion'), purpose: '取消备案' })
  @AnsweredWhenPublished()
  async cancel(
    @Param('filingId') filingId: string,
    @ZodBody(cancellation) { channel, ...of }: z.infer<typeof cancellation>,
    @Req() request: FastifyRequest,
  ): Promise<FilingView> {
    const facts = this.requests.of(request, of, '取消备案');
    return filingAnswerOf(await this.commands.execute(new CancelFilingCommand(facts, { filingId, channel })));
  }

  @Post('revocation')
  @HttpCode(200)
  @Access({ roles: [...AGENCY], area: fromBody('insuredRegion'), purpose: '撤销备案' })
  @AnsweredWhenPublished()
  async revoke(
    @Param('filingId') filingId: string,
    @ZodBody(reasoned) { reason, ...of }: z.infer<typeof reasoned>,
    @Req() request: FastifyRequest,
  ): Promise<FilingView> {
    const facts = this.requests.of(request, of, `撤销备案：${reason}`);
    return filingAnswerOf(await this.commands.execute(new RevokeFilingCommand(facts, { filingId })));
  }

  @Post('false-documents')
  @HttpCode(200)
  @Access({ roles: [...AGENCY], area: fromBody('insuredRegion'), purpose: '报告虚假备案材料' })
  @AnsweredWhenPublished()
  async reportFalse(
    @Param('filingId') filingId: string,
    @ZodBody(falseDocuments) { finding, lossToRecover, ...of }: z.infer<typeof falseDocuments>,
    @Req() request: FastifyRequest,
  ): Promise<FilingView> {
    const loss = lossToRecover === null ? null : accept(Money.parse(lossToRecover, '应追回金额(lossToRecover)'));
    const facts = this.requests.of(request, of, '备案材料虚假');
    const act = { filingId, finding, lossToRecover: loss };
    return filingAnswerOf(await this.commands.execute(new ReportFalseDocumentsCommand(facts, act)));
  }

  @Post('recovered-losses')
  @HttpCode(200)
  @Access({ roles: [...AGENCY], area: fromBody('insuredRegion'), purpose: '登记因虚假材料追回的基金损失' })
  async recovered(
    @Param('filingId') filingId: string,
    @ZodBody(recoveredLoss) { amount, receipt, ...of }: z.infer<typeof recoveredLoss>,
    @Req() request: FastifyRequest,
  ): Promise<FilingView> {
    const act = { filingId, receipt, amount: accept(Money.parse(amount, '追回金额(amount)')) };
    const facts = this.requests.of(request, of, '追回基金损失');
    return filingAnswerOf(await this.commands.execute(new RecoverLossCommand(facts, act)));
  }
}
