import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, type Decision } from '#event-store';
import type { Result } from '#kernel';
import { EVENT_STORE } from '#service';
import { resultOf } from '../../../hospital-gateway/answers.js';
import { accepted, idempotencyOf, metadataOf, refused, type CheckedCall } from '../../../hospital-gateway/call.js';
import type {
  ClearingApplicationRequest,
  ClearingWithdrawalRequest,
} from '../../../hospital-gateway/messages/index.js';
import { numberFor } from '../../../hospital-gateway/numbers.js';
import {
  applicationsRef,
  decideApply,
  decideWithdrawApplication,
  type ApplyForClearing,
  type ClearingApplicationEvent,
  type ClearingApplications,
} from '../../domain/month-statement.js';
import { daysOf } from '../../queries/claims-of-institution/month-list.js';
import { totalsOf } from '../../queries/claims-of-institution/claims-of-institution.js';

/** 3203, 3203A 清算申请. Answered with the number of the application. */
export class ApplyForClearingCommand extends Command<Result<string>> {
  constructor(readonly call: CheckedCall<ClearingApplicationRequest>) {
    super();
  }
}

/** 3204, 3204A 清算申请撤销. */
export class WithdrawClearingCommand extends Command<Result<string>> {
  constructor(readonly call: CheckedCall<ClearingWithdrawalRequest>) {
    super();
  }
}

@CommandHandler(ApplyForClearingCommand)
export class ApplyForClearingHandler implements ICommandHandler<ApplyForClearingCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async execute({ call }: ApplyForClearingCommand): Promise<Result<string>> {
    const command = await this.commandOf(call);
    return write(this.store, call, command.applicationNo, (applications) => decideApply(command, applications));
  }

  /** Our side is the whole month, whatever part of it the message names. */
  private async commandOf(call: CheckedCall<ClearingApplicationRequest>): Promise<ApplyForClearing> {
    const { request, institution, envelope, businessDate } = call;
    const category = request.clearing.type;
    const period = { institutionCode: institution.code, clearingCategory: category, ...daysOf(request.month) };
    const { totals, unconfirmed } = await totalsOf(this.store.database, period);
    return {
      applicationNo: numberFor(businessDate, 'clearing-application', envelope.idempotencyKey),
      institutionCode: institution.code,
      month: request.month,
      clearingCategory: category,
      from: request.from,
      to: request.to,
      recognised: request.recognised,
      theirs: {
        visits: String(request.visits),
        total: request.total.toString(),
        fundTotal: request.fundTotal.toString(),
        account: request.accountTotal.toString(),
        cash: request.cashTotal.toString(),
      },
      ours: totals,
      accountInFunds: institution.accountInFunds,
      unconfirmed,
    };
  }
}

@CommandHandler(WithdrawClearingCommand)
export class WithdrawClearingHandler implements ICommandHandler<WithdrawClearingCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  execute({ call }: WithdrawClearingCommand): Promise<Result<string>> {
    const { applicationNo } = call.request;
    return write(this.store, call, applicationNo, (applications) =>
      decideWithdrawApplication({ applicationNo, on: call.businessDate }, applications),
    );
  }
}

async function write(
  store: EventStore,
  call: CheckedCall,
  applicationNo: string,
  decide: (applications: ClearingApplications) => Result<readonly ClearingApplicationEvent[]>,
): Promise<Result<string>> {
  const ref = applicationsRef(call.institution.code);
  const outcome = await store.write<string>({
    streams: [ref],
    idempotency: idempotencyOf(call),
    metadata: metadataOf(call),
    decide: (states): Decision<string> => {
      const decided = decide(states.of(ref));
      if (!decided.ok) return refused(decided.rejection);
      return accepted(
        applicationNo,
        decided.value.map((event) => ({ streamId: ref.id, event })),
      );
    },
  });
  return resultOf(outcome);
}
