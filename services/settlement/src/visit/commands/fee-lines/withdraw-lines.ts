import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Result } from '#kernel';
import type { CheckedCall } from '../../../hospital-gateway/call.js';
import type {
  WithdrawInpatientLinesRequest,
  WithdrawOutpatientLinesRequest,
} from '../../../hospital-gateway/messages/index.js';
import { decideWithdrawLines, type WithdrawLines } from '../../domain/fee-lines.js';
import { VisitWriter } from '../visit-writer.js';

type Withdrawal = WithdrawOutpatientLinesRequest | WithdrawInpatientLinesRequest;

/** 2205 门诊, 2302 住院费用明细撤销. */
export class WithdrawLinesCommand extends Command<Result<null>> {
  constructor(readonly call: CheckedCall<Withdrawal>) {
    super();
  }
}

@CommandHandler(WithdrawLinesCommand)
export class WithdrawLinesHandler implements ICommandHandler<WithdrawLinesCommand> {
  constructor(private readonly visits: VisitWriter) {}

  execute({ call }: WithdrawLinesCommand): Promise<Result<null>> {
    const { request, institution } = call;
    const command = { psnNo: request.personNo, institutionCode: institution.code, which: whichOf(request) };
    return this.visits.write(call, null, (visit) => decideWithdrawLines(command, visit));
  }
}

function whichOf(request: Withdrawal): WithdrawLines['which'] {
  if ('chargeBatch' in request) return request.chargeBatch === undefined ? 'all' : { batch: request.chargeBatch };
  return request.sequences === undefined ? 'all' : { sequences: request.sequences };
}
