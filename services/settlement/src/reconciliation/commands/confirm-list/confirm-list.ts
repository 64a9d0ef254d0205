import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, type Decision } from '#event-store';
import type { Result } from '#kernel';
import { EVENT_STORE } from '#service';
import { resultOf } from '../../../hospital-gateway/answers.js';
import { accepted, idempotencyOf, metadataOf, refused, type CheckedCall } from '../../../hospital-gateway/call.js';
import type { ConfirmListRequest, RollbackListRequest } from '../../../hospital-gateway/messages/index.js';
import { numberFor } from '../../../hospital-gateway/numbers.js';
import {
  decideRollBack,
  decideSubmit,
  listRef,
  type OutOfAreaList,
  type OutOfAreaListEvent,
} from '../../domain/out-of-area-list.js';
import { claimsByNumber } from '../../queries/claims-of-institution/month-list.js';

/** 3261 异地清分结果确认. Answered with the number 3262 will name. */
export class ConfirmListCommand extends Command<Result<string>> {
  constructor(readonly call: CheckedCall<ConfirmListRequest>) {
    super();
  }
}

/** 3262 异地清分结果确认回退. */
export class RollBackListCommand extends Command<Result<string>> {
  constructor(readonly call: CheckedCall<RollbackListRequest>) {
    super();
  }
}

const SEQUENCE_DIGITS = 10;

/** As every inf_refmsgid: area (6), time (14), ten digits; drawn from the message, so that a repetition has the same. */
function referenceOf({ envelope, receivedAt, businessDate }: CheckedCall): string {
  const time = receivedAt.replaceAll(/\D/g, '').slice(0, 14);
  const digits = numberFor(businessDate, 'list', envelope.idempotencyKey).slice(-SEQUENCE_DIGITS);
  return `${envelope.careArea}${time}${digits}`;
}

@CommandHandler(ConfirmListCommand)
export class ConfirmListHandler implements ICommandHandler<ConfirmListCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async execute({ call }: ConfirmListCommand): Promise<Result<string>> {
    const { month, rows } = call.request;
    const place = { institutionCode: call.institution.code, month };
    const numbers = rows.map(({ settlementId }) => settlementId);
    const ours = await claimsByNumber(this.store.database, place, numbers);
    const referenceId = referenceOf(call);
    const command = { ...place, referenceId, on: call.businessDate, rows, ours };
    return write(this.store, call, referenceId, (list) => decideSubmit(command, list));
  }
}

@CommandHandler(RollBackListCommand)
export class RollBackListHandler implements ICommandHandler<RollBackListCommand> {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  execute({ call }: RollBackListCommand): Promise<Result<string>> {
    const command = { ...call.request, institutionCode: call.institution.code };
    return write(this.store, call, '', (list) => decideRollBack(command, list));
  }
}

async function write(
  store: EventStore,
  call: CheckedCall<{ readonly month: string }>,
  answer: string,
  decide: (list: OutOfAreaList) => Result<readonly OutOfAreaListEvent[]>,
): Promise<Result<string>> {
  const ref = listRef(call.institution.code, call.request.month);
  const outcome = await store.write<string>({
    streams: [ref],
    idempotency: idempotencyOf(call),
    metadata: metadataOf(call),
    decide: (states): Decision<string> => {
      const decided = decide(states.of(ref));
      if (!decided.ok) return refused(decided.rejection);
      return accepted(
        answer,
        decided.value.map((event) => ({ streamId: ref.id, event })),
      );
    },
  });
  return resultOf(outcome);
}
