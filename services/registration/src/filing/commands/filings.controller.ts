import { Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { Access, fromBody, ZodBody } from '#http';
import type { BusinessDate } from '#kernel';
import type { FilingView } from '../filing-view.js';
import { ApplyFilingCommand, type FilingApplication } from './apply-filing/apply-filing.js';
import { ApproveFilingCommand } from './approve-filing/approve-filing.js';
import { application, approval, reasoned, regionOf } from './filing-input.js';
import { filingAnswerOf, FilingRequests } from './filing-requests.js';
import { RefuseFilingCommand } from './refuse-filing/refuse-filing.js';
import { RestoreFilingCommand } from './restore-filing/restore-filing.js';

export const AGENCY = ['provincial-agency', 'city-agency'] as const;

const applicationOf = (input: z.infer<typeof application>): FilingApplication => {
  const { kind, byPromise, student, documents, referral, channel } = input;
  return {
    ...{ kind, byPromise, student, documents, referral, channel },
    destination: regionOf(input.destination, 'destination'),
    documentsValidTo: input.documentsValidTo as BusinessDate | null,
    startsOn: input.startsOn as BusinessDate | null,
    admittedOn: input.admittedOn as BusinessDate | null,
  };
};

/** 备案 by the agency of the place of insurance, on behalf of the insured: from the application to the decision. */
@ApiTags('filing')
@Controller('registration/filings')
export class FilingsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly requests: FilingRequests,
  ) {}

  @Post()
  @HttpCode(200)
  @Access({ roles: [...AGENCY], area: fromBody('insuredRegion'), purpose: '申请备案' })
  async apply(
    @ZodBody(application) input: z.infer<typeof application>,
    @Req() request: FastifyRequest,
  ): Promise<FilingView> {
    const facts = this.requests.of(request, input, `申请备案 ${input.kind}`);
    return filingAnswerOf(await this.commands.execute(new ApplyFilingCommand(facts, applicationOf(input))));
  }

  @Post(':filingId/approval')
  @HttpCode(200)
  @Access({ roles: [...AGENCY], area: fromBody('insuredRegion'), purpose: '审核通过备案申请' })
  async approve(
    @Param('filingId') filingId: string,
    @ZodBody(approval) input: z.infer<typeof approval>,
    @Req() request: FastifyRequest,
  ): Promise<FilingView> {
    const facts = this.requests.of(request, input, '审核通过备案申请');
    return filingAnswerOf(await this.commands.execute(new ApproveFilingCommand(facts, { filingId })));
  }

  @Post(':filingId/refusal')
  @HttpCode(200)
  @Access({ roles: [...AGENCY], area: fromBody('insuredRegion'), purpose: '审核不通过备案申请' })
  async refuse(
    @Param('filingId') filingId: string,
    @ZodBody(reasoned) { reason, ...of }: z.infer<typeof reasoned>,
    @Req() request: FastifyRequest,
  ): Promise<FilingView> {
    const facts = this.requests.of(request, of, `审核不通过：${reason}`);
    return filingAnswerOf(await this.commands.execute(new RefuseFilingCommand(facts, { filingId, reason })));
  }

  @Post(':filingId/withdrawal')
  @HttpCode(200)
  @Access({ roles: [...AGENCY], area: fromBody('insuredRegion'), purpose: '撤回待审核的备案申请' })
  async withdraw(
    @Param('filingId') filingId: string,
    @ZodBody(approval) of: z.infer<typeof approval>,
    @Req() request: FastifyRequest,
  ): Promise<FilingView> {
    const facts = this.requests.of(request, of, '撤回备案申请');
    const withdrawn = { filingId, reason: '申请人撤回' };
    return filingAnswerOf(await this.commands.execute(new RefuseFilingCommand(facts, withdrawn)));
  }

  @Post(':filingId/restoration')
  @HttpCode(200)
  @Access({ roles: [...AGENCY], area: fromBody('insuredRegion'), purpose: '出院前恢复已撤销的备案' })
  async restore(
    @Param('filingId') filingId: string,
    @ZodBody(application) input: z.infer<typeof application>,
    @Req() request: FastifyRequest,
  ): Promise<FilingView> {
    const facts = this.requests.of(request, input, '出院前恢复已撤销的备案');
    return filingAnswerOf(await this.commands.execute(new RestoreFilingCommand(facts, filingId, applicationOf(input))));
  }
}
